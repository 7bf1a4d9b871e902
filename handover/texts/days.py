"""Days and times as people write them in each language; always Norway's day and clock.

The bokmål forms are our own («20. mai», «kl. 16.12»); other languages are written as
CLDR has them.
"""

from datetime import date, datetime

from babel.dates import format_date, format_skeleton, format_time

from handover.ports import OSLO
from handover.texts.said import Text
from handover.texts.tongues import Tongue

HARD = "\N{NO-BREAK SPACE}"
OWN = f"d.{HARD}MMMM"
NORWEGIAN = ("nb", "nn")
CLDR = {"en": "en_GB"}
"""English here is written as in Europe."""


def full(tongue: Tongue, moment: date) -> Text:
    """«torsdag 20. mai 2027». Takes a day, or an instant in UTC."""
    return _both(tongue, moment, f"EEEE {OWN}{HARD}y", "full")


def with_year(tongue: Tongue, moment: date) -> Text:
    """«20. mai 2027»."""
    return _both(tongue, moment, f"{OWN}{HARD}y", "long")


def weekday(tongue: Tongue, moment: date) -> Text:
    """«torsdag 20. mai»."""
    return _both(tongue, moment, f"EEEE {OWN}", "weekday")


def day(tongue: Tongue, moment: date) -> Text:
    """«20. mai»."""
    return _both(tongue, moment, OWN, "day")


def clock(tongue: Tongue, moment: datetime) -> Text:
    """«kl. 16.12» in Norwegian time."""
    local = moment.astimezone(OSLO)
    bokmal = f"kl.{HARD}" + format_time(local, "HH.mm", locale="nb")
    if tongue.code in NORWEGIAN:
        return Text(bokmal)
    return Text(format_time(local, "HH:mm", locale=tongue.code), bokmal, tongue=tongue)


def _both(tongue: Tongue, moment: date, own: str, form: str) -> Text:
    """The day in the language, with its bokmål for whoever reads that beside it."""
    local = moment.astimezone(OSLO).date() if isinstance(moment, datetime) else moment
    bokmal = format_date(local, own, locale="nb")
    if tongue.code in NORWEGIAN:
        return Text(format_date(local, own, locale=tongue.code))
    return Text(_written(local, form, CLDR.get(tongue.code, tongue.code)), bokmal, tongue=tongue)


def _written(local: date, form: str, code: str) -> str:
    """`form` is one of CLDR's own (full, long), or what those do not say: a day without a year."""
    if form in ("full", "long"):
        return format_date(local, form, locale=code)
    written = format_skeleton("MMMMd", local, locale=code)
    return f"{format_date(local, 'EEEE', locale=code)} {written}" if form == "weekday" else written
