"""A kommune with one class, small enough to hold in the head: Kari owns, her mother may, a
stranger must be kept out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from handover.decision import slots
from handover.demo.cast.numbers import synthetic_number
from handover.demo.clock import StillClock
from handover.house import House
from handover.parts.keep import Content, keep
from handover.rules.actors import Actor, Hat, Level, Role
from handover.rules.part_states import PartState
from handover.store import families, persons
from handover.store.persons import Details
from handover.store.tables import Part, Pupil, Representation, Unit
from tests import builders

SPRING = datetime(2027, 5, 4, 8, 0, tzinfo=UTC)
SCHOOL, PPT = "havna", "ppt-sunnby-nordvik"

TREES: dict[str, dict[str, Any]] = {
    "tilpasning": {"tiltak": [{"hva": "Korte beskjeder, én om gangen.", "virkning": "virker",
                               "borFortsette": "ja"}]},
    "utdanningsvalg": {"tanker": "Jeg vil bygge båter."},
    "ppt_sak": {"organ": {"navn": "PPT for Sunnby og Nordvik"}, "status": "pagaende",
                "henvisning": {"dato": "2026-10-01", "gjelder": "Skolen ville ha råd."},
                "kontaktperson": {"navn": {"fornavn": "Randi", "etternavn": "Kolstad"},
                                  "rolle": "PPT-rådgiver"}},
    "skole_fag": {"skole": {"navn": "Havna ungdomsskole"}, "skolear": "2026/2027",
                  "arstrinn": 10, "fag": [{"navn": "Norsk"}]},
}


@dataclass
class Kommune:
    """One node, one school, one PPT office."""

    house: House
    clock: StillClock
    kin: dict[str, str] = field(default_factory=dict)
    """Person ids by the word the tests call them."""

    def person(self, word: str, born: date, number: int = 0) -> str:
        """Puts somebody in the register."""
        with self.house.work() as work:
            row = persons.save(self.house, work.session, Details(
                word.capitalize(), "Nes", born, number_type="fodselsnummer",
                number=synthetic_number(born, True, number, False)))
            work.commit()
            self.kin[word] = row.id
            return row.id

    def pupil(self, word: str = "kari", born: date = date(2011, 6, 30)) -> str:
        """A pupil with the slots everybody has, and a closed list of two schools."""
        person = self.person(word, born)
        with self.house.work() as work:
            row = Pupil(id=self.house.id(), person_id=person, unit_id=SCHOOL,
                        school_year="2026/2027", created=self.clock.now())
            work.session.add(row)
            work.session.flush()
            slots.open_standard(self.house, work, row)
            slots.open_slot(self.house, work, row, "skole", ["fjordglott", "tindelia"])
            work.commit()
            return row.id

    def guardian(self, pupil: str, word: str = "mor", *, verified: bool = True,
                 number: int = 0) -> str:
        """Somebody who may act for the pupil."""
        person = self.person(word, date(1983, 1, 1), number)
        with self.house.work() as work:
            new = self.house.id()
            work.session.add(Representation(
                id=new, pupil_id=pupil, person_id=person,
                ground=families.sealed_ground(self.house, work.session, pupil, new,
                                              "foreldreansvar"),
                verified=verified, valid_from=date(2020, 1, 1)))
            work.commit()
        return person

    def part(self, pupil: str, category: str, state: PartState = PartState.APPROVED,
             tree: Mapping[str, Any] | None = None) -> Part:
        """A part of the school's, or of PPT's, that has come as far as `state`."""
        found = self.house.policy.categories[category]
        with self.house.work() as work:
            row = keep(self.house, work, Content(
                pupil_id=pupil, category=found, facts=tree or TREES[category], files=(),
                source="prøve", owner_unit=PPT if found.source == "ppt" else SCHOOL,
                as_of=self.house.today()), "prøve")
            row.state = state
            work.session.add(row)
            work.commit()
            return row

    def family(self, word: str, hat: Hat, level: Level = Level.HIGH, **more: Any) -> Actor:
        """A family member in a session of their own."""
        return Actor(self.kin[word], hat, level, self.house.id(), **more)

    def staff(self, role: str, unit: str = SCHOOL, word: str = "") -> Actor:
        """A member of staff."""
        person = self.kin.get(word) or self.house.id()
        return Actor(person, Hat.STAFF, Level.LOW, self.house.id(),
                     (Role(role, unit, date(2026, 8, 1), date(2027, 7, 31)),))


def make(folder: Path, database: str = "") -> Kommune:
    """The kommune on a database of its own."""
    clock = StillClock(SPRING)
    house = builders.house(folder, clock, "kommune", database)
    with house.work() as work:
        for unit, kind in ((SCHOOL, "grunnskole"), (PPT, "ppt"), ("nordvik", "kommune")):
            work.session.add(Unit(id=unit, name=unit, kind=kind,
                                  organisation=builders.KOMMUNE))
        work.commit()
    return Kommune(house, clock)
