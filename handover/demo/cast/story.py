"""What happens to one pupil: what is known, who answers what when, and how it must end.

The promise: times are aware and in UTC, categories and rules are named by their ids, and a
step names the person who takes it. What a step leads to is for the walk to find out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from handover.demo.cast.people import Guardian, Invitation, Person
from handover.demo.cast.school import SchoolRecord
from handover.rules.person_number import Identifier

Tree: TypeAlias = Mapping[str, object]
"""A fact tree: keys as in the XSD, values `str`, ISO dates, `int`, trees and lists."""

PROFILES = ("streng", "opplaeringslova")


@dataclass(frozen=True)
class Document:
    """A PDF somebody uploaded (P5)."""

    title: str
    data: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True)
class Part:
    """One version of what a source holds in one category. The last available one counts."""

    category: str
    source: str
    """skole | ppt | kommune | elev | foresatt"""
    author: str
    """Id of the person who wrote it."""
    available: date
    """First day the source can give it."""
    facts: Tree = field(repr=False)
    documents: tuple[Document, ...] = ()
    left_out: bool = False
    """The rådgiver does not think the next school needs it."""
    names_others: bool = False
    """Names another person; the third-party screen must stop this version (C-68)."""


@dataclass(frozen=True)
class Glimpse:
    """A «lysglimt» offered by teacher or parent; the pupil takes it in or leaves it out."""

    by: str
    on: date
    text: str = field(repr=False)
    taken: bool


@dataclass(frozen=True)
class Answer:
    """One person's answer about one category."""

    at: datetime
    person: str
    role: str
    """elev, or the guardian's relation."""
    category: str
    yes: bool
    form: str
    """digital | oppmote | papir | muntlig"""
    not_to: frozenset[str] = frozenset()
    """Slot kinds left out of a yes: inntak | skole | ppt_fylke | ot."""
    to: frozenset[str] = frozenset()
    """Units of a place outside the old closed list, when the question is asked again (P1)."""
    hidden: bool = False
    """The pupil hides the part from guardians."""
    assisted_by: str | None = None
    confirmed_by: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """A yes taken back."""

    at: datetime
    person: str
    category: str
    reply: str | None = None
    """What the receiver answers when it already has the part: slettet | beholdt | brukt."""


@dataclass(frozen=True)
class Event:
    """Anything else that happens to the case, named by a word the walk knows."""

    at: datetime
    kind: str
    by: str
    text: str
    category: str | None = None
    guardian: str | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Place:
    """What the county reports about a place in upper secondary school."""

    on: date
    status: str
    """akseptert | ingen_plass | ikke_mott"""
    unit: str | None = None


@dataclass(frozen=True)
class Choices:
    """What the pupil applies for; `applied` is the closed list a yes names (P1)."""

    programme: str
    applied: tuple[str, ...]


@dataclass(frozen=True)
class NumberChange:
    """A new number in the middle of the case."""

    on: date
    identifier: Identifier


@dataclass(frozen=True)
class Expected:
    """How the case ends: unit id to the categories it holds, under each profile."""

    by_profile: Mapping[str, Mapping[str, frozenset[str]]]
    needs: tuple[str, ...] = ()
    """Rules beyond the ordinary road that the outcome rests on; those the program lacks are
    what the case waits for."""
    lost_to_silence: tuple[str, ...] = ()
    """Parts a guardian's silence stops under `streng`."""
    delivered_on: date | None = None
    """When the school gets the package, if not on the common day of delivery."""


@dataclass(frozen=True)
class Pupil:
    """One pupil of the class and all that happens to her."""

    case: int
    person: Person
    guardians: tuple[Guardian, ...]
    choices: Choices
    record: SchoolRecord
    parts: tuple[Part, ...]
    expected: Expected
    answers: tuple[Answer, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    events: tuple[Event, ...] = ()
    places: tuple[Place, ...] = ()
    glimpses: tuple[Glimpse, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    number_change: NumberChange | None = None

    def part(self, category: str, day: date) -> Part | None:
        """The version of a category the source holds that day, or `None`."""
        held = [p for p in self.parts if p.category == category and p.available <= day]
        return max(held, key=lambda p: p.available) if held else None

    def categories(self) -> tuple[str, ...]:
        """Every category some source holds about her, in the order they stand in her file."""
        return tuple(dict.fromkeys(part.category for part in self.parts))


@dataclass(frozen=True)
class Day:
    """A day on which the walk has something to do for the whole class."""

    on: date
    event: str
    text: str
