"""The author's own words: «Det som virker for meg», and the guardians' statement.

Nobody edits another's words. The author decides: writing keeps a draft that
only the author sees; sending it is the author's yes to those very bytes.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from handover.decision import access, acts, slots
from handover.decision.answer import text_hash
from handover.errors import Refused
from handover.house import House
from handover.parts.keep import Content, keep
from handover.rules.actors import Actor, Hat, Level
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Decision, Part, Pupil, Slot
from handover.store.work import Work

MARK = 8
"""Random bytes in a mark."""
SOURCE = {Hat.PUPIL: "elev", Hat.GUARDIAN: "foresatt"}


def category_for(house: House, actor: Actor) -> Category:
    """The category of own words for this hat. Raises NotFound for staff."""
    for category in house.policy.categories.values():
        if category.mechanism is Mechanism.OWN and category.source == SOURCE.get(actor.hat):
            return category
    raise access.gone()


def draft(house: House, session: Session, actor: Actor, pupil: Pupil) -> Part | None:
    """The author's text as it stands, when there is one."""
    category = category_for(house, actor)
    return text_beside(session, actor, pupil.id, category, about=None)


def text_beside(session: Session, actor: Actor, pupil_id: str, category: Category,
                about: str | None) -> Part | None:
    """The author's newest text of this kind: their own words, or the remark beside `about`."""
    return session.exec(select(Part).where(
        Part.pupil_id == pupil_id, Part.category == category.id, Part.about == about,
        Part.author_id == actor.person_id, Part.state != PartState.REPLACED)).first()


def write(house: House, actor: Actor, pupil_id: str, facts: Mapping[str, Any]) -> str:
    """Keeps the author's text; returns the part's id. Sends nothing."""
    with house.work() as work:
        pupil = access.pupil_of_family(house, work.session, actor, pupil_id)
        part = keep_text(house, work, actor, pupil, facts, about=None)
        work.commit()
        return part.id


def keep_text(house: House, work: Work, actor: Actor, pupil: Pupil, facts: Mapping[str, Any],
              about: str | None) -> Part:
    """Keeps the author's newest text of this kind, in the caller's transaction.

    A pupil has one text of their own. Several guardians may each have one, and a person one
    remark beside each part, so those carry a random mark that stays through their versions.
    """
    category = category_for(house, actor)
    before = text_beside(work.session, actor, pupil.id, category, about)
    alone = actor.hat is Hat.PUPIL and about is None
    mark = before.mark if before else None if alone else house.random(MARK).hex()
    part = keep(house, work, Content(
        pupil_id=pupil.id, category=category, facts=facts, files=(), source=category.source,
        owner_unit=pupil.unit_id, as_of=house.today(), author_id=actor.person_id,
        about=about, mark=mark), actor.person_id)
    if part.state == PartState.FOUND:
        acts.note(house, work, actor, "kladd", part.id)
        part.state = PartState.APPROVED
        work.session.add(part)
    return part


def send(house: House, actor: Actor, part_id: str, sha256: str, kinds: frozenset[str]) -> None:
    """The author says yes to these bytes for the chosen kinds of receiver (R_FORFATTER).

    `kinds` are slot kinds; the author's words go nowhere else. Drafting may be done
    with a weak log-in, sending never (P7).
    """
    if not actor.reaches(Level.SUBSTANTIAL):
        raise Refused("Logg inn med ID-porten for å sende.", "FOR_LAVT_NIVA")
    with house.work() as work:
        part = _own(work.session, actor, part_id)
        pupil = access.pupil_of_family(house, work.session, actor, part.pupil_id)
        if part.sha256 != sha256:
            raise Refused("Teksten er endret. Les den på nytt før du sender.", "TEKST_ENDRET")
        category = house.policy.categories[part.category]
        for slot in receivers(house, work.session, part):
            yes = slot.kind in kinds
            seq = work.audit(Event("svar:gitt", actor.person_id, role=actor.hat,
                                   pupil_id=pupil.id, object_id=part.id,
                                   fields={"sha256": sha256, "plass": slot.id,
                                           "policy": house.policy.sha256}))
            decision_id = house.id()
            acts.note(house, work, actor, "svar", decision_id)
            work.session.add(Decision(
                id=decision_id, pupil_id=pupil.id, part_id=part.id, category=category.id,
                sha256=sha256, slot_id=slot.id, person_id=actor.person_id, hat=actor.hat,
                answer="ja" if yes else "nei", form="digital", level=actor.level,
                policy_hash=house.policy.sha256,
                text_hash=text_hash(house, category, actor.hat is Hat.GUARDIAN),
                at=house.clock.now(), order=seq))
        work.commit()


def receivers(house: House, session: Session, part: Part) -> list[Slot]:
    """The open slots the text may go to; a remark only where its part may go too."""
    found = slots.for_category(house, slots.of_pupil(session, part.pupil_id),
                               house.policy.categories[part.category])
    if part.about is None:
        return found
    return slots.for_category(house, found, house.policy.categories[part.about])


def text(house: House, session: Session, part: Part) -> bytes:
    """The stored bytes of the author's own text."""
    return contents.part_bytes(house, session, part)


def _own(session: Session, actor: Actor, part_id: str) -> Part:
    part = session.get(Part, part_id)
    if part is None or part.author_id != actor.person_id or part.state != PartState.APPROVED:
        raise access.gone()
    return part
