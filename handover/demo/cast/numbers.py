"""Makes numbers for invented people and organisations: valid, and plain to see as invented.

The promise: the same question always gives the same answer, every person number has month
+80 (Tenor's mark) and every organisation number begins with 3, as no real one does.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from handover.rules.person_number import (
    FIRST_WEIGHTS,
    ORGANISATION_WEIGHTS,
    SECOND_WEIGHTS,
)

_TENOR = 80
_D_NUMBER = 40
_NO_DIGIT = 10
"""Eleven minus one: there is no such check digit, and the serial is passed over."""


def synthetic_number(born: date, woman: bool, nth: int = 0, foreign: bool = False) -> str:
    """The nth valid synthetic number of that birth date and sex; a D-number when foreign.

    The ninth digit is even for women, and the serial follows the birth century, as they do
    in numbers made before 2032. Raises `LookupError` when there are not that many.
    """
    for number in islice(_numbers(born, woman, foreign), nth, None):
        return number
    raise LookupError("Det finnes ikke så mange numre for denne fødselsdatoen.")


def organisation_number(nth: int) -> str:
    """The nth organisation number of our own, nine digits that hold, beginning with 3."""
    return next(islice(_organisation_numbers(), nth, None))


def _numbers(born: date, woman: bool, foreign: bool) -> Iterator[str]:
    day = born.day + (_D_NUMBER if foreign else 0)
    start = f"{day:02}{born.month + _TENOR:02}{born.year % 100:02}"
    first_serial = 500 if born.year >= 2000 else 0
    for serial in range(first_serial, first_serial + 500):
        if (serial % 2 == 0) is woman:
            yield from _completed(f"{start}{serial:03}", FIRST_WEIGHTS, SECOND_WEIGHTS)


def _organisation_numbers() -> Iterator[str]:
    for serial in range(31_100_000, 39_999_999, 11_717):
        yield from _completed(str(serial), ORGANISATION_WEIGHTS)


def _completed(start: str, *weights: tuple[int, ...]) -> Iterator[str]:
    """The start with its check digits, or nothing when one of them would be ten."""
    text = start
    for row in weights:
        digit = -sum(int(d) * w for d, w in zip(text, row, strict=True)) % 11
        if digit == _NO_DIGIT:
            return
        text += str(digit)
    yield text
