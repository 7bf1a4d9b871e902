"""A bad policy file is refused with a sentence that names the key."""

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from handover.errors import Misconfigured
from handover.rules.policy import Policy
from handover.rules.policy_file import parse


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(files("config").joinpath("policy.toml").read_text()))


def category(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["kategori"] if one["id"] == name)
    return found


def test_the_shipped_policy_is_good_and_has_31_categories(data: dict[str, Any]) -> None:
    policy = parse(data, "0" * 64)
    assert isinstance(policy, Policy)
    assert len(policy.categories) == 31
    assert sum(one.mechanism.sendable for one in policy.categories.values()) == 29


def refused(data: dict[str, Any], *words: str) -> None:
    with pytest.raises(Misconfigured) as fault:
        parse(data, "0" * 64)
    for word in words:
        assert word in fault.value.text


def test_an_unknown_key_is_named(data: dict[str, Any]) -> None:
    category(data, "iop")["snarvei"] = "ja"
    refused(data, "snarvei")


def test_a_missing_key_is_named(data: dict[str, Any]) -> None:
    del category(data, "iop")["formal"]
    refused(data, "formal")


def test_an_unknown_mechanism_is_named_with_its_category(data: dict[str, Any]) -> None:
    category(data, "iop")["mekanisme"] = "KANSKJE"
    refused(data, "iop", "mekanisme", "TILLATELSE")


@pytest.mark.parametrize("name", ["aldri", "skjermet"])
def test_c69_what_is_never_sent_cannot_be_switched_on(data: dict[str, Any], name: str) -> None:
    category(data, name)["mottakere"] = ["vgs"]
    refused(data, name, "aldri sendes")


def test_a_permission_whose_rule_asks_nobody_is_refused(data: dict[str, Any]) -> None:
    category(data, "iop")["regel_streng"] = "R_INGEN"
    refused(data, "iop", "regel_streng")


def test_a_law_based_part_with_a_rule_that_asks_is_refused(data: dict[str, Any]) -> None:
    category(data, "identitet")["regel"] = "R_OPPL15"
    refused(data, "identitet", "regel")


def test_a_receiver_that_does_not_exist_is_refused(data: dict[str, Any]) -> None:
    category(data, "iop")["mottakere"] = ["vgs", "avisen"]
    refused(data, "iop", "mottakere")


def test_a_rule_that_does_not_begin_at_birth_is_refused(data: dict[str, Any]) -> None:
    data["regler"]["R_OPPL15"]["alder"][0]["fra"] = 5
    refused(data, "R_OPPL15", "fra = 0")


def test_a_number_where_a_text_belongs_is_refused(data: dict[str, Any]) -> None:
    category(data, "iop")["formal"] = 3
    refused(data, "formal", "tekst")


def test_a_day_that_is_no_day_is_refused(data: dict[str, Any]) -> None:
    data["vindu"][0]["dager"] = ["13-45"]
    refused(data, "dager", "MM-DD")


def test_the_same_category_twice_is_refused(data: dict[str, Any]) -> None:
    data["kategori"].append(copy.deepcopy(category(data, "iop")))
    refused(data, "kategori.id")


def test_order_of_a_package_is_the_order_of_the_file(data: dict[str, Any]) -> None:
    policy = parse(data, "0" * 64)
    assert policy.in_order(["tilpasning", "identitet", "elevens_stemme"]) == \
        ["elevens_stemme", "identitet", "tilpasning"]
