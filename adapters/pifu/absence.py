"""Absence of an export in our words: days and hours, for the half year and the year.

The promise: sums only, over all subjects, without causes. Sums marked valid and invalid
are added together, since which is which is a judgement the school keeps.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from adapters.pifu.export import Absence, Export, Person
from handover.kit import FactTree

_UNITS: Mapping[str, str] = {"days": "dager", "hours": "timer"}
_MOST: Mapping[str, int] = {"dager": 200, "timer": 1500}
_YEAR, _AUTUMN, _SPRING = "year", "autumn", "spring"


def absence(
    export: Export, pupil: Person, school_year: str, level: int
) -> tuple[FactTree | None, bool]:
    """The tree of `fravaer_omfang`, and whether something stood there that did not add up.

    Only sums on the membership in the school count (2.4.1: there they are over all
    subjects); a sum per subject would be counted twice.
    """
    found = [one for _, role in export.roles(pupil.key, "skole") for one in role.absences]
    own = [one for one in found if _term(one, school_year)]
    sums = {term: _sums(own, term, school_year) for term in (_AUTUMN, _SPRING, _YEAR)}
    entries = []
    if sums[_AUTUMN]:
        entries.append(("halvar", sums[_AUTUMN], _last(own, (_AUTUMN,), school_year)))
    if sums[_YEAR]:
        entries.append(("slutt", sums[_YEAR], _last(own, (_YEAR,), school_year)))
    elif sums[_AUTUMN] and sums[_SPRING]:
        both = {unit: sums[_AUTUMN].get(unit, 0) + sums[_SPRING].get(unit, 0) for unit in _MOST}
        entries.append(("slutt", both, _last(own, (_SPRING,), school_year)))
    whole = [_entry(*one, school_year, level, export.as_of) for one in entries if _fits(one[1])]
    return ({"omfang": whole} if whole else None), len(whole) < len(entries)


def _entry(
    type_: str, sums: Mapping[str, int], until: str, year: str, level: int, as_of: str
) -> dict[str, Any]:
    # A period still running has no date yet: the day of export would make unchanged sums
    # look new every morning.
    counted = {"perDato": until} if until and until <= as_of else {}
    return {"skolear": year, "arstrinn": level, "type": type_, **sums, **counted}


def _fits(sums: Mapping[str, int]) -> bool:
    """True when both days and hours are told and neither is impossible."""
    return set(sums) == set(_MOST) and all(0 <= sums[unit] <= _MOST[unit] for unit in _MOST)


def _sums(absences: Iterable[Absence], term: str, year: str) -> dict[str, int]:
    made: dict[str, Decimal] = {}
    for one in absences:
        unit = _UNITS.get(one.unit)
        if unit and _term(one, year) == term:
            made[unit] = made.get(unit, Decimal(0)) + _value(one)
    return {unit: int(sum_.to_integral_value(ROUND_HALF_UP)) for unit, sum_ in made.items()}


def _value(one: Absence) -> Decimal:
    """The sum as told; one that is no number becomes impossible and is reported."""
    try:
        made = Decimal(one.value)
    except InvalidOperation:
        return Decimal(-1_000_000)
    return made if made.is_finite() else Decimal(-1_000_000)


def _last(absences: Iterable[Absence], terms: tuple[str, ...], year: str) -> str:
    return max((one.end for one in absences if _term(one, year) in terms), default="")


def _term(one: Absence, school_year: str) -> str:
    """Which part of the school year a sum is about; empty when it is about another year.

    By the period's name where it has one (5.10.3: H2026, V2027, 2026/2027), else by dates.
    """
    first, _, second = school_year.partition("/")
    named = {school_year: _YEAR, f"H{first}/V{second}": _YEAR, f"H{first}": _AUTUMN}
    named[f"V{second}"] = _SPRING
    if one.period:
        return named.get(one.period, "")
    autumn, spring = f"{first}-07-01", f"{second}-02-28"
    if not (autumn <= one.begin <= f"{second}-08-15" and one.begin <= one.end):
        return ""
    if one.begin > f"{first}-12-31":
        return _SPRING
    return _AUTUMN if one.end <= spring else _YEAR
