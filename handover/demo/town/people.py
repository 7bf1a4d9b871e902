"""Puts the cast's grown-ups into a node's database: units, staff with grants, and, once the class
has been collected, who may act for whom. In real life the last comes from Folkeregisteret."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import select

from handover.demo.cast import Cast
from handover.demo.cast.people import Guardian, Person, Staff
from handover.demo.town.plan import NodePlan
from handover.house import House
from handover.rules.roles import HELPER
from handover.store import families, persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import Barred, Grant, Pupil, Representation, Unit
from handover.store.work import Work

EXTRA_ROLES = {"lia-mottak": ("inntak_leder",), "samisk-mottak": ("inntak_leder",)}
"""Small receivers have one person for both admissions and reception."""


def settle(house: House, cast: Cast, plan: NodePlan) -> None:
    """Units and staff of the node; running it again changes nothing."""
    with house.work() as work:
        _units(work, cast, plan)
        for member in cast.staff:
            if any(unit.id == member.unit for unit in plan.units):
                person = persons.save(house, work.session, details(member.person, member.title),
                                      feide=member.user)
                for role in _standing_roles(member):
                    _grant(house, work, person.id, role, member.unit,
                           (member.valid_from, member.valid_to))
        if plan.kind == "kommune":
            for unseen in cast.unseen:
                _bar(house, work, unseen.identifier.value, cast.school_class.unit)
        work.commit()


def _standing_roles(member: Staff) -> Iterator[str]:
    """A helper has no role of her own: it comes with a pupil's yes, and goes with it."""
    for role in (member.role, *EXTRA_ROLES.get(member.person.id, ())):
        if role != HELPER:
            yield role


def _units(work: Work, cast: Cast, plan: NodePlan) -> None:
    numbers = {one.id: one.number for one in cast.organisations}
    if work.session.get(Unit, plan.organisation.number) is None:
        work.session.add(Unit(id=plan.organisation.number, name=plan.organisation.name,
                              kind=plan.organisation.kind,
                              organisation=plan.organisation.number))
    for unit in plan.units:
        if work.session.get(Unit, unit.id) is None:
            work.session.add(Unit(id=unit.id, name=unit.name, kind=unit.type,
                                  organisation=numbers[unit.organisation]))
    work.session.flush()


def _grant(house: House, work: Work, person: str, role: str, unit: str,
           valid: tuple[date, date]) -> None:
    if work.session.exec(select(Grant).where(Grant.person_id == person, Grant.role == role,
                                             Grant.unit_id == unit)).first() is None:
        work.session.add(Grant(id=house.id(), person_id=person, role=role, unit_id=unit,
                               valid_from=valid[0], valid_to=valid[1], granted_by="demo"))
        work.audit(Event("rolle:gitt", "demo", role=role, unit=unit, object_id=person))


def _bar(house: House, work: Work, number: str, unit: str) -> None:
    """The leader knew of this pupil before the class was fetched: only a keyed hash is kept (S3)."""
    hashed = house.vault.lookup("pid", number)
    if work.session.get(Barred, hashed) is None:
        work.session.add(Barred(number_hash=hashed, unit_id=unit, since=house.clock.now()))


def settle_families(house: House, cast: Cast) -> None:
    """Who may act for each collected pupil, as the register has it."""
    with house.work() as work:
        for pupil in cast.pupils:
            person = persons.by_number(house, work.session, pupil.person.identifier.value)
            row = person and work.session.exec(
                select(Pupil).where(Pupil.person_id == person.id)).first()
            if row:
                persons.save(house, work.session, details(pupil.person))
                for guardian in pupil.guardians:
                    _represent(house, work, row, guardian)
        work.commit()


def _represent(house: House, work: Work, pupil: Pupil, guardian: Guardian) -> None:
    """Parents whose care has been taken over, or who have none, are not entered (C-34, C-36)."""
    unknown = guardian.custody == "ukjent"
    if not (guardian.verified and guardian.invited) and not unknown:
        return
    adult = persons.save(house, work.session,
                         details(guardian.person, _title(house, work, guardian.person)))
    known = work.session.exec(select(Representation).where(
        Representation.pupil_id == pupil.id, Representation.person_id == adult.id)).first()
    if known is None:
        new = house.id()
        work.session.add(Representation(
            id=new, pupil_id=pupil.id, person_id=adult.id,
            ground=families.sealed_ground(house, work.session, pupil.id, new, guardian.ground),
            verified=guardian.verified, restricted=guardian.restricted,
            valid_from=guardian.valid_from or date(2020, 1, 1), valid_to=guardian.valid_to))
        work.audit(Event("representasjon:registrert", "demo", pupil_id=pupil.id,
                         object_id=adult.id))


def _title(house: House, work: Work, person: Person) -> str:
    """A parent who also works here keeps the title."""
    known = persons.by_number(house, work.session, person.identifier.value)
    return persons.details(house, known).title if known else ""


def details(person: Person, title: str = "") -> Details:
    """A cast member as a node stores people."""
    return Details(given=person.given, middle=person.middle or "", family=person.family,
                   born=person.born, number_type=person.identifier.type,
                   number=person.identifier.value, mail=person.email or "",
                   phone=person.phone or "", language=person.language, title=title)
