"""What somebody must do: ask the leader, hand out, finish, try a delivery again.

The promise: a task is never lost and never silently somebody's. Only a leader hands out,
only to people who work in that unit today, and never to somebody who is related to the
pupil the task is about (P11).
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from handover.decision import access, pool, prepare
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.delivery_states import DeliveryState, move
from handover.rules.roles import REASSIGN, reason
from handover.store.audit import Event
from handover.store.tables import AuditEvent, Delivery, Part, Pupil, Task

QUESTION = "spor_leder"
DELIVERY = ("ga_opp", "avvist")
"""Kinds that are about a delivery somebody must look at."""
ANSWER_WITHIN = timedelta(days=7)
"""How long a leader has to answer before the question counts as late."""


def ask_leader(house: House, actor: Actor, part_id: str) -> None:
    """Puts a question about a part before the leader. Asking twice makes one task.

    Raises NotFound for a part the actor may not work on.
    """
    with house.work() as work:
        part = prepare.own_part(work.session, actor, part_id)
        if _asked(work.session, part):
            return
        ppt = part.owner_unit in actor.units(*access.PPT)
        work.session.add(Task(
            id=house.id(), unit_id=part.owner_unit, role="ppt_leder" if ppt else "rektor",
            kind=QUESTION, pupil_id=part.pupil_id, object_id=part.id,
            due=house.today() + ANSWER_WITHIN, created=house.clock.now()))
        work.audit(Event("oppgave:ny", actor.person_id, unit=part.owner_unit,
                         pupil_id=part.pupil_id, object_id=part.id, fields={"slag": QUESTION}))
        work.commit()


def assign(house: House, actor: Actor, task_id: str, person_id: str, why: str = "") -> None:
    """A leader gives the task to a named person; from one person to another only with a reason.

    Raises Refused when that person cannot have it, or when the reason is missing.
    """
    with house.work() as work:
        task = _led(work.session, actor, task_id)
        if person_id not in hands(house, work.session, task):
            raise Refused("Velg en av dem som står i listen.", "KAN_IKKE_FORDELES")
        fields = {"til": person_id}
        if task.assigned_to not in (None, person_id):
            fields |= {"fra": task.assigned_to or "", "grunn": reason(why, REASSIGN)}
        task.assigned_to = person_id
        work.session.add(task)
        work.audit(_event("oppgave:fordelt", actor, task, fields))
        work.commit()


def history(session: Session, units: frozenset[str], pupil_id: str) -> list[AuditEvent]:
    """What has happened to the tasks about a pupil in these units, oldest first."""
    return list(session.exec(select(AuditEvent).where(
        AuditEvent.pupil_id == pupil_id, col(AuditEvent.unit).in_(units),
        col(AuditEvent.event).startswith("oppgave:")).order_by(col(AuditEvent.seq))))


def finish(house: House, actor: Actor, task_id: str) -> None:
    """Says that the task is done: its leader, or the one who has it."""
    with house.work() as work:
        task = _mine(work.session, actor, task_id)
        task.done = house.clock.now()
        work.session.add(task)
        work.audit(_event("oppgave:ferdig", actor, task, {"slag": task.kind}))
        work.commit()


def try_again(house: House, actor: Actor, task_id: str) -> None:
    """Sets a delivery that was given up or refused going again, under the same message id.

    What may no longer go is stopped at the moment of sending, as always (S3, C-22).
    """
    with house.work() as work:
        task = _led(work.session, actor, task_id)
        row = work.session.get(Delivery, task.object_id) if task.kind in DELIVERY else None
        if row is None:
            raise access.gone()
        row.state = move(DeliveryState(row.state), "prov_igjen")
        row.due, row.leased_until = house.clock.now(), None
        task.done = house.clock.now()
        work.session.add(row)
        work.session.add(task)
        work.audit(_event("levering:prov_igjen", actor, task, {"sha256": row.sha256}))
        work.commit()


def hands(house: House, session: Session, task: Task) -> list[str]:
    """Ids of those who work in the task's unit today and may have it, in a stable order."""
    here = pool.works_here(session, task.unit_id, house.today())
    close = access.too_close_to(session, task.pupil_id) if task.pupil_id else frozenset()
    return sorted(here - close)


def _asked(session: Session, part: Part) -> bool:
    return session.exec(select(Task.id).where(
        Task.kind == QUESTION, Task.object_id == part.id,
        col(Task.done).is_(None))).first() is not None


def _led(session: Session, actor: Actor, task_id: str) -> Task:
    """An open task of a unit the actor leads. Raises NotFound."""
    task = _open(session, task_id)
    if task.unit_id not in actor.units(*access.LEADS, "ppt_leder"):
        raise access.gone()
    _check_pupil(session, actor, task)
    return task


def _mine(session: Session, actor: Actor, task_id: str) -> Task:
    task = _open(session, task_id)
    if task.unit_id in actor.units(*access.LEADS, "ppt_leder"):
        _check_pupil(session, actor, task)
        return task
    in_pool = task.assigned_to is None and task.unit_id in actor.units(task.role)
    if not in_pool and task.assigned_to != actor.person_id:
        raise access.gone()
    _check_pupil(session, actor, task)
    return task


def _open(session: Session, task_id: str) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.done is not None:
        raise access.gone()
    return task


def _check_pupil(session: Session, actor: Actor, task: Task) -> None:
    """No task about a pupil who is taken out, or whom the actor is related to (P4, P11)."""
    if task.pupil_id is None:
        return
    pupil = session.get(Pupil, task.pupil_id)
    if pupil is None or pupil.blocked \
            or actor.person_id in access.too_close_to(session, pupil.id):
        raise access.gone()


def _event(name: str, actor: Actor, task: Task, fields: dict[str, str]) -> Event:
    return Event(name, actor.person_id, unit=task.unit_id, pupil_id=task.pupil_id,
                 object_id=task.id, fields=fields)


