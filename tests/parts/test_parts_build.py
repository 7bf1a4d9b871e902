"""Facts become bytes and come back, and what does not fit is said without values."""

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from example_facts import FULL, LEAST, MESSAGES, SALT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover.errors import BadInput
from handover.parts import build as station
from handover.parts.build import (
    build,
    build_document,
    category_of,
    digest,
    read,
    rebuild,
    same_content,
)
from handover.parts.facts import tidy
from handover.parts.model import Kind, Node
from handover.parts.schema_set import VERSION, load
from handover.rules.findings import Finding

VALID = Path(str(resources.files("schemas") / VERSION)) / "examples" / "valid"
TILTAK = {"hva": "Ro", "virkning": "virker", "borFortsette": "ja"}


class Dice:
    """Randomness that remembers how much was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, count: int) -> bytes:
        self.asked.append(count)
        return bytes([len(self.asked)]) * count


def codes(bad: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [finding.code for finding in bad.value.findings]


def places(bad: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [finding.where for finding in bad.value.findings]


@pytest.mark.parametrize("category", FULL)
@pytest.mark.parametrize("facts", [FULL, LEAST], ids=["full", "least"])
def test_facts_come_back_as_they_went_in(category: str, facts: dict[str, Any]) -> None:
    data = build(category, facts[category], SALT)
    assert read(data) == facts[category]
    assert category_of(data) == category


@pytest.mark.parametrize("category", FULL)
def test_the_committed_examples_are_what_build_makes(category: str) -> None:
    assert (VALID / f"{category}.xml").read_bytes() == build(category, FULL[category], SALT)
    least = build(category, LEAST[category], SALT)
    assert (VALID / f"{category}-minst.xml").read_bytes() == least


@pytest.mark.parametrize("name", MESSAGES)
def test_the_index_and_the_messages_are_written_and_read_the_same_way(name: str) -> None:
    data = build_document(name, MESSAGES[name])
    assert read(data) == MESSAGES[name]
    assert (VALID / name).read_bytes() == data


def test_the_full_examples_fill_every_field_of_every_category() -> None:
    for category in load().categories:
        root = load().documents()[category].root
        assert filled(root, FULL[category]) == {path for path, _ in paths(root)}, category


def filled(node: Node, facts: Any, path: str = "") -> set[str]:
    found: set[str] = set()
    for child in node.children:
        values = facts.get(child.name)
        for value in values if isinstance(values, list) else [values]:
            if value is not None:
                place = f"{path}/{child.name}"
                found |= {place} if child.kind is not Kind.GROUP else filled(child, value, place)
    return found


def paths(node: Node, path: str = "") -> list[tuple[str, Node]]:
    here = [(f"{path}/{child.name}", child) for child in node.children]
    leaves = [pair for pair in here if pair[1].kind is not Kind.GROUP]
    inner = [pair for place, child in here for pair in paths(child, place)]
    return leaves + inner


def test_the_same_facts_and_salt_give_the_same_bytes_whatever_order_they_come_in() -> None:
    turned = dict(reversed(FULL["iop"].items()))
    assert build("iop", turned, SALT) == build("iop", FULL["iop"], SALT)


def test_the_digest_is_what_sha256sum_prints() -> None:
    data = build("tilpasning", {"tiltak": [TILTAK]}, SALT)
    assert digest(data) == hashlib.sha256(data).hexdigest()


def test_text_is_nfc_trimmed_and_empty_optional_fields_are_left_out() -> None:
    facts = {
        "sammendrag": "  A\u030a se\r\n nå ",
        "tiltak": [{**TILTAK, "eier": " Kari \t Moen ", "fra": None, "frist": ""}, {}, None],
    }
    expected = {"sammendrag": "Å se\n nå", "tiltak": [{**TILTAK, "eier": "Kari Moen"}]}
    assert read(build("tilpasning", facts, SALT)) == expected


def test_an_optional_group_with_only_empty_fields_is_not_there() -> None:
    facts = {**LEAST["identitet"], "kontaktinformasjon": {"epostadresse": " "}}
    assert read(build("identitet", facts, SALT)) == LEAST["identitet"]


def test_every_missing_field_is_named_at_once() -> None:
    with pytest.raises(BadInput) as bad:
        build("tilpasning", {"tiltak": [TILTAK, {"hva": "Ro"}]}, SALT)
    assert codes(bad) == ["ELEMENT_MISSING", "ELEMENT_MISSING"]
    assert places(bad) == ["tilpasning/tiltak[2]/virkning", "tilpasning/tiltak[2]/borFortsette"]


def test_an_unknown_field_is_refused_and_its_name_is_not_repeated() -> None:
    with pytest.raises(BadInput) as bad:
        build("tilpasning", {"tiltak": [{**TILTAK, "kari_moen": "x"}]}, SALT)
    assert codes(bad) == ["FIELD_UNKNOWN"]
    assert "kari" not in repr(bad.value.findings) + str(bad.value)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"tiltak": TILTAK}, "NOT_A_LIST"),
        ({"tiltak": "Ro"}, "NOT_A_LIST"),
        ({"tiltak": ["Ro"]}, "NOT_A_GROUP"),
        ({"tiltak": [{**TILTAK, "hva": 3}]}, "NOT_A_TEXT"),
        ({"tiltak": [{**TILTAK, "fra": 20270401}]}, "NOT_A_DATE"),
        ({"tiltak": [{**TILTAK, "hva": "a\x00b"}]}, "VALUE_CHARACTERS"),
        ({"tiltak": [{**TILTAK, "hva": "a\ud800b"}]}, "VALUE_CHARACTERS"),
        ({"tiltak": [{**TILTAK, "hva": "a\u202eb"}]}, "VALUE_CHARACTERS"),
        ({"tiltak": [{**TILTAK, "virkning": "svak"}]}, "CODE_UNKNOWN"),
        ({"tiltak": [{**TILTAK, "fra": "1. april"}]}, "VALUE_TYPE"),
        ({"tiltak": [{**TILTAK, "hva": "x" * 2001}]}, "TEXT_TOO_LONG"),
        ({"tiltak": []}, "ELEMENT_MISSING"),
        ({"tiltak": [TILTAK] * 31}, "ELEMENT_UNEXPECTED"),
    ],
)
def test_what_does_not_fit_is_a_finding_with_a_place(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as bad:
        build("tilpasning", facts, SALT)
    assert code in codes(bad)
    assert all(place.startswith("tilpasning") for place in places(bad))


@pytest.mark.parametrize("value", [True, "5", 5.0])
def test_a_number_must_be_a_whole_number_and_nothing_that_looks_like_one(value: object) -> None:
    row = {**FULL["fravaer_omfang"]["omfang"][1], "dager": value}
    with pytest.raises(BadInput) as bad:
        build("fravaer_omfang", {"omfang": [row]}, SALT)
    assert codes(bad) == ["NOT_A_NUMBER"]


def test_no_finding_repeats_what_was_written() -> None:
    facts = {**LEAST["identitet"], "fodselsdato": "Hemmelig", "malform": "Hemmelig"}
    with pytest.raises(BadInput) as bad:
        build("identitet", {**facts, "bostedsadresse": {"postnummer": "Hemmelig"}}, SALT)
    assert len(set(places(bad))) == 3
    assert "Hemmelig" not in repr(bad.value.findings) + str(bad.value)


def test_a_category_the_model_does_not_have_cannot_be_built() -> None:
    for category in ("skjermet", "aldri", "overgangspakke", "../iop", ""):
        with pytest.raises(BadInput):
            build(category, {"tekst": "x"}, SALT)


def test_a_salt_that_is_not_128_bits_in_lower_case_hex_is_refused() -> None:
    for salt in ("", "00", SALT.upper(), SALT + "0"):
        with pytest.raises(BadInput) as bad:
            build("tilpasning", {"tiltak": [TILTAK]}, salt)
        assert set(codes(bad)) <= {"VALUE_FORM", "TEXT_EMPTY"}


def test_collecting_unchanged_data_again_gives_the_same_bytes_and_asks_for_no_salt() -> None:
    dice = Dice()
    first = rebuild("iop", FULL["iop"], None, dice)
    again = rebuild("iop", {**FULL["iop"], "skolear": " 2026/2027 "}, first, dice)
    assert again == first
    assert dice.asked == [16]


def test_changed_data_gives_new_bytes_with_a_new_salt() -> None:
    dice = Dice()
    first = rebuild("tilpasning", {"tiltak": [TILTAK]}, None, dice)
    second = rebuild("tilpasning", {"tiltak": [{**TILTAK, "borFortsette": "nei"}]}, first, dice)
    assert dice.asked == [16, 16]
    assert b'salt="' + b"02" * 16 in second
    assert b'salt="' + b"01" * 16 in first


def test_the_same_facts_in_another_category_are_not_the_same_content() -> None:
    data = build("tilpasning", {"tiltak": [TILTAK]}, SALT)
    assert same_content("tilpasning", {"tiltak": [TILTAK]}, data)
    assert not same_content("fravaer_tiltak", {"tiltak": [TILTAK]}, data)
    assert not same_content("tilpasning", {"tiltak": [TILTAK, TILTAK]}, data)
    assert not same_content("tilpasning", {"tiltak": "feil"}, data)


def test_bytes_that_are_no_document_of_ours_are_refused_when_read() -> None:
    for data in (b"", b"hei", b"<iop/>", b'<iop xmlns="urn:overgang:pakke:1.0"/>', b"<a>" * 9):
        with pytest.raises(BadInput):
            read(data)
    with pytest.raises(BadInput):
        category_of((VALID / "plass.xml").read_bytes())


def test_no_category_is_known_by_name_in_the_code() -> None:
    """A new category needs an XSD, words and policy; the code must not know any."""
    for room in ("parts", "preview"):
        for path in (Path(station.__file__).parents[1] / room).glob("*.py"):
            text = path.read_text(encoding="utf-8").replace("`deler/iop.xml`", "")
            assert not [name for name in load().categories if f'"{name}"' in text], path.name


# Every category, from documents nobody thought of.

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"))
WORDS = st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: text.strip() != "")
LINES = st.builds("{}\n{}".format, WORDS, WORDS)
FORMS = {
    "Skolear": st.just("2026/2027"),
    "Organisasjonsnummer": st.just("999888777"),
    "Skolenummer": st.just("12345"),
    "Sprakkode": st.sampled_from(["so", "sma"]),
    "Fagkode": st.just("NOR0214"),
    "Telefonnummer": st.just("22 00 00 01"),
    "Epostadresse": st.just("a@example.test"),
    "Postnummer": st.just("0001"),
    "Klokkeslett": st.just("08:15"),
    "Merke": st.just("20914695016"),
}


def values(node: Node) -> st.SearchStrategy[Any]:
    if node.type_name == "Vedlegg":
        return st.just(FULL["iop"]["vedlegg"][0])
    if node.kind is Kind.GROUP:
        return group(node)
    if node.kind is Kind.CHOICE:
        return st.sampled_from(node.options)
    if node.kind is Kind.DATE:
        return st.dates().filter(lambda day: 1950 < day.year < 2090).map(str)
    if node.kind is Kind.NUMBER:
        return st.integers(1, 9)
    return FORMS.get(node.type_name, LINES if node.kind is Kind.TEXT else WORDS)


def group(node: Node) -> st.SearchStrategy[dict[str, Any]]:
    must: dict[str, st.SearchStrategy[Any]] = {}
    may: dict[str, st.SearchStrategy[Any]] = {}
    for child in node.children:
        one = values(child)
        most = min(child.maximum or 3, 3)
        given_ = st.lists(one, min_size=1, max_size=most) if child.repeats else one
        (must if child.minimum else may)[child.name] = given_
    return st.fixed_dictionaries(must, optional=may)


def attempt(category: str, facts: dict[str, Any]) -> tuple[bytes, Sequence[Finding]]:
    try:
        return build(category, facts, SALT), ()
    except BadInput as bad:
        return b"", bad.findings


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_facts_either_come_back_whole_or_are_refused_with_findings(data: st.DataObject) -> None:
    category = data.draw(st.sampled_from(load().categories))
    root = load().documents()[category].root
    facts = data.draw(group(root))
    made, findings = attempt(category, facts)
    assert bool(made) != bool(findings)
    if findings:
        return
    assert read(made) == tidy(root, facts)[0]
    assert load().validate(f"deler/{category}.xml", made) == []
    assert build(category, read(made), SALT) == made
