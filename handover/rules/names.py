"""Marks what may be about somebody else in a text, for a person to look at (C-68).

It finds; it never decides and never removes. False alarms are meant to happen: somebody
reads each place, and says that it is not about others, or mends the text where it was
written. What is lifted is written down with the role of who lifted it.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from handover.rules.person_number import classify

NUMBER = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+|00)47[ \xa0]?)?"
    r"(?:[2-9]\d(?:[ \xa0]?\d\d){3}|[489]\d\d[ \xa0]\d\d[ \xa0]\d{3})(?!\d)")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(
    r"\b[A-ZÆØÅ][\w.]*(?:[ -][A-ZÆØÅ][\w.]*){0,2}?[ -]?(?i:gata|gate|gaten|veien|veg|vegen|vei|"
    r"allé|alleen|plass|torg|torget|stien|svingen|bakken|lia|tunet|haugen|grenda) \d{1,4}"
    r"(?: ?[A-H]\b)?(?!\d)")
PLACE = re.compile(r"\b(?!(?:19|20)\d\d )\d{4} [A-ZÆØÅ][\wæøå]{2,}\b")
"""Postcode and place. A year before a name («2027 Amina») is no postcode."""
RELATION = re.compile(
    r"\b(?:bror\w*|brødre\w*|søster\w*|søsken\w*|tvilling\w*|mor(?:en)?|far(?:en)?|mamma\w*|"
    r"pappa\w*|foreldre\w*|medelev\w*|klassevenn\w*|klassekamerat\w*|kjæreste\w*|stefar\w*|"
    r"stemor\w*|fosterfar\w*|fostermor\w*|bestemor\w*|bestefar\w*|besteforeldre\w*|onkel\w*|"
    r"tante\w*|kusine\w*|fetter\w*)\b", re.IGNORECASE)
_AFTER = re.compile(r"\s+([A-ZÆØÅÁČŠŽ][\w-]+)")
_ENDING = r"(?:s|es|'s|’s|’|')?"

BLOCKING = frozenset({"navn", "nummer", "telefon", "epost", "adresse"})
"""Kinds that stop a part until somebody has dealt with each: mended it, or let it stand."""


@dataclass(frozen=True)
class Mark:
    """A place in a part that may be about somebody else."""

    where: str
    """Path in the part; `vedlegg/<sha256>` for the text layer of a document."""
    start: int
    end: int
    kind: str
    """navn | nummer | telefon | epost | adresse | slektning"""
    lifted: str = ""
    """The role that let it stand: radgiver | leder; empty while nobody has."""
    surely: bool = False
    """True for a number with the check digits of a person's: never a false alarm."""

    @property
    def key(self) -> str:
        """Names the mark within one version of a part, without what stands there."""
        place = f"{self.where}\x00{self.start}\x00{self.end}\x00{self.kind}"
        return hashlib.sha256(place.encode()).hexdigest()[:32]

    @property
    def stops(self) -> bool:
        """True until somebody has dealt with it."""
        return self.kind in BLOCKING and not self.lifted


def marks(texts: Mapping[str, str], others: Iterable[str], own: Iterable[str]) -> list[Mark]:
    """Every suspicious place, in order of path and place, none inside another.

    `texts` maps path to text; `others` are given, middle and family names of people who are
    not the pupil; `own` the pupil's own names, which are never marked.
    """
    pattern = _names(others, {name.casefold() for name in own})
    found = [mark for where, text in texts.items() for mark in _of_text(where, text, pattern)]
    return _outermost(found)


def lift(found: Iterable[Mark], lifted: Mapping[str, str]) -> list[Mark]:
    """The same marks, with the role that let each stand, by its key."""
    return [replace(mark, lifted=lifted.get(mark.key, "")) for mark in found]


def blocking(found: Iterable[Mark]) -> list[Mark]:
    """The marks that stop until somebody has dealt with them."""
    return [mark for mark in found if mark.stops]


def _names(others: Iterable[str], mine: Collection[str]) -> re.Pattern[str] | None:
    words = {word for name in others for word in name.split()
             if len(word) > 1 and word.casefold() not in mine}
    if not words:
        return None
    # Names are written with a capital: «berg» and «lie» are words. «BERG» is a name shouted,
    # but three capitals are rather an abbreviation: «ASK» is no Knut Ask.
    shouted = {word.upper() for word in words if len(word) > 3}
    spelt = sorted(words | shouted, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, spelt))}){_ENDING}(?!\w)")


def _of_text(where: str, text: str, names: re.Pattern[str] | None) -> list[Mark]:
    found = [Mark(where, m.start(), m.end(), "navn") for m in names.finditer(text)] \
        if names else []
    for kind, pattern in (("telefon", PHONE), ("epost", MAIL), ("slektning", RELATION),
                          ("adresse", ADDRESS), ("adresse", PLACE)):
        found += [Mark(where, m.start(), m.end(), kind) for m in pattern.finditer(text)]
    found += [Mark(where, m.start(), m.end(), "nummer",
                   surely=classify(re.sub(r"\D", "", m.group())) is not None)
              for m in NUMBER.finditer(text)]
    return found + _after_relation(where, text)


def _after_relation(where: str, text: str) -> list[Mark]:
    """«Søsteren Maja»: a name nobody here knows, told by the word before it."""
    return [Mark(where, after.start(1), after.end(1), "navn")
            for m in RELATION.finditer(text) if (after := _AFTER.match(text, m.end()))]


def _outermost(found: Iterable[Mark]) -> list[Mark]:
    """One mark a place: the longest, and of those the one that stops."""
    kept: list[Mark] = []
    for mark in sorted(set(found), key=lambda one: (
            one.where, one.start, -one.end, one.kind not in BLOCKING)):
        last = kept[-1] if kept else None
        if last is None or last.where != mark.where or last.end <= mark.start:
            kept.append(mark)
    return kept
