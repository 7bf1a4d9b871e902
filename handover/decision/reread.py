"""Reading outside a question: what was sent, and what the pupil has opened. Decides nothing."""

from sqlmodel import Session, col, select

from handover.decision import access
from handover.decision.answer import Shown, text_hash
from handover.house import House
from handover.rules import approval
from handover.rules.actors import Actor, Hat
from handover.rules.delivery_states import DeliveryState
from handover.rules.part_states import PartState
from handover.store import contents
from handover.store.audit import Event
from handover.store.families import valid_representations
from handover.store.tables import Carried, Delivery, Part, Pupil

ARRIVED = (DeliveryState.DELIVERED, DeliveryState.CONFIRMED)


def reread(house: House, actor: Actor, part_id: str) -> Shown:
    """The bytes of a part that has arrived, or that the pupil has opened to the guardians.

    A part that has since been replaced at the school is given as it was sent. Remembers
    that it was read. Raises NotFound for whatever is not this person's to see, and when
    the log-in is weaker than the part needs (S5).
    """
    with house.work() as work:
        part = work.session.get(Part, part_id)
        if part is None:
            raise access.gone()
        pupil = access.pupil_of_family(house, work.session, actor, part.pupil_id)
        category = house.policy.categories[part.category]
        level = house.policy.level_of(part.category, part.about)
        if not actor.reaches(level) or not _may(house, work.session, actor, pupil, part):
            raise access.gone()
        data = contents.part_bytes(house, work.session, part)
        work.audit(Event("del:vist", actor.person_id, role=actor.hat, pupil_id=pupil.id,
                         object_id=part.id, fields={"sha256": part.sha256}))
        work.commit()
        return Shown(part, category, data, text_hash(house, category, actor.hat is Hat.GUARDIAN))


def arrived(session: Session, pupil_id: str) -> list[Carried]:
    """What is in the packages that have arrived, in no particular order."""
    return list(session.exec(select(Carried).join(
        Delivery, col(Delivery.id) == col(Carried.delivery_id)).where(
        Carried.pupil_id == pupil_id, Delivery.kind == "pakke",
        col(Delivery.state).in_(ARRIVED))))


def guardian_sees_sent(house: House, person_id: str, pupil: Pupil, part: Part) -> bool:
    """True when a guardian may see this part once it has arrived.

    Another guardian's statement is never shown: that it was sent is their answer (S4).
    """
    if part.author_id == person_id:
        return True
    if part.author_id not in (None, pupil.person_id):
        return False
    return approval.guardian_may_see(house.policy.categories[part.category], part.shown)


def _may(house: House, session: Session, actor: Actor, pupil: Pupil, part: Part) -> bool:
    sent = any(one.part_id == part.id for one in arrived(session, pupil.id))
    if actor.hat is Hat.PUPIL:
        return sent
    if _restricted(house, session, actor, pupil):
        return False
    opened = part.author_id == pupil.person_id and part.shown and part.state == PartState.APPROVED
    return opened or (sent and guardian_sees_sent(house, actor.person_id, pupil, part))


def _restricted(house: House, session: Session, actor: Actor, pupil: Pupil) -> bool:
    return any(row.restricted for row in valid_representations(session, pupil.id, house.today())
               if row.person_id == actor.person_id)
