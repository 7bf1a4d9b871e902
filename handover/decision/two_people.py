"""Roles that lead: asked for by one administrator, confirmed by another, and no right before that.

The promise: neither the one who asked nor the one it is about can confirm; a request nobody
has looked at within thirty days is gone.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.decision.grants import Wanted, administers, grant
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.store.audit import Event
from handover.store.tables import RoleRequest
from handover.store.work import Work

WAITS = "venter"
CONFIRM_WITHIN = timedelta(days=30)


def waiting(house: House, session: Session) -> list[RoleRequest]:
    """Roles that wait for a second administrator, oldest first; too old ones are passed over."""
    after = house.clock.now() - CONFIRM_WITHIN
    return list(session.exec(select(RoleRequest).where(
        RoleRequest.state == WAITS, RoleRequest.asked >= after,
        RoleRequest.valid_to >= house.today()).order_by(col(RoleRequest.asked), RoleRequest.id)))


def decide(house: House, actor: Actor, request_id: str, yes: bool) -> None:
    """A second administrator confirms or refuses. Raises Refused for the one who asked, and
    for the one it is about: they may only take it back."""
    administers(actor)
    with house.work() as work:
        row = next((one for one in waiting(house, work.session) if one.id == request_id), None)
        if row is None:
            raise gone()
        if yes and actor.person_id in (row.asked_by, row.person_id):
            raise Refused("En annen administrator må bekrefte denne rollen.", "SAMME_PERSON")
        row.state = "godtatt" if yes else "avvist"
        row.decided_by, row.decided = actor.person_id, house.clock.now()
        work.session.add(row)
        if yes:
            _confirm(house, work, actor, row)
        else:
            work.audit(_event("rolle:ikke_bekreftet", actor, row))
        work.commit()


def ask(house: House, work: Work, actor: Actor, person_id: str, wanted: Wanted) -> None:
    same = [one for one in waiting(house, work.session)
            if (one.person_id, one.role, one.unit_id) == (person_id, wanted.role, wanted.unit_id)]
    if same:
        return
    row = RoleRequest(id=house.id(), person_id=person_id, role=wanted.role,
                      unit_id=wanted.unit_id, valid_from=wanted.first, valid_to=wanted.last,
                      asked_by=actor.person_id, asked=house.clock.now(), state=WAITS)
    work.session.add(row)
    work.audit(_event("rolle:foreslaatt", actor, row))


def _confirm(house: House, work: Work, actor: Actor, row: RoleRequest) -> None:
    wanted = Wanted(row.role, row.unit_id, max(row.valid_from, house.today()), row.valid_to)
    made = grant(house, work, row.person_id, wanted, actor.person_id, "rolle:bekreftet")
    work.audit(Event("rolle:to_personer", row.asked_by, unit=row.unit_id, object_id=made.id,
                     fields={"rolle": row.role}))


def _event(name: str, actor: Actor, row: RoleRequest) -> Event:
    return Event(name, actor.person_id, unit=row.unit_id, object_id=row.id,
                 fields={"rolle": row.role})
