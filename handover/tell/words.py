"""The few words a message holds: that there is something, and where to log in. Never what.

The promise: the same words for every matter and every person; only the language differs.
"""

from dataclasses import dataclass

from handover.texts.catalogue import wordbook
from handover.texts.tongues import NB, Tongue, tongue


def marked(text: str) -> str:
    """The text itself, marked for translation."""
    return text


SUBJECT = marked("Du har en melding fra skolen")
TEXT = marked("Du har en melding fra skolen. Logg inn på %(adresse)s for å lese den.")
NO_ANSWER = marked("Du kan ikke svare på denne meldingen. Har du spørsmål, ringer du skolen.")


@dataclass(frozen=True)
class Words:
    """A message in the forms the channels need."""

    subject: str
    letter: str
    text: str


def words(address: str, language: str) -> Words:
    """The message in bokmål, and first in the person's own language when there is one.

    A translation is a draft until a human has checked it, so the bokmål always stands there.
    """
    own = tongue(language) or NB
    tongues = [own, NB] if own is not NB and _in(own, TEXT) else [NB]
    letter = "\n\n".join(
        "\n".join((_said(one, TEXT, address), _said(one, NO_ANSWER, address))) for one in tongues)
    return Words(SUBJECT, letter + "\n", "\n".join(_said(one, TEXT, address) for one in tongues))


def _in(one: Tongue, text: str) -> str | None:
    return text if one is NB else wordbook(one).one(text)


def _said(one: Tongue, text: str, address: str) -> str:
    return (_in(one, text) or text) % {"adresse": address}
