"""Who must say yes to a part, who may stop it, and whether it may go. No one else decides.

The rule's band is found by the pupil's age on the day it is asked for: the day
of the answer, and again the day of sending (C-20, C-22). Answers count only for
the very bytes they were given to (C-07), and only the latest of each person.
A pupil's no stops from twelve years; silence is never a yes (C-01).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handover.rules.age import age_on
from handover.rules.policy import Band, Category, Mechanism, Rule


class Answer(StrEnum):
    """What a person said about a part."""

    YES = "ja"
    NO = "nei"
    WITHDRAWN = "trukket"
    VOID = "ugyldig"
    """Given in the person's name by somebody else (S5): as if it had never been."""


@dataclass(frozen=True)
class Said:
    """One person's latest answer about one part for one slot."""

    person: str
    hat: str
    """elev | foresatt"""
    answer: Answer
    sha256: str
    day: date
    """The calendar day in Norway the answer was given."""
    order: int


@dataclass(frozen=True)
class Family:
    """Who there is to ask, with only what is verified and valid on the day."""

    pupil: str
    born: date
    guardians: frozenset[str] = frozenset()
    unverified: bool = False
    """Somebody's parental responsibility is registered as unknown (C-35)."""


class Status(StrEnum):
    """Where a part stands with the people who decide."""

    MAY_GO = "kan_sendes"
    ASKS_PUPIL = "venter_elev"
    ASKS_GUARDIAN = "venter_foresatt"
    STOPPED = "stanset"
    BLOCKED = "sperret"
    """Nobody can answer yet: who decides is not established."""


@dataclass(frozen=True)
class Question:
    """A part, for one slot, as the rules see it."""

    category: Category
    rule: Rule
    sha256: str
    author: str | None = None


def latest(said: Iterable[Said]) -> dict[str, Said]:
    """The last answer of each person; a later one replaces an earlier one, and one that was
    made void leaves the person without an answer."""
    result: dict[str, Said] = {}
    for one in sorted(said, key=lambda s: s.order):
        result[one.person] = one
    return {person: one for person, one in result.items() if one.answer is not Answer.VOID}


def status(question: Question, family: Family, said: Iterable[Said], day: date) -> Status:
    """Where the part stands on `day`. Law-based parts wait for nobody here (C-15)."""
    if question.category.mechanism is Mechanism.LAW:
        return Status.MAY_GO
    band = question.rule.band(age_on(family.born, day))
    answers = latest(one for one in said if one.sha256 == question.sha256)
    if _stopped(band, answers.values()):
        return Status.STOPPED
    if _needs_pupil(band) and not _pupil_yes(question, family, answers, day):
        return Status.ASKS_PUPIL
    return _guardians(band, question, family, answers)


def _stopped(band: Band, answers: Iterable[Said]) -> bool:
    against = {one.hat for one in answers if one.answer is not Answer.YES}
    return bool(against & band.stops)


def _needs_pupil(band: Band) -> bool:
    return "elev" in band.needs


def _pupil_yes(question: Question, family: Family, answers: dict[str, Said], day: date) -> bool:
    """The pupil's own yes, given in the age it is needed in (C-22, C-23)."""
    one = answers.get(family.pupil)
    if one is None or one.answer is not Answer.YES:
        return False
    return not _must_confirm(question.rule, family.born, one.day, day)


def _must_confirm(rule: Rule, born: date, answered: date, day: date) -> bool:
    """True when the pupil has since come to decide more: their earlier yes was one voice among
    others and is asked for anew (T6, C-22). At 18 nothing is added to a yes already given."""
    then, now = rule.band(age_on(born, answered)), rule.band(age_on(born, day))
    return then != now and now.from_age < 18


def _guardians(band: Band, question: Question, family: Family,
               answers: dict[str, Said]) -> Status:
    if "forfatter" in band.needs:
        author = answers.get(question.author or "")
        if author is None or author.answer is not Answer.YES:
            return Status.ASKS_GUARDIAN
    wanted = {need for need in band.needs if need.startswith("foresatt:")}
    if not wanted:
        return Status.MAY_GO
    yes = {g for g in family.guardians
           if g in answers and answers[g].answer is Answer.YES}
    return _quorum(wanted, yes, family)


def _quorum(wanted: set[str], yes: set[str], family: Family) -> Status:
    """«alle» wants every holder, known and verified; «en» wants one verified holder (C-32, C-35)."""
    everyone = "foresatt:alle" in wanted
    if everyone and family.unverified:
        return Status.BLOCKED
    if not family.guardians:
        return Status.BLOCKED
    enough = yes == set(family.guardians) if everyone else bool(yes)
    return Status.MAY_GO if enough else Status.ASKS_GUARDIAN


def guardian_is_asked(question: Question, family: Family, day: date) -> bool:
    """True when the rule needs, or heeds, a guardian on this day."""
    band = question.rule.band(age_on(family.born, day))
    return bool(band.needs & {"foresatt:alle", "foresatt:en"}) or "foresatt" in band.stops


def guardian_may_see(category: Category, shown_to_guardians: bool) -> bool:
    """Visibility is an axis of its own (C-46, C-47): `ja` and `egen` are seen, the rest on the
    pupil's word."""
    return category.guardian_view in ("ja", "egen") or (
        category.guardian_view == "elev_velger" and shown_to_guardians
    )
