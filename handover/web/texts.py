"""Words and dates for people: every text goes through here, so it can be read in another language.

The message id of a text is its bokmål. A text is always a pattern: a percent sign
stands as `%%`, a value as `%(name)s`.
"""

from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from babel.dates import format_date, format_time
from flask import Flask

from handover.ports import OSLO

HARD = "\N{NO-BREAK SPACE}"
_BOKMAL = NullTranslations()


def gettext(text: str) -> str:
    """The text in the reader's language, before values are set in."""
    return _BOKMAL.gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The text for one thing or for several, in the reader's language."""
    return _BOKMAL.ngettext(one, many, number)


def _(text: str, **values: Any) -> str:
    """The text in the reader's language with the values set in."""
    return gettext(text) % values


def marked(text: str) -> str:
    """The text itself, marked for translation: for texts written where nobody reads yet."""
    return text


def dato(moment: date) -> str:
    """«torsdag 20. mai 2027». Takes a day, or an instant in UTC; the answer is Norway's day."""
    return _written(moment, f"EEEE d.{HARD}MMMM{HARD}y")


def dagaar(moment: date) -> str:
    """«20. mai 2027»."""
    return _written(moment, f"d.{HARD}MMMM{HARD}y")


def dag(moment: date) -> str:
    """«20. mai»."""
    return _written(moment, f"d.{HARD}MMMM")


def tid(moment: datetime) -> str:
    """«kl. 16.12» in Norwegian time."""
    return f"kl.{HARD}" + format_time(moment.astimezone(OSLO), "HH.mm", locale="nb")


def fast(text: str) -> str:
    """The text with «§ 25-1» kept on one line."""
    return text.replace("§ ", "§" + HARD)


def inni(title: str) -> str:
    """A title in the middle of a line: «Rådgiver» → «rådgiver», «PPT-rådgiver» as it stands."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def install(app: Flask) -> None:
    """Gives templates `_`, `ngettext` and the filters of this module."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True)
    for said in (dato, dagaar, dag, tid, fast):
        app.add_template_filter(said)


def _written(moment: date, pattern: str) -> str:
    if isinstance(moment, datetime):
        moment = moment.astimezone(OSLO).date()
    return format_date(moment, pattern, locale="nb")
