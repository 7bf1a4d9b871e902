"""Says a bokmål text in a language: the one place where a translation is looked up.

For whoever has no web request at hand (messages, paper); pages use `handover.web.texts`.
"""

from markupsafe import escape

from handover.texts.catalogue import wordbook
from handover.texts.said import ONLY_NORWEGIAN, Text
from handover.texts.tongues import NB, Tongue


def say(tongue: Tongue, text: str) -> Text:
    """The text in a language; bokmål, marked as such, when it is not translated."""
    book = wordbook(tongue)
    return _said(tongue, book.one(text), text, text in book.checked)


def say_many(tongue: Tongue, one: str, many: str, number: int) -> Text:
    """The text for one thing or for several, in a language."""
    book = wordbook(tongue)
    bokmal = one if number == 1 else many
    return _said(tongue, book.several(one, many, number), bokmal, one in book.checked)


def is_known(tongue: Tongue, text: str) -> bool:
    """True when the text can be said in the language."""
    return tongue is NB or text in wordbook(tongue).known


def _said(tongue: Tongue, found: str | None, bokmal: str, checked: bool) -> Text:
    if tongue is NB:
        return Text(bokmal)
    if found is None:
        html = ONLY_NORWEGIAN.format(bokmal) if tongue.foreign else escape(bokmal)
        return Text(bokmal, bokmal, html)
    return Text(found, bokmal, tongue=tongue, beside=tongue.foreign and not checked)
