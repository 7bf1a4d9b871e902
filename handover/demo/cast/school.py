"""What the school's own system holds about the class: subjects, marks and absence.

The promise: plain values in the class's own order; the simulated school system turns them
into its wire format and nothing here knows that format.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Subject:
    """A subject in 10th grade. Codes other than MAT0010 are examples of the form."""

    code: str
    name: str


@dataclass(frozen=True)
class Mark:
    """One mark as it stands on the sheet."""

    type: str
    """halvar | slutt | eksamen_skriftlig | eksamen_muntlig"""
    subject: Subject
    value: str
    """1-6, IV (too little to judge by) or F (exempt)."""
    on: date


@dataclass(frozen=True)
class Conduct:
    """Orden and atferd: G, NG or LG each."""

    type: str
    orden: str
    atferd: str
    on: date


@dataclass(frozen=True)
class Absence:
    """Days and hours so far, counted on a day: the first term, or the whole year."""

    type: str
    days: int
    hours: int
    on: date


@dataclass(frozen=True)
class ChangedMark:
    """A mark after a complaint was upheld (C-63)."""

    mark: Mark
    from_day: date


@dataclass(frozen=True)
class SchoolRecord:
    """One pupil's sheet. What is known on a day is what has a date on or before it."""

    marks: tuple[Mark, ...]
    conduct: tuple[Conduct, ...]
    absence: tuple[Absence, ...]
    changed: tuple[ChangedMark, ...] = ()

    def marks_on(self, day: date) -> tuple[Mark, ...]:
        """The marks given by that day, a changed one in the place of the old."""
        changed = {
            (change.mark.type, change.mark.subject.code): change.mark
            for change in self.changed
            if change.from_day <= day
        }
        given = (mark for mark in self.marks if mark.on <= day)
        return tuple(changed.get((mark.type, mark.subject.code), mark) for mark in given)


@dataclass(frozen=True)
class SchoolClass:
    """The class as a whole."""

    id: str
    unit: str
    grade: int
    school_year: str
    next_school_year: str
    malform: str
    teacher: str
    """Id of the kontaktlærer."""
    contact: str
    """Id of the member of staff whom the next school may call."""
    pupils_have_eid_from: date
    subjects: tuple[Subject, ...]
