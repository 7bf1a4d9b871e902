"""Writes the catalogues: what has been gathered goes in, what translators have written stays.

A text nobody says any more is kept at the end of its file (`#~`), so that a word changed
back is not translated twice.
"""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from handover.texts.catalogue import forms, ident, read
from handover.texts.gather import FAMILY, Found
from handover.texts.tongues import NB, TONGUES, Tongue

ROAD = "road: "
WIDTH = 98

UNSAID = tuple(b'"' + name for name in (
    b"Project-Id-Version", b"Report-Msgid-Bugs-To", b"POT-Creation-Date", b"PO-Revision-Date",
    b"Last-Translator", b"Language-Team", b"Generated-By"))
"""Headers Babel fills with the time and with nobody's address."""

HEADER = """# {bokmal} ({own}). Overgang.
#
# The message id is the bokmål, which is the legal original. Every text here is a draft
# (`# status: utkast`) until a named human has gone through it; then
# `# status: kvalitetssikret; <name or role>; <yyyy-mm-dd>`.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def wanted(tongue: Tongue, texts: Iterable[Found]) -> list[Found]:
    """What must stand in a language's catalogue: staff read bokmål and nynorsk only."""
    return [text for text in texts if not tongue.foreign or text.road == FAMILY]


def update(folder: Path, texts: list[Found]) -> None:
    """Brings every catalogue in the folder up to what is said today."""
    for tongue in TONGUES:
        if tongue is not NB:
            path = folder / f"{tongue.code}.po"
            path.write_bytes(renewed(tongue, path, wanted(tongue, texts)))


def renewed(tongue: Tongue, path: Path, texts: list[Found]) -> bytes:
    """The bytes of a catalogue with these texts; translations already at `path` are kept."""
    header = HEADER.format(code=tongue.code, own=tongue.own, plurals=tongue.plurals,
                           bokmal=tongue.bokmal.capitalize())
    catalog = read_po(io.BytesIO(header.encode()), locale=tongue.code)
    before = _kept(path, tongue.code)
    for text in texts:
        _add(catalog, text, before.pop(_ident(text), None))
    catalog.obsolete.update(before)
    return written(catalog)


def written(catalog: Catalog) -> bytes:
    """The bytes of a catalogue, the same for the same texts: no dates, no machine's name."""
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNSAID))


def _add(catalog: Catalog, text: Found, old: Message | None) -> None:
    catalog.add(
        _ident(text), old.string if old else None,
        locations=[(place, 0) for place in sorted(text.places)],
        auto_comments=[ROAD + text.road], user_comments=old.user_comments if old else ())


def _ident(text: Found) -> str | tuple[str, str]:
    return (text.one, text.many) if text.many else text.one


def _kept(path: Path, code: str) -> dict[str | tuple[str, str], Message]:
    """What has been written before, also what has been out of use."""
    if not path.exists():
        return {}
    catalog = read(path, code)
    return {ident(one): one for one in (*catalog.obsolete.values(), *iter(catalog))
            if one.id and any(forms(one))}
