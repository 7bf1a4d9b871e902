"""The one door for PDF: hostile bytes in, the same bytes out when nothing in them can act (S27).

The promise: bytes that pass are a PDF by their first bytes, within the size, readable
without a password, and without names that run code, start programs, open something by
themselves or carry other files, also where such names stand in compressed object
streams. It finds what a PDF says openly; rebuilding every page inert (S7) is a later room.
"""

import re
import zlib

from handover.errors import BadInput

LIMIT = 10 * 1024 * 1024
"""Ten megabytes: a scanned assessment of forty pages fits (P5)."""

_MAGIC = re.compile(rb"%PDF-[12]\.[0-9]")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(
    rb"<<(?:(?!>>\s*stream).){0,4000}?/ObjStm(?:(?!>>\s*stream).){0,4000}?>>\s*stream\r?\n",
    re.DOTALL,
)
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|GoToE|GoToR"
    rb"|SubmitForm|ImportData|Filespec)(?![A-Za-z])"
)
_INFLATED_AT_MOST = 32 * 1024 * 1024


def check(data: bytes, *, limit: int = LIMIT) -> None:
    """Returns when `data` is a PDF that cannot act by itself (S7, S27, P5).

    Raises BadInput with one of PDF_TOO_LARGE, PDF_NOT_PDF, PDF_ENCRYPTED, PDF_ACTIVE;
    each has one sentence that says what the person who uploads can do.
    """
    if len(data) > limit:
        raise BadInput("PDF-en er for stor. Den kan være på høyst 10 MB.", "PDF_TOO_LARGE")
    if not _MAGIC.match(data) or b"%%EOF" not in data[-2048:]:
        raise BadInput("Filen er ikke en hel PDF. Lagre den som PDF på nytt.", "PDF_NOT_PDF")
    names = _plain_names(data)
    if _ENCRYPTED.search(names):
        raise BadInput(
            "PDF-en er låst med passord. Last opp en utgave uten passord.", "PDF_ENCRYPTED"
        )
    if _ACTIVE.search(names) or _ACTIVE.search(_plain_names(_inflated(data))):
        raise BadInput(
            "PDF-en inneholder noe som kan kjøre av seg selv. "
            "Skriv den ut til PDF på nytt, og last opp den nye filen.",
            "PDF_ACTIVE",
        )


def _plain_names(data: bytes) -> bytes:
    """The bytes with escaped letters written out: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), data)


def _inflated(data: bytes) -> bytes:
    """What the compressed object streams hold; they may keep any dictionary out of sight."""
    made = bytearray()
    for found in _OBJECT_STREAM.finditer(data):
        made += _inflate(data[found.end() :], _INFLATED_AT_MOST - len(made))
    return bytes(made)


def _inflate(data: bytes, room: int) -> bytes:
    opened = zlib.decompressobj()
    try:
        made = opened.decompress(data, max(room, 1))
    except zlib.error:
        made = b""
    if not made or opened.unconsumed_tail:
        # Packed in a way this door cannot look into, or too much of it: not let through.
        raise BadInput(
            "PDF-en er pakket på en måte som ikke kan kontrolleres. "
            "Skriv den ut til PDF på nytt, og last opp den nye filen.",
            "PDF_ACTIVE",
        )
    return made
