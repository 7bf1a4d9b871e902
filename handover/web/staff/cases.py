"""Everything about the pupils on a table that a list needs, read with a fixed number of queries.

The promise: the number of queries does not depend on how many pupils there are, and no
part's content is opened. What a person answered is used only to tell whether they have.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from handover.decision import halt
from handover.house import House
from handover.ports import OSLO
from handover.rules.actors import Actor
from handover.rules.approval import Answer, Family, Said
from handover.rules.baton import Trip
from handover.rules.delivery_states import DeliveryState
from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.persons import Details
from handover.store.tables import (
    Carried,
    Decision,
    Delivery,
    Grant,
    Part,
    Person,
    Pupil,
    Representation,
    Slot,
    Task,
)
from handover.web.staff.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True)
class Guardian:
    """Somebody who may act for the pupil today."""

    person_id: str
    given: str
    verified: bool
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Case:
    """One pupil as the lists see them."""

    pupil: Pupil
    known: Details
    parts: tuple[Part, ...]
    """This table's own live parts, without content."""
    slots: tuple[Slot, ...]
    said: Mapping[str, tuple[Said, ...]]
    """Answers by `part id + slot id`, to the bytes as they are now."""
    guardians: tuple[Guardian, ...]
    tasks: tuple[Task, ...]
    trips: tuple[Trip, ...] = ()
    """The packages that carry a part from this table."""
    leaders: frozenset[str] = frozenset()
    """Ids of those who lead the table today."""
    halted: bool = False
    """All sending is stopped for the table's unit."""

    @property
    def family(self) -> Family:
        """The pupil and the guardians as the rules of approval see them."""
        return Family(
            pupil=self.pupil.person_id, born=self.known.born or date.min,
            guardians=frozenset(one.person_id for one in self.guardians if one.verified),
            unverified=any(not one.verified for one in self.guardians))

    def answers(self, part: Part, slot: Slot) -> tuple[Said, ...]:
        """What was said about a part for a slot."""
        return self.said.get(part.id + slot.id, ())


def load(house: House, session: Session, desk: Desk, actor: Actor,
         roles: tuple[str, ...], pupil_id: str = "") -> list[Case]:
    """Every pupil on the table, by family name; or the one, when one is named."""
    here = desk.pupils(house, actor, roles)
    if pupil_id:
        here = [*here, Pupil.id == pupil_id]
    people = session.exec(select(Pupil, Person).join(
        Person, col(Person.id) == Pupil.person_id).where(*here)).all()
    parts = _parts(session, here, desk.own_parts(actor, roles))
    slots = _slots(session, here)
    said = _said(session, here, desk.own_parts(actor, roles))
    guardians = _guardians(house, session, here)
    tasks = _tasks(session, here, desk.own_tasks(actor, roles))
    trips = _trips(session, here, desk.own_parts(actor, roles))
    units = actor.units(*roles)
    leaders, halted = _leaders(house, session, desk, units), _halted(session, units)
    found = [Case(pupil, persons.details(house, person), tuple(parts[pupil.id]),
                  tuple(slots[pupil.id]), said, tuple(guardians[pupil.id]),
                  tuple(tasks[pupil.id]), tuple(trips[pupil.id]), leaders,
                  _stands_still(pupil, units, halted))
             for pupil, person in people]
    return sorted(found, key=lambda one: (one.known.family, one.known.given, one.pupil.id))


def _parts(session: Session, here: list[Any], own: list[Any]) -> Mapping[str, list[Part]]:
    content: Any = Part.content
    rows = session.exec(select(Part).options(defer(content)).join(
        Pupil, col(Pupil.id) == Part.pupil_id).where(
        *here, *own, Part.state != PartState.REPLACED))
    return _by_pupil(rows)


def _slots(session: Session, here: list[Any]) -> Mapping[str, list[Slot]]:
    rows = session.exec(select(Slot).join(Pupil, col(Pupil.id) == Slot.pupil_id).where(
        *here, col(Slot.closed).is_(False)).order_by(Slot.kind))
    return _by_pupil(rows)


def _said(session: Session, here: list[Any], own: list[Any]) -> Mapping[str, tuple[Said, ...]]:
    rows = session.exec(select(Decision).join(Part, col(Part.id) == Decision.part_id).join(
        Pupil, col(Pupil.id) == Part.pupil_id).where(
        *here, *own, Part.sha256 == Decision.sha256))
    found: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        found[row.part_id + row.slot_id].append(
            Said(row.person_id, row.hat, Answer(row.answer), row.sha256,
                 row.at.astimezone(OSLO).date(), row.order))
    return {key: tuple(value) for key, value in found.items()}


def _guardians(house: House, session: Session,
               here: list[Any]) -> Mapping[str, list[Guardian]]:
    today = house.today()
    rows = session.exec(select(Representation, Person).join(
        Person, col(Person.id) == Representation.person_id).join(
        Pupil, col(Pupil.id) == Representation.pupil_id).where(*here))
    found: dict[str, list[Guardian]] = defaultdict(list)
    for row, person in rows:
        if row.valid_from <= today and (row.valid_to is None or today <= row.valid_to):
            known = persons.details(house, person)
            found[row.pupil_id].append(Guardian(person.id, known.given, row.verified,
                                                known.name, known.phone))
    return found


def _tasks(session: Session, here: list[Any], own: list[Any]) -> Mapping[str, list[Task]]:
    rows = session.exec(select(Task).join(Pupil, col(Pupil.id) == Task.pupil_id).where(
        *here, *own, col(Task.done).is_(None)).order_by(col(Task.created), Task.id))
    return _by_pupil(rows)


def _trips(session: Session, here: list[Any], own: list[Any]) -> Mapping[str, list[Trip]]:
    rows = session.exec(select(Delivery.id, Delivery.pupil_id, Slot.kind, Delivery.state).join(
        Slot, col(Slot.id) == Delivery.slot_id).join(
        Carried, col(Carried.delivery_id) == Delivery.id).join(
        Part, col(Part.id) == Carried.part_id).join(
        Pupil, col(Pupil.id) == Part.pupil_id).where(*here, *own).distinct())
    found: dict[str, list[Trip]] = defaultdict(list)
    for _id, pupil_id, kind, state in rows:
        found[pupil_id or ""].append(Trip(kind, DeliveryState(state)))
    return found


def _leaders(house: House, session: Session, desk: Desk, units: frozenset[str]) -> frozenset[str]:
    today = house.today()
    return frozenset(session.exec(select(Grant.person_id).where(
        col(Grant.unit_id).in_(units), col(Grant.role).in_(desk.leads),
        Grant.valid_from <= today, Grant.valid_to >= today)))


def _halted(session: Session, units: frozenset[str]) -> frozenset[str]:
    return frozenset(row.unit_id for row in halt.in_force(session, units))


def _stands_still(pupil: Pupil, units: frozenset[str], halted: frozenset[str]) -> bool:
    """The school's stop holds its own pupils; PPT's holds whatever PPT has a part in."""
    return pupil.unit_id in halted if pupil.unit_id in units else bool(halted)


def _by_pupil(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(row)
    return found
