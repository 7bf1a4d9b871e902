"""The one door for tables in text files (CSV): hostile bytes in, plain rows out, and back (S27).

The promise: a row that comes in has exactly the columns asked for, each value is one short
line of visible characters, and none is a formula to a spreadsheet. What goes out opens in a
spreadsheet without one cell being run. No other module parses or writes such a file.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handover.errors import BadInput
from handover.rules.findings import Finding, error

LARGEST = 1_000_000
MOST_ROWS = 5_000
LONGEST = 200
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (OWASP: CSV injection)."""
MOST_FINDINGS = 50
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True)
class Row:
    """One line of the table. Values stand in no `repr`: they may be about people."""

    line: int
    """As an editor counts them, the heading being line 1."""
    values: Mapping[str, str] = field(repr=False)


def read(data: bytes, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """The rows of a UTF-8 file with a heading and `;` or `,` between columns.

    Empty lines are passed over. Raises BadInput with findings, each with the line number and
    never a value: TABELL_FOR_STOR, TABELL_TEGNSETT, TABELL_OVERSKRIFT, TABELL_LINJE,
    TABELL_TEGN, TABELL_FORMEL, TABELL_LANG.
    """
    text = _text(data)
    lines = _lines(text)
    heading = _heading(lines, columns, optional)
    rows, faults = [], list[Finding]()
    for line, cells in lines[1:]:
        if not any(cells):
            continue
        wrong = _faults(line, heading, cells)
        faults += wrong
        if not wrong:
            rows.append(Row(line, dict(zip(heading, cells, strict=True))))
    if faults:
        raise BadInput("Filen har feil. Rett dem, og prøv igjen.", faults[0].code,
                       faults[:MOST_FINDINGS])
    return rows


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as a file Norwegian spreadsheets open at once: UTF-8 with a mark, `;` between.

    A value that a spreadsheet would run gets an apostrophe in front; line breaks become blanks.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_inert(name) for name in columns])
    writer.writerows([_inert(value) for value in row] for row in rows)
    return (BOM + made.getvalue()).encode()


def _inert(value: str) -> str:
    flat = "".join(" " if _invisible(char) else char for char in value)
    return f"'{flat}" if flat.lstrip().startswith(FORMULA) else flat


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise BadInput("Filen er for stor. Del den i flere.", "TABELL_FOR_STOR")
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError:
        raise BadInput("Lagre filen som «CSV UTF-8», og prøv igjen.", "TABELL_TEGNSETT") from None


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Line number and trimmed cells. Strict: a quote that never closes is refused."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    before = 0
    try:
        for cells in reader:
            found.append((before + 1, [cell.strip() for cell in cells]))
            before = reader.line_num
            if len(found) > MOST_ROWS + 1:
                raise BadInput("Filen har for mange linjer. Del den i flere.", "TABELL_FOR_STOR")
    except csv.Error:
        raise BadInput("En linje i filen kan ikke leses. Se etter anførselstegn.", "TABELL_LINJE", [
            error("TABELL_LINJE", _where(before + 1), "Linjen kan ikke leses.")]) from None
    return found


def _heading(lines: Sequence[tuple[int, list[str]]], columns: Sequence[str],
             optional: Sequence[str]) -> list[str]:
    found = [cell.casefold() for cell in lines[0][1]] if lines else []
    known = {*columns, *optional}
    if set(columns) <= set(found) <= known and len(found) == len(set(found)):
        return found
    raise BadInput(f"Første linje skal ha disse navnene: {', '.join(columns)}.",
                   "TABELL_OVERSKRIFT")


def _faults(line: int, heading: Sequence[str], cells: Sequence[str]) -> list[Finding]:
    if len(cells) != len(heading):
        return [error("TABELL_LINJE", _where(line), "Linjen har feil antall felt.")]
    return [found for name, cell in zip(heading, cells, strict=True)
            if (found := _fault(line, name, cell))]


def _fault(line: int, name: str, cell: str) -> Finding | None:
    where = f"{_where(line)}, {name}"
    if any(_invisible(char) for char in cell):
        return error("TABELL_TEGN", where, "Feltet har usynlige tegn. Skriv det inn på nytt.")
    if cell.startswith(FORMULA):
        return error("TABELL_FORMEL", where, "Feltet kan ikke begynne med =, +, - eller @.")
    if len(cell) > LONGEST:
        return error("TABELL_LANG", where, "Feltet er for langt.")
    return None


def _invisible(char: str) -> bool:
    """Control and format characters, unassigned ones, separators of lines: all but the blank."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def _where(line: int) -> str:
    return f"linje {line}"
