"""Whom a receiver may talk to about a pupil, and how the pupil is reached: from the facts alone.

The promise: pure functions; which elements hold people and ways to reach them stands in
`config/receive.toml`; the same answer given by two parts is listed once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handover.parts.facts import Fact, Facts
from handover.preview.labels import Labels
from handover.receive.checklist import Source, word
from handover.receive.desks import ContactFields

THROUGH_SCHOOL = "ja"


@dataclass(frozen=True)
class Contact:
    """Somebody to talk to."""

    heading: str
    name: str
    role: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """How the pupil is reached."""

    ways: tuple[tuple[str, str], ...]
    """(label, value)"""
    manner: tuple[str, ...]
    through_school: bool


def people(sources: Sequence[Source], fields: ContactFields, labels: Labels) -> list[Contact]:
    """The people the parts name as somebody to talk to, in the order of the parts."""
    found: dict[tuple[str, str], Contact] = {}
    for source in sources:
        for name in fields.people:
            for item in _items(source.facts.get(name)):
                one = _contact(source.category, name, item, labels)
                found.setdefault((one.heading, one.name), one)
    return [one for one in found.values() if one.name]


def reach(sources: Sequence[Source], fields: ContactFields, labels: Labels) -> Reach:
    """The pupil's own ways, how they want to be met, and whether it goes through the school."""
    ways: dict[tuple[str, str], None] = {}
    manner: dict[str, None] = {}
    through = False
    for source in sources:
        for name in fields.own:
            ways.update(dict.fromkeys(_ways(source, name, labels)))
        manner.update(dict.fromkeys(
            str(source.facts[name]) for name in fields.manner if name in source.facts))
        through |= any(source.facts.get(name) == THROUGH_SCHOOL for name in fields.through_school)
    return Reach(tuple(ways), tuple(manner), through)


def _items(value: "Fact | None") -> list[Facts]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _contact(category: str, element: str, item: Facts, labels: Labels) -> Contact:
    named = item.get("navn", item)
    reached = item.get("kontaktinformasjon")
    return Contact(
        heading=labels.field(category, element), name=_name(named),
        role=_in_a_row(word(labels, category, "rolle", item.get("rolle"))),
        ways=tuple(str(value) for value in reached.values()) if isinstance(reached, dict) else ())


def _in_a_row(role: str) -> str:
    """«Rådgiver» after a name is «rådgiver»; «PPT-rådgiver» stays as it is."""
    return role if role[1:2].isupper() else role[:1].lower() + role[1:]


def _name(value: "Fact | Facts") -> str:
    if not isinstance(value, dict):
        return ""
    return " ".join(str(value[key]) for key in ("fornavn", "mellomnavn", "etternavn")
                    if key in value)


def _ways(source: Source, name: str, labels: Labels) -> Iterator[tuple[str, str]]:
    for item in _items(source.facts.get(name)):
        for key, value in item.items():
            yield labels.field(source.category, key), str(value)
