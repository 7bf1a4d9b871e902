"""Grants have an end, deputies are set, and reasons come from a closed list."""

from datetime import date, timedelta

import pytest

from handover.errors import Refused
from handover.rules.roles import INSIGHT, LONGEST_ABSENCE, REASSIGN, Period, period, reason

TODAY = date(2027, 6, 20)


@pytest.mark.parametrize(("first", "last", "code"), [
    (None, date(2027, 7, 31), "UTEN_SLUTT"),
    (date(2027, 7, 1), None, "UTEN_SLUTT"),
    (date(2027, 7, 31), date(2027, 7, 1), "FEIL_REKKEFOLGE"),
    (date(2027, 6, 1), date(2027, 6, 19), "PASSERT"),
    (date(2027, 7, 1), date(2028, 7, 2), "FOR_LANG"),
])
def test_a_period_without_an_end_or_too_long_is_refused(first, last, code):
    with pytest.raises(Refused) as fault:
        period(first, last, TODAY, LONGEST_ABSENCE)
    assert fault.value.code == code


def test_both_ends_of_a_period_count():
    july = period(date(2027, 7, 1), date(2027, 7, 31), TODAY, LONGEST_ABSENCE)
    assert july.covers(date(2027, 7, 1))
    assert july.covers(date(2027, 7, 31))
    assert not july.covers(date(2027, 8, 1))
    assert july.overlaps(Period(date(2027, 7, 31), date(2027, 8, 10)))
    assert not july.overlaps(Period(date(2027, 8, 1), date(2027, 8, 10)))
    assert period(TODAY, TODAY, TODAY, timedelta(0)) == Period(TODAY, TODAY)


@pytest.mark.parametrize("said", ["", "annet", "Fordi moren ringte", "klage; DROP"])
def test_s06_free_text_is_no_reason(said):
    with pytest.raises(Refused):
        reason(said, INSIGHT)


def test_the_reasons_of_one_act_are_not_those_of_another():
    assert reason("klage", INSIGHT) == "klage"
    with pytest.raises(Refused):
        reason("klage", REASSIGN)
