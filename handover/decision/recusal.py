"""Habilitet (P11): somebody at work says that they are too close to a pupil, and is out of the case.

The promise: no reason is asked or kept, it holds at once and everywhere, what that person had
in hand goes back to the pool, and only another leader of the unit can take it back.
"""

from sqlmodel import Session, col, select

from handover.decision import access, pool
from handover.house import House
from handover.rules.actors import Actor
from handover.store.audit import Event
from handover.store.tables import Pupil, Recusal


def declare(house: House, actor: Actor, pupil_id: str) -> None:
    """«Jeg er inhabil.» Raises NotFound for a pupil the actor could not have handled."""
    with house.work() as work:
        unit = _unit(work.session, actor, pupil_id)
        row = Recusal(id=house.id(), person_id=actor.person_id, pupil_id=pupil_id, unit_id=unit,
                      at=house.clock.now())
        work.session.add(row)
        work.audit(Event("habilitet:meldt", actor.person_id, unit=unit, pupil_id=pupil_id,
                         object_id=row.id))
        work.session.flush()
        pool.give_back(house, work, actor.person_id, pool.INHABIL, pupil_id=pupil_id)
        work.commit()


def lift(house: House, actor: Actor, recusal_id: str) -> None:
    """A leader of the unit, another than the one it is about, takes it back. Raises NotFound."""
    with house.work() as work:
        row = work.session.get(Recusal, recusal_id)
        if row is None or row not in declared(work.session, actor, row.pupil_id) \
                or actor.person_id in access.too_close_to(work.session, row.pupil_id):
            raise access.gone()
        row.lifted, row.lifted_by = house.clock.now(), actor.person_id
        work.session.add(row)
        work.audit(Event("habilitet:opphevet", actor.person_id, unit=row.unit_id,
                         pupil_id=row.pupil_id, object_id=row.id))
        work.commit()


def declared(session: Session, actor: Actor, pupil_id: str) -> list[Recusal]:
    """Who has said so about a pupil, in the units the actor leads; the actor's own is not there."""
    return list(session.exec(select(Recusal).where(
        Recusal.pupil_id == pupil_id, col(Recusal.lifted).is_(None),
        col(Recusal.unit_id).in_(actor.units(*access.LEADS, "ppt_leder")),
        Recusal.person_id != actor.person_id).order_by(col(Recusal.at))))


def _unit(session: Session, actor: Actor, pupil_id: str) -> str:
    ppt = sorted(actor.units(*access.PPT))
    if ppt:
        access.pupil_of_ppt(session, actor, pupil_id)
        return ppt[0]
    pupil: Pupil = access.pupil_of_school(session, actor, pupil_id)
    return pupil.unit_id
