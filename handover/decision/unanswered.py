"""What a person is asked and has not answered: one rule for pages, messages, paper and meetings."""

from collections.abc import Iterator

from sqlmodel import Session

from handover.decision import questions
from handover.decision.questions import Asked
from handover.house import House
from handover.rules.actors import Actor, Hat, Level
from handover.rules.approval import Answer, Status
from handover.store.families import valid_representations
from handover.store.tables import Pupil


def family(house: House, session: Session, pupil: Pupil) -> Iterator[Actor]:
    """The pupil, and the guardians with a verified right to act today, as they would be logged in.

    The level is the highest there is: which questions need BankID is seen after log-in.
    A guardian whom a leader has restricted is not among them (S1).
    """
    yield Actor(pupil.person_id, Hat.PUPIL, Level.HIGH, session_id="")
    rows = valid_representations(session, pupil.id, house.today())
    people = {row.person_id for row in rows if row.verified}
    restricted = {row.person_id for row in rows if row.restricted}
    for person_id in sorted(people - restricted - {pupil.person_id}):
        yield Actor(person_id, Hat.GUARDIAN, Level.HIGH, session_id="")


def of_person(house: House, session: Session, actor: Actor, pupil: Pupil) -> list[Asked]:
    """The person's open questions in policy order; none when answers no longer count (C-59)."""
    if not questions.consent_holds(house, house.today()):
        return []
    return [one for one in questions.for_person(house, session, actor, pupil)
            if not one.answered or _asked_anew(house, session, actor, one)]


def _asked_anew(house: House, session: Session, actor: Actor, one: Asked) -> bool:
    """A yes from an age when the pupil was one voice among others is asked for again (C-22)."""
    return actor.hat is Hat.PUPIL and any(
        one.answers.get(slot.id) is Answer.YES
        and questions.standing(house, session, one.part, slot, house.today()) is Status.ASKS_PUPIL
        for slot in one.slots)
