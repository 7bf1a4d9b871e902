"""One question as a page: its place among the others, who gets it, why, how long, what if no."""

from dataclasses import dataclass

from sqlmodel import Session

from handover.decision import questions
from handover.decision.access import gone
from handover.decision.questions import Asked
from handover.house import House
from handover.rules import approval
from handover.rules.approval import Answer
from handover.store import families
from handover.store.tables import Part
from handover.web.family import receivers
from handover.web.family.case import Case, asked, is_answered, reads_part
from handover.web.texts import _, told

CLAUSES = frozenset({"at", "hva", "hvem", "hvordan"})
"""What is named by a clause is something to know, not something to get."""


@dataclass(frozen=True)
class Place:
    """Where a question stands among the person's questions."""

    part_id: str
    number: int
    total: int
    high: int
    """How many need BankID; they come last."""
    before: str
    """Id of the question before; empty for the first."""
    after: str


@dataclass(frozen=True)
class SlotChoice:
    """One receiver of a question, answered for alone."""

    id: str
    name: str
    answer: str
    """ja | nei | trukket, or empty."""


@dataclass(frozen=True)
class QuestionPage:
    """Everything around the text that would be sent."""

    place: Place
    heading: str
    under: str
    who: list[str]
    why: str
    how_long: str
    if_no: str
    reference: str
    next_step: str
    """What happens after a yes and after a no."""
    slots: list[SlotChoice]
    given: str
    """What the person has answered before: ja | nei | ulikt, or empty."""
    pupil_opens: bool
    """The pupil decides whether guardians may read it (C-46)."""
    opened: bool
    asks_guardian: bool
    """A guardian must say yes too, and so must be able to read it."""


def find(house: House, session: Session, case: Case, part_id: str) -> tuple[Asked, Place]:
    """The person's own question about this part. Raises NotFound."""
    found = asked(house, session, case)
    for index, one in enumerate(found):
        if one.part.id == part_id:
            return one, _place(house, case, found, index)
    raise gone()


def newer(house: House, session: Session, case: Case, part_id: str) -> str:
    """Id of the question that has taken the place of this one; empty when none has.

    The text was changed at its source, so what was read is no longer what would be sent.
    """
    mine = {one.part.id for one in asked(house, session, case)}
    part = session.get(Part, part_id)
    while part is not None and part.replaced_by and part.pupil_id == case.pupil.id:
        if part.replaced_by in mine:
            return part.replaced_by
        part = session.get(Part, part.replaced_by)
    return ""


def _place(house: House, case: Case, found: list[Asked], index: int) -> Place:
    high = sum(not reads_part(house, case, one.part) for one in found)
    return Place(found[index].part.id, index + 1, len(found), high,
                 found[index - 1].part.id if index else "",
                 found[index + 1].part.id if index + 1 < len(found) else "")


def next_question(house: House, session: Session, case: Case, after: str = "") -> str:
    """Id of the next question without an answer; empty when there is none.

    Begins after the given one and goes round, so that what was skipped comes back.
    """
    found = asked(house, session, case)
    ids = [one.part.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    turned = found[start:] + found[:start]
    return next((one.part.id for one in turned
                 if one.part.id != after and not is_answered(house, session, case, one)), "")


def question_view(house: House, session: Session, case: Case, one: Asked,
                  place: Place) -> QuestionPage:
    """The words around one question."""
    category = one.category
    return QuestionPage(
        place=place, heading=_heading(case, one), under="" if case.is_pupil else told(category.name),
        who=receivers.who(house, case, category, one.slots),
        why=told(category.why(not case.is_pupil)),
        how_long=told(house.policy.retention[category.retention]),
        if_no=told(category.without(not case.is_pupil)),
        reference=category.reference, next_step=_next_step(house, session, case, one),
        slots=[SlotChoice(slot.id, receivers.label(slot), one.answers.get(slot.id, ""))
               for slot in receivers.in_order(one.slots)],
        given=given(one), pupil_opens=case.is_pupil and category.guardian_view == "elev_velger",
        opened=one.part.shown, asks_guardian=needs_guardian(house, session, case, one))


def given(one: Asked) -> str:
    """The person's answer in one word; «ulikt» when receivers have different ones."""
    words = {str(one.answers.get(slot.id, "")) for slot in one.slots}
    if len(words) > 1:
        return "ulikt"
    word = next(iter(words), "")
    return "nei" if word == Answer.WITHDRAWN else word


def _heading(case: Case, one: Asked) -> str:
    whom = receivers.asked_for(one.slots)
    if not case.is_pupil:
        return _("Vil du at %(hvem)s skal få dette?", hvem=whom)
    if one.category.short.split()[0] in CLAUSES:
        return _("Vil du at %(hvem)s skal få vite %(hva)s?", hvem=whom, hva=told(one.category.short))
    return _("Vil du at %(hvem)s skal få %(hva)s?", hvem=whom, hva=told(one.category.short))


def _next_step(house: House, session: Session, case: Case, one: Asked) -> str:
    if not case.is_pupil:
        return _("Uten svar fra deg blir det ikke sendt. Du kan ombestemme deg når du vil.")
    if not needs_guardian(house, session, case, one):
        return _("Du bestemmer dette selv. Du kan ombestemme deg når du vil.")
    return _("Sier du ja, spør vi en foresatt også. Sier du nei, spør vi ingen andre. "
             "Du kan ombestemme deg når du vil.")


def needs_guardian(house: House, session: Session, case: Case, one: Asked) -> bool:
    """True when a guardian must answer too, by the pupil's age today."""
    day = house.today()
    family = families.family(house, session, case.pupil, day)
    return approval.guardian_is_asked(questions.question(house, one.part), family, day)
