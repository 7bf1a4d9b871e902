"""Groups of an export in our words: school, class, year, subjects, language teaching.

The promise: a subrole that tells of special teaching (4.3.4.3 «A») never leaves this
module; whoever has it is «elev» in the subject like everybody else.
"""

import re
from collections.abc import Mapping
from typing import Any

from adapters.pifu.export import Export, Group, Key, Person, Role
from adapters.pifu.people import contact_teacher, language
from handover.kit import FactTree

_SUBJECT_CODE = re.compile(r"[A-ZÆØÅ]{2,4}[0-9]{4}")
_ORGANISATION = re.compile(r"(?:NO)?([0-9]{9})")
_YEAR = re.compile(r"([0-9]{1,2})(?![0-9])")
_VIGO = re.compile(r"[0-9]{5}")
_NEW_ACT = "2024-08-01"

SUBJECT_GROUPS = ("fag", "undervisningsgruppe", "eksamensgruppe")
STATUS: Mapping[str, str] = {"": "elev", "E": "elev", "A": "elev", "F": "fritatt", "S": "avsluttet"}
"""Subrole → fagstatus. Others (exchange, privatist …) are left unsaid."""

DECISIONS: tuple[tuple[str, str], ...] = (
    ("innføring", "innforingsopplaering"),
    ("tegnspråk", "tegnsprak"),
    ("samisk", "samisk"),
    ("kvensk", "kvensk_finsk"),
    ("finsk", "kvensk_finsk"),
    ("punktskrift", "punktskrift"),
)
"""Word in the group's description → type of decision; otherwise særskilt språkopplæring."""


def school_of(export: Export, organisation: str) -> Group | None:
    """The school with that organisation number (P3.13.1, with or without «NO» in front)."""
    for group in export.groups.values():
        found = _ORGANISATION.fullmatch(group.ids.get("organizationNumber", ""))
        if group.kind == "skole" and found and found.group(1) == organisation:
            return group
    return None


def year_of(export: Export, pupil: Key) -> int | None:
    """The pupil's year: the number of the trinn group, else the one the class name begins with."""
    for kind in ("trinn", "basisgruppe"):
        for group, _ in export.roles(pupil, kind):
            found = _YEAR.search(group.ids.get("grepCodeGradeLevel", "")) or _YEAR.match(
                group.short
            )
            if found and 1 <= int(found.group(1)) <= 10:
                return int(found.group(1))
    return None


def pupils_of(export: Export, school: Group) -> list[Key]:
    """Everybody who is a pupil (roletype 01) at the school or in a group right below it."""
    below = {key for key, group in export.groups.items() if school.key in group.parents}
    found = {
        role.person
        for key in {school.key, *below}
        for role in export.by_group.get(key, [])
        if role.type == "01"
    }
    return sorted(found)


def class_groups(export: Export, pupil: Key) -> list[Group]:
    """The pupil's class and contact-teacher groups."""
    kinds = ("basisgruppe", "kontaktlærergruppe")
    return [group for kind in kinds for group, _ in export.roles(pupil, kind)]


def schooling(export: Export, pupil: Person, school: Group, year: str) -> FactTree | None:
    """The tree of `skole_fag`, or None when the year or every subject is unknown."""
    level, subjects = year_of(export, pupil.key), _subjects(export, pupil.key)
    if level is None or not subjects:
        return None
    made: dict[str, Any] = {
        "skole": _school(school),
        "skolear": year,
        "arstrinn": level,
        "fag": subjects,
    }
    classes = [group.short for group, _ in export.roles(pupil.key, "basisgruppe")]
    if classes:
        made["klasse"] = classes[0]
    if teacher := contact_teacher(export, class_groups(export, pupil.key)):
        made["kontaktlaerer"] = teacher
    return made


def subject_of(export: Export, group: Group) -> dict[str, str]:
    """The subject a group is about: its own grep code, else that of the subject above it."""
    above = [export.groups[key] for key in group.parents if key in export.groups]
    subjects = [one for one in above if one.kind == "fag"]
    for one in (group, *subjects):
        if code := _code(one):
            return {"kode": code, "navn": (subjects[0] if subjects else one).name}
    return {"navn": (subjects[0] if subjects else group).name}


def language_decisions(export: Export, pupil: Person) -> tuple[FactTree | None, bool]:
    """The tree of `sprak_vedtak`, and whether a membership lacked the date it needs.

    The format has no field for the decision's date; `role/datetime` (4.3.4.7, when the
    membership got its present state) is what comes nearest, and README says so.
    """
    found = export.roles(pupil.key, "språkopplæring")
    dated = [(group, role) for group, role in found if role.updated]
    made = sorted(
        (_decision(group, role) for group, role in dated),
        key=lambda one: (one["vedtaksdato"], one["type"]),
    )
    tree: dict[str, Any] = {"vedtak": made[:6]}
    tongues = [known for code in pupil.mother_tongues if (known := language(code))]
    if tongues:
        tree["morsmal"] = tongues[0]
    return (tree if made else None), len(dated) < len(found)


def _decision(group: Group, role: Role) -> dict[str, Any]:
    described = f"{group.short} {group.name}".casefold()
    type_ = next((ours for word, ours in DECISIONS if word in described), None)
    made: dict[str, Any] = {
        "type": type_ or "saerskilt_sprakopplaering",
        "vedtaksdato": role.updated,
        "lovversjon": "2023" if role.updated >= _NEW_ACT else "1998",
    }
    if role.since:
        period = {"start": role.since}
        made["gyldighetsperiode"] = {**period, "slutt": role.until} if role.until else period
    return made


def _subjects(export: Export, pupil: Key) -> list[dict[str, str]]:
    """One entry per subject; a subject group says more than a teaching group below it."""
    made: dict[str, dict[str, str]] = {}
    for kind in SUBJECT_GROUPS[:2]:
        for group, role in export.roles(pupil, kind):
            subject = subject_of(export, group)
            status = {"fagstatus": STATUS[role.subrole]} if role.subrole in STATUS else {}
            made.setdefault(subject.get("kode", subject["navn"]), {**subject, **status})
    return sorted(made.values(), key=lambda one: (one.get("kode", "~"), one["navn"]))


def _school(school: Group) -> dict[str, str]:
    made = {"navn": school.name}
    if found := _ORGANISATION.fullmatch(school.ids.get("organizationNumber", "")):
        made["organisasjonsnummer"] = found.group(1)
    if _VIGO.fullmatch(school.ids.get("vigoNumber", "")):
        made["skolenummer"] = school.ids["vigoNumber"]
    return made


def _code(group: Group) -> str:
    """A subject code such as NOR0214, also at the end of a grep address."""
    said = (group.ids.get("grepCodeShortForm", ""), group.ids.get("grepCode", ""), group.short)
    for text in said:
        if _SUBJECT_CODE.fullmatch(text.rpartition("/")[2]):
            return text.rpartition("/")[2]
    return ""
