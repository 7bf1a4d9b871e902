"""The examples are the contract with vendors: each does what it says, in both engines."""

import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from lxml import etree

from handover.parts.schema_set import VERSION, load

SCHEMAS = Path(str(resources.files("schemas") / VERSION))
VALID = sorted((SCHEMAS / "examples" / "valid").glob("*.xml"))
INVALID = sorted((SCHEMAS / "examples" / "invalid").glob("*.xml"))
NOTE = re.compile(r"<!-- Fil: (\S+)\. Ventet funn: ([A-Z0-9_]+)\. .*? -->\n")

# What the core cannot say: assertions, and what the door and the reader look for.
READER_CODES = {"XML_PI", "XML_DOCTYPE", "XML_SCHEMALOCATION", "COMMENT_FORBIDDEN",
                "NAMESPACE_UNEXPECTED", "FILE_UNKNOWN", "XML_NOT_WELL_FORMED"}  # fmt: skip


def name_in_container(path: Path) -> str:
    root = path.stem.removesuffix("-minst")
    return f"deler/{root}.xml" if root in load().categories else f"{root}.xml"


def expectation(path: Path) -> tuple[str, str, bytes]:
    """File name in the container, the code it must give, and the bytes without the note."""
    text = path.read_text(encoding="utf-8")
    note = NOTE.search(text)
    assert note, f"{path.name} does not say which finding it must give"
    return note.group(1), note.group(2), text.replace(note.group(0), "", 1).encode()


@cache
def core(entry: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "core" / entry)))


def core_accepts(name: str, data: bytes) -> bool:
    document = load().document(name)
    assert document
    entry = {"del": "deler.xsd", "pakke": "overgangspakke.xsd", "melding": "meldinger.xsd"}
    return bool(core(entry[document.namespace.split(":")[2]]).validate(etree.fromstring(data)))


def assertion_codes() -> set[str]:
    rule = re.compile(r'<xs:assert(?:ion)? id="([A-Z0-9_]+)"')
    return {code for path in SCHEMAS.glob("*.xsd") for code in rule.findall(path.read_text())}


def unique_codes() -> set[str]:
    rule = re.compile(r'<xs:unique name="([A-Z0-9_]+)"')
    return {code for path in SCHEMAS.glob("*.xsd") for code in rule.findall(path.read_text())}


def test_every_category_has_a_full_and_a_least_example_and_every_message_has_one() -> None:
    names = {path.stem for path in VALID}
    parts = {name + kind for name in load().categories for kind in ("", "-minst")}
    others = set(load().documents()) - set(load().categories)
    assert names == parts | others


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_is_accepted_by_both_engines(path: Path) -> None:
    name, data = name_in_container(path), path.read_bytes()
    assert load().validate(name, data) == []
    assert core_accepts(name, data)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_gives_the_finding_it_names(path: Path) -> None:
    name, code, data = expectation(path)
    findings = load().validate(name, data)
    assert code in [finding.code for finding in findings]
    assert all(finding.text.endswith(".") for finding in findings)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_the_core_refuses_an_invalid_example_as_far_as_xsd_1_0_can_say_it(path: Path) -> None:
    name, code, data = expectation(path)
    document = load().document(name)
    if code in READER_CODES or document is None or f"<{document.root.name} ".encode() not in data:
        return
    found = {finding.code for finding in load().validate(name, data)}
    assert core_accepts(name, data) == (found <= assertion_codes())


def test_every_rule_in_the_schemas_has_an_example_that_breaks_it() -> None:
    shown = {expectation(path)[1] for path in INVALID}
    assert assertion_codes() | unique_codes() <= shown


def test_there_are_at_least_twenty_five_invalid_examples() -> None:
    assert len(INVALID) >= 25


def test_a_finding_never_repeats_a_value_of_the_document() -> None:
    for path in INVALID:
        name, _, data = expectation(path)
        for finding in load().validate(name, data):
            said = finding.where + finding.text
            for secret in ("20914695016", "2091469501", "Åse", "Østbø", "fosterforelder", "Hei"):
                assert secret not in said, path.name
