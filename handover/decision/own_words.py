"""The author's own words: «Det som virker for meg», and the guardians' statement.

Nobody edits another's words. The author decides: writing keeps a draft that
only the author sees; sending it is the author's yes to those very bytes.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from handover.decision import access, slots
from handover.decision.answer import text_hash
from handover.errors import Refused
from handover.house import House
from handover.parts.keep import Content, keep
from handover.rules.actors import Actor, Hat, Level
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Decision, Part, Pupil

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
    return session.exec(select(Part).where(
        Part.pupil_id == pupil.id, Part.category == category.id,
        Part.author_id == actor.person_id, Part.state != PartState.REPLACED)).first()


def write(house: House, actor: Actor, pupil_id: str, facts: Mapping[str, Any]) -> str:
    """Keeps the author's text; returns the part's id. Sends nothing."""
    with house.work() as work:
        pupil = access.pupil_of_family(house, work.session, actor, pupil_id)
        category = category_for(house, actor)
        part = keep(house, work, Content(
            pupil_id=pupil.id, category=category, facts=facts, files=(),
            source=category.source, owner_unit=pupil.unit_id, as_of=house.today(),
            author_id=actor.person_id), actor.person_id)
        if part.state == PartState.FOUND:
            part.state = PartState.APPROVED
            work.session.add(part)
        work.commit()
        return part.id


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
        open_slots = slots.for_category(house, slots.of_pupil(work.session, pupil.id), category)
        for slot in open_slots:
            yes = slot.kind in kinds
            seq = work.audit(Event("svar:gitt", actor.person_id, role=actor.hat,
                                   pupil_id=pupil.id, object_id=part.id,
                                   fields={"sha256": sha256, "plass": slot.id,
                                           "policy": house.policy.sha256}))
            work.session.add(Decision(
                id=house.id(), pupil_id=pupil.id, part_id=part.id, category=category.id,
                sha256=sha256, slot_id=slot.id, person_id=actor.person_id, hat=actor.hat,
                answer="ja" if yes else "nei", form="digital", level=actor.level,
                policy_hash=house.policy.sha256, text_hash=text_hash(house, category),
                at=house.clock.now(), order=seq))
        work.commit()


def text(house: House, session: Session, part: Part) -> bytes:
    """The stored bytes of the author's own text."""
    return contents.part_bytes(house, session, part)


def _own(session: Session, actor: Actor, part_id: str) -> Part:
    part = session.get(Part, part_id)
    if part is None or part.author_id != actor.person_id or part.state != PartState.APPROVED:
        raise access.gone()
    return part
