"""The states of a delivery, its moves, and when to try again."""

from datetime import timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a message stands on its way out."""

    QUEUED = "i_ko"
    DELIVERED = "levert"
    """The receiver has stored it and signed a technical receipt for these very bytes."""
    CONFIRMED = "bekreftet"
    """A named person at the receiver follows up."""
    REFUSED = "avvist"
    """The receiver will not have it; a person must look."""
    GAVE_UP = "ga_opp"
    """Tried for as long as we try; a person must look."""
    STOPPED = "stanset"
    """Something changed before it left: withdrawal, place, protection. It never left."""


MOVES: dict[tuple[DeliveryState, str], DeliveryState] = {
    (DeliveryState.QUEUED, "kvittert"): DeliveryState.DELIVERED,
    (DeliveryState.QUEUED, "avvist"): DeliveryState.REFUSED,
    (DeliveryState.QUEUED, "oppgitt"): DeliveryState.GAVE_UP,
    (DeliveryState.QUEUED, "stans"): DeliveryState.STOPPED,
    # Receivers answer again when they are asked again: the second receipt is no news.
    (DeliveryState.DELIVERED, "kvittert"): DeliveryState.DELIVERED,
    (DeliveryState.CONFIRMED, "kvittert"): DeliveryState.CONFIRMED,
    (DeliveryState.DELIVERED, "bekreftet"): DeliveryState.CONFIRMED,
    (DeliveryState.CONFIRMED, "bekreftet"): DeliveryState.CONFIRMED,
    # The functional receipt can overtake the technical one; it proves both.
    (DeliveryState.QUEUED, "bekreftet"): DeliveryState.CONFIRMED,
    # A leader may set a given-up message going again, or one the receiver has since mended for.
    (DeliveryState.GAVE_UP, "prov_igjen"): DeliveryState.QUEUED,
    (DeliveryState.REFUSED, "prov_igjen"): DeliveryState.QUEUED,
}


def move(state: DeliveryState, event: str) -> DeliveryState:
    """The state after an event; events that do not fit change nothing (late, repeated, crossed)."""
    return MOVES.get((state, event), state)


FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
KEEP_TRYING = timedelta(days=7)


def backoff(attempt: int, jitter: float) -> timedelta:
    """How long to wait before the next try.

    `attempt` counts from 1; `jitter` is in [0, 1) and spreads senders so that a
    receiver that comes back is not met by everybody at once.
    """
    doublings = min(attempt - 1, 20)
    wait: timedelta = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return wait * (0.75 + jitter / 2)
