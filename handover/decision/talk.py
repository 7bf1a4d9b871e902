"""«Be rådgiveren ringe meg»: somebody in the family wants to talk. What about is not said.

The promise: one open task per person; it never tells which question somebody was in doubt
about, nor that there was a doubt (P2, S4).
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from handover.decision import access
from handover.house import House
from handover.rules.actors import Actor
from handover.store.audit import Event
from handover.store.tables import Task

KIND = "ring_meg"
ROLE = "radgiver"
WITHIN = timedelta(days=4)
"""Over a week-end too, a call comes within a few days."""


def ask(house: House, actor: Actor, pupil_id: str) -> None:
    """Gives the school's rådgiver the task of calling. Asking twice makes one task."""
    with house.work() as work:
        pupil = access.pupil_of_family(house, work.session, actor, pupil_id)
        if asked(work.session, actor, pupil_id):
            return
        work.session.add(Task(
            id=house.id(), unit_id=pupil.unit_id, role=ROLE, kind=KIND, pupil_id=pupil.id,
            object_id=actor.person_id, due=house.today() + WITHIN, created=house.clock.now()))
        work.audit(Event("samtale:onsket", actor.person_id, role=actor.hat, unit=pupil.unit_id,
                         pupil_id=pupil.id))
        work.commit()


def asked(session: Session, actor: Actor, pupil_id: str) -> bool:
    """True while the person waits for a call."""
    return session.exec(select(Task.id).where(
        Task.kind == KIND, Task.pupil_id == pupil_id, Task.object_id == actor.person_id,
        col(Task.done).is_(None))).first() is not None
