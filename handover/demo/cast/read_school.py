"""Reads what the school's own system holds: the class and its sheets."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from handover.demo.cast.people import Staff
from handover.demo.cast.school import (
    Absence,
    ChangedMark,
    Conduct,
    Mark,
    SchoolClass,
    SchoolRecord,
    Subject,
)
from handover.demo.cast.story import Part
from handover.demo.cast.tables import Table, fill, plain, without


def school_class(table: Table) -> SchoolClass:
    """The class from `school.toml`."""
    subjects = tuple(fill(Subject, row) for row in table["subjects"])
    rest = without(table, "subjects", "visits", "unseen", "contact_from")
    return fill(SchoolClass, rest, subjects=subjects)


def record(case: int, sheets: Table, subjects: tuple[Subject, ...]) -> SchoolRecord:
    """One pupil's line on every sheet."""
    marks = _marks(f"{case:02}", sheets, subjects)
    return SchoolRecord(
        marks=marks,
        conduct=_conduct(f"{case:02}", sheets),
        absence=_absence(f"{case:02}", sheets),
        changed=tuple(_changed(row, marks) for row in sheets["changed"] if row["case"] == case),
    )


def contact(school: Table, members: Iterable[Staff], may_visit: bool) -> Part:
    """Whom the next school may call, and the visit everybody with a place is offered (§ 9-5)."""
    member = next(one for one in members if one.person.id == school["contact"])
    name = {"fornavn": member.person.given, "etternavn": member.person.family}
    reach = {"epostadresse": member.user, "telefonnummer": member.person.phone}
    facts: dict[str, object] = {
        "kontaktperson": [{"navn": name, "rolle": member.role, "kontaktinformasjon": reach}]
    }
    if may_visit:
        facts["besok"] = [plain(row) for row in school["visits"]]
    day = school["contact_from"]
    return Part("kontakt_og_besok", "skole", member.person.id, day, facts)


def _marks(key: str, sheets: Table, subjects: tuple[Subject, ...]) -> tuple[Mark, ...]:
    term = zip(subjects, sheets["term"][key].split(), strict=True)
    final = zip(subjects, sheets["final"][key].split(), strict=True)
    return (
        *(Mark("halvar", subject, value, sheets["term_on"]) for subject, value in term),
        *(Mark("slutt", subject, value, sheets["final_on"]) for subject, value in final),
        *_exams(key, sheets, {subject.code: subject for subject in subjects}),
    )


def _exams(key: str, sheets: Table, by_code: dict[str, Subject]) -> tuple[Mark, ...]:
    found = []
    if key in sheets["written"]:
        subject = by_code[sheets["written_exam"]]
        written = sheets["written"][key]
        found.append(Mark("eksamen_skriftlig", subject, written, sheets["final_on"]))
    if key in sheets["oral"]:
        code, value = sheets["oral"][key].split()
        found.append(Mark("eksamen_muntlig", by_code[code], value, sheets["oral_on"]))
    return tuple(found)


def _conduct(key: str, sheets: Table) -> tuple[Conduct, ...]:
    term, final = sheets["conduct"].get(key, "G G, G G").split(", ")
    return (
        _one_conduct("halvar", term, sheets["term_on"]),
        _one_conduct("slutt", final, sheets["final_on"]),
    )


def _one_conduct(sort: str, both: str, on: date) -> Conduct:
    orden, atferd = both.split()
    return Conduct(sort, orden, atferd, on)


def _absence(key: str, sheets: Table) -> tuple[Absence, ...]:
    days, hours, all_days, all_hours = sheets["absence"][key]
    return (
        Absence("halvar", days, hours, sheets["term_on"]),
        Absence("slutt", all_days, all_hours, sheets["final_on"]),
    )


def _changed(row: Table, marks: tuple[Mark, ...]) -> ChangedMark:
    old = next(m for m in marks if m.type == "slutt" and m.subject.code == row["subject"])
    return ChangedMark(replace(old, value=row["mark"], on=row["on"]), from_day=row["on"])
