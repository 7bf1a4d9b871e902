"""What there is to tell a person today: their own unanswered questions, and what has been sent.

The promise: a matter is the person's own. What another has answered, hidden or been told
changes nothing here but what changes on the person's own pages (S4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision.unanswered import of_person as open_questions
from handover.house import House
from handover.rules import approval
from handover.rules.actors import Actor, Hat
from handover.rules.delivery_states import DeliveryState
from handover.rules.notices import Matter
from handover.store.tables import Carried, Delivery, Part, Pupil

ARRIVED = (DeliveryState.DELIVERED, DeliveryState.CONFIRMED)


@dataclass(frozen=True)
class Found:
    """One matter of one person."""

    person_id: str
    pupil_id: str
    matter: Matter
    object_id: str
    detail: str = ""
    """What makes it another matter about the same object: a receiver that was not asked about."""


def of_person(house: House, session: Session, actor: Actor, pupil: Pupil) -> Iterator[Found]:
    """Everything there is to tell this person about this pupil, told before or not."""
    for one in open_questions(house, session, actor, pupil):
        for slot in one.slots:
            if slot.id not in one.answers or one.answered:
                # Answered everywhere and open all the same: asked anew after a birthday (C-22).
                yield Found(actor.person_id, pupil.id, Matter.QUESTION, one.part.id,
                            slot.id + ("/igjen" if one.answered else ""))
    for row in _arrived(house, session, actor, pupil):
        yield Found(actor.person_id, pupil.id, Matter.SENT, row.id)
        if row.state == DeliveryState.CONFIRMED:
            yield Found(actor.person_id, pupil.id, Matter.CONFIRMED, row.id)


def unanswered(house: House, session: Session, actor: Actor, pupil: Pupil) -> list[str]:
    """Ids of the parts the person is asked about and has not answered for."""
    return [one.part.id for one in open_questions(house, session, actor, pupil)]


def arrived(house: House, session: Session, actor: Actor, pupil: Pupil) -> set[str]:
    """Ids of the packages the person may know have arrived."""
    return {row.id for row in _arrived(house, session, actor, pupil)}


def _arrived(house: House, session: Session, actor: Actor, pupil: Pupil) -> list[Delivery]:
    """The packages that have come to their receiver, and that the person may know of."""
    rows = session.exec(select(Delivery).where(
        Delivery.pupil_id == pupil.id, Delivery.kind == "pakke",
        col(Delivery.state).in_(ARRIVED)))
    return [row for row in rows
            if actor.hat is Hat.PUPIL or _guardian_may_know(house, session, row)]


def _guardian_may_know(house: House, session: Session, row: Delivery) -> bool:
    """A package with nothing in it that guardians see has, to them, not been sent (S1, S4)."""
    parts = session.exec(select(Part.category, Part.shown).join(
        Carried, col(Carried.part_id) == Part.id).where(Carried.delivery_id == row.id))
    return any(approval.guardian_may_see(house.policy.categories[category], shown)
               for category, shown in parts)
