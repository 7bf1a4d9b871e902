"""Who has answered, and nothing about what (P2).

The promise: «har svart» and «har ikke svart» look the same whatever was answered. A
guardian whom nobody needs to ask any more, because the pupil said no or kept a part to
themselves, is told apart from one who answered by nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from handover.decision import questions, slots
from handover.house import House
from handover.rules import approval
from handover.rules.age import age_on
from handover.rules.approval import Question, Status
from handover.rules.part_states import PartState
from handover.rules.policy import Category
from handover.store.tables import Part, Slot
from handover.web.staff.cases import Case, Guardian


@dataclass(frozen=True)
class Answers:
    """Given names, and the categories somebody is still waited for about."""

    pupil_waits: tuple[Category, ...]
    guardian_waits: tuple[Category, ...]
    done: tuple[str, ...]
    missing: tuple[str, ...]
    unclear: bool
    """Who is to be asked is not established: a guardian's standing must be documented (C-35)."""


def of_case(house: House, case: Case) -> Answers:
    """Where the family stands with this table's own parts."""
    asked = list(_asked(house, case))
    pupil = tuple(category for part, category, slot in asked
                  if _pupil_missing(house, case, part, slot))
    waiting = {} if pupil else _waiting_guardians(house, case, asked)
    people = _people(house, case, asked)
    missing = ([case.known.given] if pupil else []) + [
        one.given for one in people if pupil or one.person_id in waiting]
    everyone = ([case.known.given] if asked else []) + [one.given for one in people]
    return Answers(
        pupil_waits=pupil, guardian_waits=tuple(c for found in waiting.values() for c in found),
        done=tuple(name for name in everyone if name not in missing), missing=tuple(missing),
        unclear=any(_unclear(house, case, part) for part, _, _ in asked))


def _asked(house: House, case: Case) -> Iterator[tuple[Part, Category, Slot]]:
    for part in case.parts:
        category = house.policy.categories[part.category]
        if part.state == PartState.APPROVED and category.mechanism.asked:
            for slot in slots.for_category(house, case.slots, category):
                yield part, category, slot


def _pupil_missing(house: House, case: Case, part: Part, slot: Slot) -> bool:
    """True without an answer, and again when a birthday has made it the pupil's to confirm."""
    said = case.answers(part, slot)
    if case.pupil.person_id not in approval.latest(said):
        return True
    question = questions.question(house, part)
    return approval.status(question, case.family, said, house.today()) is Status.ASKS_PUPIL


def _waiting_guardians(house: House, case: Case,
                       asked: list[tuple[Part, Category, Slot]]) -> dict[str, list[Category]]:
    found: dict[str, list[Category]] = {}
    for part, category, slot in asked:
        for person_id in _missing_guardians(house, case, part, slot):
            found.setdefault(person_id, []).append(category)
    return found


def _missing_guardians(house: House, case: Case, part: Part, slot: Slot) -> set[str]:
    question = questions.question(house, part)
    if not approval.guardian_may_see(question.category, part.shown):
        return set()
    said = case.answers(part, slot)
    status = approval.status(question, case.family, said, house.today())
    if status is not Status.ASKS_GUARDIAN:
        return set()
    return set(case.family.guardians) - set(approval.latest(said))


def _people(house: House, case: Case, asked: list[tuple[Part, Category, Slot]]) -> list[Guardian]:
    """The guardians the rules name for what was asked, whatever the pupil has answered."""
    concerned = any(approval.guardian_is_asked(questions.question(house, part), case.family,
                                               house.today()) for part, _, _ in asked)
    return [one for one in case.guardians if one.verified] if concerned else []


def _unclear(house: House, case: Case, part: Part) -> bool:
    """True when the rule wants guardians and it is not known who they are. Asks no answer."""
    question: Question = questions.question(house, part)
    needs = question.rule.band(age_on(case.family.born, house.today())).needs
    wanted = {need for need in needs if need.startswith("foresatt:")}
    if not wanted:
        return False
    return not case.family.guardians or ("foresatt:alle" in wanted and case.family.unverified)
