"""One's own words as they are kept, and whom they may go to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from handover.decision import own_words, slots
from handover.house import House
from handover.parts import build
from handover.rules.approval import Answer
from handover.store.tables import Decision, Part, Slot
from handover.web.family import receivers
from handover.web.family.case import Case


@dataclass(frozen=True)
class Choice:
    """One receiver the author may choose."""

    kind: str
    name: str
    who: str
    chosen: bool


@dataclass(frozen=True)
class SendPage:
    """What stands around the kept text."""

    part_id: str
    choices: list[Choice]
    sent_to: list[str]
    """Receivers the author has said yes to, as they stand in a sentence."""
    shown: bool
    """The pupil lets the guardians read it."""


def kept_facts(house: House, session: Session, case: Case) -> Mapping[str, Any]:
    """What the author has kept so far; empty when nothing is."""
    part = own_words.draft(house, session, case.actor, case.pupil)
    return {} if part is None else build.read(own_words.text(house, session, part))


def is_sent(house: House, session: Session, case: Case) -> bool:
    """True when the author has ever said yes to sending a version of their words."""
    category = own_words.category_for(house, case.actor)
    return session.exec(select(Decision.id).where(
        Decision.pupil_id == case.pupil.id, Decision.person_id == case.actor.person_id,
        Decision.category == category.id, Decision.answer == Answer.YES)).first() is not None


def send_view(house: House, session: Session, case: Case, part: Part) -> SendPage:
    """The receivers there are today, and what has been chosen before."""
    category = house.policy.categories[part.category]
    open_slots = slots.for_category(house, slots.of_pupil(session, case.pupil.id), category)
    ordered = receivers.in_order(open_slots)
    yes = _yes(session, case, part)
    choices = [Choice(slot.kind, receivers.label(slot),
                      " ".join(receivers.who(house, case, category, [slot])), slot.id in yes)
               for slot in ordered]
    return SendPage(part.id, choices, [_inside(slot) for slot in ordered if slot.id in yes],
                    part.shown)


def _inside(slot: Slot) -> str:
    return receivers.asked_for([slot])


def _yes(session: Session, case: Case, part: Part) -> set[str]:
    """Ids of the slots the author's latest word is yes for."""
    rows = session.exec(select(Decision).where(
        Decision.part_id == part.id, Decision.person_id == case.actor.person_id,
        Decision.sha256 == part.sha256).order_by(col(Decision.order)))
    newest = {row.slot_id: row.answer for row in rows}
    return {slot_id for slot_id, word in newest.items() if word == Answer.YES}
