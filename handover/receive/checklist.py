"""From what parts say to what somebody must do: pure functions over fact trees (P9).

The promise: no category is known by name; `config/receive.toml` says which elements become
a row and which of their fields say what, who and when. A row keeps its id as long as the
bytes of its part are the same, and gets another when they are not.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handover.parts.facts import Fact, Facts
from handover.preview.labels import Labels
from handover.receive.desks import Pick

SEPARATOR = " · "


@dataclass(frozen=True)
class Source:
    """A part to read: its category, its hash and its facts."""

    category: str
    sha256: str
    facts: Facts


@dataclass(frozen=True)
class ReadyRow:
    """Something that must be ready before the pupil begins."""

    id: str
    what: str
    more: str
    who: str
    due: date | None


@dataclass(frozen=True)
class KeepRow:
    """Something that has been tried, and how it went."""

    what: str
    more: str
    since: date | None
    effect: str
    """The word for how it went; empty when the part does not say."""
    code: str
    ends: bool
    """The school says that it should not go on."""


@dataclass(frozen=True)
class _Found:
    """One element that a pick has chosen, with where it stood."""

    source: Source
    pick: Pick
    path: str
    item: Fact


def ready(sources: Sequence[Source], picks: Sequence[Pick], labels: Labels) -> list[ReadyRow]:
    """The rows of «Må være klart», the earliest day first and rows without a day last."""
    rows = [_ready(found, labels) for found in _chosen(sources, picks)]
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.min))


def keep(sources: Sequence[Source], picks: Sequence[Pick], taken: Sequence[Pick],
         labels: Labels) -> list[KeepRow]:
    """The rows of «Fortsett med dette»; what `taken` has put on the other list is left out."""
    elsewhere = {(one.source.sha256, one.path) for one in _chosen(sources, taken)}
    rows = [_keep(found, labels) for found in _chosen(sources, picks)
            if (found.source.sha256, found.path) not in elsewhere]
    return sorted(rows, key=lambda row: row.ends)


def row_id(sha256: str, path: str) -> str:
    """The id of a row: of the part's bytes and where in it, so it says nothing by itself."""
    return hashlib.sha256(f"{sha256}\x1f{path}".encode()).hexdigest()[:32]


def word(labels: Labels, category: str, field: str, value: "Fact | None") -> str:
    """A field as people read it: the word for a code, the name of a thing, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(word(labels, category, field, item) for item in value)
    if isinstance(value, dict):
        return str(value.get("navn", ""))
    codes = labels.codes.get(f"{category}/{field}") or labels.codes.get(field) or {}
    return codes.get(str(value), str(value))


def _chosen(sources: Sequence[Source], picks: Sequence[Pick]) -> Iterator[_Found]:
    for source in sources:
        for pick in picks:
            for path, item in _at(source.facts, pick.path, ""):
                if _fits(item, pick):
                    yield _Found(source, pick, path, item)


def _at(facts: Facts, path: Sequence[str], above: str) -> Iterator[tuple[str, Fact]]:
    """Every element at the path, numbered among its likes."""
    head, rest = path[0], path[1:]
    value = facts.get(head)
    items = value if isinstance(value, list) else [] if value is None else [value]
    for number, item in enumerate(items, 1):
        here = f"{above}{head}[{number}]"
        if not rest:
            yield here, item
        elif isinstance(item, dict):
            yield from _at(item, rest, f"{here}/")


def _fits(item: Fact, pick: Pick) -> bool:
    if not isinstance(item, dict):
        return not (pick.needs or pick.what)
    return all(name in item for name in pick.needs) and _matches(item, pick.only)


def _matches(item: Facts, wanted: Mapping[str, str]) -> bool:
    return all(item.get(name) == value for name, value in wanted.items())


def _ready(found: _Found, labels: Labels) -> ReadyRow:
    pick, fields = found.pick, found.item if isinstance(found.item, dict) else {}
    more = _more(found, fields, labels) if fields else str(found.item)
    return ReadyRow(
        id=row_id(found.source.sha256, found.path), what=_what(found, fields, labels), more=more,
        who=word(labels, found.source.category, pick.who, fields.get(pick.who)),
        due=_day(fields.get(pick.due)))


def _keep(found: _Found, labels: Labels) -> KeepRow:
    pick, fields = found.pick, found.item if isinstance(found.item, dict) else {}
    category, effect = found.source.category, fields.get(pick.effect)
    return KeepRow(
        what=_what(found, fields, labels),
        more=word(labels, category, pick.who, fields.get(pick.who)),
        since=_day(fields.get(pick.since)), effect=word(labels, category, pick.effect, effect),
        code=str(effect or ""), ends=bool(pick.ends) and _matches(fields, pick.ends))


def _what(found: _Found, fields: Facts, labels: Labels) -> str:
    said = str(fields.get(found.pick.what, "")) or found.pick.text
    return said or labels.field(found.source.category, found.pick.path[-1])


def _more(found: _Found, fields: Facts, labels: Labels) -> str:
    category, said = found.source.category, []
    for name in found.pick.more:
        if text := word(labels, category, name, fields.get(name)):
            label = f"{labels.field(category, name)}: " if found.pick.named else ""
            said.append(label + text)
    return SEPARATOR.join(said)


def _day(value: "Fact | None") -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
