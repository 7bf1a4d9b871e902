"""The demo class 10B at Havna ungdomsskole: who they are, what happens, how it must end.

The promise: `load()` gives the whole cast as frozen dataclasses, the same every time, and
nothing else in the demo reads these files. Everybody is invented and has a synthetic
number; of the pupil who is strengt fortrolig there is a number and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from handover.demo.cast.people import Absence, Organisation, Person, Staff, Unit, Unseen
from handover.demo.cast.read_people import absences, organisations, staff, unseen
from handover.demo.cast.read_pupil import people_of, pupil
from handover.demo.cast.read_school import contact, record, school_class
from handover.demo.cast.school import SchoolClass
from handover.demo.cast.story import Answer, Day, Event, Pupil, Withdrawal
from handover.demo.cast.tables import Table, fill, read_table

CASES = tuple(range(1, 29))
Step: TypeAlias = Answer | Withdrawal | Event
"""What has an instant in the script; parts and places have a day."""


@dataclass(frozen=True)
class Cast:
    """Everybody and everything in the demo."""

    organisations: tuple[Organisation, ...]
    units: tuple[Unit, ...]
    staff: tuple[Staff, ...]
    school_class: SchoolClass
    pupils: tuple[Pupil, ...]
    unseen: tuple[Unseen, ...]
    days: tuple[Day, ...]
    absences: tuple[Absence, ...]

    def pupil(self, case: int) -> Pupil:
        """The pupil of that cast number; `KeyError` when nobody may be seen under it."""
        return {pupil.case: pupil for pupil in self.pupils}[case]

    def unit(self, ident: str) -> Unit:
        """The unit with that token; `KeyError` when there is none."""
        return {unit.id: unit for unit in self.units}[ident]

    def organisation(self, ident: str) -> Organisation:
        """The organisation with that id; `KeyError` when there is none."""
        return {one.id: one for one in self.organisations}[ident]

    def member(self, ident: str) -> Staff:
        """The member of staff with that id; `KeyError` when there is none."""
        return {member.person.id: member for member in self.staff}[ident]

    def persons(self) -> dict[str, Person]:
        """Everybody with a name by id, each once: staff, pupils, guardians."""
        found = {member.person.id: member.person for member in self.staff}
        for one in self.pupils:
            found |= people_of(one)
        return found

    def script(self) -> tuple[tuple[int, Step], ...]:
        """Every step of every case in the order of the clock, with its cast number."""
        steps = [(one.case, step) for one in self.pupils for step in _steps(one)]
        return tuple(sorted(steps, key=lambda found: (found[1].at, found[0])))


@cache
def load() -> Cast:
    """The cast as its files have it. Raises `ValueError` naming the key a file gets wrong."""
    school = read_table("school.toml")
    hidden = unseen(school)
    found_organisations, units = organisations()
    members = staff()
    return Cast(
        organisations=found_organisations,
        units=units,
        staff=members,
        school_class=school_class(school),
        pupils=tuple(_pupils(school, members, {one.case for one in hidden})),
        unseen=hidden,
        days=tuple(fill(Day, row) for row in read_table("clock.toml")["days"]),
        absences=absences(),
    )


def _pupils(school: Table, members: Iterable[Staff], hidden: set[int]) -> Iterator[Pupil]:
    """In the order of the cast: a guardian may already stand in an earlier pupil's file."""
    known = {member.person.id: member.person for member in members}
    sheets = read_table("sheets.toml")
    subjects = school_class(school).subjects
    for case in (case for case in CASES if case not in hidden):
        table = read_table(f"pupils/{case:02}.toml")
        has_place = any(row["status"] == "akseptert" for row in table.get("places", ()))
        shared = (contact(school, members, has_place),)
        one = pupil(table, known, record(case, sheets, subjects), shared)
        known |= people_of(one)
        yield one


def _steps(one: Pupil) -> tuple[Step, ...]:
    return (*one.answers, *one.withdrawals, *one.events)
