"""What a role may be: fitting its unit, with an end, within a year."""

from datetime import date

import pytest

from handover.rules.appointing import ADMINISTRATORS, ROLES, TWO_PEOPLE, a_year_from, check

TODAY = date(2027, 4, 15)


def codes(role="radgiver", kind="grunnskole", first=TODAY, last=date(2027, 10, 1)):
    return [one.code for one in check(role, kind, first, last, TODAY)]


def test_a_role_that_fits_with_an_end_within_a_year_may_be_given():
    assert codes() == []
    assert codes(last=date(2028, 4, 15)) == []


@pytest.mark.parametrize(("wrong", "code"), [
    ({"role": "ot_leder"}, "ROLLE_PASSER_IKKE"),
    ({"role": "skoleeier"}, "ROLLE_PASSER_IKKE"),
    ({"kind": "ukjent"}, "ROLLE_PASSER_IKKE"),
    ({"first": date(2027, 4, 14)}, "FRA_HAR_VAERT"),
    ({"first": date(2028, 6, 1), "last": date(2028, 7, 1)}, "FRA_FOR_LANGT_FRAM"),
    ({"last": date(2027, 4, 14)}, "TIL_FOR_TIDLIG"),
    ({"last": date(2028, 4, 16)}, "TIL_FOR_SENT"),
])
def test_what_is_wrong_is_named(wrong, code):
    assert codes(**wrong) == [code]


def test_a_year_from_a_leap_day_ends():
    assert a_year_from(date(2028, 2, 29)) == date(2029, 2, 28)


def test_every_leader_and_administrator_takes_two_people():
    given = {role for roles in ROLES.values() for role in roles}
    leads = {one for one in given if one.endswith("leder") and not one.endswith("veileder")}
    assert {*leads, "rektor"} <= TWO_PEOPLE
    assert set(ADMINISTRATORS) <= TWO_PEOPLE <= given
