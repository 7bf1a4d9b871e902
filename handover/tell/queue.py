"""The queue of messages: claimed by a lease, tried, and told how it went. As `deliver.outbox`.

The promise: one message goes once however many workers there are; a worker that dies leaves
a lease that runs out, and the message goes again under the same id.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from handover.decision import halt
from handover.house import House
from handover.rules import notices
from handover.rules.delivery_states import backoff
from handover.rules.notices import Channel, DispatchState, Matter
from handover.store.audit import Event
from handover.store.tables import Dispatch, Notice, Pupil, Task
from handover.store.work import Work
from handover.tell import matters, standing

LEASE = timedelta(minutes=5)
REACH_OTHERWISE = "na_pa_annen_mate"
"""Kind of the task «Nå familien på annen måte»; its object is the person."""
ROLE = "radgiver"
ANSWER_WITHIN = timedelta(days=3)


def due(session: Session, now: datetime, limit: int = 1000) -> list[Dispatch]:
    """Messages that may be tried now. At most as many as the register answers for at a time."""
    return list(session.exec(
        select(Dispatch).where(Dispatch.state == DispatchState.QUEUED, Dispatch.due <= now,
                               or_(col(Dispatch.leased_until).is_(None),
                                   col(Dispatch.leased_until) < now))
        .order_by(col(Dispatch.id)).limit(limit)))


def claim(house: House, work: Work, dispatch_id: str) -> Dispatch | None:
    """Takes the lease; None when somebody else has it or it is no longer waiting."""
    now = house.clock.now()
    result = work.session.exec(
        update(Dispatch).where(and_(
            col(Dispatch.id) == dispatch_id, col(Dispatch.state) == DispatchState.QUEUED,
            col(Dispatch.due) <= now,
            or_(col(Dispatch.leased_until).is_(None), col(Dispatch.leased_until) < now)))
        .values(leased_until=now + LEASE))
    if result.rowcount != 1:
        return None
    row = work.session.get_one(Dispatch, dispatch_id, populate_existing=True)
    row.attempts += 1
    work.session.add(row)
    return row


def is_halted(session: Session, row: Dispatch) -> bool:
    """True while a leader has stopped all sending from the school."""
    pupil = session.get(Pupil, row.pupil_id)
    return pupil is not None and bool(halt.in_force(session, [pupil.unit_id]))


def still_holds(house: House, session: Session, row: Dispatch) -> bool:
    """Asked at the moment of sending: may the person be told, and is there something left?

    Protection, restriction, mandate and the person's own answers are looked at anew (S24).
    """
    rows = session.exec(select(Notice).where(Notice.dispatch_id == row.id))
    return any(_holds(house, session, one) for one in rows)


def sent(house: House, work: Work, row: Dispatch, channel: Channel) -> None:
    """The server has taken it on."""
    row.state, row.channel, row.sent = DispatchState.SENT, channel, house.clock.now()
    row.leased_until, row.finding = None, None
    work.session.add(row)
    work.audit(Event("varsel:sendt", "worker", pupil_id=row.pupil_id, object_id=row.id,
                     fields={"kanal": channel}))


def drop(work: Work, row: Dispatch) -> None:
    """Nothing left to tell, or not to this person."""
    row.state, row.leased_until = DispatchState.DROPPED, None
    work.session.add(row)
    work.audit(Event("varsel:falt_bort", "worker", pupil_id=row.pupil_id, object_id=row.id))


def on_paper(house: House, work: Work, row: Dispatch) -> None:
    """The person is not to be reached digitally: somebody at school does it (C-45)."""
    row.state, row.leased_until = DispatchState.PAPER, None
    work.session.add(row)
    _task(house, work, row)
    work.audit(Event("varsel:papir", "worker", pupil_id=row.pupil_id, object_id=row.id))


def retry(house: House, work: Work, row: Dispatch, code: str, after: timedelta | None) -> None:
    """Not now: later, or given up after two days — a task, never a log line."""
    now = house.clock.now()
    row.leased_until, row.finding = None, code
    if now - row.created > notices.KEEP_TRYING:
        give_up(house, work, row, code)
        return
    jitter = int.from_bytes(house.random(2), "big") / 65536
    row.due = now + max(after or timedelta(0), backoff(max(row.attempts, 1), jitter))
    work.session.add(row)


def give_up(house: House, work: Work, row: Dispatch, code: str) -> None:
    """Never this way: somebody at school reaches the person."""
    row.state, row.leased_until, row.finding = DispatchState.GAVE_UP, None, code
    work.session.add(row)
    _task(house, work, row)
    work.audit(Event("varsel:ga_opp", "worker", pupil_id=row.pupil_id, object_id=row.id,
                     fields={"funn": code}))


def unreached(session: Session, pupil: Pupil) -> dict[str, str]:
    """Person id → the open task, for those of the family somebody must reach another way."""
    rows = session.exec(select(Task).where(
        Task.kind == REACH_OTHERWISE, Task.pupil_id == pupil.id, col(Task.done).is_(None)))
    return {row.object_id: row.id for row in rows}


def _holds(house: House, session: Session, one: Notice) -> bool:
    pupil = session.get_one(Pupil, one.pupil_id)
    actor = next((actor for actor in standing.family(house, session, pupil)
                  if actor.person_id == one.person_id), None)
    if actor is None:
        return False
    asked = matters.unanswered(house, session, actor, pupil)
    match Matter(one.matter):
        case Matter.QUESTION:
            return one.object_id in asked
        case Matter.REMINDER:
            return bool(asked)
        case Matter.SENT | Matter.CONFIRMED:
            return one.object_id in matters.arrived(house, session, actor, pupil)
        case _:
            return True


def _task(house: House, work: Work, row: Dispatch) -> None:
    """One open task for a person, however often they could not be reached."""
    known = work.session.exec(select(Task.id).where(
        Task.kind == REACH_OTHERWISE, Task.pupil_id == row.pupil_id,
        Task.object_id == row.person_id, col(Task.done).is_(None))).first()
    pupil = work.session.get(Pupil, row.pupil_id)
    if known is None and pupil is not None:
        work.session.add(Task(
            id=house.id(), unit_id=pupil.unit_id, role=ROLE, kind=REACH_OTHERWISE,
            pupil_id=pupil.id, object_id=row.person_id, due=house.today() + ANSWER_WITHIN,
            created=house.clock.now()))
