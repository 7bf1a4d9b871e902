"""The words people read instead of element names and codes, from `config/labels.toml`.

The promise: a label or a word for everything the model can hold (a test walks the XSD), and
a clear complaint naming the key when one is missing.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from handover.errors import Misconfigured


@dataclass(frozen=True)
class OwnView:
    """What a guardian may see of a category whose `foresatt_ser` is `egen` (S1)."""

    shown: frozenset[str] = frozenset()
    own: str = ""
    """The element that stands once per guardian; only the guardian's own is shown."""
    shown_when_safe: frozenset[str] = frozenset()
    """Shown only while foreldreansvar is verified and nobody in the case is restricted (S1b)."""
    hidden: frozenset[str] = frozenset()
    """Elements left out of the own entry too, such as how the school is to make contact."""


@dataclass(frozen=True)
class Labels:
    """Titles, field labels and code words, bokmål."""

    titles: Mapping[str, str]
    fields: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    months: Sequence[str]
    inline: Mapping[str, Sequence[str]]
    """XSD types, or `category/element`, read as one line: pieces with one field each. What no
    piece names is a code that a name beside it says in words."""
    unheaded: frozenset[str]
    """XSD types whose fields stand among those around them."""
    own_views: Mapping[str, OwnView]
    own_sentence: str
    codes_label: str = ""
    """Before the codes that stand together at the end of a sheet."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Name of a language in small letters → its code in ISO 639."""

    def title(self, category: str) -> str:
        """The heading of a part. Raises Misconfigured naming the missing key."""
        return _word(self.titles, category, "kategorier")

    def field(self, category: str, element: str) -> str:
        """The label of a field; the category's own word goes first."""
        own = self.fields.get(f"{category}/{element}")
        return own or _word(self.fields, element, "felt")

    def pieces(self, category: str, element: str, type_name: str) -> Sequence[str]:
        """How a group reads as one line: the category's own way goes first; empty for none."""
        return self.inline.get(f"{category}/{element}") or self.inline.get(type_name, ())

    def language(self, name: str) -> str:
        """The code of a language by its name; `und` for one the list does not have."""
        return self.languages.get(name.strip().casefold(), "und")

    def code(self, category: str, element: str, code: str) -> str:
        """The word for a code; the category's own word goes first."""
        own = self.codes.get(f"{category}/{element}", {}).get(code)
        return own or _word(self.codes.get(element, {}), code, f"koder.{element}")

    def day(self, iso: str) -> str:
        """An ISO date as people write it: «14. april 2027». Raises ValueError for no date."""
        day = date.fromisoformat(iso)
        return f"{day.day}. {self.months[day.month - 1]} {day.year}"


@cache
def load_labels() -> Labels:
    """The labels that ship with the program, read once per process."""
    return read_labels(Path(str(resources.files("config") / "labels.toml")))


def read_labels(path: Path) -> Labels:
    """The labels in a file of the kommune's own. Raises Misconfigured naming what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _labels(data)
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise Misconfigured(f"Filen med ord ({path.name}) kan ikke leses.") from wrong
    except KeyError as missing:
        raise Misconfigured(f"Nøkkelen {missing} mangler i {path.name}.") from None


def _labels(data: Mapping[str, Any]) -> Labels:
    return Labels(
        titles=data["kategorier"],
        fields=data["felt"],
        codes=data["koder"],
        months=data["datoer"]["maneder"],
        inline=data["sammensatt"],
        unheaded=frozenset(data["uten_overskrift"]["typer"]),
        own_views={name: _own_view(view) for name, view in data["egen"]["kategorier"].items()},
        own_sentence=data["egen"]["setning"],
        codes_label=data["sammensatt_kode"]["ledetekst"],
        languages=data["sprakkoder"],
    )


def _own_view(view: Mapping[str, Any]) -> OwnView:
    return OwnView(
        shown=frozenset(view.get("vis", ())),
        own=view.get("eget", ""),
        shown_when_safe=frozenset(view.get("trygt", ())),
        hidden=frozenset(view.get("skjul", ())),
    )


def _word(words: Mapping[str, str], key: str, table: str) -> str:
    word = words.get(key)
    if word is None:
        raise Misconfigured(f"Ordet for {table}.{key} mangler i labels.toml.")
    return word
