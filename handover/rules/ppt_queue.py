"""PPT's queue across kommuner: what is shown, and in which order (P6).

The promise: a filter hides rows and never counts them; what waits for PPT itself comes first,
then the nearest deadline, whichever kommune it comes from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Show(StrEnum):
    """The filters of the queue."""

    ALL = "alle"
    FAMILY = "familien"
    """Venter på familien."""
    OLD = "gamle"
    """Something PPT has written is more than two years old."""


@dataclass(frozen=True)
class Place:
    """What decides where a row stands and when it is shown."""

    mine: bool
    due: date | None
    name: str
    kommune: str
    waits_for_family: bool
    old: bool


Row = TypeVar("Row")


def shown(rows: Iterable[tuple[Place, Row]], show: Show) -> list[Row]:
    """The rows of a filter, in the order of the queue."""
    kept = [one for one in rows if _matches(one[0], show)]
    kept.sort(key=lambda one: (not one[0].mine, one[0].due or date.max, one[0].name,
                               one[0].kommune))
    return [row for _place, row in kept]


def asked(text: str) -> Show:
    """The filter an address names; everything for one that is not known."""
    return Show(text) if text in set(Show) else Show.ALL


def _matches(place: Place, show: Show) -> bool:
    match show:
        case Show.FAMILY:
            return place.waits_for_family
        case Show.OLD:
            return place.old
        case _:
            return True
