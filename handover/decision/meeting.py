"""«Møte med familien»: who is here, who interprets, and that each answers for themselves (P8).

The promise: the interpreter is written down once, without a name; staff see of each person
only whether they have answered, never what (P2, S4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from handover.decision import access, unanswered
from handover.errors import Conflict, Refused
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.rules.part_states import PartState
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.tables import FamilyMeeting, MeetingGuest, Part, Pupil
from handover.store.vault import Place
from handover.store.work import reading

FORMS = ("rommet", "skjerm", "telefon")
QUALIFICATIONS = ("A", "B", "C", "D", "E", "utenfor")
"""Categories of Nasjonalt tolkeregister (tolkeloven § 7), or outside it (§ 7 second paragraph)."""
LONGEST = 100


@dataclass(frozen=True)
class Interpreter:
    """Who interprets, as far as it must be kept. No name."""

    form: str
    """rommet | skjerm | telefon"""
    language: str
    qualification: str
    organisation: str


@dataclass(frozen=True)
class Person:
    """One of the family, as staff see them."""

    id: str
    name: str
    given: str
    hat: Hat
    language: str
    answered: bool
    """Has answered all there is to answer of the school's; the same for yes and for no."""


@dataclass(frozen=True)
class Meeting:
    """A meeting that is going on."""

    id: str
    opened: datetime
    interpreter: Interpreter | None
    guests: frozenset[str]


@dataclass(frozen=True)
class Around:
    """Who there is around a pupil, and whether the school has asked them anything."""

    asked: bool
    people: tuple[Person, ...]
    meeting: Meeting | None


def around(house: House, session: Session, actor: Actor, pupil: Pupil) -> Around:
    """The family as the one who prepares at the pupil's school may see it."""
    own = {part.id for part in _asked_parts(house, session, pupil)}
    open_to = {one.person_id: any(asked.part.id in own for asked in
                                  unanswered.of_person(house, session, one, pupil))
               for one in unanswered.family(house, session, pupil)}
    pupil_waits = open_to[pupil.person_id]
    people = []
    for one in unanswered.family(house, session, pupil):
        known = persons.get(house, session, one.person_id)
        # Until the pupil has answered, a guardian cannot have: so it tells nothing of the pupil.
        done = bool(own) and not pupil_waits and not open_to[one.person_id]
        people.append(Person(one.person_id, known.name, known.given, one.hat, known.language,
                             done))
    return Around(bool(own), tuple(people), current(house, session, pupil))


def begin(house: House, actor: Actor, pupil_id: str, guests: Collection[str],
          interpreter: Interpreter | None) -> None:
    """Opens the meeting. Raises Refused for guests not of the family or an unknown word,
    Conflict when one is open."""
    _check(interpreter)
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        people = {one.person_id for one in unanswered.family(house, work.session, pupil)}
        if not guests or not set(guests) <= people:
            raise Refused("Kryss av for dem som er her.", "INGEN_VALGT")
        if current(house, work.session, pupil) is not None:
            raise Conflict("Møtet er alt i gang.", "MOTE_I_GANG")
        row = FamilyMeeting(id=house.id(), pupil_id=pupil.id, unit_id=pupil.unit_id, details=b"",
                            opened_by=actor.person_id, opened=house.clock.now())
        row.details = contents.pupil_box(house, work.session, pupil.id).seal_values(
            interpreter.__dict__ if interpreter else {}, _place(row.id))
        work.session.add(row)
        work.session.flush()
        for person_id in sorted(set(guests)):
            work.session.add(MeetingGuest(id=house.id(), meeting_id=row.id, person_id=person_id))
        work.audit(_event("mote:apnet", actor, row))
        work.commit()


def end(house: House, actor: Actor, pupil_id: str) -> None:
    """Ends the meeting that is going on; nothing happens when there is none."""
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        for row in _open(work.session, pupil):
            row.ended = house.clock.now()
            work.session.add(row)
            work.audit(_event("mote:avsluttet", actor, row))
        work.commit()


def current(house: House, session: Session, pupil: Pupil) -> Meeting | None:
    """The meeting that is going on."""
    row = next(iter(_open(session, pupil)), None)
    if row is None:
        return None
    values = contents.pupil_box(house, session, pupil.id).open_values(row.details, _place(row.id))
    guests = session.exec(select(MeetingGuest.person_id).where(
        MeetingGuest.meeting_id == row.id))
    return Meeting(row.id, row.opened, Interpreter(**values) if values else None,
                   frozenset(guests))


def of_pupil(house: House, actor: Actor, pupil_id: str) -> Around:
    """`around`, for an actor who prepares at the pupil's school. Raises NotFound."""
    with reading(house.work) as session:
        pupil = access.pupil_of_school(session, actor, pupil_id, access.PREPARES)
        return around(house, session, actor, pupil)


def _asked_parts(house: House, session: Session, pupil: Pupil) -> list[Part]:
    """The school's own parts that are asked about: PPT's are not the school's to count (P6)."""
    return [part for part in contents.live_parts(session, pupil.id, [PartState.APPROVED])
            if part.owner_unit == pupil.unit_id and part.author_id is None
            and house.policy.categories[part.category].mechanism.asked]


def _open(session: Session, pupil: Pupil) -> list[FamilyMeeting]:
    return list(session.exec(select(FamilyMeeting).where(
        FamilyMeeting.pupil_id == pupil.id, col(FamilyMeeting.ended).is_(None))))


def _check(one: Interpreter | None) -> None:
    if one is None:
        return
    if one.form not in FORMS or one.qualification not in QUALIFICATIONS or not one.language:
        raise Refused("Velg språk, hvordan tolken er med, og hvilken kategori.", "TOLK_MANGLER")
    if len(one.organisation) > LONGEST or not one.organisation.isprintable():
        raise Refused("Skriv navnet på tolketjenesten med høyst 100 tegn.", "FOR_LANGT")


def _event(name: str, actor: Actor, row: FamilyMeeting) -> Event:
    return Event(name, actor.person_id, role="stab", unit=row.unit_id, pupil_id=row.pupil_id,
                 object_id=row.id)


def _place(meeting_id: str) -> Place:
    return Place("familymeeting", meeting_id, "details")
