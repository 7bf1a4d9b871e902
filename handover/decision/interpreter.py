"""«Ring meg med tolk»: a guardian asks the school to call, and the rådgiver gets the task (P8).

The task's `object_id` is a code, never a name: who wants the call, when, in which language.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from handover.decision import access
from handover.errors import Refused
from handover.house import House
from handover.ports import OSLO
from handover.rules.actors import Actor, Hat
from handover.store.audit import Event
from handover.store.tables import Pupil, Task
from handover.store.work import reading

KIND = "ring_med_tolk"
ROLE = "radgiver"
HOURS = (time(16, 0), time(9, 30), time(18, 0))
"""One hour of each kind, so that somebody who works in the day can choose too."""
FRIDAY = 4


@dataclass(frozen=True)
class Wish:
    """Who wants to be called, when, in which language."""

    person_id: str
    at: datetime
    """Aware, UTC."""
    language: str
    """ISO 639 code, `nsl` for Norwegian sign language, or `annet`."""

    @property
    def code(self) -> str:
        """The wish as a task holds it."""
        return f"{self.person_id}/{self.at.astimezone(UTC):%Y%m%dT%H%MZ}/{self.language}"


def parse(code: str) -> Wish:
    """The wish in a task's `object_id`. Raises ValueError when it is none."""
    person_id, at, language = code.split("/")
    return Wish(person_id, datetime.strptime(at, "%Y%m%dT%H%MZ").replace(tzinfo=UTC), language)


def times(today: date) -> list[datetime]:
    """Three instants to choose among: one on each of the next school days, never today."""
    days: list[date] = []
    day = today
    while len(days) < len(HOURS):
        day += timedelta(days=1)
        if day.weekday() <= FRIDAY:
            days.append(day)
    return [datetime.combine(one, hour, OSLO).astimezone(UTC)
            for one, hour in zip(days, HOURS, strict=True)]


def ask(house: House, actor: Actor, pupil_id: str, at: datetime, language: str) -> None:
    """Puts the task in the school's pool; a new wish takes the place of the person's open one.

    Raises Refused when the time is no longer offered, NotFound for somebody else's pupil.
    """
    if at not in times(house.today()):
        raise Refused("Tiden kan ikke velges lenger. Velg en av de nye.", "TIDEN_ER_UTE")
    with house.work() as work:
        pupil = access.pupil_of_family(house, work.session, actor, pupil_id)
        if actor.hat is not Hat.GUARDIAN:
            raise access.gone()
        wish = Wish(actor.person_id, at, language)
        task = _open(work.session, pupil, actor) or Task(
            id=house.id(), unit_id=pupil.unit_id, role=ROLE, kind=KIND, pupil_id=pupil.id,
            created=house.clock.now())
        task.object_id, task.due = wish.code, at.astimezone(OSLO).date()
        work.session.add(task)
        work.audit(Event("tolk:onsket", actor.person_id, role=actor.hat, unit=pupil.unit_id,
                         pupil_id=pupil.id, object_id=task.id))
        work.commit()


def wish_of(house: House, actor: Actor, pupil_id: str) -> Wish | None:
    """The person's own wish that the school has not yet done; None when there is none."""
    with reading(house.work) as session:
        pupil = access.pupil_of_family(house, session, actor, pupil_id)
        task = _open(session, pupil, actor)
        return parse(task.object_id) if task else None


def _open(session: Session, pupil: Pupil, actor: Actor) -> Task | None:
    rows = session.exec(select(Task).where(
        Task.kind == KIND, Task.pupil_id == pupil.id, col(Task.done).is_(None)))
    return next((row for row in rows if parse(row.object_id).person_id == actor.person_id), None)
