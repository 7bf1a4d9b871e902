"""«Stopp all sending»: one step for a leader, for the whole unit, at once (P11).

The promise: nothing is deleted and nothing is lost. What is queued waits, the worker looks at
the moment of sending, and only a leader with a reason starts it again.
"""

from typing import Any

from sqlmodel import Session, col, or_, select

from handover.decision import access
from handover.errors import Conflict
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.roles import RESTART, reason
from handover.store.audit import Event
from handover.store.tables import Carried, Delivery, Part, Pupil, SendingStop

LEADS = (*access.LEADS, "ppt_leder")


def stop(house: House, actor: Actor) -> None:
    """Stops sending from every unit the actor leads. Pressing twice stops once."""
    units = sorted(actor.units(*LEADS))
    if not units:
        raise access.gone()
    with house.work() as work:
        for unit in units:
            if not in_force(work.session, [unit]):
                row = SendingStop(id=house.id(), unit_id=unit, at=house.clock.now(),
                                  by_person=actor.person_id)
                work.session.add(row)
                work.audit(Event("sending:stoppet", actor.person_id, role="leder", unit=unit,
                                 object_id=row.id))
        work.commit()


def start(house: House, actor: Actor, why: str) -> None:
    """Starts it again. Raises Refused without a reason, Conflict when nothing is stopped."""
    units = sorted(actor.units(*LEADS))
    if not units:
        raise access.gone()
    given = reason(why, RESTART)
    with house.work() as work:
        stopped = in_force(work.session, units)
        if not stopped:
            raise Conflict("Sendingen er alt i gang igjen.", "IKKE_STOPPET")
        for row in stopped:
            row.lifted, row.lifted_by, row.reason = house.clock.now(), actor.person_id, given
            work.session.add(row)
            work.audit(Event("sending:startet", actor.person_id, role="leder", unit=row.unit_id,
                             object_id=row.id, fields={"grunn": given}))
        work.commit()


def in_force(session: Session, units: Any) -> list[SendingStop]:
    """The stops that hold for these units now."""
    return list(session.exec(select(SendingStop).where(
        col(SendingStop.unit_id).in_(list(units)), col(SendingStop.lifted).is_(None))))


def held() -> Any:
    """Ids of the deliveries that must wait, as a subquery: a stopped unit's pupils', and those
    that carry a part a stopped unit owns (PPT's own stop holds PPT's parts)."""
    stopped = select(SendingStop.unit_id).where(col(SendingStop.lifted).is_(None))
    pupils = select(Pupil.id).where(col(Pupil.unit_id).in_(stopped))
    carrying = select(Carried.delivery_id).join(Part, col(Part.id) == Carried.part_id).where(
        col(Part.owner_unit).in_(stopped))
    return select(Delivery.id).where(or_(col(Delivery.pupil_id).in_(pupils),
                                         col(Delivery.id).in_(carrying)))


def holds(session: Session, delivery_id: str) -> bool:
    """True when this delivery must wait. Asked again at the moment of sending."""
    return session.exec(held().where(Delivery.id == delivery_id)).first() is not None
