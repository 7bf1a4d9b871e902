"""What people read comes from the bytes: all of them, and nothing else (S15)."""

import re
from importlib import resources
from pathlib import Path

import pytest

from handover.errors import BadInput
from handover.parts.build import build, category_of, part_name
from handover.parts.model import Kind, Node
from handover.parts.schema_set import VERSION, load
from handover.preview.labels import load_labels
from handover.preview.plain import all_texts
from handover.preview.sheet import Sheet
from handover.preview.view import view

LABELS = load_labels()
FOLDER = Path(str(resources.files("schemas") / VERSION)) / "examples" / "valid"
PARTS = [path for path in sorted(FOLDER.glob("*.xml"))
         if path.stem.removesuffix("-minst") in load().categories]  # fmt: skip
SALT = "00" * 16


def declared(data: bytes, path: str) -> Node:
    document = load().document(part_name(category_of(data)))
    assert document
    node: Node | None = document.root
    for step in path.split("/"):
        assert node
        node = node.child(step.partition("[")[0])
    assert node
    return node


def as_word(category: str, node: Node, text: str) -> str:
    if node.kind is Kind.CHOICE:
        return LABELS.code(category, node.name, text)
    return LABELS.day(text) if node.kind is Kind.DATE else text


def words_of(data: bytes) -> list[str]:
    category = category_of(data)
    return [as_word(category, declared(data, path), text)
            for path, text in all_texts(data).items()]  # fmt: skip


def our_words(category: str) -> set[str]:
    root = load().documents()[category].root
    fields = {LABELS.field(category, node.name) for node in root.walk() if node is not root}
    return fields | {LABELS.title(category), LABELS.codes_label, ""}


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_s15_everything_in_the_bytes_is_on_the_sheet(path: Path) -> None:
    data = path.read_bytes()
    shown = "\n".join(view(data, LABELS).strings())
    for word in words_of(data):
        assert word in shown


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_s15_nothing_is_on_the_sheet_that_is_not_in_the_bytes_or_in_our_words(path: Path) -> None:
    data = path.read_bytes()
    sheet = view(data, LABELS)
    known = words_of(data)
    glue = set(re.findall(r"\w+", re.sub(
        r"\{\w+\}", " ", " ".join(one for row in LABELS.inline.values() for one in row))))
    for text in sheet.strings():
        if text in our_words(sheet.category):
            continue
        rest = text
        for word in sorted(known, key=len, reverse=True):
            rest = rest.replace(word, " ")
        assert set(re.findall(r"\w+", rest)) <= glue, text


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_the_salt_and_the_machine_names_are_never_shown(path: Path) -> None:
    data = path.read_bytes()
    for text in view(data, LABELS).strings():
        assert "00112233445566778899aabbccddeeff" not in text
        assert "_" not in text


def test_fields_that_stand_alone_and_groups_keep_their_order() -> None:
    sheet = view((FOLDER / "iop.xml").read_bytes(), LABELS)
    headings = [block.heading for block in sheet.blocks]
    assert sheet.title == "Opplæringsplan"
    assert headings[:3] == ["", "Mål for opplæringen", "Mål for opplæringen"]
    assert headings.count("Tiltak") == 2
    first = sheet.blocks[0]
    assert first.rows[1].value == "12. februar 2025"
    assert first.points[0].items == ("Trenger tid til å svare.",)
    assert sheet.blocks[-1].attachments[0].file == f"vedlegg/{'5b' * 32}.pdf"


def test_a_measure_reads_as_words_with_a_path_for_remarks() -> None:
    sheet = view((FOLDER / "tilpasning.xml").read_bytes(), LABELS)
    measure = sheet.blocks[1]
    assert measure.path == "tiltak[1]"
    assert measure.paragraphs[0].text == "Beskjeder én om gangen,\ngjerne med bilder"
    assert measure.paragraphs[0].path == "tiltak[1]/hva"
    assert [(row.label, row.value) for row in measure.rows][:3] == [
        ("Slik har det gått", "Virker"), ("Bør fortsette", "Ja"), ("Fra", "18. august 2025"),
    ]  # fmt: skip


def test_small_groups_read_as_one_line_and_missing_pieces_fall_away() -> None:
    full = values(view((FOLDER / "sprak_vedtak.xml").read_bytes(), LABELS))
    assert "fra 17. august 2026 til 18. juni 2027" in full
    assert "Somali" in full
    facts = {"person": [{"navn": {"fornavn": "Bo", "etternavn": "Li"},
                         "bostedsadresse": {"poststed": "Prøveby"}}]}  # fmt: skip
    assert values(view(build("foresatte", facts, SALT), LABELS)) == ["Bo Li", "Prøveby"]


def test_a_value_that_looks_like_a_placeholder_is_shown_as_it_is() -> None:
    facts = {"person": [{"navn": {"fornavn": "{etternavn}", "etternavn": "Li"}}]}
    assert values(view(build("foresatte", facts, SALT), LABELS)) == ["{etternavn} Li"]


@pytest.mark.parametrize("data", [b"", b"hei", b'<iop xmlns="urn:overgang:del:1.0"/>'])
def test_bytes_that_are_no_valid_part_are_not_shown(data: bytes) -> None:
    with pytest.raises(BadInput):
        view(data, LABELS)


def test_a_message_is_not_shown_as_a_part() -> None:
    with pytest.raises(BadInput):
        view((FOLDER / "plass.xml").read_bytes(), LABELS)


def values(sheet: Sheet) -> list[str]:
    return [row.value for block in sheet.blocks for row in block.rows]
