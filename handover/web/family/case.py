"""Whom a family page is about, who is asking, and how much that person may be told.

The promise: everything the pages show passes through one `Case`, so that a restriction
is looked at in one place (S1, S1b).
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision import questions
from handover.decision.questions import Asked
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.rules.approval import Answer, Status
from handover.rules.policy import Category
from handover.store import persons
from handover.store.families import valid_representations
from handover.store.tables import Decision, Part, Pupil, Representation, Slot


@dataclass(frozen=True)
class Case:
    """One pupil, and one person who is the pupil or acts for them."""

    actor: Actor
    pupil: Pupil
    name: str
    """The pupil's given name."""
    restricted: bool
    """May see own contact data and nothing else (S1)."""
    safe: bool
    """May be told the receiving school: the pupil always; a guardian only while verified and
    nobody in the case is restricted (S1b)."""
    several: bool = False
    """The person may act for more than one pupil here."""

    @property
    def is_pupil(self) -> bool:
        """True for the pupil, false for a guardian."""
        return self.actor.hat is Hat.PUPIL

    def reads(self, category: Category) -> bool:
        """True when the log-in is good enough to see the category, its name included (S5)."""
        return self.actor.reaches(category.level)


def reads_part(house: House, case: Case, part: Part) -> bool:
    """True when the log-in is good enough to see the part; a remark is as private as what it
    stands beside (S5)."""
    return case.actor.reaches(house.policy.level_of(part.category, part.about))


def children(house: House, session: Session, actor: Actor) -> list[Pupil]:
    """The pupils the person is, or may act for today; in an order that tells nothing."""
    year = house.settings.node.school_year
    open_pupils = select(Pupil).where(Pupil.school_year == year, col(Pupil.blocked).is_(False))
    if actor.hat is Hat.PUPIL:
        return list(session.exec(open_pupils.where(Pupil.person_id == actor.person_id)))
    mine = select(Representation.pupil_id).where(Representation.person_id == actor.person_id)
    rows = session.exec(open_pupils.where(col(Pupil.id).in_(mine)).order_by(col(Pupil.id)))
    return [row for row in rows if _mandate(house, session, actor, row) is not None]


def open_case(house: House, session: Session, actor: Actor, pupil: Pupil,
              several: bool = False) -> Case:
    """The case, with what holds today."""
    name = persons.get(house, session, pupil.person_id).given
    if actor.hat is Hat.PUPIL:
        return Case(actor, pupil, name, restricted=False, safe=True)
    own = _mandate(house, session, actor, pupil)
    everybody = valid_representations(session, pupil.id, house.today())
    return Case(actor, pupil, name, restricted=own is None or own.restricted,
                safe=own is not None and not any(one.restricted for one in everybody),
                several=several)


def _mandate(house: House, session: Session, actor: Actor, pupil: Pupil) -> Representation | None:
    rows = valid_representations(session, pupil.id, house.today())
    return next((row for row in rows if row.person_id == actor.person_id and row.verified), None)


def asked(house: House, session: Session, case: Case) -> list[Asked]:
    """The person's questions, those needing a high log-in level last.

    Left out: everything, for somebody who is restricted or when answers no longer count
    (C-59); what an author has written but not sent; and, for a guardian, the receivers the
    pupil has not said yes to.
    """
    if case.restricted or not questions.consent_holds(house, house.today()):
        return []
    found = questions.for_person(house, session, case.actor, case.pupil)
    return [_narrowed(session, case, one) for one in found if _is_sent(session, one.part)]


def _is_sent(session: Session, part: Part) -> bool:
    """False for a text whose author has kept it to themselves so far."""
    if part.author_id is None:
        return True
    rows = session.exec(select(Decision).where(
        Decision.part_id == part.id, Decision.person_id == part.author_id,
        Decision.sha256 == part.sha256))
    newest: dict[str, Decision] = {}
    for row in sorted(rows, key=lambda one: one.order):
        newest[row.slot_id] = row
    return any(row.answer == Answer.YES for row in newest.values())


def _narrowed(session: Session, case: Case, one: Asked) -> Asked:
    if case.is_pupil:
        return one
    slots = tuple(questions.slots_with_pupils_yes(session, case.pupil, one))
    return Asked(one.part, one.category, slots, one.answers)


def is_answered(house: House, session: Session, case: Case, one: Asked) -> bool:
    """True when nothing is left to answer.

    A yes from an age when the pupil was one voice among others is asked for anew (C-22).
    """
    return one.answered and not any(
        _asked_anew(house, session, case, one, slot) for slot in one.slots)


def _asked_anew(house: House, session: Session, case: Case, one: Asked, slot: Slot) -> bool:
    given = one.answers.get(slot.id)
    if not case.is_pupil or given is not Answer.YES:
        return False
    return questions.standing(house, session, one.part, slot,
                              house.today()) is Status.ASKS_PUPIL
