"""«Noe er feil»: a person says so, the part's owner answers, and the part waits meanwhile.

The promise: the owner gets a task, the person gets an answer they can read, and the pause
has an end whether anybody answers or not (C-64, S34). Nobody but the person and the owner
reads what was said.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.decision import access, answer
from handover.errors import NotFound, Refused
from handover.house import House
from handover.rules import pauses
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism, expiry
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Correction, Part, Task, Unit
from handover.store.vault import Place
from handover.store.work import Work

TASK = "retting"
LONGEST = 1000
MENDED, KEPT = "rettet", "beholdt"


@dataclass(frozen=True)
class Said:
    """One «noe er feil», opened for somebody who may read it."""

    id: str
    part_id: str
    category: str
    text: str
    on: date
    due: date
    hat: str
    holds_until: date | None
    outcome: str
    """rettet | beholdt, or empty while it waits."""
    reply: str


def ask(house: House, actor: Actor, part_id: str, text: str) -> None:
    """Says that something in the part is wrong. One open at a time per person and part.

    Raises NotFound when the part is not this person's to see, Refused for an empty or too
    long text, and when the same person already waits for an answer about it.
    """
    words = checked(text)
    with house.work() as work:
        part, pupil = answer.visible(house, work.session, actor, part_id)
        category = house.policy.categories[part.category]
        if category.mechanism is Mechanism.OWN:
            raise access.gone()
        before = _rows(work.session, pupil.id, actor.person_id, part.category)
        if any(not row.outcome for row in before):
            raise Refused("Du har allerede sagt fra. Vent på svaret først.", "VENTER_PA_SVAR")
        row = _new(house, actor, part, category, again=bool(before))
        row.content = contents.pupil_box(house, work.session, pupil.id).seal(
            words.encode(), _place(row, "content"))
        work.session.add(row)
        _task(house, work, row)
        work.commit()


def _new(house: House, actor: Actor, part: Part, category: Category, again: bool) -> Correction:
    today = house.today()
    end = expiry(house.policy, house.settings.node.school_year)
    return Correction(
        id=house.id(), pupil_id=part.pupil_id, part_id=part.id, category=part.category,
        owner_unit=part.owner_unit, person_id=actor.person_id, hat=actor.hat, content=b"",
        at=house.clock.now(), due=pauses.answer_by(today),
        holds_until=pauses.holds_until(house.policy, category, today, end, again))


def _task(house: House, work: Work, row: Correction) -> None:
    unit = work.session.get(Unit, row.owner_unit)
    role = "ppt_radgiver" if unit and unit.kind == "ppt" else "radgiver"
    work.session.add(Task(
        id=house.id(), unit_id=row.owner_unit, role=role, kind=TASK, pupil_id=row.pupil_id,
        object_id=row.id, due=row.holds_until or row.due, created=house.clock.now()))
    work.audit(Event("retting:bedt", row.person_id, role=row.hat, unit=row.owner_unit,
                     pupil_id=row.pupil_id, object_id=row.part_id))


def held(session: Session, part: Part, today: date) -> bool:
    """True while somebody waits for an answer about the part and the pause has not ended."""
    return session.exec(select(Correction.id).where(
        Correction.pupil_id == part.pupil_id, Correction.category == part.category,
        Correction.owner_unit == part.owner_unit, Correction.outcome == "",
        col(Correction.holds_until) >= today)).first() is not None


def of_person(house: House, session: Session, actor: Actor, pupil_id: str) -> list[Said]:
    """What the person has said is wrong, newest first."""
    return [_said(house, session, row) for row in
            reversed(_rows(session, pupil_id, actor.person_id))]


def waiting(house: House, session: Session, actor: Actor) -> list[Said]:
    """What waits for the owner's answer in the actor's units, the one due first in front."""
    units = actor.units(*access.SCHOOL, *access.PPT)
    rows = session.exec(select(Correction).where(
        col(Correction.owner_unit).in_(units), Correction.outcome == "")
        .order_by(col(Correction.due), col(Correction.id)))
    return [_said(house, session, row) for row in rows if _handles(session, actor, row)]


@dataclass(frozen=True)
class Look:
    """What its owner sees before answering."""

    said: Said
    part: Part
    data: bytes
    """The part as it was when somebody said that it is wrong."""


def look(house: House, actor: Actor, correction_id: str) -> Look:
    """One that waits for the actor's answer; the reading is remembered. Raises NotFound."""
    with house.work() as work:
        row = _open(work.session, actor, correction_id)
        part = work.session.get_one(Part, row.part_id)
        work.audit(Event("del:lest", actor.person_id, role="stab", unit=part.owner_unit,
                         pupil_id=part.pupil_id, object_id=part.id,
                         fields={"sha256": part.sha256}))
        found = Look(_said(house, work.session, row), part,
                     contents.part_bytes(house, work.session, part))
        work.commit()
        return found


def reply(house: House, actor: Actor, correction_id: str, outcome: str, text: str) -> None:
    """The owner's answer: mended, or kept with the reason. Ends the pause and the task.

    «Rettet» is taken only when a newer version of the part has come: nobody is told that
    something is mended which is not.
    """
    words = checked(text)
    if outcome not in (MENDED, KEPT):
        raise Refused("Velg om teksten er rettet eller blir stående.", "UKJENT_SVAR")
    with house.work() as work:
        row = _open(work.session, actor, correction_id)
        part = work.session.get_one(Part, row.part_id)
        if outcome == MENDED and part.state != PartState.REPLACED:
            raise Refused("Rett teksten først. Så kan du svare at den er rettet.", "IKKE_RETTET")
        row.outcome, row.answered, row.answered_by = outcome, house.clock.now(), actor.person_id
        row.reply = contents.pupil_box(house, work.session, row.pupil_id).seal(
            words.encode(), _place(row, "reply"))
        work.session.add(row)
        _close_task(house, work, row)
        work.audit(Event("retting:svart", actor.person_id, role="stab", unit=row.owner_unit,
                         pupil_id=row.pupil_id, object_id=row.part_id, fields={"utfall": outcome}))
        work.commit()


def checked(text: str) -> str:
    """The words without blanks around. Raises Refused when they are none or too many."""
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Refused("Skriv hva det gjelder først.", "TOM_TEKST")
    if len(words) > LONGEST:
        raise Refused("Teksten er for lang. Gjør den kortere.", "LANG_TEKST")
    return words


def _rows(session: Session, pupil_id: str, person_id: str,
          category: str | None = None) -> list[Correction]:
    query = select(Correction).where(Correction.pupil_id == pupil_id,
                                     Correction.person_id == person_id)
    if category is not None:
        query = query.where(Correction.category == category)
    return list(session.exec(query.order_by(col(Correction.at), col(Correction.id))))


def _said(house: House, session: Session, row: Correction) -> Said:
    box = contents.pupil_box(house, session, row.pupil_id)
    answered = box.open(row.reply, _place(row, "reply")).decode() if row.reply else ""
    return Said(
        id=row.id, part_id=row.part_id, category=row.category,
        text=box.open(row.content, _place(row, "content")).decode(),
        on=row.at.date(), due=row.due, hat=row.hat, holds_until=row.holds_until,
        outcome=row.outcome, reply=answered)


def _open(session: Session, actor: Actor, correction_id: str) -> Correction:
    row = session.get(Correction, correction_id)
    if row is None or row.outcome or not _handles(session, actor, row):
        raise access.gone()
    return row


def _handles(session: Session, actor: Actor, row: Correction) -> bool:
    """The owner's own people, and nobody who is related to the pupil (P6, P11)."""
    if row.owner_unit not in actor.units(*access.SCHOOL, *access.PPT):
        return False
    try:
        if row.owner_unit in actor.units(*access.PPT):
            access.pupil_of_ppt(session, actor, row.pupil_id)
        else:
            access.pupil_of_school(session, actor, row.pupil_id)
    except NotFound:
        return False
    return True


def _close_task(house: House, work: Work, row: Correction) -> None:
    tasks = work.session.exec(select(Task).where(
        Task.kind == TASK, Task.object_id == row.id, col(Task.done).is_(None)))
    for task in tasks:
        task.done = house.clock.now()
        work.session.add(task)


def _place(row: Correction, purpose: str) -> Place:
    return Place("correction", row.id, purpose)
