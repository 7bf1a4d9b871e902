"""The states of a part on its way to a person's answer, and the moves between them."""

from enum import StrEnum

from handover.errors import Conflict


class PartState(StrEnum):
    """Where a part stands inside the sending organisation."""

    FOUND = "funnet"
    """Came from a source. Nobody has chosen it."""
    CHOSEN = "valgt"
    """The rådgiver (or PPT) wants it in, and the third-party screen is still to be done."""
    SCREENED = "kontrollert"
    """Somebody has read it for other people's data (C-68)."""
    WITH_LEADER = "hos_leder"
    APPROVED = "godkjent"
    """The leader has approved the content; the family may see it."""
    LEFT_OUT = "utelatt"
    REPLACED = "erstattet"
    """A newer version of the part has come; answers to this one are void (C-07)."""


MOVES: dict[tuple[PartState, str], PartState] = {
    (PartState.FOUND, "velg"): PartState.CHOSEN,
    (PartState.FOUND, "utelat"): PartState.LEFT_OUT,
    (PartState.LEFT_OUT, "velg"): PartState.CHOSEN,
    (PartState.CHOSEN, "utelat"): PartState.LEFT_OUT,
    (PartState.SCREENED, "utelat"): PartState.LEFT_OUT,
    (PartState.CHOSEN, "kontroller"): PartState.SCREENED,
    (PartState.SCREENED, "kontroller"): PartState.SCREENED,
    (PartState.SCREENED, "send_til_leder"): PartState.WITH_LEADER,
    (PartState.WITH_LEADER, "godkjenn"): PartState.APPROVED,
    (PartState.WITH_LEADER, "send_tilbake"): PartState.CHOSEN,
    # The one who sent it changes their mind before the leader has read it.
    (PartState.WITH_LEADER, "ta_tilbake"): PartState.SCREENED,
    # The law-based package is readied for everybody in one go; its ground is the county's
    # request, which a leader has accepted, so no leader reads it pupil by pupil.
    (PartState.FOUND, "gjor_klar"): PartState.APPROVED,
    (PartState.APPROVED, "gjor_klar"): PartState.APPROVED,
}

LIVE = frozenset(PartState) - {PartState.REPLACED}


def move(state: PartState, event: str) -> PartState:
    """The state after an event. Raises Conflict when the event does not fit the state."""
    if event == "erstatt":
        return PartState.REPLACED
    try:
        return MOVES[(state, event)]
    except KeyError as fault:
        raise Conflict("Delen har endret seg siden du så den. Last siden på nytt.",
                       "DEL_ANNEN_TILSTAND") from fault
