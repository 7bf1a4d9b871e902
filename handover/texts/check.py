"""What is wrong with a catalogue: missing texts, lost values, wrong letters, no status.

The promise: every fault names the language and the bokmål, which holds no personal data.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message

from handover.texts import catalogue, files
from handover.texts.gather import Found
from handover.texts.tongues import Tongue

VALUE = re.compile(r"%(?:\(\w+\)[sd]|%)")
LETTERS_NEEDED = 0.6
"""Share of a text's letters that must be of the language's own script; the rest may be names,
abbreviations and references."""

LATIN = "LATIN"

SENTENCE = 3
"""From this many words on, no two languages say a thing alike."""


def faults(folder: Path, tongue: Tongue, texts: Iterable[Found]) -> list[str]:
    """Everything that must be mended in the folder's catalogue of a language.

    `texts` is all that is said in the product, as `gather` finds it.
    """
    path = folder / f"{tongue.code}.po"
    if not path.exists():
        return [f"{tongue.code}: katalogen mangler"]
    catalog = catalogue.read(path, tongue.code)
    found = []
    for text in files.wanted(tongue, texts):
        ident = (text.one, text.many) if text.many else text.one
        message = catalog.get(ident)
        wrong = ["ikke samlet inn: kjør `handover texts extract`"] if message is None else \
            list(wrong_with(message, tongue))
        found += [f"{tongue.code}: {fault}: «{text.one}»" for fault in wrong]
    return found


def wrong_with(message: Message, tongue: Tongue) -> Iterator[str]:
    """What is wrong with one message."""
    if message.fuzzy:
        yield "merket fuzzy; bruk `# status: utkast`"
    if not catalogue.is_done(message):
        yield "mangler"
        return
    yield from _values(message)
    yield from _status(message)
    bokmal = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    for text in catalogue.forms(message):
        if text != text.strip() and bokmal[0] == bokmal[0].strip():
            yield "mellomrom foran eller bak"
        if not own_letters(text, tongue):
            yield "feil skrift"
        if tongue.foreign and text in bokmal and not may_be_same(text):
            yield "står på bokmål"
        if left_in_norwegian(text, tongue):
            yield "har norske bokstaver igjen"


def own_letters(text: str, tongue: Tongue) -> bool:
    """True when the text is written in the language's own script, names and references aside."""
    scripts = [unicodedata.name(letter, "?").split()[0]
               for letter in _bare(text) if letter.isalpha()]
    if not scripts:
        return True
    if tongue.script == LATIN:
        return set(scripts) <= {LATIN, "MODIFIER", "FEMININE", "MASCULINE"}
    return scripts.count(tongue.script) / len(scripts) >= LETTERS_NEEDED


def may_be_same(text: str) -> bool:
    """True for a word or two: «August» and «Status» are called the same in several languages."""
    return len(_bare(text).split()) < SENTENCE


def left_in_norwegian(text: str, tongue: Tongue) -> bool:
    """True when letters that only Norwegian has stand outside names and quotes."""
    return tongue.foreign and bool(set("æøåÆØÅ") & set(_bare(text)))


def _bare(text: str) -> str:
    """The text without values, quotes and what is called the same everywhere."""
    bare = re.sub(r"«[^»]*»", "", VALUE.sub("", text))
    for word in untranslated():
        bare = bare.replace(word, "")
    return bare


@cache
def untranslated() -> tuple[str, ...]:
    """Names and abbreviations that stand as they are in every language, the longest first."""
    path = catalogue.folder().parent / "glossary.toml"
    names = tomllib.loads(path.read_text(encoding="utf-8"))["oversettelse"]["navn"]
    return tuple(sorted(names, key=len, reverse=True))


def _values(message: Message) -> Iterator[str]:
    bokmal = message.id if isinstance(message.id, str) else message.id[-1]
    must = sorted(set(VALUE.findall(str(bokmal))))
    for text in catalogue.forms(message):
        has = sorted(set(VALUE.findall(text)))
        # «Ett spørsmål» names no number, and neither does a dual in Arabic.
        if has != must and not (isinstance(message.id, tuple) and set(has) < set(must)):
            yield f"verdiene stemmer ikke ({' '.join(must) or 'ingen'})"
        if VALUE.sub("", text).count("%"):
            yield "løst prosenttegn"


def _status(message: Message) -> Iterator[str]:
    known, *rest = catalogue.status(message)
    if known not in (catalogue.DRAFT, catalogue.CHECKED):
        yield "mangler `# status:`"
    if known == catalogue.CHECKED and not _signed(rest):
        yield "kvalitetssikret uten navn og dag"


def _signed(rest: list[str]) -> bool:
    if len(rest) != 2 or not rest[0]:
        return False
    try:
        date.fromisoformat(rest[1])
    except ValueError:
        return False
    return True
