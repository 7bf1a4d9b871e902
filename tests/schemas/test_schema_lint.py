"""What the schemas may be made of: only what writing, reading and showing can follow."""

import re
from importlib import resources
from pathlib import Path

import pytest
from lxml import etree

from handover.parts.model import Kind
from handover.parts.schema_set import VERSION, load

XS = "{http://www.w3.org/2001/XMLSchema}"
FILES = sorted(Path(str(resources.files("schemas") / VERSION)).glob("*.xsd"))
ALLOWED = {
    "schema", "annotation", "documentation", "include", "element", "complexType", "simpleType",
    "sequence", "attribute", "attributeGroup", "restriction", "enumeration", "pattern",
    "minLength", "maxLength", "minInclusive", "maxInclusive", "assert", "assertion", "unique",
    "selector", "field",
}  # fmt: skip
FORBIDDEN_WORDS = re.compile(
    r"grader|gradert|kode ?[67]|sperret|skjult adresse|omsorgsovertak|fosterhjem|fosterforeld"
    r"|institusjon|strengt fortrolig|fortrolig|relasjon|foreldreansvar",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_schema_uses_only_constructs_that_the_generic_code_follows(path: Path) -> None:
    used = {etree.QName(node).localname for node in etree.parse(str(path)).iter(f"{XS}*")}
    assert used <= ALLOWED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_schema_uses_xs_boolean(path: Path) -> None:
    """An assertion that compares an xs:boolean answers wrongly both ways in xmlschema."""
    tree = etree.parse(str(path))
    types = [node.get(key) for node in tree.iter(f"{XS}*") for key in ("type", "base")]
    tests = [node.get("test") for node in tree.iter(f"{XS}assert", f"{XS}assertion")]
    assert "xs:boolean" not in types
    assert not [test for test in tests if re.search(r"\b(true|false)\(\)|xs:boolean", test or "")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_element_type_and_rule_is_documented_in_norwegian(path: Path) -> None:
    tags = [f"{XS}{name}" for name in ("element", "assert", "assertion", "unique")]
    tree = etree.parse(str(path))
    named = [node for node in tree.iter(f"{XS}complexType", f"{XS}simpleType") if node.get("name")]
    for node in [*tree.iter(*tags), *named]:
        sentence = node.findtext(f"{XS}annotation/{XS}documentation") or ""
        assert sentence.endswith("."), node.get("name") or node.get("id")


def test_every_rule_has_an_id_and_says_what_to_do() -> None:
    for path in FILES:
        for node in etree.parse(str(path)).iter(f"{XS}assert", f"{XS}assertion"):
            sentence = node.findtext(f"{XS}annotation/{XS}documentation") or ""
            assert re.fullmatch(r"[A-Z0-9_]+", node.get("id") or ""), path.name
            assert sentence.count(".") >= 2 or ", eller " in sentence or "må" in sentence


def test_every_text_has_a_longest_length_and_every_list_an_end() -> None:
    open_types = {"string", "token", "normalizedString"}
    for document in load().documents().values():
        for node in document.root.walk():
            assert node.maximum is not None, node.name
            assert node.type_name not in open_types, node.name
            if node.kind is Kind.TEXT:
                assert node.max_length, node.name


def test_s19_nothing_in_the_model_can_say_that_a_pupil_is_protected_or_under_care() -> None:
    for document in load().documents().values():
        for node in document.root.walk():
            words = " ".join([node.name, node.type_name, *node.options])
            assert not FORBIDDEN_WORDS.search(words), node.name


def test_s19_addresses_are_optional_and_contact_through_the_school_fits_anybody() -> None:
    for document in load().documents().values():
        for node in document.root.walk():
            if node.type_name == "Adresse" or node.name in ("postnummer", "poststed"):
                assert node.minimum == 0
            if node.name == "kontaktViaSkolen":
                assert (node.minimum, node.options) == (0, ("ja",))


def test_guardians_stand_alike_without_relation_or_ground() -> None:
    person = load().documents()["foresatte"].root.child("person")
    assert person
    assert {child.name for child in person.children} == {
        "navn", "kontaktinformasjon", "bostedsadresse", "malform", "tolkesprak",
        "kontaktViaSkolen",
    }  # fmt: skip


def test_one_tiltak_serves_five_categories() -> None:
    holders = {
        name
        for name in load().categories
        if any(node.type_name == "Tiltak" for node in load().documents()[name].root.walk())
    }
    assert holders == {"tilpasning", "iop", "fravaer_tiltak", "hjelpemidler", "skolemiljo"}


def test_the_model_has_the_twenty_nine_categories_that_can_be_sent() -> None:
    assert len(load().categories) == 29
    assert not {"skjermet", "aldri"} & set(load().categories)


def test_s18_the_record_of_an_approval_has_one_shape_and_names_nobody() -> None:
    part = load().documents()["overgangspakke"].root.child("del")
    record = part.child("vilkar") if part else None
    assert record
    assert [(node.name, node.minimum) for node in record.children] == [
        ("regel", 1),
        ("dato", 1),
        ("oppfylt", 1),
        ("bevis", 1),
    ]


def test_s09_a_request_is_about_a_cohort_and_can_name_nobody() -> None:
    types = {node.type_name for node in load().documents()["innhenting"].root.walk()}
    assert not {"Navn", "Identifikator", "Kontaktinformasjon"} & types
