"""What the worker does each time the clock ticks. Each step may be run by many and runs once.

A fault in one step is logged by its code and does not keep the next from running.
"""

import logging
from collections.abc import Callable

from handover.decision import figures, pool
from handover.deliver.release import run_due
from handover.deliver.send import send_due
from handover.errors import HandoverError
from handover.house import House
from handover.tell.plan import plan_due
from handover.tell.send import send_due as tell_due

log = logging.getLogger("handover.worker")

STEPS: tuple[tuple[str, Callable[[House], int]], ...] = (
    ("tasks", pool.run_due),
    ("release", run_due),
    ("send", send_due),
    ("notices", plan_due),
    ("tell", tell_due),
    ("figures", figures.run_due),
)


def tick(house: House) -> dict[str, int]:
    """Runs every step; returns how much each did."""
    return {name: _run(name, step, house) for name, step in STEPS}


def _run(name: str, step: Callable[[House], int], house: House) -> int:
    try:
        return step(house)
    except HandoverError as fault:
        log.error("worker_step_failed", extra={"fields": {"step": name, "code": fault.code}})
    except Exception as fault:
        # The text of an unforeseen error may hold anything; only its kind is logged.
        log.error("worker_step_failed",
                  extra={"fields": {"step": name, "code": type(fault).__name__}})
    return 0
