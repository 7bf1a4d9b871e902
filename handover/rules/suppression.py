"""Small numbers are not told: what may be said of a share without saying it of somebody.

The promise: nobody can work out, from what is told, the answer of a group of fewer than
five (S14). Only counts of a partition go in, so no two groups that are told share a person;
a hidden group always has company, and the company together is no small group either.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low
from typing import TypeVar

LEAST = 5
"""The smallest group anything exact is told of, and the smallest rest."""
BANDED = 2 * LEAST
"""From here on a lopsided share can be told in words that fit five different counts."""
STEP = 5
"""Percentage points: a share moves in steps, so that one person seldom shows."""

Key = TypeVar("Key", bound=Hashable)


class Kind(StrEnum):
    """How a figure is told."""

    PERCENT = "prosent"
    DAYS = "dager"
    MOST = "nesten_alle"
    """All but at most four, in a group of at least ten."""
    FEW = "nesten_ingen"
    """At most four, in a group of at least ten."""
    HIDDEN = "skjult"


@dataclass(frozen=True)
class Told:
    """What is said. `value` is a percentage or a number of days, and 0 for words."""

    kind: Kind
    value: int = 0


HIDDEN = Told(Kind.HIDDEN)


@dataclass(frozen=True)
class Group:
    """The people of a cell, and those of them that the figure is about."""

    people: frozenset[str]
    hits: frozenset[str]

    def __post_init__(self) -> None:
        if not self.hits <= self.people:
            raise ValueError("the hits are not among the people")

    @property
    def tellable(self) -> bool:
        """True when neither those hit nor the rest are few."""
        return len(self.hits) >= LEAST and len(self.people) - len(self.hits) >= LEAST


def total(groups: Iterable[Group]) -> Group:
    """All the groups as one."""
    found = list(groups)
    return Group(frozenset[str]().union(*(one.people for one in found)),
                 frozenset[str]().union(*(one.hits for one in found)))


def shares(groups: Mapping[Key, Group]) -> tuple[dict[Key, Told], Told]:
    """What may be told of each group, and of all of them together.

    Raises ValueError when somebody is in two groups: the difference between two groups
    that overlap is a group too, and nobody has looked at how small it is.
    """
    _require_partition(groups.values())
    whole = total(groups.values())
    # An empty group is no company: everybody knows that nobody is in it.
    hidden = {key for key, one in groups.items() if one.people and not one.tellable}
    # What is told of the whole, less what is told of the parts, is told of the hidden ones.
    while whole.tellable and _betrays([groups[key] for key in hidden]):
        more = _smallest(groups, hidden)
        if more is None:
            return dict.fromkeys(groups, HIDDEN), _said(whole)
        hidden.add(more)
    told = {key: _said(one) if one.tellable and key not in hidden else _words(one)
            for key, one in groups.items()}
    return told, _said(whole) if whole.tellable else _words(whole)


def composition(groups: Mapping[Key, frozenset[str]]) -> dict[Key, Told]:
    """What share of everybody each group is. The shares make a hundred together, so the total
    is always known. Raises ValueError when somebody is in two groups."""
    everybody = frozenset[str]().union(*groups.values())
    cells = {key: Group(everybody, people) for key, people in groups.items()}
    _require_disjoint(groups.values())
    hidden = {key for key, one in cells.items() if one.hits and not one.tellable}
    while hidden and _few_together([groups[key] for key in hidden]):
        shown = [key for key in groups if key not in hidden and groups[key]]
        if not shown:
            return dict.fromkeys(groups, HIDDEN)
        hidden.add(min(shown, key=lambda key: (len(groups[key]), str(key))))
    return {key: _said(one) if one.tellable and key not in hidden else HIDDEN
            for key, one in cells.items()}


def middle(days: Mapping[str, int]) -> Told:
    """The middle of a number of days, one per person; hidden below five people."""
    if len(days) < LEAST:
        return HIDDEN
    return Told(Kind.DAYS, median_low(days.values()))


def _said(group: Group) -> Told:
    """The share in steps. Only ever asked of a group that is tellable."""
    percent = 100 * len(group.hits) / len(group.people)
    return Told(Kind.PERCENT, min(100 - STEP, max(STEP, STEP * round(percent / STEP))))


def _words(group: Group) -> Told:
    """«Nesten alle» and «nesten ingen» each fit five different counts, none and all among them."""
    if len(group.people) < BANDED or group.tellable:
        return HIDDEN
    return Told(Kind.FEW if len(group.hits) < LEAST else Kind.MOST)


def _betrays(hidden: Sequence[Group]) -> bool:
    """True when the hidden groups could be found by subtraction."""
    return bool(hidden) and (len(hidden) == 1 or not total(hidden).tellable)


def _few_together(hidden: Sequence[frozenset[str]]) -> bool:
    return len(hidden) == 1 or sum(map(len, hidden)) < LEAST


def _smallest(groups: Mapping[Key, Group], hidden: set[Key]) -> Key | None:
    """The smallest group still shown: hiding it costs least."""
    shown = [key for key in groups if key not in hidden and groups[key].people]
    return min(shown, key=lambda key: (len(groups[key].people), str(key)), default=None)


def _require_partition(groups: Iterable[Group]) -> None:
    _require_disjoint(one.people for one in groups)


def _require_disjoint(groups: Iterable[frozenset[str]]) -> None:
    found = list(groups)
    if sum(map(len, found)) != len(frozenset[str]().union(*found)):
        raise ValueError("somebody is in two groups")
