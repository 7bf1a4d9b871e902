"""The form of one's own words: its fields, the picture cards, and what was typed as facts.

The promise: a lysglimt is in when the pupil has ticked it and never otherwise; unchanged
words give the same bytes, so a yes to them stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from handover.decision.glimpses import Offer
from handover.web.texts import _, marked

LONGEST = 4000
"""Letters in one field. The model takes 8000; nobody reads so much on a first day."""
LONGEST_CARD = 60
MOST_CARDS = 20
MOST_GLIMPSES = 10

PUPIL_FIELDS = (
    ("detSomVirker", marked("Det som virker for meg"),
     marked("For eksempel: «Jeg lærer best når jeg får se det først.»")),
    ("detSomErVanskelig", marked("Det som kan være vanskelig"),
     marked("For eksempel: «Når alle snakker samtidig, får jeg ikke tenkt.»")),
    ("detJegErGodPa", marked("Det jeg er god på"), ""),
    ("detJegVilSi", marked("Noe mer jeg vil si"), ""),
)
"""Element, label and help of each field the pupil writes in."""

GUARDIAN_FIELDS = (("tekst", marked("Det vi vil at den nye skolen skal vite"), ""),)

CARDS = (
    ("ro", "SpeakerSlash", marked("Ro rundt meg")),
    ("bilder", "Image", marked("Få det vist med bilder")),
    ("en", "Tasklist", marked("Én ting om gangen")),
    ("tid", "Timer", marked("Litt ekstra tid")),
    ("to", "PersonGroup", marked("Jobbe to sammen")),
    ("pause", "Mug", marked("Pause når jeg trenger det")),
    ("pc", "Laptop", marked("Skrive på PC")),
    ("spor", "Chat", marked("At noen spør hvordan det går")),
)
"""Code, picture and text of each card. The text is what is sent."""
OWN_PICTURE = "Heart"


@dataclass(frozen=True)
class Card:
    """One card as the form shows it."""

    code: str
    picture: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One lysglimt that is offered, or that stands in the words already."""

    code: str
    text: str
    name: str
    """Who offers it; empty when that is not known any more."""
    facts: Mapping[str, Any]
    chosen: bool


@dataclass(frozen=True)
class Form:
    """The form as it stands."""

    texts: Mapping[str, str]
    cards: list[Card]
    glimpses: list["Choice"] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    """Field id and sentence of each thing to mend."""

    def error(self, name: str) -> str:
        """The sentence about one field; empty when it is fine."""
        return dict(self.errors).get(name, "")


def from_facts(names: tuple[str, ...], facts: Mapping[str, Any],
               offers: Sequence[Offer] = ()) -> Form:
    """The form of a text that is kept, or an empty one. An offer is out until it is taken in."""
    return Form({name: str(facts.get(name, "")) for name in names},
                _cards(list(facts.get("kort", ()))), _glimpses(facts, offers))


def from_request(names: tuple[str, ...], sent: "MultiDict[str, str]",
                 before: Mapping[str, Any], offers: Sequence[Offer] = ()) -> Form:
    """The form as it was sent in, with what is wrong with it."""
    texts = {name: sent.get(name, "").replace("\r\n", "\n").strip() for name in names}
    cards, ticked = _chosen(sent), set(sent.getlist("lysglimt"))
    offered = [replace(one, chosen=one.code in ticked) for one in _glimpses(before, offers)]
    some = bool(cards) or any(one.chosen for one in offered)
    return Form(texts, _cards(cards), offered, list(_errors(texts, cards, some, offered)))


def facts_of(form: Form, before: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is to be kept: the new words over what stood there, dated when they changed."""
    made = {**before, **form.texts}
    if form.cards:
        made["kort"] = [card.text for card in form.cards if card.chosen]
    made["lysglimt"] = [one.facts for one in form.glimpses if one.chosen]
    kept = {name: value for name, value in made.items() if value not in ("", [], None)}
    same = kept == {name: value for name, value in before.items() if value}
    return kept if same and "dato" in before else {**kept, "dato": today.isoformat()}


def picture_of(text: str) -> str:
    """The picture of a card by its text."""
    return next((icon for _code, icon, known in CARDS if known == text), OWN_PICTURE)


def _glimpses(facts: Mapping[str, Any], offers: Sequence[Offer]) -> list[Choice]:
    """What is offered, ticked when it stands in the words, and what stands there besides."""
    taken = list(facts.get("lysglimt", ()))
    made = [Choice(one.id, one.text, one.name, one.facts(), one.facts() in taken)
            for one in offers]
    known = [one.facts for one in made]
    return made + [Choice(f"med{place}", str(one["tekst"]), "", one, True)
                   for place, one in enumerate(taken, 1) if one not in known]


def _cards(chosen: list[str]) -> list[Card]:
    drawn = [Card(code, icon, text, text in chosen) for code, icon, text in CARDS]
    known = {text for _code, _icon, text in CARDS}
    own = [text for text in chosen if text not in known]
    return drawn + [Card(f"egen{place}", OWN_PICTURE, text, True)
                    for place, text in enumerate(own, 1)]


def _chosen(sent: "MultiDict[str, str]") -> list[str]:
    """Texts of the ticked cards, and of one the pupil has made."""
    codes = set(sent.getlist("kort"))
    drawn = [text for code, _icon, text in CARDS if code in codes]
    own = [" ".join(text.split()) for text in (*sent.getlist("egne"), sent.get("nytt", ""))]
    return list(dict.fromkeys([*drawn, *(text for text in own if text)]))


def _errors(texts: Mapping[str, str], cards: list[str], some: bool,
            glimpses: list[Choice]) -> list[tuple[str, str]]:
    found = [(name, _("Teksten er litt for lang. Kort den ned til %(tall)s tegn.", tall=LONGEST))
             for name, text in texts.items() if len(text) > LONGEST]
    if any(len(text) > LONGEST_CARD for text in cards):
        found.append(("nytt", _("Kortet er for langt. Bruk noen få ord.")))
    if len(cards) > MOST_CARDS:
        found.append(("nytt", _("Det er mange kort. Velg de viktigste.")))
    if sum(one.chosen for one in glimpses) > MOST_GLIMPSES:
        found.append(("lysglimt", _("Velg høyst ti lysglimt.")))
    if not any(texts.values()) and not some:
        first = next(iter(texts))
        found.append((first, _("Det står ikke noe her ennå. Skriv noe først.")))
    return found
