"""Words and dates for the person who reads: every text of a page goes through here.

The message id of a text is its bokmål. A text is always a pattern: a percent sign
stands as `%%`, a value as `%(name)s`. What comes back is a string in the reader's
language that remembers its bokmål (`handover.texts.said.Text`): set into a page while it
is a draft, it brings the bokmål with it; in attributes and titles it stands alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from flask import Flask, g, has_request_context
from markupsafe import Markup

from handover.texts import days, speech
from handover.texts.days import HARD
from handover.texts.said import Text, plain
from handover.texts.tongues import NB, Tongue
from handover.web.beside import ReadsAlone

__all__ = ["HARD", "_", "dag", "dagaar", "dato", "fast", "gettext", "inni", "marked", "ngettext",
           "plain", "reader", "reading_in", "tid", "told", "ukedag"]

WRITTEN = Markup('<span class="og-norsk" lang="nb" dir="ltr">{}</span>')

_INSTEAD: ContextVar[Tongue | None] = ContextVar("overgang_reading_in", default=None)


def reader() -> Tongue:
    """The language of whoever reads this page; bokmål outside a request."""
    instead = _INSTEAD.get()
    if instead is not None:
        return instead
    if not has_request_context():
        return NB
    if "tongue" not in g:
        from handover.web.choice import chosen
        g.tongue = NB  # What is said while it is found out, is said in bokmål.
        g.tongue = chosen()
    found: Tongue = g.tongue
    return found


@contextmanager
def reading_in(tongue: Tongue) -> Iterator[None]:
    """Says everything inside in this language, whoever is asking: for paper, and for messages."""
    before = _INSTEAD.set(tongue)
    try:
        yield
    finally:
        _INSTEAD.reset(before)


def gettext(text: str) -> str:
    """The text in the reader's language, before values are set in."""
    return _noted(text, speech.say(reader(), text))


def ngettext(one: str, many: str, number: int) -> str:
    """The text for one thing or for several, in the reader's language."""
    return _noted(one, speech.say_many(reader(), one, many, number))


def _(text: str, **values: Any) -> str:
    """The text in the reader's language with the values set in."""
    return gettext(text) % values


def told(text: str) -> str:
    """A text that is data (policy, labels, errors): no pattern, so a percent sign is itself."""
    return gettext(text)


def marked(text: str) -> str:
    """The text itself, marked for translation: for texts written where nobody reads yet."""
    return text


def is_partly_norwegian() -> bool:
    """True when something on this page had no translation and was said in bokmål."""
    return bool(has_request_context() and g.get("untranslated"))


def dato(moment: date) -> str:
    """«torsdag 20. mai 2027». Takes a day, or an instant in UTC; the answer is Norway's day."""
    return days.full(reader(), moment)


def dagaar(moment: date) -> str:
    """«20. mai 2027»."""
    return days.with_year(reader(), moment)


def dag(moment: date) -> str:
    """«20. mai»."""
    return days.day(reader(), moment)


def ukedag(moment: date) -> str:
    """«torsdag 20. mai»: for what is near in time."""
    return days.weekday(reader(), moment)


def tid(moment: datetime) -> str:
    """«kl. 16.12» in Norwegian time."""
    return days.clock(reader(), moment)


def fast(text: str) -> str:
    """The text with «§ 25-1» kept on one line."""
    return text.replace("§ ", "§" + HARD)


def inni(title: str) -> str:
    """A title in the middle of a line: «Rådgiver» → «rådgiver», «PPT-rådgiver» as it stands."""
    return title.changed(_small_first) if isinstance(title, Text) else _small_first(title)


def norsk(text: str) -> str:
    """Free text out of a part: it stays in its author's language, and says that it is Norwegian
    where the page is in another one."""
    if isinstance(text, Text) or not reader().foreign or not text:
        return text
    return WRITTEN.format(text)


def bokmal(text: str) -> str:
    """The bokmål of a text, for staff who print a paper in somebody else's language."""
    return text.nb if isinstance(text, Text) else text


def install(app: Flask) -> None:
    """Gives templates `_`, `ngettext`, the filters of this module and the reader's language."""
    env = app.jinja_env
    env.add_extension(ReadsAlone)
    env.globals.update(_=_, gettext=_, ngettext=_counted, told=told, reader=reader,
                       offered=_offered, is_partly_norwegian=is_partly_norwegian)
    for said in (dato, dagaar, dag, ukedag, tid, fast, told, inni, norsk, bokmal):
        app.add_template_filter(said)


def _counted(one: str, many: str, num: int, **values: Any) -> str:
    """`ngettext` of templates: the number itself stands as `%(num)s`."""
    return ngettext(one, many, num) % {"num": num, **values}


def _offered() -> tuple[Tongue, ...]:
    from handover.web.choice import offered
    return offered()


def _noted(text: str, said: str) -> str:
    tongue = reader()
    if has_request_context() and tongue is not NB and not speech.is_known(tongue, text):
        g.untranslated = True
    return said


def _small_first(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
