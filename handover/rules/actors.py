"""Who is acting, in which hat, and what that lets them do. Default deny.

A person may hold several roles, but a session has one hat: somebody who came
in as family has no staff rights there, and the other way round (C-43).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Hat(StrEnum):
    """What the session is: decided by the log-in provider, never by the person."""

    PUPIL = "elev"
    GUARDIAN = "foresatt"
    STAFF = "stab"


class Level(StrEnum):
    """How sure the log-in is, in the eIDAS words used in Norway."""

    LOW = "lav"
    SUBSTANTIAL = "betydelig"
    HIGH = "hoyt"

    def reaches(self, needed: "Level") -> bool:
        """True when this level is at least the needed one."""
        order = [Level.LOW, Level.SUBSTANTIAL, Level.HIGH]
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True)
class Role:
    """A role held in a unit from one day to another, both included."""

    name: str
    unit: str
    valid_from: date
    valid_to: date

    def holds(self, day: date) -> bool:
        """True on the days of the grant."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Actor:
    """Somebody acting through a session, with only what is valid now."""

    person_id: str
    hat: Hat
    level: Level
    session_id: str
    roles: tuple[Role, ...] = ()
    raised: bool = False
    """A member of staff has confirmed the person's identity at school."""

    def has(self, role: str, unit: str | None = None) -> bool:
        """True when the actor is staff and holds the role (in the unit, when one is given)."""
        return self.hat is Hat.STAFF and any(
            held.name == role and unit in (None, held.unit) for held in self.roles
        )

    def units(self, *roles: str) -> frozenset[str]:
        """The units in which the actor holds any of the roles."""
        if self.hat is not Hat.STAFF:
            return frozenset()
        return frozenset(held.unit for held in self.roles if held.name in roles)

    def reaches(self, needed: Level) -> bool:
        """True when log-in, or log-in and confirmation at school, is good enough (C-44, C-45)."""
        return self.raised or self.level.reaches(needed)
