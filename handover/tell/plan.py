"""At each set hour: who has something new to log in for, one message each (S24, C-62).

The promise: planned once however many workers there are, and after downtime late rather
than never. Looking takes no lock; what was found is written in one short transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from handover.house import House
from handover.ports import OSLO
from handover.rules import notices
from handover.rules.age import age_on
from handover.rules.notices import Matter
from handover.store import persons
from handover.store.tables import (
    AuditEvent,
    Decision,
    Dispatch,
    Notice,
    NoticeBatch,
    Pupil,
    Representation,
)
from handover.store.work import Work, reading
from handover.tell import matters, standing
from handover.tell.matters import Found

LOOKING = ("del:vist", "varsel:sendt", "varsel:papir", "varsel:falt_bort", "varsel:ga_opp")
"""Events that change nothing anybody can be told: reading, and having been told."""


def plan_due(house: House) -> int:
    """Plans the newest set hour when nobody has; returns the number of messages queued."""
    if not is_on(house):
        return 0
    hours = notices.hours_of(house.settings.notices.hours)
    batch = notices.latest_batch(house.clock.now().astimezone(OSLO), hours).isoformat()
    with reading(house.work) as session:
        if session.get(NoticeBatch, batch) is not None:
            return 0
        seen = session.exec(select(func.max(AuditEvent.seq))).one() or 0
        found = list(_everything(house, session))
    return _write(house, batch, seen, found)


def is_on(house: House) -> bool:
    """True when the node can ask the register and has at least one way to reach people."""
    return bool(house.contacts) and (house.settings.mail is not None or bool(house.messages))


def announce(house: House, work: Work, found: Found) -> None:
    """Remembers a matter another room has made; told with the next batch, in the caller's
    transaction. Telling the same twice tells it once."""
    _keep(house, work, found)


def _everything(house: House, session: Session) -> Iterator[Found]:
    told = _told(session)
    reminded = {key for key, rows in told.items() if _reminds(house, rows)}
    for pupil in _to_look_at(house, session, {pupil_id for _person, pupil_id in reminded}):
        for actor in standing.family(house, session, pupil):
            mine = list(matters.of_person(house, session, actor, pupil))
            yield from mine
            asked = [one for one in mine if one.matter is Matter.QUESTION]
            if asked and (actor.person_id, pupil.id) in reminded:
                yield _reminder(told[actor.person_id, pupil.id], asked[0])


def _to_look_at(house: House, session: Session, also: set[str]) -> list[Pupil]:
    """The open pupils something may be new about; everybody's the first time, and when the
    policy is another. Nothing changes without an audit event but what a day changes."""
    pupils = session.exec(select(Pupil).where(
        Pupil.school_year == house.settings.node.school_year,
        col(Pupil.blocked).is_(False)).order_by(col(Pupil.id))).all()
    last = session.exec(select(NoticeBatch).order_by(col(NoticeBatch.at).desc()).limit(1)).first()
    if last is None or last.policy != house.policy.sha256:
        return list(pupils)
    events = session.exec(select(AuditEvent.pupil_id).where(
        AuditEvent.seq > last.seen, col(AuditEvent.event).not_in(LOOKING)).distinct())
    touched = {pupil_id for pupil_id in events if pupil_id is not None}
    since = last.at.astimezone(OSLO).date()
    touched |= also | set(session.exec(select(Representation.pupil_id).where(
        Representation.valid_from > since)))
    return [one for one in pupils if one.id in touched or _birthday(house, session, one, since)]


def _birthday(house: House, session: Session, pupil: Pupil, since: date) -> bool:
    """True when the pupil has grown a year older since: others may decide now."""
    born = persons.get(house, session, pupil.person_id).born
    return born is not None and age_on(born, house.today()) > age_on(born, since)


def _told(session: Session) -> dict[tuple[str, str], list[Notice]]:
    """Questions and reminders that have been sent, by person and pupil: of those who have left a
    question they were told of without any answer."""
    answered = set(session.exec(select(Decision.person_id, Decision.part_id).distinct()))
    rows = session.exec(select(Notice).where(
        col(Notice.matter).in_([Matter.QUESTION, Matter.REMINDER]),
        col(Notice.dispatch_id).is_not(None)))
    found: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for row in rows:
        found[row.person_id, row.pupil_id].append(row)
    return {key: told for key, told in found.items() if any(
        one.matter == Matter.QUESTION and (one.person_id, one.object_id) not in answered
        for one in told)}


def _reminds(house: House, told: list[Notice]) -> bool:
    first = [_day(one) for one in told if one.matter == Matter.QUESTION]
    before = [_day(one) for one in told if one.matter == Matter.REMINDER]
    return bool(first) and notices.reminder_is_due(
        max(first), before, house.today(),
        house.settings.notices.remind_after_days)


def _reminder(told: list[Notice], asked: Found) -> Found:
    """Its object is its number, so that the second is another matter than the first."""
    number = sum(one.matter == Matter.REMINDER for one in told) + 1
    return Found(asked.person_id, asked.pupil_id, Matter.REMINDER, str(number))


def _day(row: Notice) -> date:
    return row.created.astimezone(OSLO).date()


def _write(house: House, batch: str, seen: int, found: Iterable[Found]) -> int:
    with house.work() as work:
        work.session.add(NoticeBatch(id=batch, at=house.clock.now(), seen=seen,
                                     policy=house.policy.sha256))
        try:
            work.session.flush()
        except IntegrityError:
            return 0  # Another worker has planned this hour.
        for one in found:
            _keep(house, work, one)
        queued = _queue(house, work)
        work.commit()
        return queued


def _keep(house: House, work: Work, one: Found) -> None:
    mark = house.vault.lookup("varsel", "\x1f".join(
        (one.person_id, one.pupil_id, one.matter, one.object_id, one.detail)))
    if work.session.exec(select(Notice.id).where(Notice.mark == mark)).first() is None:
        work.session.add(Notice(
            id=house.id(), mark=mark, person_id=one.person_id, pupil_id=one.pupil_id,
            matter=one.matter, object_id=one.object_id, created=house.clock.now()))


def _queue(house: House, work: Work) -> int:
    """One message to each person with something untold, whatever the number of matters."""
    work.session.flush()
    waiting: dict[str, list[Notice]] = defaultdict(list)
    for row in work.session.exec(select(Notice).where(
            col(Notice.dispatch_id).is_(None)).order_by(col(Notice.id))):
        waiting[row.person_id].append(row)
    now = house.clock.now()
    for person_id, rows in waiting.items():
        message = Dispatch(id=house.id(), person_id=person_id, pupil_id=rows[0].pupil_id,
                           state=notices.DispatchState.QUEUED, due=now, created=now)
        work.session.add(message)
        for row in rows:
            row.dispatch_id = message.id
            work.session.add(row)
    return len(waiting)
