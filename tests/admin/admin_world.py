"""One node with its units, two administrators, a rektor, a teacher and a data protection officer."""

from dataclasses import dataclass
from datetime import date

from handover.rules.actors import Actor, Hat, Level, Role
from handover.store.tables import Grant, Unit
from handover.web.app import create_app
from tests import builders
from tests.web.web_world import Node, a_number

SCHOOL, OTHER, OWNER = "havna", "lunden", "nordvik"
ADMIN = {"kommune": "skoleeier", "fylke": "fylkesadministrator"}
UNITS = {
    "kommune": ((SCHOOL, "grunnskole", "Havna ungdomsskole"),
                (OTHER, "grunnskole", "Lunden ungdomsskole"), ("ppt", "ppt", "PPT for Nordvik"),
                (OWNER, "kommune", "Nordvik kommune")),
    "fylke": (("fjordglott", "vgs", "Fjordgløtt vgs"), (OWNER, "fylke", "Storfjell fylke")),
}
LAST = date(2027, 12, 31)


@dataclass
class AdminWorld:
    """The node, and ways to act in it."""

    node: object
    kind: str
    geir: object
    gro: object
    liv: object

    @classmethod
    def make(cls, folder, clock, kind):
        house = builders.house(folder, clock, kind)
        node = Node(house, clock)
        node.app = create_app(house)
        number = house.settings.node.organisation
        with house.work() as work:
            for unit, type_, name in UNITS[kind]:
                work.session.add(Unit(id=unit, name=name, kind=type_, organisation=number))
            work.commit()
        role = ADMIN[kind]
        return cls(node, kind, node.staff("Geir Tangen", role, unit_id=OWNER),
                   node.staff("Gro Lund", role, unit_id=OWNER),
                   node.staff("Liv Hauge", "personvernombud", unit_id=OWNER))

    @property
    def house(self):
        return self.node.house

    def client(self, person):
        return self.node.login(person.id, "feide")

    def actor(self, person, role=None, unit=OWNER):
        role = role or ADMIN[self.kind]
        return Actor(person.id, Hat.STAFF, Level.HIGH, "økt",
                     (Role(role, unit, date(2026, 8, 1), LAST),))

    def grants(self, role=None):
        return [one for one in self.node.rows(Grant) if role in (None, one.role)]

    def number(self, which=0):
        return a_number(date(1980, 5, 6), which)
