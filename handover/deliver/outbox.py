"""Station 6a: the outbox. A row is claimed by a lease, tried, and told how it went.

The lease is one conditional UPDATE for SQLite and PostgreSQL alike: whoever
changes the row has it. A worker that dies leaves a lease that runs out, and the
row is due again under the same message id; the receiver absorbs the repeat.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from handover.decision import halt
from handover.house import House
from handover.rules.delivery_states import KEEP_TRYING, DeliveryState, backoff, move
from handover.store.audit import Event
from handover.store.tables import Attempt, Carried, Delivery, Part, Pupil, Task
from handover.store.work import Work

LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Parcel:
    """What is to be sent, read out of the row so that no transaction is open during the call."""

    id: str
    kind: str
    to_unit: str
    payload: bytes
    sha256: str
    attempt_id: str
    attempt: int


def due(session: Session, now: datetime, limit: int = 50) -> list[str]:
    """Ids of messages that may be tried now, the longest waiting first.

    Those of a unit whose leader has stopped all sending wait, and are in nobody's way (P11).
    """
    return list(session.exec(
        select(Delivery.id).where(Delivery.state == DeliveryState.QUEUED, Delivery.due <= now,
                                  or_(col(Delivery.leased_until).is_(None),
                                      col(Delivery.leased_until) < now),
                                  col(Delivery.id).not_in(halt.held()))
        .order_by(col(Delivery.due), col(Delivery.id)).limit(limit)))


def claim(house: House, work: Work, delivery_id: str) -> bool:
    """Takes the lease. False when somebody else has it, or it is no longer waiting."""
    now = house.clock.now()
    result = work.session.exec(
        update(Delivery).where(and_(
            col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.QUEUED,
            col(Delivery.due) <= now,
            or_(col(Delivery.leased_until).is_(None), col(Delivery.leased_until) < now)))
        .values(leased_until=now + LEASE))
    return bool(result.rowcount == 1)


def begin(house: House, work: Work, delivery_id: str) -> Parcel:
    """Writes the attempt, before the call, and gives what to send."""
    row = work.session.get_one(Delivery, delivery_id, populate_existing=True)
    row.attempts += 1
    attempt = Attempt(id=house.id(), delivery_id=row.id, at=house.clock.now())
    work.session.add(row)
    work.session.add(attempt)
    return Parcel(row.id, row.kind, row.to_unit, row.payload, row.sha256, attempt.id,
                  row.attempts)


def retry(house: House, work: Work, parcel: Parcel, code: str, after: timedelta | None) -> None:
    """Not now: due again later, or given up after a week — a state with a task, never a log line."""
    now = house.clock.now()
    row = _settle(work, parcel, code)
    if now - row.created > KEEP_TRYING:
        row.state = move(DeliveryState(row.state), "oppgitt")
        _task(house, work, row, "ga_opp")
    else:
        jitter = int.from_bytes(house.random(2), "big") / 65536
        row.due = now + max(after or timedelta(0), backoff(parcel.attempt, jitter))


def refuse(house: House, work: Work, parcel: Parcel, code: str) -> None:
    """Never: the receiver will not have it, and a person must look."""
    row = _settle(work, parcel, code)
    row.state = move(DeliveryState(row.state), "avvist")
    _task(house, work, row, "avvist")
    work.audit(Event("levering:avvist", "worker", pupil_id=row.pupil_id, object_id=row.id,
                     fields={"funn": code}))


def delivered(house: House, work: Work, parcel: Parcel) -> None:
    """The receiver has it and has signed for these very bytes."""
    row = _settle(work, parcel, "")
    row.state = move(DeliveryState(row.state), "kvittert")
    row.delivered = row.delivered or house.clock.now()
    row.finding = None
    work.audit(Event("levering:kvittert", "worker", pupil_id=row.pupil_id, object_id=row.id,
                     fields={"sha256": row.sha256}))


def stop(work: Work, row: Delivery, reason: str) -> None:
    """Takes a waiting message out of the queue before it leaves."""
    row.state = move(DeliveryState(row.state), "stans")
    row.leased_until, row.finding = None, reason
    work.session.add(row)
    work.audit(Event("levering:stanset", "worker", pupil_id=row.pupil_id, object_id=row.id,
                     fields={"grunn": reason}))


def _settle(work: Work, parcel: Parcel, code: str) -> Delivery:
    row = work.session.get_one(Delivery, parcel.id, populate_existing=True)
    attempt = work.session.get_one(Attempt, parcel.attempt_id)
    attempt.outcome = code or "ok"
    row.leased_until = None
    row.finding = code or row.finding
    work.session.add(row)
    work.session.add(attempt)
    return row


def _task(house: House, work: Work, row: Delivery, kind: str) -> None:
    unit, role = _responsible(house, work, row)
    work.session.add(Task(
        id=house.id(), unit_id=unit, role=role, kind=kind,
        pupil_id=row.pupil_id, object_id=row.id, created=house.clock.now()))


def _responsible(house: House, work: Work, row: Delivery) -> tuple[str, str]:
    """Whose leader looks at it. A package with nothing but PPT's own parts is PPT's to know of (P6)."""
    pupil = work.session.get(Pupil, row.pupil_id) if row.pupil_id else None
    if pupil is None:
        return house.settings.node.organisation, "rektor"
    owners = set(work.session.exec(select(Part.owner_unit).join(
        Carried, col(Carried.part_id) == Part.id).where(Carried.delivery_id == row.id)))
    others = owners - {pupil.unit_id}
    if len(others) == 1 and owners == others:
        return others.pop(), "ppt_leder"
    return pupil.unit_id, "rektor"
