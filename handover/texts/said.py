"""A text as it was said: in the reader's language, as HTML, and with its bokmål beside it.

The promise: a draft in another language never stands alone where it is set into a page
(P8); values keep their own direction; what is put together of several texts keeps the
bokmål of all of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from handover.texts.tongues import NB, Tongue

BESIDE = Markup('<span class="og-paa-norsk" lang="nb" dir="ltr">{}</span>')
ONLY_NORWEGIAN = Markup('<span lang="nb" dir="ltr">{}</span>')
VALUE = Markup("<bdi>{}</bdi>")


class Text(str):
    """What a person reads. As a string it is the reader's language alone."""

    __slots__ = ("beside", "html", "nb", "tongue")

    nb: str
    """The same in bokmål, the legal original."""
    html: Markup
    """The reader's language with values set apart."""
    beside: bool
    """The bokmål must be shown beside it."""
    tongue: Tongue

    def __new__(cls, text: str, nb: str = "", html: Markup | None = None, *,
                tongue: Tongue = NB, beside: bool = False) -> "Text":
        made = super().__new__(cls, text)
        made.nb = nb or str(text)
        made.html = escape(str(text)) if html is None else html
        made.tongue, made.beside = tongue, beside
        return made

    def __html__(self) -> Markup:
        """The text as it stands in a page: followed by its bokmål while it is a draft."""
        return self.html + BESIDE.format(self.nb) if self.beside else self.html

    def __mod__(self, values: Any) -> "Text":
        if not isinstance(values, Mapping):
            return self._with(str.__mod__(self, values), self.nb % values, self.html % values)
        return self._with(
            str.__mod__(self, {name: plain(value) for name, value in values.items()}),
            self.nb % {name: _bokmal(value) for name, value in values.items()},
            self.html % {name: self._apart(value) for name, value in values.items()})

    def __add__(self, other: str) -> "Text":
        return self._with(str.__add__(self, other), self.nb + _bokmal(other),
                          self.html + _inside(other), other)

    def __radd__(self, other: str) -> "Text":
        return self._with(str.__add__(other, self), _bokmal(other) + self.nb,
                          escape(other) + self.html, other)

    def capitalize(self) -> "Text":
        """With a large first letter, in both languages."""
        return self.changed(str.capitalize)

    def changed(self, change: Callable[[str], str]) -> "Text":
        """The text after a change of letters, such as a large first one."""
        return Text(change(str(self)), change(self.nb), tongue=self.tongue, beside=self.beside)

    def _with(self, text: str, nb: str, html: Markup, other: object = "") -> "Text":
        beside = self.beside or (isinstance(other, Text) and other.beside)
        return Text(text, nb, html, tongue=self.tongue, beside=beside)

    def _apart(self, value: Any) -> Any:
        """A value inside a sentence: names keep their own direction and language."""
        if isinstance(value, Text):
            return value.html
        if not self.tongue.foreign or isinstance(value, (int, float)) or hasattr(value, "__html__"):
            return value
        return VALUE.format(value)


def plain(value: Any) -> Any:
    """The reader's language alone: for attributes, titles and options, where HTML cannot stand."""
    return str.__str__(value) if isinstance(value, Text) else value


def _bokmal(value: Any) -> Any:
    return value.nb if isinstance(value, Text) else value


def _inside(value: str) -> Markup:
    return value.html if isinstance(value, Text) else escape(value)
