"""Every element and every code people can meet has a word in bokmål."""

from pathlib import Path

import pytest

from handover.errors import Misconfigured
from handover.parts.schema_set import load
from handover.preview.labels import load_labels, read_labels

LABELS = load_labels()


@pytest.mark.parametrize("category", sorted(load().categories))
def test_every_element_and_code_of_a_category_has_a_word(category: str) -> None:
    root = load().documents()[category].root
    assert LABELS.title(category)
    for node in root.walk():
        if node is not root:
            assert LABELS.field(category, node.name)
        for code in node.options:
            assert LABELS.code(category, node.name, code)


def test_no_word_is_there_for_something_the_model_does_not_have() -> None:
    known, codes = set(), set()
    for category in load().categories:
        for node in load().documents()[category].root.walk():
            known |= {node.name, f"{category}/{node.name}"}
            codes |= {(key, code) for key in (node.name, f"{category}/{node.name}")
                      for code in node.options}  # fmt: skip
    assert set(LABELS.titles) == set(load().categories)
    assert set(LABELS.fields) <= known
    assert {(key, code) for key, words in LABELS.codes.items() for code in words} <= codes


def test_words_are_short_and_hold_no_name_of_an_element() -> None:
    words = [*LABELS.titles.values(), *LABELS.fields.values()]
    words += [word for table in LABELS.codes.values() for word in table.values()]
    for word in words:
        assert len(word.split()) <= 8, word
        assert "_" not in word, word


def test_a_category_may_have_a_word_of_its_own() -> None:
    assert LABELS.field("iop", "dato") == "Dato"
    assert LABELS.field("ito_vedtak", "dato") == "Vedtaksdato"
    assert LABELS.code("karakterer", "type", "slutt") == "Standpunkt"
    assert LABELS.code("fravaer_omfang", "type", "slutt") == "Hele skoleåret"


def test_dates_are_written_as_people_write_them() -> None:
    assert LABELS.day("2027-04-14") == "14. april 2027"
    assert LABELS.day("2027-12-01") == "1. desember 2027"


def test_a_word_that_is_missing_is_said_by_its_key() -> None:
    with pytest.raises(Misconfigured, match=r"felt\.finnesIkke"):
        LABELS.field("iop", "finnesIkke")


def test_a_file_that_cannot_be_read_or_lacks_a_table_is_refused_with_a_sentence(
    tmp_path: Path,
) -> None:
    broken, short = tmp_path / "a.toml", tmp_path / "b.toml"
    broken.write_text("[felt")
    short.write_text("[felt]\n")
    for path, word in ((broken, "a.toml"), (short, "kategorier"), (tmp_path / "c.toml", "c.toml")):
        with pytest.raises(Misconfigured, match=word):
            read_labels(path)


def test_every_type_read_as_one_line_uses_fields_the_type_has() -> None:
    fields: dict[str, set[str]] = {}
    for document in load().documents().values():
        for node in document.root.walk():
            inside = {child.name for child in node.children}
            for key in (node.type_name, f"{document.root.name}/{node.name}"):
                fields.setdefault(key, set()).update(inside)
    for name, pieces in LABELS.inline.items():
        used = {piece[piece.index("{") + 1 : piece.index("}")] for piece in pieces}
        assert used <= fields[name], name
        # What is left out is a code or a number beside a name, never a word somebody wrote.
        assert fields[name] - used <= {"kode", "organisasjonsnummer", "skolenummer"}, name
    assert LABELS.unheaded <= set(fields)
