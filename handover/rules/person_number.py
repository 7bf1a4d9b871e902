"""Norwegian person and organisation numbers: what kind a text is, and whether it may be here.

The promise: every function here is pure, takes any text and never raises on what it is
given, and no finding, `repr` or `str` ever holds a number. The rule is the one that holds
from 2032 (Skatteetaten; norway.md 6.1): neither century nor gender can be read out of a
number, so nothing here tries.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handover.rules.findings import Finding, error

FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
ORGANISATION_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)

SYNTHETIC_MONTHS = (80, 65, 40)
"""Added to the month of invented people: Tenor's 80, the older 65, and Dolly's 40."""

_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_SEEN = 2
"""How many digits a masked number shows: enough to tell two apart by, nothing to act on."""

_NOT_VALID = error(
    "PERSON_NUMBER_NOT_VALID",
    "identifikator",
    "Nummeret er ikke et gyldig fødselsnummer, D-nummer eller VIGO-nummer. Se etter skrivefeil.",
)
_OTHER_KIND = error(
    "PERSON_NUMBER_OTHER_KIND",
    "identifikator/type",
    "Nummeret er av en annen type enn den som er oppgitt. Rett typen eller nummeret.",
)
_REAL_IN_DEMO = error(
    "PERSON_NUMBER_REAL_IN_DEMO",
    "identifikator",
    "Demoen tar bare imot oppdiktede personer. Bruk et syntetisk nummer.",
)
_INVENTED_IN_PRODUCTION = error(
    "PERSON_NUMBER_INVENTED_IN_PRODUCTION",
    "identifikator",
    "Nummeret er syntetisk og hører til en oppdiktet person. Bruk personens egentlige nummer.",
)


class Kind(StrEnum):
    """What sort of identifier it is, in the words of `identifikator/type` in the index.

    An invented number is no kind of its own: it is one of these, and `is_synthetic` too.
    """

    FODSELSNUMMER = "fodselsnummer"
    D_NUMMER = "d-nummer"
    VIGO_FIKTIVT = "vigo-fiktivt"
    ANNET = "annet"


@dataclass(frozen=True, repr=False)
class Identifier:
    """What a person is known by: a type and a value, never the value alone.

    A pupil may have a D-number, a number VIGO made up, or none yet, and may change in the
    middle of a case (SAMT-BU case 3 and 26).
    """

    type: Kind
    value: str = field(repr=False)
    """Eleven digits, or any text when the type is `annet`. Personal data."""

    def __repr__(self) -> str:
        """The type only: an identifier may end up in a log or a traceback, its value never."""
        return f"Identifier({self.type.value})"

    __str__ = __repr__

    def masked(self) -> str:
        """The value as a page may show it, see `masked`."""
        return masked(self.value)


def classify(text: str) -> Kind | None:
    """The kind of an eleven-digit number, or `None` when it is no valid number of any kind.

    Blanks and hyphens are not tolerated: whoever reads a form takes them away first. A
    number from VIGO looks like a D-number and fails its check digits (norway.md 3.1), so
    check digits decide between the two. `annet` is never found here; a source must say it.
    """
    if not _ELEVEN_DIGITS.fullmatch(text) or not _is_day(text):
        return None
    foreign = int(text[0]) >= 4
    if has_check_digits(text):
        return Kind.D_NUMMER if foreign else Kind.FODSELSNUMMER
    return Kind.VIGO_FIKTIVT if foreign and _has_vigo_mark(text) else None


def has_check_digits(text: str) -> bool:
    """True when both check digits of eleven digits hold by the rule of 2032.

    The first sum may leave 0, 1, 2 or 3 and the second must leave 0, modulo 11, counted on
    the digits as they stand, that is after anything was added to day or month. Numbers made
    by the older rule leave 0 twice, and so hold too.
    """
    if not _ELEVEN_DIGITS.fullmatch(text):
        return False
    digits = [int(digit) for digit in text]
    first = _weighted(digits, FIRST_WEIGHTS) + digits[9]
    second = _weighted(digits, SECOND_WEIGHTS) + digits[10]
    return first % 11 <= 3 and second % 11 == 0


def is_synthetic(text: str) -> bool:
    """True when the number is valid and belongs to an invented person: month +80, +65 or +40.

    D-numbers and VIGO's numbers are asked the same question, so an invented person in our
    demo has an added month whatever kind the number is.
    """
    return classify(text) is not None and _added_month(int(text[2:4])) > 0


def masked(text: str) -> str:
    """The text with all but its last two characters made into bullets, for a page or a form."""
    hidden = len(text) - _SEEN if len(text) > _SEEN else len(text)
    return "•" * hidden + text[hidden:]


def acceptable(identifier: Identifier, demo: bool) -> Finding | None:
    """Why this identifier may not be in this node, or `None` when it may (S23).

    A demo node refuses every number that is not synthetic, also one it cannot judge; a
    production node refuses every synthetic number. Both refuse a number that is not valid
    or is of another kind than it says.
    """
    found = classify(identifier.value)
    if identifier.type is Kind.ANNET and found is None:
        return _REAL_IN_DEMO if demo else None
    if found is None:
        return _NOT_VALID
    if found is not identifier.type:
        return _OTHER_KIND
    if demo is is_synthetic(identifier.value):
        return None
    return _REAL_IN_DEMO if demo else _INVENTED_IN_PRODUCTION


def is_organisation_number(text: str) -> bool:
    """True when nine digits hold together by Enhetsregisteret's modulo 11 (3,2,7,6,5,4,3,2).

    The first digit is not judged: real units begin with 8 or 9, invented ones with 2 or 3.
    """
    if not _NINE_DIGITS.fullmatch(text):
        return False
    digits = [int(digit) for digit in text]
    return (_weighted(digits, ORGANISATION_WEIGHTS) + digits[8]) % 11 == 0


def _weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _added_month(month: int) -> int:
    """What was added to the month: 80, 65, 40, or 0 when nothing was or it is no month."""
    return next((added for added in SYNTHETIC_MONTHS if 1 <= month - added <= 12), 0)


def _is_day(text: str) -> bool:
    """True when the first six digits are a day that exists in some century.

    2000 + year is asked for all, because it is a leap year wherever any century's is.
    """
    day, month, year = int(text[:2]), int(text[2:4]), int(text[4:6])
    try:
        date(2000 + year, month - _added_month(month), day - 40 if day > 40 else day)
    except ValueError:
        return False
    return True


def _has_vigo_mark(text: str) -> bool:
    """True when the digits after the date count down from 99 as VIGO's do (99, 98, 97 …)."""
    return text[6] == "9"
