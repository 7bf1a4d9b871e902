"""What the index of a package says, as plain values.

The promise: everything that stands outside a part's hash (basis, purpose, approval, dates,
policy) is here, and nothing about what is not in the package. No number, count or order
of time can be read from it (S13).
"""

from dataclasses import dataclass, field
from datetime import date

NAMESPACE = "urn:overgang:pakke:1.0"
NAME = "overgangspakke.xml"
MEDIA_TYPE = "application/xml"
VERSION = "1.0"
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Sender:
    """The organisation that sends; its number is also the signer's."""

    organisation_number: str
    name: str


@dataclass(frozen=True)
class Receiver:
    """The one unit that this package is for (S32)."""

    organisation_number: str
    unit: str
    type: str
    """inntak | vgs | privat_vgs | statlig_vgs | ppt_fylke | ot"""
    name: str


@dataclass(frozen=True)
class PupilIdentity:
    """Whom the package is about. Its `repr` shows nothing, so that no log can."""

    id_type: str = field(repr=False)
    """fodselsnummer | d-nummer | vigo-fiktivt | annet"""
    id_value: str = field(repr=False)
    given_name: str = field(repr=False)
    middle_name: str | None = field(repr=False)
    family_name: str = field(repr=False)
    birth_date: date = field(repr=False)


@dataclass(frozen=True)
class PolicyReference:
    """The policy that was in force (C-61)."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Condition:
    """That the conditions for sending a part were met; names no person (S18)."""

    rule: str
    met_on: date
    evidence: str
    """Salted commitment, SHA-256 in hex, to the evidence that the sender keeps."""


@dataclass(frozen=True)
class PartEntry:
    """One part: which bytes, on what basis, for what, for how long, for whom."""

    category: str
    file: str
    """`deler/<category>.xml`, or `deler/<category>-<mark>.xml` for own words of several people."""
    sha256: str
    """Of the file's bytes, 64 lower-case hex digits."""
    mechanism: str
    """LOV | TILLATELSE | SAMTYKKE_FVL | SAMTYKKE_ELEV | EGEN"""
    basis: str
    collection: str | None
    """SHA-256 of the county's innhenting; exactly when the mechanism is LOV (S9)."""
    purpose: str
    retention: str
    """ARKIV | SKOLELOP | OPPSTART | OT"""
    only_to: str
    condition: Condition


@dataclass(frozen=True)
class PackageIndex:
    """The whole index of one package to one receiving unit."""

    message_id: str
    """A random uuid4, the same through every attempt to deliver."""
    sender: Sender
    receiver: Receiver
    school_year: str
    """`2026/2027`"""
    released_on: date
    not_after: date
    """Last day the package may be received (S32)."""
    pupil: PupilIdentity
    policy: PolicyReference
    parts: tuple[PartEntry, ...]
    """In policy order; no numbers, so that nothing missing can be counted."""
