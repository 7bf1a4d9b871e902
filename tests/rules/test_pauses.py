"""A pause has an end, before the last day a part can go in time (S34)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handover.bootstrap import read_policy
from handover.rules import pauses

POLICY = read_policy()
END = date(2027, 10, 1)


def holds(category: str, today: date, again: bool = False) -> date | None:
    return pauses.holds_until(POLICY, POLICY.categories[category], today, END, again)


def test_the_owner_has_ten_school_days_and_week_ends_are_not_counted() -> None:
    assert pauses.answer_by(date(2027, 4, 5)) == date(2027, 4, 19)
    assert pauses.answer_by(date(2027, 4, 9)) == date(2027, 4, 23)


def test_s34_a_pause_in_spring_lasts_as_long_as_the_owner_has_to_answer() -> None:
    assert holds("iop", date(2027, 4, 5)) == date(2027, 4, 19)


def test_s34_a_pause_ends_before_the_last_release_in_the_autumn() -> None:
    assert holds("iop", date(2027, 9, 8)) == date(2027, 9, 14)


def test_s34_nobody_can_hold_the_october_notice_past_its_day() -> None:
    assert holds("melding_1okt", date(2026, 9, 24)) == date(2026, 9, 30)


def test_s34_a_late_notice_is_held_no_longer_than_the_next_release_leaves_room_for() -> None:
    assert holds("melding_1okt", date(2026, 12, 28)) == date(2027, 1, 11)


def test_s34_after_the_last_release_there_is_nothing_to_pause() -> None:
    assert holds("iop", date(2027, 9, 20)) is None


def test_s34_the_same_person_does_not_start_a_second_pause() -> None:
    assert holds("iop", date(2027, 4, 5), again=True) is None


def test_s34_what_the_law_sends_is_never_held() -> None:
    assert holds("identitet", date(2027, 4, 5)) is None


@pytest.mark.parametrize("days", range(0, 420, 7))
def test_s34_a_release_always_comes_after_the_pause(days: int) -> None:
    today = date(2026, 8, 10) + timedelta(days=days)
    for category in POLICY.categories.values():
        last = pauses.holds_until(POLICY, category, today, END, False)
        if last is not None:
            assert any(day > last for day in pauses.release_days(POLICY, category, today, END))


def test_a_category_without_its_own_last_day_uses_the_end_of_the_consents() -> None:
    category = replace(POLICY.categories["melding_1okt"], last_day="")
    assert pauses.holds_until(POLICY, category, date(2026, 9, 24), END, False) == \
        date(2026, 10, 8)
