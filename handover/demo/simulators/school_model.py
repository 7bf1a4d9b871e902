"""What a school system knows: plain records a demo can change while the system runs.

The promise: a record that cannot be written as PIFU-IMS SAS 1.3 is refused when it is
made, with the type of the schema it breaks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TELEPHONE = re.compile(r"\+[0-9]{1,31}")
_EMAIL = re.compile(r".+@.+\..+")


@dataclass(frozen=True)
class Adult:
    """A guardian, another relative, or somebody who works at the school."""

    id: str
    given: str
    family: str
    email: str = ""
    mobile: str = ""
    street: str = ""
    pcode: str = ""
    locality: str = ""
    language: str = ""
    """Preferred language, ISO 639."""
    gender: str = "0"
    """0 unknown, 1 woman, 2 man (2.6.1)."""
    user: str = ""
    """Feide name (5.9.1, feideID), for those who work at the school."""

    def __post_init__(self) -> None:
        check_person(self.given, self.family, self.email, self.mobile)


@dataclass(frozen=True)
class Guardian:
    """Somebody a pupil's record points to (P2.15.8)."""

    adult: Adult
    type: str = "guardian"
    """guardian | nextOfKin: the two the schema has."""

    def __post_init__(self) -> None:
        if self.type not in ("guardian", "nextOfKin"):
            raise ValueError("PIFU-IMS SAS 1.3, pifu_hasContactPerson/@type")


@dataclass(frozen=True)
class Subject:
    """A subject of the curriculum, with the pupil's standing in it."""

    code: str
    name: str
    subrole: str = "E"
    """4.3.4.3: E elev, A spesialundervisning, F fritatt, S avbrutt …"""


@dataclass(frozen=True)
class Mark:
    """A result in a subject. Kinds as in the format's own examples."""

    code: str
    kind: str
    """Term 1 | National test | Final grade | Exam grade written | Exam grade oral"""
    value: str
    comment: str = ""


@dataclass(frozen=True)
class Absence:
    """A sum of absence over a period (P4.3.3.13.2)."""

    days: str
    hours: str
    begin: str
    end: str
    classification: str = "valid"


@dataclass(frozen=True)
class LanguageTeaching:
    """Membership in a group for language teaching (level 9)."""

    name: str
    decided: str
    begin: str
    end: str = ""


@dataclass
class SchoolPerson:
    """A pupil. Not frozen: the demo changes it while the system runs."""

    id: str
    given: str
    family: str
    birthday: str
    school: str
    """Organisation number."""
    nin: str = ""
    fin: str = ""
    """VIGO's number for who has no fødselsnummer."""
    gender: str = "0"
    email: str = ""
    mobile: str = ""
    street: str = ""
    pcode: str = ""
    locality: str = ""
    language: str = ""
    mother_tongue: str = ""
    class_name: str = "10B"
    grade: int = 10
    contact_teacher: str = ""
    """The id of one of the school's staff."""
    guardians: list[Guardian] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    language_teaching: list[LanguageTeaching] = field(default_factory=list)

    def __post_init__(self) -> None:
        check_person(self.given, self.family, self.email, self.mobile)


@dataclass(frozen=True)
class School:
    """A school, with the people pupils and receivers may talk to."""

    orgnr: str
    vigo: str
    name: str
    owner_orgnr: str
    owner: str
    teachers: Sequence[Adult] = ()
    counsellors: Sequence[Adult] = ()
    leaders: Sequence[Adult] = ()
    """Rektor and nobody else in the demo."""


@dataclass
class SchoolStore:
    """Everything the system holds. Put in, change and take out at will."""

    schools: dict[str, School] = field(default_factory=dict)
    """By organisation number."""
    pupils: dict[str, SchoolPerson] = field(default_factory=dict)
    """By the system's own id."""

    def add(self, *pupils: SchoolPerson) -> None:
        """Puts pupils in, replacing those with the same id."""
        self.pupils.update({pupil.id: pupil for pupil in pupils})

    def at(self, orgnr: str) -> list[SchoolPerson]:
        """The school's pupils, in the order of their ids."""
        found = [pupil for pupil in self.pupils.values() if pupil.school == orgnr]
        return sorted(found, key=lambda pupil: pupil.id)


def check_person(given: str, family: str, email: str, mobile: str) -> None:
    """Raises ValueError naming the type of the schema a value breaks, never the value."""
    if not 0 < len(given) <= 256 or not 0 < len(family) <= 256:
        raise ValueError("PIFU-IMS SAS 1.3, t_string256 (name/n/family, name/n/given)")
    if email and not _EMAIL.fullmatch(email):
        raise ValueError("PIFU-IMS SAS 1.3, email: noe@noe.noe")
    if mobile and not _TELEPHONE.fullmatch(mobile):
        raise ValueError("PIFU-IMS SAS 1.3, t_tel: + og så bare tall")
