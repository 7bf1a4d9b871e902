"""Marks what may be about somebody else in a text, for a person to look at (C-68).

It finds; it never decides and never removes. False alarms are meant to happen;
the rådgiver reads each place and says that it is fine, or mends the text at the
source.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NUMBER = re.compile(r"(?<!\d)\d{6}\s?\d{5}(?!\d)")
PHONE = re.compile(r"(?<!\d)(?:\+47\s?)?[2-9]\d(?:\s?\d\d){3}(?!\d)")
RELATION = re.compile(
    r"\b(?:bror\w*|søster\w*|tvilling\w*|mor(?:en)?|far(?:en)?|mamma\w*|pappa\w*|foreldre\w*|"
    r"medelev\w*|klassevenn\w*|kjæreste\w*|stefar\w*|stemor\w*|besteforeldre\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """A place in a part that may be about somebody else."""

    where: str
    """Path in the part."""
    start: int
    end: int
    kind: str
    """navn | nummer | telefon | slektning"""


def marks(texts: Mapping[str, str], others: Iterable[str], own: Iterable[str]) -> list[Mark]:
    """Every suspicious place.

    `texts` maps path to text; `others` are names of people who are not the
    pupil (the class, the family); `own` the pupil's own names, which are never marked.
    """
    mine = {name.casefold() for name in own}
    names = sorted({name for name in others if len(name) > 2 and name.casefold() not in mine})
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")(?:s|es)?\b") \
        if names else None
    found: list[Mark] = []
    for where, text in texts.items():
        if pattern:
            found += [Mark(where, m.start(), m.end(), "navn") for m in pattern.finditer(text)]
        for kind, regex in (("nummer", NUMBER), ("telefon", PHONE), ("slektning", RELATION)):
            found += [Mark(where, m.start(), m.end(), kind) for m in regex.finditer(text)]
    return sorted(found, key=lambda mark: (mark.where, mark.start))


def blocking(found: Iterable[Mark]) -> list[Mark]:
    """The marks that stop until somebody has dealt with them: names and numbers of others."""
    return [mark for mark in found if mark.kind in ("navn", "nummer")]
