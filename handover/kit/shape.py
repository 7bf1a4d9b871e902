"""The form of what a source answers, checked in the child and once more by the host.

The promise: what passes has only plain values in its trees, ISO dates, identifiers of a
known type, and attachments that are what their hash says. Nothing is said about whether
the content is true or about the right person.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handover.kit.errors import Permanent
from handover.kit.types import Attachment, Collected, FactTree, PersonFacts, PupilRef
from handover.rules.findings import Finding
from handover.rules.person_number import Kind

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Z][A-Z_]{1,39}")
_DEEPEST = 12
_LONGEST_TEXT = 100_000
_LONGEST_FINDING = 300
_MEDIA_TYPES = frozenset({"application/pdf"})


def narrowed(answer: Collected, categories: Collection[str]) -> Collected:
    """The answer with nothing but the categories asked for, when its form is right.

    An attachment no remaining tree names is left out with the rest. Raises
    Permanent("UGYLDIG_SVAR") for any fault of form.
    """
    if not isinstance(answer, Collected):
        raise Permanent("UGYLDIG_SVAR")
    for finding in answer.findings:
        _require(isinstance(finding, Finding) and _is_sober(finding))
    return replace(answer, persons=tuple(_person(one, categories) for one in answer.persons))


def named_files(tree: Any) -> set[str]:
    """The hashes of all attachments a fact tree names."""
    if isinstance(tree, Mapping):
        own = {str(tree["sha256"])} if "sha256" in tree and "fil" in tree else set()
        return own.union(*(named_files(value) for value in tree.values()))
    if isinstance(tree, list | tuple):
        return set[str]().union(*(named_files(value) for value in tree))
    return set()


def _person(one: PersonFacts, categories: Collection[str]) -> PersonFacts:
    _require(isinstance(one, PersonFacts))
    _require_reference(one.person)
    _require(_is_date(one.as_of))
    facts = {name: tree for name, tree in one.facts.items() if name in categories}
    for tree in facts.values():
        _require(isinstance(tree, Mapping))
        _require_plain(tree, _DEEPEST)
    return replace(one, facts=facts, attachments=_attachments(one, facts))


def _attachments(one: PersonFacts, facts: Mapping[str, FactTree]) -> tuple[Attachment, ...]:
    wanted = named_files(facts)
    kept = tuple(file for file in one.attachments if file.sha256 in wanted)
    for file in kept:
        _require(hashlib.sha256(file.data).hexdigest() == file.sha256)
        _require(file.media_type in _MEDIA_TYPES)
    _require({file.sha256 for file in kept} == wanted)
    return kept


def _require_reference(person: PupilRef) -> None:
    _require(isinstance(person, PupilRef))
    _require(person.identifikatortype in set(Kind))
    _require(0 < len(person.identifikatorverdi) <= 40)
    _require(_is_date(person.fodselsdato))


def _require_plain(value: Any, depth: int) -> None:
    _require(depth > 0)
    if isinstance(value, Mapping):
        _require(all(isinstance(name, str) and _NAME.fullmatch(name) for name in value))
        for child in value.values():
            _require_plain(child, depth - 1)
    elif isinstance(value, list | tuple):
        for child in value:
            _require_plain(child, depth - 1)
    elif isinstance(value, str):
        _require(len(value) <= _LONGEST_TEXT)
    else:
        _require(isinstance(value, int) and not isinstance(value, bool))


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except (ValueError, TypeError):
        return False


def _is_sober(finding: Finding) -> bool:
    """True for a finding that cannot carry a number: a code, a short text, few digits."""
    said = f"{finding.where} {finding.text}"
    short = len(said) <= _LONGEST_FINDING and said.isprintable()
    return bool(_CODE.fullmatch(finding.code)) and short and not re.search(r"[0-9]{5}", said)


def _require(holds: object) -> None:
    if not holds:
        raise Permanent("UGYLDIG_SVAR")
