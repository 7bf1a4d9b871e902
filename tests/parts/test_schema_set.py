"""Hostile and broken bytes get findings, never an exception and never an echo."""

import random
from importlib import resources
from pathlib import Path

import pytest
from example_facts import FULL, MESSAGES, SALT

from handover.parts.build import build, build_document
from handover.parts.schema_set import PART_LIMIT, VERSION, SchemaSet, load

IOP = build("iop", FULL["iop"], SALT)


def codes(name: str, data: bytes) -> list[str]:
    return [finding.code for finding in load().validate(name, data)]


def test_the_schemas_are_compiled_once_per_process() -> None:
    assert load() is load()


def test_a_schema_set_can_be_made_from_a_folder_of_files() -> None:
    schemas = SchemaSet(Path(str(resources.files("schemas") / VERSION)))
    assert schemas.validate("deler/iop.xml", IOP) == []


@pytest.mark.parametrize(
    "name",
    ["", "iop.xml", "deler/", "deler/iop", "deler/../iop.xml", "deler/skjermet.xml",
     "overgangspakke", "META-INF/x.xml", "deler/iop.xml\n"],
)  # fmt: skip
def test_a_file_that_has_no_place_in_a_package_is_refused(name: str) -> None:
    assert codes(name, IOP) == ["FILE_UNKNOWN"]


def test_a_file_larger_than_any_part_can_be_is_refused_before_it_is_read() -> None:
    assert codes("deler/iop.xml", b"<" * (PART_LIMIT + 1)) == ["XML_TOO_LARGE"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML_DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "https://example.test/a.dtd"><a/>', "XML_DOCTYPE"),
        (b"<a><?b c?></a>", "XML_PI"),
        (b"<a><b></a>", "XML_NOT_WELL_FORMED"),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "XML_ENCODING"),
    ],
)
def test_s27_traps_in_the_xml_are_stopped_at_the_door(data: bytes, code: str) -> None:
    assert codes("deler/iop.xml", data) == [code]


def test_a_type_the_document_names_itself_is_refused() -> None:
    xsi = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    typed = IOP.replace(b"<tiltak>", b'<tiltak xsi:type="Tiltak">', 1)
    assert codes("deler/iop.xml", typed.replace(b"<iop ", b"<iop" + xsi + b" ")) != []


def test_prefixes_for_the_own_namespace_are_fine() -> None:
    prefixed = IOP.replace(b"<", b"<o:").replace(b"<o:/", b"</o:").replace(b"<o:?", b"<?")
    assert codes("deler/iop.xml", prefixed.replace(b"xmlns=", b"xmlns:o=")) == []


def test_a_finding_points_at_the_place_among_its_twins() -> None:
    data = IOP.replace(b"<virkning>virket_ikke", b"<virkning>svak", 1)
    found = load().validate("deler/iop.xml", data)
    assert [finding.where for finding in found] == ["iop/tiltak[2]/virkning"]


def test_an_unknown_element_name_is_not_repeated() -> None:
    data = IOP.replace(b"<tiltak>", b"<KariMoen/><tiltak>", 1)
    assert "Kari" not in repr(load().validate("deler/iop.xml", data))


def test_findings_have_an_end() -> None:
    line = "<kort> </kort>" * 2000
    data = build("elevens_stemme", FULL["elevens_stemme"], SALT)
    data = data.replace(b"</elevens_stemme>", line.encode() + b"</elevens_stemme>")
    assert 0 < len(load().validate("deler/elevens_stemme.xml", data)) <= 50


def test_bytes_changed_at_random_give_findings_or_stay_valid_but_never_raise() -> None:
    dice = random.Random(20270814)  # noqa: S311 - the same changes every time
    documents = [(f"deler/{name}.xml", build(name, FULL[name], SALT)) for name in FULL]
    documents += [(name, build_document(name, facts)) for name, facts in MESSAGES.items()]
    refused = 0
    for _ in range(600):
        name, data = dice.choice(documents)
        refused += bool(load().validate(name, mutated(dice, data)))
    assert refused > 300


def mutated(dice: random.Random, data: bytes) -> bytes:
    """The bytes with a piece cut out, doubled, moved or overwritten."""
    a, b = sorted(dice.randrange(len(data)) for _ in range(2))
    piece = data[a:b][:80]
    rest = data[:a] + data[a + len(piece) :]
    at = dice.randrange(len(rest))
    new = [
        rest,
        data[:a] + piece + data[a:],
        rest[:at] + piece + rest[at:],
        data[:a] + bytes(dice.randrange(256) for _ in range(3)) + data[a + 3 :],
    ]
    return dice.choice(new)
