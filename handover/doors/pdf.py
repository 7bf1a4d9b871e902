"""The first door for PDF: is it one, is it whole, may it be opened, is it of a bearable size (S27).

The promise: cheap, parses nothing, and runs anywhere. What passes is not yet harmless: every
document is rebuilt inert before it is hashed (`pdf_inert`, S7), far from database and keys.
"""

import re

from handover.errors import BadInput

LIMIT = 10 * 1024 * 1024
"""Ten megabytes: a scanned assessment of forty pages fits (P5)."""

_MAGIC = re.compile(rb"%PDF-[12]\.[0-9]")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")


def check(data: bytes, *, limit: int = LIMIT) -> None:
    """Returns when `data` looks like a whole, open PDF (S7, S27, P5).

    Raises BadInput with one of PDF_TOO_LARGE, PDF_NOT_PDF, PDF_ENCRYPTED; each has one
    sentence that says what the person who uploads can do.
    """
    if len(data) > limit:
        raise BadInput("PDF-en er for stor. Den kan være på høyst 10 MB.", "PDF_TOO_LARGE")
    if not _MAGIC.match(data) or b"%%EOF" not in data[-2048:]:
        raise BadInput("Filen er ikke en hel PDF. Lagre den som PDF på nytt.", "PDF_NOT_PDF")
    if _ENCRYPTED.search(_plain_names(data)):
        raise locked()


def locked() -> BadInput:
    """The refusal of a document that wants a password."""
    return BadInput("PDF-en er låst med passord. Last opp en utgave uten passord.",
                    "PDF_ENCRYPTED")


def _plain_names(data: bytes) -> bytes:
    """The bytes with escaped letters written out: `/#45ncrypt` is `/Encrypt`."""
    return _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), data)
