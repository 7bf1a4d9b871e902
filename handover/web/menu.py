"""Where people land after logging in, and the menu of staff pages.

Order matters: the first home whose gate opens is where a person lands. An entry for
a room that is not open in this kind of node counts for nothing.
"""

from dataclasses import dataclass

from handover.rules.actors import Actor
from handover.web.access import Gate


@dataclass(frozen=True)
class Home:
    """Where somebody lands after logging in."""

    gate: Gate
    endpoint: str


@dataclass(frozen=True)
class Entry:
    """One line in the menu of staff pages."""

    gate: Gate
    endpoint: str
    text: str
    """Bokmål, marked with `texts.marked`."""


HOMES: tuple[Home, ...] = ()

MENU: tuple[Entry, ...] = ()


def home_of(actor: Actor, open_endpoints: frozenset[str]) -> str | None:
    """The endpoint a person lands on in this node; None when no page is made for them."""
    return next((home.endpoint for home in HOMES
                 if home.endpoint in open_endpoints and home.gate.opens_for(actor)), None)


def menu_of(actor: Actor, open_endpoints: frozenset[str]) -> list[Entry]:
    """The lines of the menu a person may use in this node."""
    return [entry for entry in MENU
            if entry.endpoint in open_endpoints and entry.gate.opens_for(actor)]
