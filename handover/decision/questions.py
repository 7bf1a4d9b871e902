"""What a person is asked, and where each part stands. Reads; changes nothing.

The pupil comes first. A guardian is asked only about parts the rule needs them
for, that the pupil has said yes to, and that they may see: what the pupil
declined or keeps to themselves is neither offered nor listed (P2, C-75).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handover.decision import slots
from handover.house import House
from handover.rules import approval
from handover.rules.actors import Actor, Hat, Level
from handover.rules.approval import Answer, Family, Question, Status
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism, Profile, expiry
from handover.store import contents, families
from handover.store.tables import Part, Pupil, Slot


@dataclass(frozen=True)
class Asked:
    """One question: a part and every slot it may go to (P7)."""

    part: Part
    category: Category
    slots: tuple[Slot, ...]
    answers: dict[str, Answer]
    """The person's own answers by slot id; a slot without one is unanswered."""

    @property
    def answered(self) -> bool:
        """True when the person has answered for every slot."""
        return all(slot.id in self.answers for slot in self.slots)


def profile(house: House) -> Profile:
    """The profile this kommune runs (streng unless configured otherwise)."""
    return Profile(house.settings.node.profile)


def question(house: House, part: Part) -> Question:
    """The part as the rules of approval see it."""
    category = house.policy.categories[part.category]
    return Question(category, house.policy.rule_for(category, profile(house)), part.sha256,
                    author=part.author_id)


def standing(house: House, session: Session, part: Part, slot: Slot, day: date) -> Status:
    """Where one part stands for one slot on a day."""
    pupil = session.get_one(Pupil, part.pupil_id)
    family = families.family(house, session, pupil, day)
    if _needs_unseen_guardian(house, part, family, day):
        return Status.BLOCKED
    said = families.said(session, part.id, slot.id)
    return approval.status(question(house, part), family, said, day)


def _needs_unseen_guardian(house: House, part: Part, family: Family, day: date) -> bool:
    """No one approves what they cannot see (C-46)."""
    asked = question(house, part)
    return approval.guardian_is_asked(asked, family, day) and not approval.guardian_may_see(
        asked.category, part.shown)


def consent_holds(house: House, day: date) -> bool:
    """False from the day consents expire (C-59)."""
    return day < expiry(house.policy, house.settings.node.school_year)


def for_person(house: House, session: Session, actor: Actor, pupil: Pupil) -> list[Asked]:
    """The questions for this person about this pupil, in policy order, those needing a high
    log-in level last (P7)."""
    day = house.today()
    open_slots = slots.of_pupil(session, pupil.id)
    found = []
    for part in contents.live_parts(session, pupil.id, [PartState.APPROVED]):
        asked = _asked(house, session, actor, part, open_slots)
        if asked and _concerns(house, session, actor, pupil, asked, day):
            found.append(asked)
    return sorted(found, key=lambda one: (
        house.policy.level_of(one.part.category, one.part.about) is Level.HIGH,
        one.category.position, one.part.mark or ""))


def _asked(house: House, session: Session, actor: Actor, part: Part,
           open_slots: Iterable[Slot]) -> Asked | None:
    category = house.policy.categories[part.category]
    relevant = tuple(slots.for_category(house, open_slots, category))
    if not category.mechanism.asked or not relevant:
        return None
    answers = {}
    for slot in relevant:
        own = approval.latest(one for one in families.said(session, part.id, slot.id)
                              if one.sha256 == part.sha256).get(actor.person_id)
        if own:
            answers[slot.id] = own.answer
    return Asked(part, category, relevant, answers)


def _concerns(house: House, session: Session, actor: Actor, pupil: Pupil, asked: Asked,
              day: date) -> bool:
    if asked.part.author_id == actor.person_id or not _author_sends(session, asked):
        return False
    if actor.hat is Hat.PUPIL:
        return True
    return _concerns_guardian(house, session, actor, pupil, asked, day)


def _concerns_guardian(house: House, session: Session, actor: Actor, pupil: Pupil, asked: Asked,
                       day: date) -> bool:
    family = families.family(house, session, pupil, day)
    if families.restricted(session, pupil.id, actor.person_id, day):
        return False
    needed = approval.guardian_is_asked(question(house, asked.part), family, day)
    seen = approval.guardian_may_see(asked.category, asked.part.shown)
    return needed and seen and bool(slots_with_pupils_yes(session, pupil, asked))


def _author_sends(session: Session, asked: Asked) -> bool:
    """Somebody's own words are nobody else's business before they have sent them (R_FORFATTER)."""
    author = asked.part.author_id
    if author is None:
        return True
    said = [one for slot in asked.slots for one in families.said(session, asked.part.id, slot.id)
            if one.sha256 == asked.part.sha256]
    void = {one.order for one in said if one.answer is Answer.VOID}
    if void:
        # What somebody else sent in the author's name was never sent (S5).
        said = [one for one in said if one.order > max(void)]
    return any(one.person == author and one.answer is Answer.YES for one in said)


def slots_with_pupils_yes(session: Session, pupil: Pupil, asked: Asked) -> list[Slot]:
    """The slots for which the pupil has said yes to these bytes."""
    result = []
    for slot in asked.slots:
        own = approval.latest(one for one in families.said(session, asked.part.id, slot.id)
                              if one.sha256 == asked.part.sha256).get(pupil.person_id)
        if own and own.answer is Answer.YES:
            result.append(slot)
    return result


def law_parts(house: House, session: Session, pupil: Pupil) -> list[Part]:
    """The law-based parts that are ready: shown, not asked (C-15)."""
    ready = contents.live_parts(session, pupil.id, [PartState.APPROVED])
    law = [part for part in ready
           if house.policy.categories[part.category].mechanism is Mechanism.LAW]
    return sorted(law, key=lambda part: house.policy.categories[part.category].position)
