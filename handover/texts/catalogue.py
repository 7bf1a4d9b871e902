"""The catalogues: what a bokmål text is called in a language, and whether a human has checked it.

`config/texts/<code>.po` is read when somebody first asks for the language; nothing is
compiled beforehand, so that a catalogue and what is shown can never differ. The
translators' comment `# status: kvalitetssikret; <who>; <day>` lifts a text out of being
a draft; everything else is a draft.
"""

import gettext
import io
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handover.texts.tongues import NB, Tongue

STATUS = "status:"
CHECKED = "kvalitetssikret"
DRAFT = "utkast"


@dataclass(frozen=True)
class Wordbook:
    """One language's texts, ready to be asked."""

    translations: gettext.NullTranslations
    known: frozenset[str]
    """Bokmål texts that have a translation."""
    checked: frozenset[str] = field(default=frozenset())
    """Those a named human has gone through."""

    def one(self, text: str) -> str | None:
        """The text in this language; None when nobody has translated it."""
        return self.translations.gettext(text) if text in self.known else None

    def several(self, one: str, many: str, number: int) -> str | None:
        """The right form for a number of things; None when nobody has translated it."""
        return self.translations.ngettext(one, many, number) if one in self.known else None


def folder() -> Path:
    """Where the catalogues that ship with the program lie."""
    return Path(str(resources.files("config") / "texts"))


def read(path: Path, code: str) -> Catalog:
    """A catalogue as translators keep it. Raises OSError when there is none."""
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@cache
def wordbook(tongue: Tongue) -> Wordbook:
    """The language's texts, read once per process; empty for bokmål and for a missing file."""
    path = folder() / f"{tongue.code}.po"
    if tongue is NB or not path.exists():
        return Wordbook(gettext.NullTranslations(), frozenset())
    catalog = read(path, tongue.code)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    done = [message for message in catalog if message.id and is_done(message)]
    return Wordbook(
        gettext.GNUTranslations(compiled), frozenset(map(key, done)),
        frozenset(key(message) for message in done if status(message)[0] == CHECKED))


def key(message: Message) -> str:
    """The bokmål a message stands for: of two forms, the one for a single thing."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def ident(message: Message) -> str | tuple[str, str]:
    """What a catalogue knows a message by: one text, or the texts for one and for several."""
    found = message.id
    return found if isinstance(found, str) else (found[0], found[1])


def forms(message: Message) -> tuple[str, ...]:
    """The translation, one string per form of number."""
    found = message.string
    return (str(found),) if isinstance(found, str) else tuple(map(str, found or ("",)))


def is_done(message: Message) -> bool:
    """True when every form is written."""
    return all(text.strip() for text in forms(message)) and not message.fuzzy


def status(message: Message) -> tuple[str, ...]:
    """What the translators' comment says: (status, reviewer, day), as far as it is filled in."""
    for line in message.user_comments:
        if line.strip().startswith(STATUS):
            return tuple(part.strip() for part in line.strip().removeprefix(STATUS).split(";"))
    return ("",)
