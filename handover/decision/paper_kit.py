"""One person's questions on paper, for whoever does not answer on a screen (C-45, P8).

The promise: the paper is one person's and holds only what that person is asked about; what
stood on it is remembered by hash, so that a paper can later be held against it (C-51).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from handover.decision import access, answer, unanswered
from handover.decision.questions import Asked
from handover.errors import Conflict, Refused
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.rules.part_states import PartState
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import PaperPrint, PaperQuestion, Part, Pupil
from handover.store.work import reading


@dataclass(frozen=True)
class Sheet:
    """One question as it stands on the paper."""

    asked: Asked
    data: bytes
    text_hash: str


@dataclass(frozen=True)
class Kit:
    """A printed paper."""

    id: str
    person: Actor
    """Whose questions they are, as they would be logged in."""
    pupil: Pupil
    language: str
    version: str
    """SHA-256, hex, over the questions in their order, with texts and language."""
    printed: datetime
    sheets: tuple[Sheet, ...]


def open_to(house: House, session: Session, actor: Actor, pupil_id: str) -> tuple[Pupil, str]:
    """The pupil, and the unit the actor may print questions of: their school, or PPT's office.

    Raises NotFound. What PPT asks is no business of the school's, and the other way (P6).
    """
    if actor.units(*access.PREPARES):
        pupil = access.pupil_of_school(session, actor, pupil_id, access.PREPARES)
        return pupil, pupil.unit_id
    pupil = access.pupil_of_ppt(session, actor, pupil_id)
    units = set(session.exec(select(Part.owner_unit).where(
        Part.pupil_id == pupil.id, Part.state != PartState.REPLACED,
        col(Part.owner_unit).in_(actor.units(*access.PPT)))))
    if not units:
        raise access.gone()  # Another office's pupil, or nobody's: the same (S6).
    return pupil, min(units)


def prepare(house: House, actor: Actor, pupil_id: str, person_id: str, language: str) -> str:
    """Writes down what is on the paper and returns its id. Raises Refused when there is nothing
    to ask the person now."""
    with house.work() as work:
        pupil, unit = open_to(house, work.session, actor, pupil_id)
        sheets = _sheets(house, work.session, pupil, unit,
                         _person(house, work.session, pupil, person_id))
        if not sheets:
            raise Refused("Det er ikke noe å skrive ut til denne personen nå.", "INGEN_SPORSMAL")
        row = PaperPrint(id=house.id(), pupil_id=pupil.id, person_id=person_id, unit_id=unit,
                         version=_version(language, sheets), language=language,
                         printed_by=actor.person_id, at=house.clock.now())
        work.session.add(row)
        work.session.flush()
        for position, one in enumerate(sheets):
            work.session.add(PaperQuestion(
                id=house.id(), print_id=row.id, part_id=one.asked.part.id,
                sha256=one.asked.part.sha256, text_hash=one.text_hash, position=position))
        work.audit(Event("papir:laget", actor.person_id, role="stab", unit=unit,
                         pupil_id=pupil.id, object_id=row.id, fields={"sha256": row.version}))
        work.commit()
        return row.id


def kit(house: House, actor: Actor, pupil_id: str, print_id: str) -> Kit:
    """What is to be printed. Raises Conflict when a text has changed since, NotFound for
    somebody else's paper."""
    with reading(house.work) as session:
        pupil, unit = open_to(house, session, actor, pupil_id)
        row = session.get(PaperPrint, print_id)
        if row is None or (row.pupil_id, row.unit_id) != (pupil.id, unit):
            raise access.gone()
        person = _person(house, session, pupil, row.person_id)
        wanted = session.exec(select(PaperQuestion.part_id).where(
            PaperQuestion.print_id == row.id).order_by(col(PaperQuestion.position))).all()
        found = {one.asked.part.id: one for one in _sheets(house, session, pupil, unit, person)}
        sheets = tuple(found[one] for one in wanted if one in found)
        if _version(row.language, sheets) != row.version:
            raise Conflict("Noe er endret siden arket ble laget. Lag et nytt ark.", "ARK_ENDRET")
        return Kit(row.id, person, pupil, row.language, row.version, row.at, sheets)


def _person(house: House, session: Session, pupil: Pupil, person_id: str) -> Actor:
    for one in unanswered.family(house, session, pupil):
        if one.person_id == person_id:
            return one
    raise access.gone()


def _sheets(house: House, session: Session, pupil: Pupil, unit: str,
            person: Actor) -> tuple[Sheet, ...]:
    """Nobody's own words are printed by others: their author shows them."""
    return tuple(
        Sheet(one, contents.part_bytes(house, session, one.part),
              answer.text_hash(house, one.category, person.hat is Hat.GUARDIAN))
        for one in unanswered.of_person(house, session, person, pupil)
        if one.part.owner_unit == unit and one.part.author_id is None)


def _version(language: str, sheets: tuple[Sheet, ...]) -> str:
    lines = [language, *(f"{one.asked.part.sha256}:{one.text_hash}" for one in sheets)]
    return hashlib.sha256("\x1f".join(lines).encode()).hexdigest()
