"""What a page fetches beside itself: style, fonts, the mark, a script; all from this server.

The vendored files lie unchanged in `static/`. They are read once when the program
starts: the sheets are joined in cascade order, rid of comments and of variables
nobody reads, and packed. Addresses hold a digest of the content, so a browser may
keep them for a year and still never shows yesterday's style.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

STATIC = Path(__file__).parent / "static"

BASE = ("base", "heading", "label", "paragraph", "validation-message")
COMPONENTS = ("link", "list", "skip-link", "button", "details", "field", "fieldset", "input",
              "table", "tag", "error-summary")
"""The parts of Designsystemet that pages use. A new component is added here and vendored."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_TIGHT = re.compile(r"\s*([{};,>])\s*")
_VARIABLE = re.compile(r'(?<=[{;\s])(--[\w-]+)\s*:((?:"[^"]*"|[^;{}"])*)(?:;|(?=\}))')
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_EMPTY = re.compile(r"[^{};]+\{\}")
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
          ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    data: bytes
    packed: bytes | None
    """The same, gzipped; None for what is packed already."""
    kind: str
    """Media type."""


class Assets:
    """Every file a page may fetch, by name, under one digest."""

    def __init__(self) -> None:
        files = {"overgang.css": stylesheet().encode(), "merke.svg": _bytes("merke.svg"),
                 "les.js": _bytes("les.js")}
        files |= {path.name: path.read_bytes() for path in (STATIC / "skrift").glob("*.woff2")}
        self._files = {name: _asset(name, data) for name, data in files.items()}
        whole = b"".join(files[name] for name in sorted(files))
        self.digest = hashlib.sha256(whole).hexdigest()[:12]

    def get(self, name: str) -> Asset | None:
        """The file of that name, or None when no page needs such a file."""
        return self._files.get(name)


class Icons:
    """Aksel's icons, set into the page itself. Always beside a word, so hidden from readers."""

    def __init__(self) -> None:
        folder = STATIC / "ikoner"
        self._paths = {path.stem: _drawing(path.read_text()) for path in folder.glob("*.svg")}

    def __call__(self, name: str, klasse: str = "og-ikon", snu: bool = False) -> Markup:
        """The icon as SVG. `snu` turns it where text runs from right to left.

        Raises KeyError when the icon is not vendored in `static/ikoner`.
        """
        turned = " og-snu" if snu else ""
        return Markup('<svg class="{}{}" viewBox="0 0 24 24" aria-hidden="true" '
                      'focusable="false">{}</svg>').format(klasse, turned, self._paths[name])

    def duo(self, name: str) -> Markup:
        """A picture for a card: the line drawing over its filled twin."""
        return Markup('<span class="og-duo">{}{}</span>').format(
            self(f"{name}Fill", "og-duo__flate"), self(name, "og-duo__strek"))


@cache
def stylesheet() -> str:
    """All style of all pages as one sheet, in the order the layers are meant to win."""
    return _without_unread_variables(_squeezed("\n".join([
        "@layer ds.theme,ds.base,ds.components;",
        _text("tema.css").removeprefix('@charset "UTF-8";'),
        *(f"@layer ds.base{{{_text(f'designsystemet/{name}.css')}}}" for name in BASE),
        *(f"@layer ds.components{{{_text(f'designsystemet/{name}.css')}}}"
          for name in COMPONENTS),
        _text("overgang.css"),
    ])))


def _squeezed(css: str) -> str:
    return _TIGHT.sub(r"\1", _BLANKS.sub(" ", _COMMENT.sub("", css))).replace(";}", "}").strip()


def _without_unread_variables(css: str) -> str:
    """Drops variables that no rule reads, straight or through other variables."""
    needed = set(_READ.findall(_VARIABLE.sub("", css)))
    reads: dict[str, set[str]] = {}
    for name, value in _VARIABLE.findall(css):
        reads.setdefault(name, set()).update(_READ.findall(value))
    waiting = list(needed)
    while waiting:
        new = reads.get(waiting.pop(), set()) - needed
        needed |= new
        waiting += new
    css = _VARIABLE.sub(lambda found: found[0] if found[1] in needed else "", css)
    while _EMPTY.search(css):
        css = _EMPTY.sub("", css)
    return css


def _asset(name: str, data: bytes) -> Asset:
    kind = _TYPES[Path(name).suffix]
    packed = None if kind == "font/woff2" else gzip.compress(data, mtime=0)
    return Asset(name, data, packed, kind)


def _drawing(svg: str) -> Markup:
    """What is inside the svg element. The files are vendored, so their markup is trusted."""
    inside = svg[svg.index(">") + 1:svg.rindex("</svg>")].replace("\n", "")
    return Markup(inside.replace(' fill="currentColor"', ""))  # noqa: S704 # nosec


def _text(name: str) -> str:
    return _bytes(name).decode("utf-8")


def _bytes(name: str) -> bytes:
    return (STATIC / name).read_bytes()
