"""Writes the small PDF files that PPT and school have lying about: text on one page, no more.

The promise: the same words always give the same bytes, with no date, author or program in
them, so that a part that carries the document hashes alike in every run of the demo.
"""

import textwrap
from collections.abc import Iterable
from datetime import date

_WIDTH = 84
"""Characters per line that fit an A4 page in Helvetica 11 with 56-point margins."""

_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /B 5 0 R /T 6 0 R >> >> >>"
)
_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


def long_day(day: date) -> str:
    """A day as a letter has it: «12. februar 2025»."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def one_page(title: str, sender: str, paragraphs: Iterable[str]) -> bytes:
    """An A4 page in PDF 1.4: title, sender and paragraphs, in characters of Windows-1252."""
    stream = _content(title, sender, paragraphs)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (nb-NO) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _PAGE,
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
            _font(b"Helvetica-Bold"),
            _font(b"Helvetica"),
        ]
    )


def _content(title: str, sender: str, paragraphs: Iterable[str]) -> bytes:
    lines = [b"BT", b"56 770 Td", b"/B 16 Tf", _show(title), b"/T 11 Tf", b"16 TL", b"T*", b"T*"]
    lines += [_show(sender), b"T*"]
    for paragraph in paragraphs:
        lines.append(b"T*")
        for line in textwrap.wrap(paragraph, _WIDTH):
            lines += [_show(line), b"T*"]
    return b"\n".join([*lines, b"ET"])


def _show(text: str) -> bytes:
    """The operator that writes one line. Brackets and backslashes mean something in PDF."""
    data = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return b"(" + data + b") Tj"


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>" % name


def _file(objects: list[bytes]) -> bytes:
    """Objects numbered from 1, with the table that says at which byte each begins."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    )
