"""Guidance cards: one short text beside a decision, with its reference, out of `config/guidance`.

The promise: a card is data with an id and a date of review; which one is shown follows from
what is true about the decision, and never from a category's name.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from handover.errors import Misconfigured

KEYS = {"id", "nar", "tittel", "tekst", "hjemmel", "lenke", "gjennomgatt", "av"}


@dataclass(frozen=True)
class Card:
    """One piece of advice."""

    id: str
    """For example V-03; written down with the decision it stood beside."""
    when: frozenset[str]
    """What must be true of the decision, such as `mekanisme:LOV`."""
    title: str
    text: str
    reference: str
    link: str
    reviewed: date
    by: str
    """Who read it last; «utkast» until a named lawyer has."""


@dataclass(frozen=True)
class Step:
    """One step of the school year, as the rådgiver sees it."""

    title: str
    text: str
    until: str
    """Last day, MM-DD."""


@cache
def cards() -> tuple[Card, ...]:
    """Every card, in the order of the files. Raises Misconfigured naming what is wrong."""
    return tuple(_card(row) for data in _tables() for row in data.get("kort", ()))


@cache
def year_steps() -> tuple[Step, ...]:
    """The steps of the school year, first to last."""
    return tuple(Step(row["tittel"], row["tekst"], row["til"])
                 for data in _tables() for row in data.get("trinn", ()))


def pick(facts: Iterable[str]) -> Card | None:
    """The first card whose every condition is among the facts; None when no card fits."""
    known = frozenset(facts)
    return next((card for card in cards() if card.when <= known), None)


def _tables() -> list[dict[str, Any]]:
    folder = files("config").joinpath("guidance")
    texts = sorted((one.name, one.read_text(encoding="utf-8")) for one in folder.iterdir()
                   if one.name.endswith(".toml"))
    try:
        return [tomllib.loads(text) for _, text in texts]
    except tomllib.TOMLDecodeError as fault:
        raise Misconfigured("Et råd i config/guidance er ikke gyldig TOML.") from fault


def _card(row: dict[str, Any]) -> Card:
    if wrong := sorted(KEYS ^ set(row)):
        raise Misconfigured(f"Et råd i config/guidance mangler eller kjenner ikke «{wrong[0]}».")
    return Card(row["id"], frozenset(row["nar"]), row["tittel"], row["tekst"], row["hjemmel"],
                row["lenke"], row["gjennomgatt"], row["av"])
