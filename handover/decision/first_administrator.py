"""The first two administrators of a node, made from the machine it runs on.

The promise: two and no third this way, since from then on each can confirm the other.
"""

from sqlmodel import Session, col, select

from handover.decision.colleagues import Candidate, person_of
from handover.decision.grants import Wanted, administrators, grant
from handover.errors import Refused
from handover.house import House
from handover.rules.appointing import ADMINISTRATORS, OWNER, a_year_from
from handover.store.tables import Grant, Unit


def owner_unit(house: House, session: Session) -> Unit:
    """The unit that stands for the controller itself; made when there is none."""
    node = house.settings.node
    found = session.exec(select(Unit).where(
        Unit.organisation == node.organisation, col(Unit.kind).in_(OWNER))
        .order_by(Unit.id)).first()
    if found is None:
        found = Unit(id=node.organisation, name=node.name, kind=node.kind,
                     organisation=node.organisation)
        session.add(found)
        session.flush()
    return found


def make(house: House, who: Candidate) -> Grant:
    """Makes an administrator from the machine itself, until there are two.

    Two, because each needs another to confirm. Raises Refused when there are.
    """
    role = ADMINISTRATORS[house.settings.node.kind != "kommune"]
    with house.work() as work:
        unit = owner_unit(house, work.session)
        held = {one.person_id for one in administrators(house, work.session)}
        if len(held) > 1:
            raise Refused("Det finnes to administratorer. De gir roller på sidene.",
                          "FINNES_ALT")
        person = person_of(house, work.session, who)
        if person.id in held:
            raise Refused("Denne personen er administrator fra før.", "FINNES_ALT")
        today = house.today()
        row = grant(house, work, person.id, Wanted(role, unit.id, today, a_year_from(today)),
                    "kommandolinje", "administrator:laget")
        work.commit()
    return row
