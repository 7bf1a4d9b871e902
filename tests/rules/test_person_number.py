"""Person and organisation numbers: real rules, invented people.

Numbers that are not month+80 are either the examples Skatteetaten publishes for the rule of
2032, the two samples of VIGO's own description, or made so that they belong to nobody.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.rules.person_number import (
    Identifier,
    Kind,
    acceptable,
    classify,
    has_check_digits,
    is_organisation_number,
    is_synthetic,
    masked,
)

SYNTHETIC = "20914695016"
"""The synthetic person of FINT's documentation."""
# Skatteetaten's own examples; the first is written in two so that no whole number stands here.
RULE_OF_2032 = ["301082" + "99939", "30908299902", "55102499947", "41819077906"]
"""Published examples that the older rule refuses."""
VIGO_SAMPLES = ["42059199202", "55049199119"]
NOT_OURS = RULE_OF_2032[0]
"""Valid and not synthetic; published as an example, so it belongs to nobody."""


@pytest.mark.parametrize("number", RULE_OF_2032)
def test_the_rule_of_2032_accepts_numbers_the_older_rule_refuses(number: str) -> None:
    assert has_check_digits(number)
    assert classify(number) is not None


def test_a_day_above_forty_makes_it_a_d_number() -> None:
    assert classify(RULE_OF_2032[0]) is Kind.FODSELSNUMMER
    assert classify("55102499947") is Kind.D_NUMMER
    assert classify("41819077906") is Kind.D_NUMMER


def test_a_synthetic_number_keeps_its_kind() -> None:
    assert classify("30908299902") is Kind.FODSELSNUMMER
    assert is_synthetic("30908299902")
    assert classify("41819077906") is Kind.D_NUMMER
    assert is_synthetic("41819077906")


@pytest.mark.parametrize("added", [40, 65, 80])
def test_each_agreed_addition_to_the_month_is_synthetic(added: int) -> None:
    assert is_synthetic(completed(f"01{added + 1:02}10500"))


@pytest.mark.parametrize("number", VIGO_SAMPLES)
def test_a_number_from_vigo_fails_the_check_digits_and_is_a_kind_of_its_own(number: str) -> None:
    assert not has_check_digits(number)
    assert classify(number) is Kind.VIGO_FIKTIVT
    assert not is_synthetic(number)


def test_a_number_from_vigo_needs_the_mark_that_counts_down_from_99() -> None:
    assert classify("42059109202") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2091469501",
        "209146950160",
        "20914695017",  # one wrong check digit
        "20914695 16",
        "2O914695016",
        "٢٠٩١٤٦٩٥٠١٦",  # digits, but not ours
        "20914695016\n",
    ],
)
def test_what_is_not_eleven_digits_that_hold_together_is_no_number(text: str) -> None:
    assert classify(text) is None
    assert not is_synthetic(text)


def test_a_day_that_never_was_is_no_number() -> None:
    assert classify(completed("31022010")) is None
    assert classify(completed("30821150")) is None


def test_a_leap_day_is_a_day() -> None:
    assert classify(completed("29821250")) is Kind.FODSELSNUMMER


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert classify(text) in {None, *Kind}
    assert is_organisation_number(text) in {True, False}


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_changed_digit_in_the_serial_part_is_noticed(place: int, step: int) -> None:
    digit = str((int(SYNTHETIC[place]) + step) % 10)
    changed = SYNTHETIC[:place] + digit + SYNTHETIC[place + 1 :]
    assert not has_check_digits(changed) or (place == 9 and changed != SYNTHETIC)


def test_s23_demo_refuses_every_number_that_is_not_synthetic() -> None:
    real = acceptable(Identifier(Kind.FODSELSNUMMER, NOT_OURS), demo=True)
    vigo = acceptable(Identifier(Kind.VIGO_FIKTIVT, VIGO_SAMPLES[0]), demo=True)
    other = acceptable(Identifier(Kind.ANNET, "A-1047"), demo=True)
    assert {f.code for f in (real, vigo, other) if f} == {"PERSON_NUMBER_REAL_IN_DEMO"}
    assert None not in (real, vigo, other)
    assert acceptable(Identifier(Kind.FODSELSNUMMER, SYNTHETIC), demo=True) is None


def test_s23_production_refuses_every_synthetic_number() -> None:
    refused = acceptable(Identifier(Kind.FODSELSNUMMER, SYNTHETIC), demo=False)
    assert refused is not None
    assert refused.code == "PERSON_NUMBER_INVENTED_IN_PRODUCTION"
    assert acceptable(Identifier(Kind.FODSELSNUMMER, NOT_OURS), demo=False) is None
    assert acceptable(Identifier(Kind.VIGO_FIKTIVT, VIGO_SAMPLES[0]), demo=False) is None
    assert acceptable(Identifier(Kind.ANNET, "A-1047"), demo=False) is None


@pytest.mark.parametrize("demo", [True, False])
def test_a_number_must_be_valid_and_of_the_kind_it_says(demo: bool) -> None:
    broken = acceptable(Identifier(Kind.FODSELSNUMMER, "20914695017"), demo)
    wrong_kind = acceptable(Identifier(Kind.D_NUMMER, SYNTHETIC), demo)
    hidden = acceptable(Identifier(Kind.ANNET, SYNTHETIC), demo)
    assert broken is not None
    assert broken.code == "PERSON_NUMBER_NOT_VALID"
    assert wrong_kind is not None
    assert hidden is not None
    assert {wrong_kind.code, hidden.code} == {"PERSON_NUMBER_OTHER_KIND"}


def test_an_identifier_never_prints_its_value() -> None:
    identifier = Identifier(Kind.FODSELSNUMMER, SYNTHETIC)
    for shown in (repr(identifier), str(identifier), f"{identifier}", f"{[identifier]}"):
        assert SYNTHETIC[:6] not in shown
        assert SYNTHETIC[-5:] not in shown


def test_no_finding_carries_the_number() -> None:
    for demo in (True, False):
        for number in (SYNTHETIC, NOT_OURS, "20914695017"):
            finding = acceptable(Identifier(Kind.FODSELSNUMMER, number), demo)
            assert finding is None or number not in repr(finding)


def test_a_masked_number_shows_its_last_two_digits() -> None:
    assert masked(SYNTHETIC) == "•••••••••16"
    assert Identifier(Kind.FODSELSNUMMER, SYNTHETIC).masked() == "•••••••••16"
    assert masked("16") == "••"


def test_organisation_numbers_hold_by_their_check_digit() -> None:
    assert is_organisation_number("974603268")  # Fake Vigo Skole's own example
    assert not is_organisation_number("974603269")
    assert not is_organisation_number("97460326")


def completed(start: str) -> str:
    """The first valid number that begins so: the serial digits and check digits are tried out."""
    missing = 11 - len(start)
    tried = (f"{start}{tail:0{missing}}" for tail in range(10**missing))
    return next(number for number in tried if has_check_digits(number))
