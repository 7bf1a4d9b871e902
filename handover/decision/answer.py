"""Station 4c, the person: sees exactly these bytes, and answers about them.

A yes counts only from somebody who was served those very bytes in that session,
logged in well enough, about a part that is still what it was (C-07, C-08, C-44).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision import access, acts, questions
from handover.decision.questions import Asked
from handover.decision.wording import BOKMAL, Wording
from handover.errors import Conflict, Refused
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.rules.policy import Category
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Decision, Part, Pupil, Served
from handover.store.work import Work


@dataclass(frozen=True)
class Shown:
    """A part as served: the bytes, and the hash of the text around them."""

    part: Part
    category: Category
    data: bytes
    text_hash: str


def show(house: House, actor: Actor, part_id: str, wording: Wording = BOKMAL) -> Shown:
    """Gives the part's bytes to a family member and remembers that it did (C-08).

    The level needed to answer a part is needed to see it (S5). Raises NotFound for
    whatever is not this person's to see. `wording` is the language the page around it is in.
    """
    with house.work() as work:
        part, pupil = _visible(house, work.session, actor, part_id)
        category = house.policy.categories[part.category]
        data = contents.part_bytes(house, work.session, part)
        text = text_hash(house, category, actor.hat is Hat.GUARDIAN, wording)
        work.session.add(Served(
            id=house.id(), session_id=actor.session_id, person_id=actor.person_id,
            sha256=part.sha256, text_hash=text, language=wording.language,
            at=house.clock.now()))
        work.audit(Event("del:vist", actor.person_id, role=actor.hat, pupil_id=pupil.id,
                         object_id=part.id, fields={"sha256": part.sha256, "tekst": text}))
        work.commit()
        return Shown(part, category, data, text)


def text_hash(house: House, category: Category, guardian: bool = False,
              wording: Wording = BOKMAL) -> str:
    """SHA-256 of the text that stands around the part: purpose, consequence, retention, receivers
    and the policy's own hash (C-10). A guardian reads other words than the pupil does;
    a translation is hashed beside the bokmål it stands for."""
    words = (category.why(guardian), category.without(guardian),
             house.policy.retention[category.retention], " ".join(category.receivers),
             category.reference, wording.language, *wording.words, house.policy.sha256)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def answer(house: House, actor: Actor, part_id: str, sha256: str,
           answers: Mapping[str, Answer]) -> None:
    """Records the person's answers, one per slot.

    Raises Conflict when the part has changed since it was shown, Refused when it was
    never served in this session or the log-in is too weak, NotFound when the
    question is not this person's.
    """
    with house.work() as work:
        part, pupil = _visible(house, work.session, actor, part_id)
        if part.sha256 != sha256:
            raise Conflict("Teksten er endret siden du leste den. Les den nye teksten og svar "
                           "på nytt.", "TEKST_ENDRET")
        served = _served(work.session, actor, sha256)
        asked = _question(house, work.session, actor, pupil, part)
        _check(house, asked, answers)
        for slot_id, given in answers.items():
            _record(house, work, actor, part, slot_id, given, served.text_hash)
        work.commit()


def withdraw(house: House, actor: Actor, part_id: str) -> None:
    """Takes back the person's yes, in one step and without a reason (C-54). Acts forward only:
    what has not left stops at the next moment of sending (C-55)."""
    with house.work() as work:
        pupil = _pupil_of(house, work.session, actor, part_id)
        part = work.session.get_one(Part, part_id)
        given = _own_yes(work.session, actor, part)
        if not given:
            raise Refused("Du har ikke sagt ja til denne delen.", "IKKE_SAGT_JA")
        for slot_id, text in given.items():
            _record(house, work, actor, part, slot_id, Answer.WITHDRAWN, text)
        work.audit(Event("svar:trukket", actor.person_id, role=actor.hat, pupil_id=pupil.id,
                         object_id=part.id, fields={"sha256": part.sha256}))
        work.commit()


def open_to_guardians(house: House, actor: Actor, part_id: str, shown: bool) -> None:
    """The pupil lets the guardians read a part, or takes that back (C-46, C-76)."""
    with house.work() as work:
        part, pupil = _visible(house, work.session, actor, part_id)
        if actor.hat is not Hat.PUPIL:
            raise access.gone()
        if shown and not part.shown:
            acts.note(house, work, actor, "innsyn", part.id)
        part.shown = shown
        work.session.add(part)
        work.audit(Event("del:innsyn_foresatte", actor.person_id, role=actor.hat,
                         pupil_id=pupil.id, object_id=part.id,
                         fields={"vises": "ja" if shown else "nei"}))
        work.commit()


def visible(house: House, session: Session, actor: Actor, part_id: str) -> tuple[Part, Pupil]:
    """A part this family member may see now. Raises NotFound for every other."""
    return _visible(house, session, actor, part_id)


def _visible(house: House, session: Session, actor: Actor, part_id: str) -> tuple[Part, Pupil]:
    """A part this family member may see now."""
    pupil = _pupil_of(house, session, actor, part_id)
    part = session.get_one(Part, part_id)
    level = house.policy.level_of(part.category, part.about)
    if part.state != PartState.APPROVED or not actor.reaches(level):
        raise access.gone()
    if actor.hat is Hat.GUARDIAN and not _guardian_sees(house, session, actor, pupil, part):
        raise access.gone()
    return part, pupil


def _guardian_sees(house: House, session: Session, actor: Actor, pupil: Pupil,
                   part: Part) -> bool:
    if part.author_id == actor.person_id:
        return True
    if part.id in {law.id for law in questions.law_parts(house, session, pupil)}:
        return True
    return any(one.part.id == part.id
               for one in questions.for_person(house, session, actor, pupil))


def _pupil_of(house: House, session: Session, actor: Actor, part_id: str) -> Pupil:
    part = session.get(Part, part_id)
    if part is None:
        raise access.gone()
    return access.pupil_of_family(house, session, actor, part.pupil_id)


def _question(house: House, session: Session, actor: Actor, pupil: Pupil, part: Part) -> Asked:
    for one in questions.for_person(house, session, actor, pupil):
        if one.part.id == part.id:
            return one
    raise access.gone()


def _check(house: House, asked: Asked, answers: Mapping[str, Answer]) -> None:
    if not answers or not set(answers) <= {slot.id for slot in asked.slots}:
        raise Refused("Velg hvem svaret gjelder.", "UKJENT_PLASS")
    if Answer.WITHDRAWN in answers.values():
        raise Refused("Svar ja eller nei.", "UKJENT_SVAR")
    if not questions.consent_holds(house, house.today()):
        raise Refused("Fristen for å svare er gått ut.", "UTLOPT")


def _served(session: Session, actor: Actor, sha256: str) -> Served:
    row = session.exec(select(Served).where(
        Served.session_id == actor.session_id, Served.person_id == actor.person_id,
        Served.sha256 == sha256).order_by(col(Served.at).desc())).first()
    if row is None:
        raise Refused("Les teksten før du svarer.", "IKKE_VIST")
    return row


def _own_yes(session: Session, actor: Actor, part: Part) -> dict[str, str]:
    """Slot id → text hash, for each slot where the person's latest word is yes."""
    rows = session.exec(select(Decision).where(Decision.part_id == part.id,
                                               Decision.person_id == actor.person_id))
    newest: dict[str, Decision] = {}
    for row in sorted(rows, key=lambda one: one.order):
        newest[row.slot_id] = row
    return {slot: row.text_hash for slot, row in newest.items() if row.answer == Answer.YES}


def _record(house: House, work: Work, actor: Actor, part: Part, slot_id: str, given: Answer,
            text: str) -> None:
    order = work.audit(Event(
        "svar:gitt", actor.person_id, role=actor.hat, pupil_id=part.pupil_id, object_id=part.id,
        fields={"sha256": part.sha256, "plass": slot_id, "tekst": text,
                "policy": house.policy.sha256, "svar": given}))
    decision_id = house.id()
    acts.note(house, work, actor, "svar", decision_id)
    work.session.add(Decision(
        id=decision_id, pupil_id=part.pupil_id, part_id=part.id, category=part.category,
        sha256=part.sha256, slot_id=slot_id, person_id=actor.person_id, hat=actor.hat,
        answer=given, form="oppmote" if actor.raised else "digital", level=actor.level,
        policy_hash=house.policy.sha256, text_hash=text, at=house.clock.now(), order=order))
