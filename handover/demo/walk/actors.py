"""Who acts in the walk: the same `Actor` a browser session gives, from the same grants."""

from sqlmodel import select

from handover.demo.cast.people import Person
from handover.house import House
from handover.rules.actors import Actor, Hat, Level, Role
from handover.store import persons
from handover.store.tables import Grant, Pupil
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


def family(house: House, person: Person, hat: Hat, *, raised: bool = False) -> Actor:
    """A pupil or guardian, with the best eID they have."""
    with reading(house.work) as session:
        row = persons.by_number(house, session, person.identifier.value)
    if row is None:
        raise LookupError("nobody with this number in the node")
    level = Level.HIGH if "bankid" in person.eid else Level.SUBSTANTIAL
    return Actor(row.id, hat, level, house.id(), raised=raised)


def pupil_id(house: House, person: Person) -> str | None:
    """The node's id for the pupil; None when the node knows no such pupil, or has taken them out."""
    with reading(house.work) as session:
        row = persons.by_number(house, session, person.identifier.value)
        pupil = row and session.exec(select(Pupil).where(Pupil.person_id == row.id)).first()
        return pupil.id if pupil and not pupil.blocked else None


