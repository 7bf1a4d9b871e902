"""Who opens what at a receiver, as data: `config/receive.toml` read once into frozen values.

The promise: a role that is not named at a desk opens nothing there (default deny), and no
category is known by name in the program.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from handover.errors import Misconfigured
from handover.rules.actors import Actor
from handover.rules.policy import Category


@dataclass(frozen=True)
class Desk:
    """One kind of receiver: who sits there, and which packages lie there."""

    id: str
    """inntak | skole | ppt | ot"""
    roles: tuple[str, ...]
    confirms: tuple[str, ...]
    """The roles that may say who follows the pupil up."""
    receivers: tuple[str, ...]
    """Receiver types of the units whose packages lie here."""
    places: frozenset[str]
    """Reported places under which the package may still be opened (S6)."""
    here: bool
    """True when the place must be in the very unit that has the package."""
    ceilings: Mapping[str, int]
    """Role → the highest sensitivity it opens."""

    def ceiling(self, actor: Actor, unit: str) -> int | None:
        """The highest sensitivity the actor opens in the unit; None for everything sent there."""
        held = [role for role in self.roles if actor.has(role, unit)]
        limits = [self.ceilings.get(role) for role in held]
        if not limits or None in limits:
            return None if limits else 0
        return max(limit for limit in limits if limit is not None)


def may_open(ceiling: int | None, category: Category | None) -> bool:
    """True when a part may be opened. One the policy here does not know is held to be the worst."""
    if ceiling is None:
        return True
    return category is not None and category.sensitivity <= ceiling


@dataclass(frozen=True)
class Pick:
    """Which element of a part becomes a row, and which of its fields say what."""

    path: tuple[str, ...]
    what: str
    text: str
    more: tuple[str, ...]
    named: bool
    """The fields of `more` stand with their labels in front."""
    who: str
    due: str
    effect: str
    since: str
    needs: tuple[str, ...]
    only: Mapping[str, str]
    ends: Mapping[str, str]
    """Values that say that it should not go on."""


@dataclass(frozen=True)
class ContactFields:
    """The element names by which somebody to talk to is found."""

    own: tuple[str, ...]
    people: tuple[str, ...]
    manner: tuple[str, ...]
    through_school: tuple[str, ...]


@dataclass(frozen=True)
class NoticeFields:
    """What a notice to 1 October holds (opplæringsforskrifta §§ 4-21, 4-22)."""

    due: str
    """MM-DD in the first autumn of the school year."""
    group: str
    wish: str
    late: str
    demands: Mapping[str, tuple[str, ...]]
    """Group → the fields that must be there before it can be handled."""


@dataclass(frozen=True)
class DocumentFields:
    """The element names that say who made a part and when."""

    by: str
    on: str


@dataclass(frozen=True)
class Individual:
    """A list that admissions works through before the ordinary deadlines."""

    title: str
    text: str
    due: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Reception:
    """Everything in the file."""

    desks: Mapping[str, Desk]
    ready: tuple[Pick, ...]
    keep: tuple[Pick, ...]
    contact: ContactFields
    notice: NoticeFields
    individual: tuple[Individual, ...]
    document: DocumentFields
    retention: Mapping[str, str]
    school_start: str
    """MM-DD"""
    school_days: int


@cache
def load() -> Reception:
    """The table that ships with the program, read once per process."""
    text = files("config").joinpath("receive.toml").read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(data: Mapping[str, Any]) -> Reception:
    """The table in a parsed file. Raises Misconfigured naming the key that is missing."""
    try:
        return Reception(
            desks={name: _desk(name, values) for name, values in data["bord"].items()},
            ready=tuple(map(_pick, data["klart"])), keep=tuple(map(_pick, data["fortsett"])),
            contact=_contact(data["kontakt"]), notice=_notice(data["melding"]),
            individual=tuple(map(_individual, data["individuelt"])),
            document=DocumentFields(data["dokument"]["av"], data["dokument"]["dato"]),
            retention=data["oppbevaring"], school_start=data["skolestart"],
            school_days=data["skoledager"])
    except KeyError as missing:
        raise Misconfigured(f"Nøkkelen {missing} mangler i receive.toml.") from missing


def _desk(name: str, values: Mapping[str, Any]) -> Desk:
    return Desk(id=name, roles=tuple(values["roller"]), confirms=tuple(values["bekrefter"]),
                receivers=tuple(values["mottakere"]), places=frozenset(values["plass"]),
                here=values.get("her", False), ceilings=values.get("folsomhet", {}))


def _pick(values: Mapping[str, Any]) -> Pick:
    return Pick(path=tuple(values["element"].split("/")), what=values.get("hva", ""),
                text=values.get("tekst", ""), more=tuple(values.get("mer", ())),
                named=values.get("ord", False), who=values.get("hvem", ""),
                due=values.get("frist", ""), effect=values.get("virkning", ""),
                since=values.get("siden", ""), needs=tuple(values.get("krever", ())),
                only=values.get("bare", {}), ends=values.get("slutt", {}))


def _contact(values: Mapping[str, Any]) -> ContactFields:
    return ContactFields(own=tuple(values["egen"]), people=tuple(values["personer"]),
                         manner=tuple(values["mate"]), through_school=tuple(values["via_skolen"]))


def _notice(values: Mapping[str, Any]) -> NoticeFields:
    return NoticeFields(due=values["frist"], group=values["gruppe"], wish=values["onske"],
                        late=values["sen"],
                        demands={name: tuple(fields) for name, fields in values["krav"].items()})


def _individual(values: Mapping[str, Any]) -> Individual:
    return Individual(values["tittel"], values["tekst"], values.get("frist", ""),
                      tuple(values["kategorier"]))
