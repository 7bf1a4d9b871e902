"""S14: what is told of small groups, tried with the subtractions a curious reader would do."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.rules.suppression import (
    BANDED,
    HIDDEN,
    LEAST,
    Group,
    Kind,
    composition,
    middle,
    shares,
)


def group(name: str, hits: int, people: int) -> Group:
    everybody = [f"{name}{n}" for n in range(people)]
    return Group(frozenset(everybody), frozenset(everybody[:hits]))


def groups(*counts: tuple[int, int]) -> dict[str, Group]:
    return {chr(65 + n): group(chr(65 + n), hits, people)
            for n, (hits, people) in enumerate(counts)}


def test_a_share_of_two_large_halves_is_told_in_steps_of_five() -> None:
    told, whole = shares(groups((17, 28)))
    assert (told["A"].kind, told["A"].value) == (Kind.PERCENT, 60)
    assert whole == told["A"]


@pytest.mark.parametrize(("hits", "people"), [(0, 4), (4, 4), (2, 9), (9, 9), (4, 9), (5, 9)])
def test_s14_a_small_group_or_a_small_rest_says_nothing(hits: int, people: int) -> None:
    told, whole = shares(groups((hits, people)))
    assert told["A"] == HIDDEN
    assert whole == HIDDEN


@pytest.mark.parametrize("people", range(BANDED, 40))
def test_s14_words_are_the_same_whether_nobody_or_four_are_the_exception(people: int) -> None:
    most = {shares(groups((people - n, people)))[0]["A"] for n in range(LEAST)}
    few = {shares(groups((n, people)))[0]["A"] for n in range(LEAST)}
    assert [one.kind for one in most] == [Kind.MOST]
    assert [one.kind for one in few] == [Kind.FEW]


def test_s14_one_hidden_school_gets_company_when_the_total_is_told() -> None:
    told, whole = shares(groups((12, 25), (10, 20), (2, 8)))
    assert whole.kind is Kind.PERCENT
    assert told["C"] == HIDDEN
    assert told["B"] == HIDDEN, "or the total less A and B gives C"
    assert told["A"].kind is Kind.PERCENT


def test_s14_two_hidden_schools_that_are_few_together_get_more_company() -> None:
    told, _whole = shares(groups((12, 25), (10, 20), (1, 2), (1, 2)))
    assert [key for key, one in told.items() if one.kind is Kind.PERCENT] == ["A"]


def test_s14_an_empty_school_is_no_company() -> None:
    told, _whole = shares(groups((12, 25), (10, 20), (2, 8), (0, 0)))
    assert told["B"] == HIDDEN


def test_s14_two_groups_that_overlap_are_refused() -> None:
    one = group("A", 10, 20)
    other = Group(one.people | {"ny"}, one.hits)
    with pytest.raises(ValueError, match="two groups"):
        shares({"tiende": one, "hele skolen": other})
    with pytest.raises(ValueError, match="two groups"):
        composition({"so": frozenset("abcdef"), "ar": frozenset("fghij")})


def test_hits_must_be_among_the_people() -> None:
    with pytest.raises(ValueError, match="not among"):
        Group(frozenset("a"), frozenset("b"))


def test_s14_a_language_of_four_hides_a_second_one_since_shares_make_a_hundred() -> None:
    told = composition({"nb": frozenset(f"n{n}" for n in range(20)),
                        "so": frozenset(f"s{n}" for n in range(6)),
                        "ar": frozenset(f"a{n}" for n in range(4))})
    assert told["nb"].kind is Kind.PERCENT
    assert told["so"] == told["ar"] == HIDDEN


def test_s14_one_language_alone_is_not_told_as_all() -> None:
    assert composition({"nb": frozenset(f"n{n}" for n in range(20))}) == {"nb": HIDDEN}


def test_the_middle_of_fewer_than_five_is_hidden() -> None:
    assert middle({"a": 1, "b": 2, "c": 3, "d": 4}) == HIDDEN
    told = middle({"a": 1, "b": 2, "c": 3, "d": 4, "e": 90})
    assert (told.kind, told.value) == (Kind.DAYS, 3)


COUNT = st.integers(0, 30).flatmap(lambda people: st.tuples(st.integers(0, people),
                                                            st.just(people)))


@given(st.lists(COUNT, min_size=1, max_size=6))
def test_s14_no_subtraction_of_what_is_told_gives_a_small_group(
        counts: list[tuple[int, int]]) -> None:
    made = groups(*counts)
    told, whole = shares(made)
    shown = {key for key, one in told.items() if one.kind is Kind.PERCENT}
    for key in shown:
        assert made[key].tellable
    rest = [made[key] for key in made if key not in shown and made[key].people]
    if whole.kind is Kind.PERCENT and rest:
        hits = sum(len(one.hits) for one in rest)
        people = sum(len(one.people) for one in rest)
        assert len(rest) > 1
        assert hits >= LEAST
        assert people - hits >= LEAST


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7))
def test_s14_no_language_can_be_found_from_the_others(sizes: list[int]) -> None:
    made = {str(n): frozenset(f"{n}-{m}" for m in range(size)) for n, size in enumerate(sizes)}
    told = composition(made)
    shown = {key for key, one in told.items() if one != HIDDEN}
    rest = [made[key] for key in made if key not in shown and made[key]]
    for key in shown:
        assert len(made[key]) >= LEAST
    if shown and rest:
        assert len(rest) > 1
        assert sum(map(len, rest)) >= LEAST


@given(COUNT)
def test_s14_overnight_one_more_answer_moves_a_step_or_nothing(count: tuple[int, int]) -> None:
    hits, people = count
    if hits >= people:
        return
    before = shares(groups((hits, people)))[0]["A"]
    after = shares(groups((hits + 1, people)))[0]["A"]
    if before.kind is Kind.PERCENT and after.kind is Kind.PERCENT:
        assert after.value - before.value in (0, 5, 10)
        assert all(one.value % 5 == 0 for one in (before, after))


def test_every_pair_of_schools_is_protected_by_the_third() -> None:
    sizes = [(12, 25), (10, 20), (2, 8), (26, 28)]
    for picked in combinations(sizes, 3):
        told, whole = shares(groups(*picked))
        hidden = [key for key, one in told.items() if one.kind is not Kind.PERCENT]
        assert whole.kind is not Kind.PERCENT or len(hidden) != 1
