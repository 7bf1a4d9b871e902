"""Who of a family may be told anything, asked when a batch is planned and again when it is sent.

The promise: nobody is told because they once could be; today's rows decide (S1, S3, P4).
"""

from collections.abc import Iterator

from sqlmodel import Session

from handover.decision import unanswered
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.notices import Standing
from handover.store import persons
from handover.store.families import valid_representations
from handover.store.tables import Person, Pupil


def of(house: House, session: Session, person_id: str, pupil: Pupil) -> Standing:
    """Where the person stands towards the pupil today."""
    own = person_id == pupil.person_id
    mandates = [row for row in valid_representations(session, pupil.id, house.today())
                if row.person_id == person_id]
    return Standing(
        acts=own or any(row.verified for row in mandates),
        restricted=any(row.restricted for row in mandates),
        blocked=pupil.blocked or any(_barred(house, session, one)
                                     for one in (person_id, pupil.person_id)))


def family(house: House, session: Session, pupil: Pupil) -> Iterator[Actor]:
    """Those of the family who may be told something today."""
    for actor in unanswered.family(house, session, pupil):
        if of(house, session, actor.person_id, pupil).may_be_told:
            yield actor


def _barred(house: House, session: Session, person_id: str) -> bool:
    number = persons.details(house, session.get_one(Person, person_id)).number
    return bool(number) and persons.is_barred(house, session, number)
