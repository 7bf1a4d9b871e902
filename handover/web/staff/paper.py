"""The sheet as the pupil will read it, with the places staff must look at marked in place (C-68).

The promise: the text is that of `preview.view`, piece by piece; a mark never changes a letter.
A mark that has no line of its own on the sheet is listed under it, so that none is lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handover.decision.look import Look
from handover.decision.screening import DOCUMENT, Screening
from handover.house import House
from handover.parts.build import read
from handover.preview.sheet import Attachment, Block, Line, Paragraph, Points, Row
from handover.preview.view import view
from handover.rules import names
from handover.rules.names import Mark
from handover.web.texts import _, marked

KINDS = {
    "navn": marked("kanskje et navn"),
    "nummer": marked("kanskje et fødselsnummer"),
    "telefon": marked("kanskje et telefonnummer"),
    "epost": marked("kanskje en e-postadresse"),
    "adresse": marked("kanskje en adresse"),
    "slektning": marked("kanskje om noen i familien"),
}
AROUND = 45
"""Characters on each side that tell where in a document a word stands."""
OLD_YEARS = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `what` says why it is marked, and is empty when it is not."""

    text: str
    what: str = ""


@dataclass(frozen=True)
class ToSee:
    """A word somebody must deal with before the part may go on, once however often it stands."""

    key: str
    word: str
    what: str
    kind: str
    surely: bool
    """A person's number by its check digits: it cannot be let stand."""
    document: str = ""
    """Title of the document it stands in; empty when it stands on the sheet."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the sheet, ready for a template."""

    kind: str
    """row | paragraph | points | attachment | block"""
    label: str
    texts: tuple[tuple[Piece, ...], ...] = ()
    """One text, or one for each point."""
    items: tuple["Item", ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Paper:
    """A part as staff see it."""

    part_id: str
    title: str
    sha256: str
    items: tuple[Item, ...]
    loose: tuple[Piece, ...]
    """Marked words that stand in a line put together of several fields."""
    marked: bool
    blocked: bool
    """Names and numbers of others stop the part until somebody has dealt with them."""
    to_see: tuple[ToSee, ...]
    lifted: bool
    """Somebody has let a word stand in this very text."""
    unread: tuple[str, ...]
    """Titles of documents that are pictures: only a person can read those."""
    dated: date
    old: bool


@dataclass
class _Marker:
    texts: Mapping[str, str]
    marks: Mapping[str, list[Mark]]
    used: set[str] = field(default_factory=set)

    def pieces(self, path: str, text: str) -> tuple[Piece, ...]:
        """The text cut where the marks are; only when it is the very text that was searched."""
        if self.texts.get(path) != text:
            return (Piece(text),)
        self.used.add(path)
        return tuple(_cut(text, self.marks.get(path, [])))

    def left(self) -> tuple[Piece, ...]:
        return tuple(Piece(self.texts[path][mark.start:mark.end], _(KINDS[mark.kind]))
                     for path in sorted(set(self.marks) - self.used)
                     if not path.startswith(DOCUMENT)
                     for mark in self.marks[path] if not mark.lifted)


def paper(house: House, look: Look) -> Paper:
    """The opened part on paper."""
    sheet = view(look.data, house.labels)
    by_path: dict[str, list[Mark]] = defaultdict(list)
    for mark in look.screening.marks:
        by_path[mark.where].append(mark)
    marker = _Marker(look.screening.texts, by_path)
    items = tuple(_items(sheet.blocks, marker))
    dated, titles = dated_on(look.data, look.part.as_of), dict(_titles(sheet.blocks))
    open_marks = [one for one in look.screening.marks if not one.lifted]
    return Paper(
        look.part.id, sheet.title, look.part.sha256, items, marker.left(),
        marked=bool(open_marks), blocked=bool(names.blocking(open_marks)),
        to_see=tuple(_to_see(look.screening, titles)),
        lifted=len(open_marks) < len(look.screening.marks),
        unread=tuple(titles.get(one, "") for one in look.screening.unreadable),
        dated=dated, old=is_old(dated, house.today()))


def _titles(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if isinstance(line, Attachment):
            yield line.sha256, line.title
        elif isinstance(line, Block):
            yield from _titles(line.lines)


def _to_see(screening: Screening, titles: Mapping[str, str]) -> Iterator[ToSee]:
    """What stops, one of each word, with its surroundings when it stands in a document."""
    told: set[tuple[str, str]] = set()
    for mark in names.blocking(screening.marks):
        kind, word = screening.word(mark)
        if (kind, word) in told:
            continue
        told.add((kind, word))
        text, inside = screening.texts[mark.where], mark.where.startswith(DOCUMENT)
        yield ToSee(
            mark.key, word, _(KINDS[kind]), kind, mark.surely,
            titles.get(mark.where.removeprefix(DOCUMENT), "") if inside else "",
            _one_line(text[max(0, mark.start - AROUND):mark.start]) if inside else "",
            _one_line(text[mark.end:mark.end + AROUND]) if inside else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def dated_on(data: bytes, otherwise: date) -> date:
    """The day the content itself says it is from, else the day its source gave."""
    try:
        return date.fromisoformat(str(read(data).get("dato", "")))
    except ValueError:
        return otherwise


def is_old(dated: date, today: date) -> bool:
    """True for more than two years."""
    return (today.year - dated.year, today.month, today.day) > (OLD_YEARS, dated.month, dated.day)


def _items(lines: Iterable[Line], marker: _Marker) -> Iterable[Item]:
    for line in lines:
        if isinstance(line, Block) and not line.heading:
            yield from _items(line.lines, marker)
        else:
            yield _item(line, marker)


def _item(line: Any, marker: _Marker) -> Item:
    match line:
        case Row():
            return Item("row", line.label, (marker.pieces(line.path, line.value),))
        case Paragraph():
            return Item("paragraph", line.label, (marker.pieces(line.path, line.text),))
        case Points():
            texts = tuple(marker.pieces(f"{line.path}[{at}]", text)
                          for at, text in enumerate(line.items, 1))
            return Item("points", line.label, texts)
        case Attachment():
            return Item("attachment", line.title, sha256=line.sha256)
        case _:
            return Item("block", line.heading, items=tuple(_items(line.lines, marker)))


def _cut(text: str, marks: Iterable[Mark]) -> Iterable[Piece]:
    at = 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if mark.start < at or mark.lifted:
            continue
        if mark.start > at:
            yield Piece(text[at:mark.start])
        yield Piece(text[mark.start:mark.end], _(KINDS[mark.kind]))
        at = mark.end
    if at < len(text):
        yield Piece(text[at:])
