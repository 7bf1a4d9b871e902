"""Tasks whose holder is gone: back to the unit's pool, and the leader is told (guidance 5.0).

The promise: each task is given back once however many workers there are, with its history in
the audit; the leader's notice is one open task per unit and carries no name.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from handover.house import House
from handover.rules.roles import HELPER, LEADERS
from handover.store.audit import Event
from handover.store.tables import Absence, Grant, Task
from handover.store.work import Work, reading

NOTICE = "fordel_igjen"
"""Kind of the leader's notice: tasks are back in the pool and must be handed out."""
INHABIL, GONE, AWAY = "inhabil", "slutter", "fravaer"


def run_due(house: House) -> int:
    """Gives back what lies with somebody who no longer works in the unit or is away today.

    Safe with any number of workers and after downtime. Returns how many tasks went back.
    """
    with reading(house.work) as session:
        found = tuple(_misplaced(session, house.today()))
    moved = 0
    for person_id, unit_id, why in found:
        with house.work() as work:
            moved += give_back(house, work, person_id, why, unit_id=unit_id)
            work.commit()
    return moved


def give_back(house: House, work: Work, person_id: str, why: str, *, unit_id: str = "",
              pupil_id: str = "") -> int:
    """Puts a person's open tasks (in a unit, or about a pupil) back in the pool; how many."""
    query = select(Task).where(Task.assigned_to == person_id, col(Task.done).is_(None))
    if unit_id:
        query = query.where(Task.unit_id == unit_id)
    if pupil_id:
        query = query.where(Task.pupil_id == pupil_id)
    moved = [task for task in work.session.exec(query) if _take(work, task, person_id)]
    for task in moved:
        work.audit(Event("oppgave:tilbake", "node", unit=task.unit_id, pupil_id=task.pupil_id,
                         object_id=task.id, fields={"fra": person_id, "grunn": why}))
    for unit, role in sorted({(task.unit_id, LEADERS.get(task.role, "rektor"))
                              for task in moved}):
        _tell_leader(house, work, unit, role)
    return len(moved)


def works_here(session: Session, unit_id: str, today: date) -> frozenset[str]:
    """Ids of those with a role in the unit today who are not away. Helpers have no tasks."""
    held = session.exec(select(Grant.person_id).where(
        Grant.unit_id == unit_id, Grant.role != HELPER, Grant.valid_from <= today,
        Grant.valid_to >= today))
    return frozenset(held) - away(session, unit_id, today)


def away(session: Session, unit_id: str, today: date) -> frozenset[str]:
    """Ids of those who are away from the unit today."""
    return frozenset(session.exec(select(Absence.person_id).where(
        Absence.unit_id == unit_id, Absence.valid_from <= today, Absence.valid_to >= today,
        col(Absence.ended).is_(None))))


def _misplaced(session: Session, today: date) -> Iterable[tuple[str, str, str]]:
    """Person, unit and why, for everybody who holds a task and should not."""
    rows = session.exec(select(Task.assigned_to, Task.unit_id).where(
        col(Task.assigned_to).is_not(None), col(Task.done).is_(None)).distinct()).all()
    for person_id, unit_id in sorted((str(person), unit) for person, unit in rows):
        if person_id in away(session, unit_id, today):
            yield person_id, unit_id, AWAY
        elif person_id not in works_here(session, unit_id, today):
            yield person_id, unit_id, GONE


def _take(work: Work, task: Task, person_id: str) -> bool:
    """True for the one worker whose update changes the row."""
    done = work.session.exec(update(Task).where(
        col(Task.id) == task.id, col(Task.assigned_to) == person_id,
        col(Task.done).is_(None)).values(assigned_to=None))
    return bool(done.rowcount == 1)


def _tell_leader(house: House, work: Work, unit_id: str, role: str) -> None:
    """One open notice a unit. The audit's lock, taken above, makes two workers queue here."""
    known = work.session.exec(select(Task.id).where(
        Task.unit_id == unit_id, Task.kind == NOTICE, col(Task.done).is_(None))).first()
    if known is None:
        work.session.add(Task(id=house.id(), unit_id=unit_id, role=role, kind=NOTICE,
                              due=house.today(), created=house.clock.now()))
