"""Whether an adapter's answer may be used: only about the person asked for (S17).

The promise: a pure function of what was asked, what came and who else is known. What is
stopped leaves a finding that names a category or a place, never a person; what passes has
been checked for form again, because the child that checked it first is not trusted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handover.kit import shape
from handover.kit.types import Collected, CollectRequest, FactTree, PersonFacts, PupilRef
from handover.rules.findings import Finding, error
from handover.rules.person_number import classify

_NUMBER = re.compile(r"(?<![0-9A-Za-z+])([0-9]{6})[ .-]?([0-9]{5})(?![0-9A-Za-z])")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_TELEPHONES = frozenset({"mobiltelefonnummer", "telefonnummer"})

_WRONG_PERSON = "Kilden svarte om en annen person. Svaret er ikke tatt i bruk. Sjekk eleven der."
_OTHERS = (
    "Teksten ser ut til å inneholde fødselsnummer, navn eller fødselsdato til en annen. "
    "Rett det i kilden, og hent på nytt."
)
_TWICE = "Kilden har samme elev to ganger. Ingen av dem er tatt i bruk. Rett det i kilden."


def accept(
    request: CollectRequest, answer: Collected, others: Sequence[PupilRef] = ()
) -> Collected:
    """The part of `answer` that may be used, and the findings of both source and house (S17).

    `others` are pupils the house knows besides the one asked for; in a cohort the answer's
    own persons are added to them. Raises Permanent("UGYLDIG_SVAR") when the form is wrong.

    Findings: WRONG_PERSON (the answer, or a category that names somebody else; error),
    PERSON_TWICE (error).
    """
    shaped = shape.narrowed(answer, request.categories)
    persons, findings = _asked_for(request, [_cleaned(one) for one in shaped.persons])
    known = [*others, *(one.person for one in persons)]
    kept = []
    for one in persons:
        facts = dict(_own_facts(one, known))
        findings += [_stopped(name) for name in one.facts if name not in facts]
        kept.append(_with_facts(one, facts))
    return Collected(tuple(kept), (*shaped.findings, *findings))


def _asked_for(
    request: CollectRequest, persons: Sequence[PersonFacts]
) -> tuple[list[PersonFacts], list[Finding]]:
    asked = request.pupil
    if asked is not None:
        right = [one for one in persons if asked.same_person(one.person)]
        wrong = [_wrong()] if len(right) < len(persons) else []
        return (right, wrong) if len(right) < 2 else ([], [*wrong, _twice()])
    count = Counter(_key(one.person) for one in persons)
    once = [one for one in persons if count[_key(one.person)] == 1]
    return once, [_twice()] if len(once) < len(persons) else []


def _own_facts(one: PersonFacts, known: Sequence[PupilRef]) -> Iterator[tuple[str, FactTree]]:
    strangers = [other for other in known if _key(other) != _key(one.person)]
    dates = {date for other in strangers for date in _spellings(other.fodselsdato)}
    dates -= set(_spellings(one.person.fodselsdato))
    names = {_folded(f"{other.fornavn} {other.etternavn}") for other in strangers}
    names.discard(_folded(f"{one.person.fornavn} {one.person.etternavn}"))
    for name, tree in one.facts.items():
        # In `foresatte` everybody is somebody else, and a parent may be a namesake.
        watched = set() if name == "foresatte" else names
        if not any(_names_another(text, one.person, dates, watched) for text in _texts(tree)):
            yield name, tree


def _names_another(text: str, own: PupilRef, dates: set[str], names: set[str]) -> bool:
    for found in _NUMBER.finditer(text):
        number = "".join(found.groups())
        if number != own.identifikatorverdi and classify(number) is not None:
            return True
    folded = f" {_folded(text)} "
    return any(day in text for day in dates) or any(f" {name} " in folded for name in names)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    """Every text in a tree but telephone numbers, which may look like person numbers."""
    if isinstance(value, str) and name not in _TELEPHONES:
        yield value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _texts(child, key)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _texts(child, name)


def _spellings(day: str) -> Iterator[str]:
    """A date as people and systems write it. Two-figure years are left: they hit by chance."""
    found = date.fromisoformat(day)
    yield day
    yield f"{found.day:02}.{found.month:02}.{found.year}"
    yield f"{found.day}.{found.month}.{found.year}"


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def _cleaned(one: PersonFacts) -> PersonFacts:
    """Without characters nobody can see: they make a text look different from what it is."""
    person = replace(
        one.person,
        fornavn=_clean(one.person.fornavn),
        etternavn=_clean(one.person.etternavn),
    )
    facts = {name: _clean_tree(tree) for name, tree in one.facts.items()}
    return replace(one, person=person, facts=facts)


def _clean_tree(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {name: _clean_tree(child) for name, child in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_tree(child) for child in value]
    return value


def _clean(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", plain)))


def _with_facts(one: PersonFacts, facts: Mapping[str, FactTree]) -> PersonFacts:
    wanted = shape.named_files(facts)
    kept: Iterable[Any] = (file for file in one.attachments if file.sha256 in wanted)
    return replace(one, facts=facts, attachments=tuple(kept))


def _key(person: PupilRef) -> tuple[str, str]:
    return person.identifikatortype, person.identifikatorverdi


def _wrong() -> Finding:
    return error("WRONG_PERSON", "", _WRONG_PERSON)


def _stopped(category: str) -> Finding:
    return error("WRONG_PERSON", category, _OTHERS)


def _twice() -> Finding:
    return error("PERSON_TWICE", "", _TWICE)
