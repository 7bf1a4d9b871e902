"""Meetings and visits the school agrees with a family, and what each of them may see (S1b, S24).

The promise: somebody sees an appointment only when they are asked to come; one at a receiving
school only when nobody in the case is restricted or protected; nobody sees who else comes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from handover.decision import access, unanswered
from handover.errors import Refused
from handover.house import House
from handover.ports import OSLO
from handover.rules.actors import Actor, Hat
from handover.rules.calendar import Entry
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.families import valid_representations
from handover.store.tables import Person, Pupil, Visit, VisitGuest
from handover.store.vault import Place

KINDS = ("mote", "besok")
PLACE = 100
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Plan:
    """An appointment as staff write it."""

    kind: str
    """mote | besok"""
    day: date
    begins: time
    ends: time
    """Norwegian time."""
    place: str
    at_new_school: bool
    guests: frozenset[str]


@dataclass(frozen=True)
class Appointment:
    """One appointment, as one person may see it."""

    id: str
    kind: str
    starts: datetime
    ends: datetime
    place: str
    at_new_school: bool
    guests: frozenset[str]
    """Empty for everybody but staff."""
    changed: datetime
    cancelled: bool


def register(house: House, actor: Actor, pupil_id: str, plan: Plan) -> None:
    """Writes down the appointment. Raises Refused with what is wrong."""
    starts, ends = _times(house, plan)
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        people = {one.person_id for one in unanswered.family(house, work.session, pupil)}
        if not plan.guests or not plan.guests <= people:
            raise Refused("Velg hvem avtalen er med.", "INGEN_VALGT")
        now = house.clock.now()
        row = Visit(id=house.id(), pupil_id=pupil.id, unit_id=pupil.unit_id, kind=plan.kind,
                    at_new_school=plan.at_new_school, starts=starts, ends=ends, details=b"",
                    registered_by=actor.person_id, created=now, changed=now)
        row.details = contents.pupil_box(house, work.session, pupil.id).seal_values(
            {"sted": plan.place.strip()}, _place(row.id))
        work.session.add(row)
        work.session.flush()
        for person_id in sorted(plan.guests):
            work.session.add(VisitGuest(id=house.id(), visit_id=row.id, person_id=person_id))
        work.audit(_event("avtale:ny", actor, row))
        work.commit()


def cancel(house: House, actor: Actor, pupil_id: str, visit_id: str) -> None:
    """Calls the appointment off; it stays in the calendar as called off."""
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        row = work.session.get(Visit, visit_id)
        if row is None or row.pupil_id != pupil.id:
            raise access.gone()
        row.cancelled, row.changed = True, house.clock.now()
        work.session.add(row)
        work.audit(_event("avtale:avlyst", actor, row))
        work.commit()


def of_school(house: House, session: Session, pupil: Pupil) -> list[Appointment]:
    """Every appointment that is not over, for staff of the pupil's school."""
    now = house.clock.now()
    return [_shown(house, session, row, _guests(session, row)) for row in _rows(session, pupil)
            if row.ends >= now]


def of_person(house: House, session: Session, actor: Actor, pupil: Pupil) -> list[Appointment]:
    """The appointments this person is asked to, as far as they may know of them."""
    mandates = valid_representations(session, pupil.id, house.today())
    if any(one.restricted for one in mandates if one.person_id == actor.person_id):
        return []
    safe = actor.hat is Hat.PUPIL or _is_safe(house, session, pupil,
                                              any(one.restricted for one in mandates))
    return [_shown(house, session, row, frozenset()) for row in _rows(session, pupil)
            if actor.person_id in _guests(session, row) and (safe or not row.at_new_school)]


def entries(house: House, actor: Actor, shown: Iterable[Appointment]) -> list[Entry]:
    """What goes into the person's calendar file."""
    return [Entry(uid=house.vault.lookup("avtale", f"{actor.person_id}\x1f{one.id}")[:32],
                  starts=one.starts, ends=one.ends, stamp=one.changed, place=one.place,
                  cancelled=one.cancelled) for one in shown]


def _times(house: House, plan: Plan) -> tuple[datetime, datetime]:
    starts = datetime.combine(plan.day, plan.begins, OSLO)
    ends = datetime.combine(plan.day, plan.ends, OSLO)
    if plan.kind not in KINDS:
        raise Refused("Velg om det er et møte eller et besøk.", "UKJENT_SLAG")
    if starts <= house.clock.now():
        raise Refused("Velg et tidspunkt som ikke har vært.", "TIDEN_ER_UTE")
    if not starts < ends <= starts + LONGEST:
        raise Refused("Slutten må komme etter starten, samme dag.", "FEIL_REKKEFOLGE")
    if len(plan.place.strip()) > PLACE or not plan.place.isprintable():
        raise Refused("Skriv stedet med høyst 100 tegn på én linje.", "FOR_LANGT")
    return starts, ends


def _is_safe(house: House, session: Session, pupil: Pupil, restricted: bool) -> bool:
    """S1b: no restriction and no protection concerns anybody in the case."""
    people = {one.person_id for one in valid_representations(session, pupil.id, house.today())}
    return not restricted and not any(
        _barred(house, session, one) for one in (people | {pupil.person_id}))


def _barred(house: House, session: Session, person_id: str) -> bool:
    number = persons.details(house, session.get_one(Person, person_id)).number
    return bool(number) and persons.is_barred(house, session, number)


def _rows(session: Session, pupil: Pupil) -> list[Visit]:
    return list(session.exec(select(Visit).where(Visit.pupil_id == pupil.id)
                             .order_by(col(Visit.starts), col(Visit.id))))


def _guests(session: Session, row: Visit) -> frozenset[str]:
    return frozenset(session.exec(select(VisitGuest.person_id).where(
        VisitGuest.visit_id == row.id)))


def _shown(house: House, session: Session, row: Visit,
           guests: Collection[str]) -> Appointment:
    values = contents.pupil_box(house, session, row.pupil_id).open_values(
        row.details, _place(row.id))
    return Appointment(row.id, row.kind, row.starts, row.ends, values["sted"],
                       row.at_new_school, frozenset(guests), row.changed, row.cancelled)


def _event(name: str, actor: Actor, row: Visit) -> Event:
    return Event(name, actor.person_id, role="stab", unit=row.unit_id, pupil_id=row.pupil_id,
                 object_id=row.id)


def _place(visit_id: str) -> Place:
    return Place("visit", visit_id, "details")
