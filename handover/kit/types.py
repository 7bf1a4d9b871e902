"""What crosses the border between the house and an adapter: frozen values and nothing else.

The promise: every value here can be written to JSON and read back equal (`wire`). No
`repr` holds a name, a number, a fact or a document, since a vendor's log or a traceback
may end anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handover.rules.findings import Finding

FactTree = Mapping[str, Any]
"""One category's content: keys are the element names of the information model, values are
str, int, nested trees and lists of these. Never bool, never float."""


ANY_CATEGORY = "*"
"""In `Info.categories`: the source answers for whatever it is given, as uploads do."""


@dataclass(frozen=True)
class PupilRef:
    """Who it is about. All five are personal data and stand in no `repr`."""

    identifikatortype: str
    """fodselsnummer | d-nummer | vigo-fiktivt | annet"""
    identifikatorverdi: str = field(repr=False)
    fornavn: str = field(repr=False)
    etternavn: str = field(repr=False)
    fodselsdato: str = field(repr=False)
    """ISO date."""

    def same_person(self, other: "PupilRef") -> bool:
        """True when type, value and birth date are all equal (S17). Names may be spelt anew."""
        return (self.identifikatortype, self.identifikatorverdi, self.fodselsdato) == (
            other.identifikatortype,
            other.identifikatorverdi,
            other.fodselsdato,
        )


@dataclass(frozen=True)
class Document:
    """A form somebody filled in, with or without the PDF it describes (P5)."""

    category: str
    fields: FactTree = field(repr=False)
    dated: str
    """ISO date it was filled in or uploaded, from the house's own clock."""
    title: str = field(default="", repr=False)
    pdf: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class CollectRequest:
    """What the house asks a source for: only the categories that may be collected."""

    correlation_id: str
    """For the logs of both sides; random, says nothing about anybody."""
    school: str
    """Organisation number, nine digits."""
    school_year: str
    """For example 2026/2027."""
    pupil: PupilRef | None
    """None asks for the whole cohort, and only of sources whose info says `roster`."""
    categories: tuple[str, ...]
    documents: tuple[Document, ...] = ()
    """Only for the upload source: what was filled in at our own pages."""


@dataclass(frozen=True)
class Attachment:
    """A file that a fact tree names by its hash."""

    sha256: str
    """Lower-case hex of `data`."""
    media_type: str
    title: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class PersonFacts:
    """What one source knows about one person."""

    person: PupilRef
    facts: Mapping[str, FactTree] = field(repr=False)
    """Category → fact tree. Guardians stand inside `foresatte` as contact data; whether
    somebody has foreldreansvar is never read from here."""
    attachments: tuple[Attachment, ...] = ()
    as_of: str = ""
    """ISO date the content was true at the source."""


@dataclass(frozen=True)
class Collected:
    """A source's whole answer. Iterating gives the persons."""

    persons: tuple[PersonFacts, ...]
    findings: tuple[Finding, ...] = ()
    """What the source could not use, in words without personal data."""

    def __iter__(self) -> Iterator[PersonFacts]:
        return iter(self.persons)

    def __len__(self) -> int:
        return len(self.persons)


@dataclass(frozen=True)
class Envelope:
    """One sealed message to one receiving unit."""

    message_id: str
    """Constant through every attempt; the receiver absorbs repeats by it."""
    receiver_orgnr: str
    receiver_unit: str
    data: bytes = field(repr=False)
    """The encrypted file, carried unchanged."""
    sha256: str
    """Lower-case hex of `data`."""
    kind: str = "pakke"
    """pakke | melding"""


@dataclass(frozen=True)
class Accepted:
    """The receiver has it."""

    reference: str
    """The receiver's own reference, or the message id when it gave none."""
    receipt: bytes | None = field(default=None, repr=False)
    """The signed receipt container as it came; the house verifies it, the adapter does not."""


@dataclass(frozen=True)
class ContactRequest:
    """Whose contact data the house needs for the one dispatch it is about to make."""

    correlation_id: str
    """For the logs of both sides; random, says nothing about anybody."""
    numbers: tuple[str, ...] = field(repr=False)
    """Fødselsnummer or D-nummer, at most `MOST_CONTACTS` of them."""


MOST_CONTACTS = 1000
"""As many as the contact register answers for at a time."""


@dataclass(frozen=True)
class Contact:
    """What the register says of one person today. Never stored (S24)."""

    number: str = field(repr=False)
    reserved: bool
    """Has said no to digital messages (eForvaltningsforskriften § 9)."""
    may_be_notified: bool
    """The register vouches for the contact data (eForvaltningsforskriften § 32)."""
    mail: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    language: str = ""
    """nb | nn | en | se, or empty when the register does not say."""


@dataclass(frozen=True)
class Contacts:
    """The register's answer. Whoever is not in it is not registered."""

    people: tuple[Contact, ...] = field(repr=False)


@dataclass(frozen=True)
class ShortMessage:
    """One text message to one telephone."""

    message_id: str
    """Constant through every attempt; the gateway absorbs repeats by it."""
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Info:
    """What an adapter is and can do."""

    name: str
    """The entry point's name."""
    version: str
    """Must equal the version in the config (S26)."""
    categories: tuple[str, ...] = ()
    """Categories a source can answer for, or (ANY_CATEGORY,); empty for recipients."""
    roster: bool = False
    """True when the source can answer for a whole cohort."""
