"""A plot of shares by week as numbers a template can draw: bars, lines and labels.

The promise: everything in the plot stands in the table beside it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 420, 200
LEFT, TOP, FOOT = 48, 12, 32
FULL = HEIGHT - TOP - FOOT
STEPS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Bar:
    """One week. `height` is 0 when nothing may be told."""

    x: int
    y: int
    width: int
    height: int
    label: str
    text: str
    middle: int


@dataclass(frozen=True)
class Plot:
    """Bars and the lines behind them."""

    bars: list[Bar]
    lines: list[tuple[int, str]]
    """Height on the page, and «50 %»."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot: int = HEIGHT - FOOT


def plot(points: Sequence[tuple[str, int | None, str]]) -> Plot:
    """(week, percentage or None, what is told) from left to right."""
    room = (WIDTH - LEFT) // max(1, len(points))
    wide = min(36, max(8, room - 12))
    bars = []
    for place, (label, value, text) in enumerate(points):
        tall = round(FULL * (value or 0) / 100)
        middle = LEFT + room * place + room // 2
        bars.append(Bar(middle - wide // 2, HEIGHT - FOOT - tall, wide, tall, label, text, middle))
    lines = [(HEIGHT - FOOT - round(FULL * one / 100), f"{one} %") for one in STEPS]
    return Plot(bars, lines)
