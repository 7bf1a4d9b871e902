"""What the house needs from outside itself: time, chance, keys. Everything else is passed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

Random = Callable[[int], bytes]
"""Gives the asked number of random bytes; `os.urandom` in production."""


class Clock(Protocol):
    """Tells the time. Production has the machine's; the demo has one that can be moved."""

    def now(self) -> datetime:
        """The present instant, aware, UTC, whole seconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


def today(clock: Clock) -> date:
    """The calendar day in Norway, which is what ages and deadlines are counted in."""
    return clock.now().astimezone(OSLO).date()


def new_id(random: Random) -> str:
    """A random identifier in UUID form: carries neither order nor time (S13)."""
    return str(UUID(bytes=random(16), version=4))
