"""What a grant may be, who may stand in for whom, and the few reasons a leader may give.

The promise: no grant is without an end, a leader is never away without a deputy, and every
reason is a word from a closed list, so that it can be shown to a pupil in any language and
never carries personal data into a log (guidance 5.0, S6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handover.errors import Refused

LEADERS: Mapping[str, str] = {
    "radgiver": "rektor", "kontaktlaerer": "rektor", "laerer": "rektor",
    "avdelingsleder": "rektor", "rektor": "rektor",
    "ppt_radgiver": "ppt_leder", "ppt_leder": "ppt_leder",
}
"""Role → the role whose task list hears when somebody in it goes."""
LEADS_OVER: Mapping[str, frozenset[str]] = {
    "rektor": frozenset({"radgiver", "kontaktlaerer", "laerer", "avdelingsleder", "rektor"}),
    "avdelingsleder": frozenset({"radgiver", "kontaktlaerer", "laerer", "avdelingsleder",
                                 "rektor"}),
    "ppt_leder": frozenset({"ppt_radgiver", "ppt_leder"}),
}
"""Leader → the roles in the same unit for which this leader sets deputies and last days."""
HELPER = "hjelper"
"""Somebody from another organisation, let into one case for a time."""

LONGEST_ABSENCE = timedelta(days=366)
LONGEST_HELP = timedelta(days=400)
"""From one school year into the autumn of the next, as a coordinator needs."""
HELPER_SENSITIVITY = 3
"""A helper logs in with Feide, which is no high level: parts at 4 and up are not for it (C-44)."""

REASSIGN = frozenset({"fravaer", "slutter", "for_mye", "inhabil", "kjenner_eleven"})
"""Why a task that somebody has is given to another."""
INSIGHT = frozenset({"eleven_bad", "klage", "feil", "tilsyn"})
"""Why a leader opens content that no task has asked about. The pupil reads which (S6)."""
RESTART = frozenset({"rettet", "falsk_alarm", "avklart"})
"""Why a stop of all sending is lifted."""


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """True on the days of the period."""
        return self.first <= day <= self.last

    def overlaps(self, other: "Period") -> bool:
        """True when the two share a day."""
        return self.first <= other.last and other.first <= self.last


def period(first: date | None, last: date | None, today: date, longest: timedelta) -> Period:
    """The period, when it has an end, has not passed and is not too long. Raises Refused."""
    if first is None or last is None:
        raise Refused("Skriv både første og siste dag.", "UTEN_SLUTT")
    if last < first:
        raise Refused("Siste dag må komme etter første dag.", "FEIL_REKKEFOLGE")
    if last < today:
        raise Refused("Siste dag må ikke være passert.", "PASSERT")
    if last - first > longest:
        raise Refused("Tiden er for lang. Velg en tidligere siste dag.", "FOR_LANG")
    return Period(first, last)


def reason(given: str, known: frozenset[str]) -> str:
    """The reason, when it is one of the known words. Raises Refused."""
    if given not in known:
        raise Refused("Velg en grunn fra listen.", "MANGLER_GRUNN")
    return given
