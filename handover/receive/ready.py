"""What has been made ready for a pupil: ticked off by the receiver, kept per row.

The promise: only rows that stand on the pupil's list for this very reader can be ticked or
unticked; ticking twice changes nothing.
"""

from collections.abc import Collection, Sequence

from sqlmodel import Session, select

from handover.house import House
from handover.receive import checklist, desks
from handover.receive.cases import Case, case
from handover.receive.checklist import ReadyRow, Source
from handover.receive.desks import Desk
from handover.receive.read import OpenPart, peek
from handover.rules.actors import Actor
from handover.store.audit import Event
from handover.store.tables import Task
from handover.store.work import Work

KIND = "klargjoring"


def sources(parts: Sequence[OpenPart]) -> list[Source]:
    """The opened parts as the checklist reads them."""
    return [Source(part.category, part.sha256, part.facts) for part in parts]


def done(session: Session, found: Case) -> frozenset[str]:
    """The ids of the rows that are ready for the pupil at the unit."""
    return frozenset(row.object_id for row in _ticked(session, found))


def save(house: House, actor: Actor, desk: Desk, pupil_id: str, ticked: Collection[str]) -> None:
    """Keeps exactly the ticked ones of the rows the actor sees as ready; others are left alone.

    Raises NotFound for whoever may not open the pupil.
    """
    with house.work() as work:
        found = case(house, work.session, actor, desk, pupil_id)
        view = peek(house, work.session, actor, desk, found, lambda category: True)
        rows = checklist.ready(sources(view.parts), desks.load().ready, house.labels)
        before = {row.object_id: row for row in _ticked(work.session, found)}
        for row in rows:
            if row.id in ticked and row.id not in before:
                _tick(house, work, actor, found, row)
            elif row.id in before and row.id not in ticked:
                _untick(work, actor, found, before[row.id])
        work.commit()


def _ticked(session: Session, found: Case) -> list[Task]:
    return list(session.exec(select(Task).where(
        Task.kind == KIND, Task.pupil_id == found.pupil_id, Task.unit_id == found.unit_id)))


def _tick(house: House, work: Work, actor: Actor, found: Case, row: ReadyRow) -> None:
    now = house.clock.now()
    work.session.add(Task(
        id=house.id(), unit_id=found.unit_id, role="mottak", kind=KIND, pupil_id=found.pupil_id,
        object_id=row.id, assigned_to=actor.person_id, due=row.due, created=now, done=now))
    work.audit(_event("klargjoring:ferdig", actor, found, row.id))


def _untick(work: Work, actor: Actor, found: Case, task: Task) -> None:
    work.session.delete(task)
    work.audit(_event("klargjoring:ikke_ferdig", actor, found, task.object_id))


def _event(name: str, actor: Actor, found: Case, row: str) -> Event:
    return Event(name, actor.person_id, unit=found.unit_id, pupil_id=found.pupil_id,
                 object_id=row)
