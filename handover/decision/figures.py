"""Leaders' figures: settled once when a week is over, and told with small groups left out (S14).

The promise: a figure is about one whole week and one school, or all schools together; it is
written once and never counted again, so a pupil who is taken out tomorrow moves nothing that
has been told. No figure is about a no, a class or a teacher, and no count is ever stored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from handover.house import House
from handover.ports import OSLO
from handover.rules.delivery_states import DeliveryState
from handover.rules.suppression import HIDDEN, Group, Told, composition, middle, shares
from handover.store.audit import Event
from handover.store.tables import (
    AuditEvent,
    Decision,
    Delivery,
    Figure,
    FigureRun,
    Part,
    Pupil,
    Served,
)
from handover.store.work import Work, reading

ALL = "*"
"""Stands for every school of the node together."""
WEEK = timedelta(days=7)
ANSWER_IN = timedelta(days=21)
ARRIVE_IN = timedelta(days=2)
IN_PERSON = "oppmote"
"""An answer given at school with a member of staff beside."""
APPROVED = ("del:godkjent", "del:gjor_klar")


@dataclass(frozen=True)
class Answered:
    """That somebody answered; what they answered is not looked at."""

    pupil_id: str
    person_id: str
    form: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """That a package was made, and when it arrived."""

    pupil_id: str
    created: datetime
    delivered: datetime | None


@dataclass(frozen=True)
class Year:
    """What the figures are made of: moments by pupil, for pupils the service may work with."""

    school: Mapping[str, str]
    """Pupil → school."""
    asked: Mapping[str, datetime]
    """Pupil → when the first question was ready for the family."""
    ready: Mapping[str, datetime]
    """Pupil → when the first part of any kind was ready."""
    answers: tuple[Answered, ...]
    sent: tuple[Sent, ...]
    language: Mapping[str, str]
    """Person → the language what they were last shown was in."""


Cells = dict[tuple[str, str], Told]
"""(school or ALL, what it is split by) → what is told."""


@dataclass(frozen=True)
class Measure:
    """One figure: how it is made for a week, and how long after the week it can be."""

    id: str
    wait: timedelta
    settle: Callable[[Year, date], Cells]


def run_due(house: House) -> int:
    """Settles every figure whose week is over and that has not been settled; returns how many.

    Safe to run by many at once: the run is a row, and only one of them gets to write it.
    """
    if house.settings.node.kind != "kommune":
        return 0
    with reading(house.work) as session:
        if not _due(house, session):
            return 0
    try:
        return _settle_due(house)
    except IntegrityError:
        # Another worker wrote the same week first, and what it wrote stands.
        return 0


def load(house: House, session: Session) -> Year:
    """The school year as it stands now. Pupils who are taken out are not in it (S2)."""
    school = {one.id: one.unit_id for one in session.exec(select(Pupil).where(
        Pupil.school_year == house.settings.node.school_year, col(Pupil.blocked).is_(False)))}
    asks = {one.id for one in house.policy.categories.values() if one.mechanism.asked}
    rows = list(session.exec(select(AuditEvent.pupil_id, AuditEvent.at, Part.category).join(
        Part, col(Part.id) == AuditEvent.object_id).where(col(AuditEvent.event).in_(APPROVED))))
    known = [(pupil, at, category) for pupil, at, category in rows if pupil in school and pupil]
    return Year(
        school, asked=_first((pupil, at) for pupil, at, category in known if category in asks),
        ready=_first((pupil, at) for pupil, at, _ in known),
        answers=tuple(_answers(session, school)), sent=tuple(_sent(session, school)),
        language={person: language or "nb" for person, language in session.exec(
            select(Served.person_id, Served.language).order_by(col(Served.at)))})


def _answers(session: Session, school: Mapping[str, str]) -> Iterator[Answered]:
    """Only the columns a figure needs: never the answer itself."""
    rows = session.exec(select(Decision.pupil_id, Decision.person_id, Decision.form, Decision.at))
    return (Answered(*row) for row in rows if row[0] in school)


def _sent(session: Session, school: Mapping[str, str]) -> Iterator[Sent]:
    """Only the columns a figure needs: never the sealed bytes, which are large."""
    rows = session.exec(select(Delivery.pupil_id, Delivery.created, Delivery.delivered).where(
        Delivery.kind == "pakke", Delivery.state != DeliveryState.STOPPED))
    return (Sent(pupil, created, delivered) for pupil, created, delivered in rows
            if pupil in school and pupil)


def answered(year: Year, monday: date) -> Cells:
    """Of the families who got their first question that week: who answered within three weeks.
    A yes and a no count alike."""
    first = _first((one.pupil_id, one.at) for one in year.answers)
    people = [one for one, at in year.asked.items() if _in_week(at, monday)]
    hits = [one for one in people
            if one in first and first[one] - year.asked[one] <= ANSWER_IN]
    return _by_school(year, people, hits)


def on_time(year: Year, monday: date) -> Cells:
    """Of the pupils something was sent about that week: about whom all of it arrived in time."""
    mine = [one for one in year.sent if _in_week(one.created, monday)]
    late = {one.pupil_id for one in mine
            if one.delivered is None or one.delivered - one.created > ARRIVE_IN}
    people = {one.pupil_id for one in mine}
    return _by_school(year, people, people - late)


def in_person(year: Year, monday: date) -> Cells:
    """Of the families who answered that week: who did it at school with somebody beside them."""
    mine = [one for one in year.answers if _in_week(one.at, monday)]
    return _by_school(year, {one.pupil_id for one in mine},
                      {one.pupil_id for one in mine if one.form == IN_PERSON})


def languages(year: Year, monday: date) -> Cells:
    """The languages that those who answered that week read in, for all schools together."""
    groups: dict[str, set[str]] = defaultdict(set)
    for person in {one.person_id for one in year.answers if _in_week(one.at, monday)}:
        groups[year.language.get(person, "nb")].add(person)
    told = composition({name: frozenset(people) for name, people in groups.items()})
    return {(ALL, name): one for name, one in told.items()}


def lead_time(year: Year, monday: date) -> Cells:
    """Days from the first part was ready until the first package arrived, the middle of them."""
    arrived = _first((one.pupil_id, one.delivered) for one in year.sent if one.delivered)
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for pupil, at in arrived.items():
        if pupil in year.ready and _in_week(at, monday):
            days[year.school[pupil]][pupil] = (at - year.ready[pupil]).days
    told = {(school, ""): middle(found) for school, found in days.items()}
    if told and HIDDEN not in told.values():
        told[(ALL, "")] = middle({one: n for found in days.values() for one, n in found.items()})
    return told


MEASURES: tuple[Measure, ...] = (
    Measure("svart", ANSWER_IN, answered),
    Measure("i_tide", ARRIVE_IN, on_time),
    Measure("dager", timedelta(), lead_time),
    Measure("pa_skolen", timedelta(), in_person),
    Measure("sprak", timedelta(), languages),
)


def _by_school(year: Year, people: Iterable[str], hits: Iterable[str]) -> Cells:
    """What is told of each school, and of all of them together."""
    groups: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for pupil in people:
        groups[year.school[pupil]][0].add(pupil)
    for pupil in hits:
        groups[year.school[pupil]][1].add(pupil)
    told, whole = shares({school: Group(frozenset(all_), frozenset(some))
                          for school, (all_, some) in groups.items()})
    return {**{(school, ""): one for school, one in told.items()}, (ALL, ""): whole}


def _settle_due(house: House) -> int:
    with house.work() as work:
        due = _due(house, work.session)
        year = load(house, work.session)
        for measure, monday in due:
            _settle(house, work, year, measure, monday)
        if due:
            work.audit(Event("tall:laast", "worker", fields={"antall": str(len(due))}))
        work.commit()
    return len(due)


def _due(house: House, session: Session) -> list[tuple[Measure, date]]:
    """Measures and Mondays that can be settled and have not been."""
    first, done = _first_monday(house), set(session.exec(select(FigureRun.id)))
    return [(one, monday) for one in MEASURES
            for monday in _mondays(first, house.today() - one.wait - WEEK)
            if _run_id(one, monday) not in done]


def _settle(house: House, work: Work, year: Year, measure: Measure, monday: date) -> None:
    work.session.add(FigureRun(id=_run_id(measure, monday), at=house.clock.now()))
    for (unit, part), told in sorted(measure.settle(year, monday).items()):
        if told == HIDDEN:
            # Too few and nobody at all are the same to whoever reads, and in the database.
            continue
        work.session.add(Figure(
            id=f"{measure.id}:{monday}:{unit}:{part}", measure=measure.id, week=monday,
            unit_id=unit, part=part, kind=told.kind, value=told.value))


def _run_id(measure: Measure, monday: date) -> str:
    return f"{measure.id}:{monday.isoformat()}"


def _first_monday(house: House) -> date:
    start = date(int(house.settings.node.school_year[:4]), 8, 1)
    return start - timedelta(days=start.weekday())


def _mondays(first: date, last: date) -> list[date]:
    """Every Monday from the first until the last day."""
    return [first + WEEK * n for n in range(max(0, (last - first).days // 7 + 1))]


def _in_week(at: datetime, monday: date) -> bool:
    return monday <= at.astimezone(OSLO).date() < monday + WEEK


def _first(moments: Iterable[tuple[str | None, datetime]]) -> dict[str, datetime]:
    """The earliest moment of each."""
    found: dict[str, datetime] = {}
    for one, at in moments:
        if one is not None and (one not in found or at < found[one]):
            found[one] = at
    return found
