"""«Stafettpinnen»: which role has to do something next about a pupil's package. Always exactly one.

A table is the school's or PPT's: neither sees that the other has a part (P6, S6), so each has
one holder for what lies on it. Everything on the table is looked at in one fixed order: what
has gone wrong, what is being prepared, approved, answered, sent and received.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handover.rules.delivery_states import DeliveryState
from handover.rules.part_states import PartState


class Holder(StrEnum):
    """A role that can hold the baton."""

    PREPARER = "klargjor"
    """Rådgiver at the school, PPT-rådgiver at PPT."""
    LEADER = "leder"
    """Rektor or the deputy; PPT's leader."""
    PUPIL = "elev"
    GUARDIANS = "familien"
    SENDER = "avsender"
    """The kommune's own sending, on the next release day. Nobody has to press anything."""
    RECEIVER = "mottaker"


@dataclass(frozen=True)
class Standing:
    """What decides who holds the baton. Facts about work, never about an answer."""

    taken_out: bool = False
    """Out of digital transfer: a leader follows up another way (P4)."""
    halted: bool = False
    """The unit's sending is stopped until a leader starts it again."""
    choices: frozenset[PartState] = frozenset()
    """States of the table's own parts that somebody has a choice about."""
    readied: bool = True
    """False while a part the law sends has come and has not been made ready."""
    preparer_tasks: bool = False
    leader_tasks: bool = False
    unclear: bool = False
    """It is not established who is to be asked (C-35)."""
    pupil_waits: bool = False
    guardians_wait: bool = False
    stuck: bool = False
    """A package that carries a part from this table was refused or given up."""
    arrived: bool = False
    """The pupil's next place has got what there is from this table."""


PREPARING = frozenset({PartState.FOUND, PartState.CHOSEN, PartState.SCREENED})
STUCK = frozenset({DeliveryState.REFUSED, DeliveryState.GAVE_UP})
THERE = frozenset({DeliveryState.DELIVERED, DeliveryState.CONFIRMED})
LAST = frozenset({"skole", "ot"})
"""Slot kinds that are the end of the road: admissions is on the way there."""
LAST_OF_PPT = LAST | {"ppt_fylke"}


@dataclass(frozen=True)
class Trip:
    """One package: what kind of slot it is for, and where it stands."""

    kind: str
    state: DeliveryState


def stuck(trips: Iterable[Trip]) -> bool:
    """True when a person must look at a package."""
    return any(one.state in STUCK for one in trips)


def arrived(trips: Iterable[Trip], last: frozenset[str]) -> bool:
    """True when something is at the end of the road and nothing more is under way to it."""
    states = {one.state for one in trips if one.kind in last}
    return bool(states & THERE) and DeliveryState.QUEUED not in states


def holder(now: Standing) -> Holder:
    """The one role that holds the baton. Total: every standing has exactly one holder."""
    if now.taken_out or now.halted or now.stuck:
        return Holder.LEADER
    if now.preparer_tasks or now.unclear or now.choices & PREPARING or not now.readied:
        return Holder.PREPARER
    if now.leader_tasks or PartState.WITH_LEADER in now.choices:
        return Holder.LEADER
    if now.pupil_waits:
        return Holder.PUPIL
    if now.guardians_wait:
        return Holder.GUARDIANS
    return Holder.RECEIVER if now.arrived else Holder.SENDER
