"""Who may do what, and until when: an administrator gives roles, ends them, and confirms others'.

The promise: an administrator touches people who work here and nobody's content; gives nothing
to themselves; and a role that leads holds only when a second administrator has said so. What
is known of a person already is never written over from here.
"""

from sqlmodel import Session, select

from handover.decision import two_people
from handover.decision.access import gone
from handover.decision.colleagues import Candidate, person_of
from handover.decision.grants import Wanted, administers, end_in, grant, held
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import TWO_PEOPLE, check
from handover.rules.findings import stops
from handover.store.tables import Person, Unit
from handover.store.work import Work, reading


def units(house: House, actor: Actor) -> list[Unit]:
    """Every unit of the node, by name. Content has no place among them."""
    administers(actor)
    with reading(house.work) as session:
        return all_units(session)


def all_units(session: Session) -> list[Unit]:
    """Every unit of the node, by name."""
    return list(session.exec(select(Unit).order_by(Unit.name, Unit.id)))


def give(house: House, actor: Actor, who: Candidate, wanted: Wanted) -> bool:
    """Gives the role; True when it holds, False when another administrator must confirm.

    Giving what somebody has already changes nothing. Raises Refused with findings, and
    NotFound for a unit that is not here.
    """
    administers(actor)
    with house.work() as work:
        holds = give_in(house, work, actor, person_of(house, work.session, who), wanted)
        work.commit()
    return holds


def give_in(house: House, work: Work, actor: Actor, person: Person, wanted: Wanted) -> bool:
    """`give`, inside a transaction that does more. The caller has checked the administrator."""
    unit = work.session.get(Unit, wanted.unit_id)
    if unit is None:
        raise gone()
    findings = check(wanted.role, unit.kind, wanted.first, wanted.last, house.today())
    if stops(findings):
        raise Refused("Rollen kan ikke gis slik.", "ROLLE_AVVIST", findings)
    if person.id == actor.person_id:
        raise Refused("Du kan ikke gi deg selv en rolle. Be en annen administrator.", "SEG_SELV")
    if held(work.session, person.id, wanted):
        return True
    if wanted.role in TWO_PEOPLE:
        two_people.ask(house, work, actor, person.id, wanted)
        return False
    grant(house, work, person.id, wanted, actor.person_id, "rolle:gitt")
    return True


def end(house: House, actor: Actor, grant_id: str) -> None:
    """Ends a role at once. Raises Refused for the last administrator's own."""
    administers(actor)
    with house.work() as work:
        end_in(house, work, actor.person_id, grant_id)
        work.commit()
