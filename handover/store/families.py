"""Who a pupil's family is, as the rules of approval need to see it."""

import base64
from datetime import date

from sqlmodel import Session, select

from handover.house import House
from handover.ports import OSLO
from handover.rules.approval import Answer, Family, Said
from handover.store import contents, persons
from handover.store.tables import Decision, Person, Pupil, Representation
from handover.store.vault import Place


def valid_representations(session: Session, pupil_id: str, day: date) -> list[Representation]:
    """Everybody registered to act for the pupil on the day, verified or not."""
    rows = session.exec(select(Representation).where(Representation.pupil_id == pupil_id))
    return [row for row in rows
            if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]


def restricted(session: Session, pupil_id: str, person_id: str, day: date) -> bool:
    """True when a leader has limited this guardian to their own contact data (S1, C-75)."""
    return any(row.restricted for row in valid_representations(session, pupil_id, day)
               if row.person_id == person_id)


def family(house: House, session: Session, pupil: Pupil, day: date) -> Family:
    """The pupil, and the guardians whose standing is documented (C-35)."""
    rows = valid_representations(session, pupil.id, day)
    known = persons.details(house, session.get_one(Person, pupil.person_id))
    if known.born is None:
        raise ValueError("a pupil is stored with a birth date")
    return Family(
        pupil=pupil.person_id, born=known.born,
        guardians=frozenset(row.person_id for row in rows if row.verified),
        unverified=any(not row.verified for row in rows),
    )


def sealed_ground(house: House, session: Session, pupil_id: str, row_id: str, ground: str) -> str:
    """The ground somebody acts on, sealed in the pupil's box: it may tell of care (C-38, S20)."""
    box = contents.pupil_box(house, session, pupil_id)
    return base64.b64encode(box.seal(ground.encode(), ground_place(row_id))).decode()


def ground_place(row_id: str) -> Place:
    """Where a sealed ground belongs."""
    return Place("representation", row_id, "ground")


def said(session: Session, part_id: str, slot_id: str) -> list[Said]:
    """Every answer about a part for a slot, oldest first."""
    rows = session.exec(select(Decision).where(Decision.part_id == part_id,
                                               Decision.slot_id == slot_id))
    return [Said(row.person_id, row.hat, Answer(row.answer), row.sha256,
                 row.at.astimezone(OSLO).date(), row.order) for row in rows]
