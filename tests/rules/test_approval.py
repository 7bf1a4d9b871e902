"""Who must say yes, by age and rule: the vectors of the shipped policy, one by one."""

from datetime import date

import pytest

from handover.bootstrap import read_policy
from handover.rules.age import age_on, birthday, next_change
from handover.rules.approval import Answer, Family, Question, Said, Status, status
from handover.rules.policy import Mechanism, Policy, Profile

SHA = "a" * 64
SPRING = date(2027, 5, 10)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy()


def ask(policy: Policy, category: str, profile: Profile = Profile.STRICT,
        author: str | None = None) -> Question:
    found = policy.categories[category]
    return Question(found, policy.rule_for(found, profile), SHA, author)


def family(born: date, *guardians: str, unverified: bool = False) -> Family:
    return Family("kari", born, frozenset(guardians), unverified)


def said(person: str, answer: Answer, day: date = SPRING, order: int = 1,
         sha256: str = SHA) -> Said:
    hat = "elev" if person == "kari" else "foresatt"
    return Said(person, hat, answer, sha256, day, order)


YES, NO, WITHDRAWN = Answer.YES, Answer.NO, Answer.WITHDRAWN
BORN_15 = date(2011, 6, 30)
BORN_14 = date(2012, 6, 10)


def test_c01_silence_is_never_a_yes(policy: Policy) -> None:
    assert status(ask(policy, "tilpasning"), family(BORN_15, "mor"), [], SPRING) \
        is Status.ASKS_PUPIL


def test_c15_a_law_based_part_asks_nobody(policy: Policy) -> None:
    nobody = Family("kari", BORN_14, frozenset(), unverified=True)
    assert status(ask(policy, "identitet"), nobody, [said("kari", NO)], SPRING) is Status.MAY_GO


def test_c26_at_15_the_pupil_alone_decides_under_the_act(policy: Policy) -> None:
    assert status(ask(policy, "tilpasning"), family(BORN_15, "mor"), [said("kari", YES)],
                  SPRING) is Status.MAY_GO


def test_c26_at_15_a_guardians_yes_alone_never_suffices(policy: Policy) -> None:
    assert status(ask(policy, "tilpasning"), family(BORN_15, "mor"), [said("mor", YES)],
                  SPRING) is Status.ASKS_PUPIL


def test_c27_the_strict_rule_wants_pupil_and_one_guardian_at_15(policy: Policy) -> None:
    question, kin = ask(policy, "sakkyndig"), family(BORN_15, "mor", "far")
    assert status(question, kin, [said("kari", YES)], SPRING) is Status.ASKS_GUARDIAN
    assert status(question, kin, [said("kari", YES), said("mor", YES)], SPRING) is Status.MAY_GO


def test_c28_the_pupils_no_prevails_over_every_guardians_yes(policy: Policy) -> None:
    answers = [said("mor", YES), said("far", YES), said("kari", NO)]
    for name in ("tilpasning", "sakkyndig", "helse_sikkerhet", "melding_1okt"):
        assert status(ask(policy, name), family(BORN_15, "mor", "far"), answers, SPRING) \
            is Status.STOPPED


def test_c29_a_guardians_no_stops_under_the_strict_rule_and_not_under_the_act(
        policy: Policy) -> None:
    answers, kin = [said("kari", YES), said("mor", YES), said("far", NO)], \
        family(BORN_15, "mor", "far")
    assert status(ask(policy, "sakkyndig"), kin, answers, SPRING) is Status.STOPPED
    assert status(ask(policy, "sakkyndig", Profile.ACT), kin, answers, SPRING) is Status.MAY_GO


def test_c32_under_15_every_holder_of_foreldreansvar_must_say_yes(policy: Policy) -> None:
    kin = family(BORN_14, "mor", "far")
    answers = [said("kari", YES), said("mor", YES)]
    assert status(ask(policy, "tilpasning"), kin, answers, SPRING) is Status.ASKS_GUARDIAN
    assert status(ask(policy, "tilpasning"), kin, [*answers, said("far", YES)], SPRING) \
        is Status.MAY_GO


def test_c35_an_unknown_foreldreansvar_blocks_where_all_must_agree(policy: Policy) -> None:
    kin = family(BORN_14, "mor", unverified=True)
    answers = [said("kari", YES), said("mor", YES)]
    assert status(ask(policy, "melding_1okt"), kin, answers, SPRING) is Status.BLOCKED


def test_c35_an_unknown_foreldreansvar_stops_nothing_where_the_pupil_decides_alone(
        policy: Policy) -> None:
    kin = family(BORN_15, unverified=True)
    assert status(ask(policy, "sprak_kartlegging"), kin, [said("kari", YES)], SPRING) \
        is Status.MAY_GO


def test_t6_a_yes_given_at_14_is_asked_for_anew_at_15(policy: Policy) -> None:
    kin, birthday_15 = family(BORN_14, "mor"), date(2027, 6, 10)
    answers = [said("kari", YES, date(2027, 5, 4)), said("mor", YES, date(2027, 5, 4))]
    assert status(ask(policy, "tilpasning"), kin, answers, date(2027, 6, 9)) is Status.MAY_GO
    assert status(ask(policy, "tilpasning"), kin, answers, birthday_15) is Status.ASKS_PUPIL
    again = [*answers, said("kari", YES, date(2027, 6, 14), order=2)]
    assert status(ask(policy, "tilpasning"), kin, again, date(2027, 6, 14)) is Status.MAY_GO


def test_t5_from_16_the_pupil_alone_decides_about_health_and_a_parents_no_is_overtaken(
        policy: Policy) -> None:
    born = date(2011, 4, 30)
    before = [said("kari", YES, date(2027, 4, 26)), said("mor", YES, date(2027, 4, 26)),
              said("far", NO, date(2027, 4, 26))]
    question, kin = ask(policy, "helse_sikkerhet"), family(born, "mor", "far")
    assert status(question, kin, before, date(2027, 4, 29)) is Status.STOPPED
    assert status(question, kin, before, date(2027, 4, 30)) is Status.ASKS_PUPIL
    after = [*before, said("kari", YES, date(2027, 5, 3), order=2)]
    assert status(question, kin, after, date(2027, 5, 3)) is Status.MAY_GO


def test_at_18_the_yes_already_given_is_enough_without_the_representative(
        policy: Policy) -> None:
    born = date(2009, 7, 14)
    answers = [said("kari", YES, date(2027, 5, 5))]
    assert status(ask(policy, "psykososialt"), Family("kari", born), answers,
                  date(2027, 7, 14)) is Status.MAY_GO


def test_c07_a_yes_to_other_bytes_is_no_yes(policy: Policy) -> None:
    other = said("kari", YES, sha256="b" * 64)
    assert status(ask(policy, "tilpasning"), family(BORN_15), [other], SPRING) \
        is Status.ASKS_PUPIL


def test_c55_a_withdrawn_yes_stops_the_part(policy: Policy) -> None:
    answers = [said("kari", YES), said("kari", WITHDRAWN, order=2)]
    assert status(ask(policy, "tilpasning"), family(BORN_15), answers, SPRING) is Status.STOPPED


def test_the_latest_answer_of_a_person_counts(policy: Policy) -> None:
    answers = [said("kari", NO, order=1), said("kari", YES, order=2)]
    assert status(ask(policy, "tilpasning"), family(BORN_15), answers, SPRING) is Status.MAY_GO


def test_a_guardians_statement_needs_its_author_and_the_pupil(policy: Policy) -> None:
    question, kin = ask(policy, "foresattes_uttalelse", author="mor"), family(BORN_15, "mor")
    assert status(question, kin, [said("kari", YES)], SPRING) is Status.ASKS_GUARDIAN
    assert status(question, kin, [said("kari", YES), said("mor", YES)], SPRING) is Status.MAY_GO


def test_every_sendable_category_that_asks_stops_on_the_pupils_no_from_12(
        policy: Policy) -> None:
    for name, category in policy.categories.items():
        if category.mechanism.asked:
            for profile in Profile:
                for born in (BORN_14, BORN_15, date(2010, 1, 1), date(2008, 1, 1)):
                    answers = [said("kari", NO), said("mor", YES)]
                    assert status(ask(policy, name, profile, "mor"), family(born, "mor"),
                                  answers, SPRING) is Status.STOPPED, (name, profile, born)


@pytest.mark.parametrize(("born", "day", "years"), [
    (date(2011, 10, 1), date(2026, 10, 1), 15),
    (date(2011, 10, 2), date(2026, 10, 1), 14),
    (date(2012, 2, 29), date(2027, 2, 28), 14),
    (date(2012, 2, 29), date(2027, 3, 1), 15),
    (date(2008, 12, 1), date(2026, 12, 1), 18),
])
def test_c20_age_is_counted_to_the_day(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years


def test_a_leap_day_child_reaches_a_year_on_the_first_of_march() -> None:
    assert birthday(date(2012, 2, 29), 15) == date(2027, 3, 1)
    assert next_change(date(2012, 2, 29), date(2027, 2, 1)) == date(2027, 3, 1)


def test_no_mechanism_but_manual_and_never_is_unsendable() -> None:
    assert {m for m in Mechanism if not m.sendable} == {Mechanism.MANUAL, Mechanism.NEVER}
