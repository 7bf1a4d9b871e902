"""Ready texts for the parents' app: neutral, the same for all, in the languages we have (P8).

The promise: nothing in them is about anybody, so they can be sent to a whole class.
"""

from dataclasses import dataclass

from handover.tell.words import marked
from handover.texts.catalogue import wordbook
from handover.texts.tongues import NB, TONGUES, Tongue

__all__ = ["MESSAGES", "Message", "Written", "written"]


@dataclass(frozen=True)
class Message:
    """One text, by when it is used."""

    id: str
    title: str
    text: str


MESSAGES = (
    Message("start", marked("Når elevene kan begynne å svare"), marked(
        "Hei. Nå kan elever og foresatte på 10. trinn lese hva skolen vil sende til "
        "videregående. Logg inn på %(adresse)s. Dere bestemmer selv hva dere svarer. "
        "Eleven får skoleplass uansett.")),
    Message("minne", marked("Når fristen nærmer seg"), marked(
        "Hei. Vi minner om spørsmålene på %(adresse)s. Har dere svart, trenger dere ikke "
        "gjøre noe. Vil dere snakke med noen først, ringer dere skolen.")),
    Message("tolk", marked("Når noen trenger tolk"), marked(
        "Hei. Trenger du tolk? Logg inn på %(adresse)s og velg en tid. Da ringer skolen deg "
        "med tolk. Barn skal ikke tolke. Det koster ikke noe.")),
    Message("papir", marked("Når noen vil ha papir"), marked(
        "Hei. Vil du heller svare på papir, eller kan du ikke logge inn? Ring skolen. Da får "
        "du et ark, eller vi setter oss ned sammen.")),
)


@dataclass(frozen=True)
class Written:
    """A message in one language."""

    tongue: Tongue
    text: str


def written(message: Message, address: str) -> list[Written]:
    """The message in bokmål, and in every language it has been translated to."""
    found = [(one, message.text if one is NB else wordbook(one).one(message.text))
             for one in TONGUES]
    return [Written(one, text % {"adresse": address}) for one, text in found if text]
