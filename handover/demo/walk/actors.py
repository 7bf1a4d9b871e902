"""Who acts in the walk: the same `Actor` a browser session gives, from the same grants."""

from dataclasses import replace

from sqlmodel import select

from handover.decision import at_school as school
from handover.demo.cast.people import Person
from handover.house import House
from handover.rules.actors import Actor, Hat, Level, Role
from handover.store import persons
from handover.store.tables import Grant, Pupil, Session
from handover.store.tables import Person as PersonRow
from handover.store.work import reading


def staff(house: House, user: str) -> Actor:
    """A member of staff, by the name they log in with, with the grants that hold today."""
    hashed = house.vault.lookup("feide", user)
    with reading(house.work) as session:
        person = session.exec(select(PersonRow).where(PersonRow.feide_hash == hashed)).one()
        grants = session.exec(select(Grant).where(Grant.person_id == person.id))
        roles = tuple(Role(g.role, g.unit_id, g.valid_from, g.valid_to) for g in grants)
    held = tuple(role for role in roles if role.holds(house.today()))
    return Actor(person.id, Hat.STAFF, Level.LOW, house.id(), held)


def family(house: House, person: Person, hat: Hat) -> Actor:
    """A pupil or guardian, with the best eID they have."""
    with reading(house.work) as session:
        row = persons.by_number(house, session, person.identifier.value)
    if row is None:
        raise LookupError("nobody with this number in the node")
    level = Level.HIGH if "bankid" in person.eid else Level.SUBSTANTIAL
    return Actor(row.id, hat, level, house.id())


def at_school(house: House, actor: Actor, radgiver: Actor, pupil_id: str) -> Actor:
    """The actor after the rådgiver has typed the code on their screen and said who it is (C-44)."""
    now = house.clock.now()
    with house.work() as work:
        work.session.add(Session(
            id=actor.session_id, secret_hash=house.id(), person_id=actor.person_id,
            provider="idporten", level=actor.level, created=now, seen=now))
        work.commit()
    code = school.new_code(house, actor)
    school.confirm(house, radgiver, pupil_id, code, "kjenner")
    with reading(house.work) as session:
        row = session.get_one(Session, actor.session_id)
        return replace(actor, raised=row.raised_by is not None)


def pupil_id(house: House, person: Person) -> str | None:
    """The node's id for the pupil; None when the node knows no such pupil, or has taken them out."""
    with reading(house.work) as session:
        row = persons.by_number(house, session, person.identifier.value)
        pupil = row and session.exec(select(Pupil).where(Pupil.person_id == row.id)).first()
        return pupil.id if pupil and not pupil.blocked else None


