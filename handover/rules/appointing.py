"""Which roles an administrator may give, where, for how long, and when two must agree.

The promise: every role has a last day, at most a year away (guidance 5.0); nobody gives a role
to themselves; and a role that leads, or that looks after others' access, takes two people.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from handover.rules.findings import Finding, error

ADMINISTRATORS = ("skoleeier", "fylkesadministrator")
OWNER = ("kommune", "fylke", "privat", "stat")
"""Kinds of unit that stand for the controller itself: administrators belong there."""

_VGS = ("mottaksradgiver", "kontaktlaerer", "mottaksleder")
_OWN_ADMISSIONS = (*_VGS, "inntak", "inntak_leder")
_COUNTY = ("fylkesadministrator", "personvernombud", "jurist")

ROLES: Mapping[str, tuple[str, ...]] = {
    "grunnskole": ("radgiver", "kontaktlaerer", "laerer", "avdelingsleder", "rektor"),
    "ppt": ("ppt_radgiver", "ppt_leder"),
    "kommune": ("skoleeier", "personvernombud", "jurist"),
    "inntak": ("inntak", "inntak_leder"),
    "vgs": _VGS,
    "privat_vgs": _OWN_ADMISSIONS,
    "statlig_vgs": _OWN_ADMISSIONS,
    "ppt_fylke": ("ppt_fylke", "ppt_fylke_leder"),
    "ot": ("ot_veileder", "ot_leder"),
    "fylke": _COUNTY,
    "privat": _COUNTY,
    "stat": _COUNTY,
}
"""Kind of unit → the roles held there. Helpers in a single case are invited there, not here."""

UNIT_KINDS: Mapping[str, tuple[str, ...]] = {
    "kommune": ("grunnskole", "ppt"),
    "fylke": ("inntak", "vgs", "privat_vgs", "statlig_vgs", "ppt_fylke", "ot"),
}
"""Kind of node → the kinds of unit an administrator may make."""

TWO_PEOPLE = frozenset({
    *ADMINISTRATORS, "personvernombud", "rektor", "avdelingsleder", "ppt_leder", "inntak_leder",
    "mottaksleder", "ppt_fylke_leder", "ot_leder",
})
"""Roles that another administrator must confirm before they hold."""

AHEAD = timedelta(days=366)


def a_year_from(day: date) -> date:
    """The last day a role given from this day may hold: the same day next year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def check(role: str, unit_kind: str, first: date, last: date, today: date) -> list[Finding]:
    """What is wrong with a role somebody wants to give; nothing when it may be given.

    `where` is the field: rolle, fra or til.
    """
    found = []
    if role not in ROLES.get(unit_kind, ()):
        found.append(error("ROLLE_PASSER_IKKE", "rolle", "Velg en rolle som finnes i enheten."))
    if first < today:
        found.append(error("FRA_HAR_VAERT", "fra", "En rolle kan tidligst gjelde fra i dag."))
    if first > today + AHEAD:
        found.append(error("FRA_FOR_LANGT_FRAM", "fra", "Rollen må begynne innen ett år."))
    if last < max(first, today):
        found.append(error("TIL_FOR_TIDLIG", "til", "Siste dag må være etter første dag."))
    elif last > a_year_from(first):
        found.append(error("TIL_FOR_SENT", "til", "En rolle kan vare i høyst ett år."))
    return found
