"""APScheduler as the clock and nothing more: it wakes the worker, and holds no job that matters.

Everything to be done stands in the database; a clock that stops, or two clocks
at once, lose nothing and do nothing twice.
"""

import threading

from apscheduler.schedulers.background import BackgroundScheduler

from handover.house import House
from handover.worker.tick import tick

EVERY_SECONDS = 5


def start(house: House, every_seconds: int = EVERY_SECONDS) -> BackgroundScheduler:
    """Starts ticking in the background; call `shutdown` on what is returned."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(tick, "interval", args=[house], seconds=every_seconds, max_instances=1,
                      coalesce=True, misfire_grace_time=None)
    scheduler.start()
    return scheduler


def run(house: House, stop: threading.Event, every_seconds: int = EVERY_SECONDS) -> None:
    """Ticks until told to stop, then finishes the tick it is in."""
    scheduler = start(house, every_seconds)
    stop.wait()
    scheduler.shutdown(wait=True)
