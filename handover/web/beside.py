"""Keeps the bokmål out of where HTML cannot stand: attributes, titles, options and text areas.

A text in a draft language brings its bokmål along in an element of its own. Whether a
`{{ … }}` stands in the text of a page or inside a tag is seen when a template is
compiled, so that nobody who writes a page has to think of it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from handover.texts.said import plain

FILTER = "alene"
TEXT_ONLY = ("title", "option", "textarea")
"""Elements that hold text and no tags."""
BLOCKS = frozenset({"tittel", "tjeneste"})
"""Blocks that stand inside `<title>` in the frame."""

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)|(>)")
_BESIDE = re.compile(r'<span class="og-paa-norsk"[^>]*>.*?</span>', re.DOTALL)


class ReadsAlone(Extension):
    """Sends what is set inside tags and titles through the filter `alene`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters[FILTER] = alone

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The same tokens, with the filter put on where it is needed."""
        blocks: list[str] = []
        place, block = _Place(), ""
        for token in stream:
            if token.type == "data":
                place.read(token.value)
            elif token.type == "name" and token.value == "block" and block == "begin":
                block = "name"
            elif token.type == "name" and token.value == "endblock" and block == "begin":
                blocks.pop()
                block = ""
            elif block == "name":
                blocks.append(token.value)
                block = ""
            else:
                block = "begin" if token.type == "block_begin" else ""
            alone = place.text_only or bool(BLOCKS.intersection(blocks))
            yield from _wrapped(token) if alone else (token,)


class _Place:
    """Where in the page the template is, as far as the raw HTML read so far tells."""

    def __init__(self) -> None:
        self._tag = ""
        self._inside = ""

    @property
    def text_only(self) -> bool:
        """True inside a tag, and inside an element that holds text only."""
        return bool(self._tag or self._inside)

    def read(self, html: str) -> None:
        """Goes on through more raw HTML."""
        for closing, name, end in _TAG.findall(html):
            if end:
                self._inside = self._tag if self._tag in TEXT_ONLY else self._inside
                self._tag = ""
            elif not self._tag:
                if closing and name == self._inside:
                    self._inside = ""
                self._tag = f"/{name}" if closing else name


def _wrapped(token: Token) -> Iterator[Token]:
    """`{{ x }}` becomes `{{ (x) | alene }}`."""
    line = token.lineno
    if token.type == "variable_begin":
        yield token
        yield Token(line, "lparen", "(")
    elif token.type == "variable_end":
        yield Token(line, "rparen", ")")
        yield Token(line, "pipe", "|")
        yield Token(line, "name", FILTER)
        yield token
    else:
        yield token


def alone(value: Any) -> Any:
    """The value without bokmål beside it."""
    if isinstance(value, Markup) and "og-paa-norsk" in value:
        return Markup(_BESIDE.sub("", value))  # noqa: S704 # nosec B704 - it was markup before
    return plain(value)
