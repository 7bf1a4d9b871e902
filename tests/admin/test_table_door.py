"""The door for tables: only plain, short, visible values come in, and nothing runs that goes out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.doors import table
from handover.errors import BadInput

COLUMNS = ("navn", "enhet")


def fault(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        table.read(data, COLUMNS)
    return caught.value


@pytest.mark.parametrize("data", [
    "navn;enhet\nKari;havna\n", "navn,enhet\r\nKari,havna\r\n", "\ufeffNavn;Enhet\nKari ; havna",
    'enhet;navn\nhavna;"Kari"\n\n',
])
def test_the_files_spreadsheets_make_are_read(data):
    rows = table.read(data.encode(), COLUMNS)
    assert [dict(one.values) for one in rows] == [{"navn": "Kari", "enhet": "havna"}]
    assert rows[0].line == 2


def test_a_value_may_hold_the_delimiter_in_quotes_and_lines_are_counted_as_an_editor_does():
    rows = table.read(b'navn;enhet\n"Berg; Kari";a\n\nOla;b\n', COLUMNS)
    assert [(one.line, one.values["navn"]) for one in rows] == [(2, "Berg; Kari"), (4, "Ola")]


@pytest.mark.parametrize(("cell", "code"), [
    ("=HYPERLINK(1)", "TABELL_FORMEL"), ("+47 12", "TABELL_FORMEL"), ("-1", "TABELL_FORMEL"),
    ("@SUM(A1)", "TABELL_FORMEL"), ("Ka\u200bri", "TABELL_TEGN"), ("\u202eirak", "TABELL_TEGN"),
    ("Ka\x00ri", "TABELL_TEGN"), ("K" * 201, "TABELL_LANG"), ('"Ka\nri"', "TABELL_TEGN"),
    ("\ufeffKari", "TABELL_TEGN"),
])
def test_a_cell_that_could_run_or_hide_is_refused_with_its_line_and_not_its_value(cell, code):
    refused = fault(f"navn;enhet\nOla;a\n{cell};b\n".encode())
    assert refused.findings[0].code == code
    assert refused.findings[0].where == "linje 3, navn"
    assert cell not in refused.text + refused.findings[0].text


@pytest.mark.parametrize(("data", "code"), [
    ("navn;enhet\nKåre;a\n".encode("latin-1"), "TABELL_TEGNSETT"),
    (b"navn\nKari\n", "TABELL_OVERSKRIFT"), (b"", "TABELL_OVERSKRIFT"),
    (b"navn;enhet;navn\n", "TABELL_OVERSKRIFT"), (b"navn;enhet;nummer\n", "TABELL_OVERSKRIFT"),
    (b"navn;enhet\nKari\n", "TABELL_LINJE"), (b'navn;enhet\n"Kari;a\n', "TABELL_LINJE"),
    (b"x" * 1_000_001, "TABELL_FOR_STOR"),
    (b"navn;enhet\n" + b"a;b\n" * 5_001, "TABELL_FOR_STOR"),
])
def test_a_file_that_is_not_such_a_table_is_refused(data, code):
    assert fault(data).code == code


def test_every_fault_is_told_but_not_without_end():
    refused = fault(b"navn;enhet\n" + b"=1;=2\n" * 100)
    assert len(refused.findings) == table.MOST_FINDINGS


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_nothing_that_goes_out_is_a_formula_or_breaks_a_line(rows):
    text = table.write(("a", "b"), rows).decode().removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(read) == len(rows) + 1
    for cells in read:
        assert len(cells) == 2
        assert not any(cell.lstrip().startswith(table.FORMULA) for cell in cells)
