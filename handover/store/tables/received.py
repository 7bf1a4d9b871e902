"""The receiver's side: packages in, their parts, who follows up, and places given."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Package(Row, table=True):
    """One received container. Kept whole; opened parts stand in `ReceivedPart`."""

    id: str = Field(primary_key=True, max_length=36)
    """The message id."""
    unit_id: str = Field(index=True)
    sender: str
    """Organisation number of who signed."""
    sender_name: str
    payload: bytes
    """As received, encrypted to the unit's key."""
    sha256: str
    pupil_id: str | None = Field(default=None, index=True)
    school_year: str
    state: str = Field(index=True)
    """mottatt | karantene | bekreftet"""
    finding: str | None = None
    at: datetime
    receipt: bytes
    """The signed technical receipt that was answered, given again on a repeat."""


class ReceivedPart(Row, table=True):
    """A part of a received package, as carried."""

    id: str = Field(primary_key=True, max_length=36)
    package_id: str = Field(foreign_key="package.id", index=True)
    pupil_id: str = Field(index=True)
    unit_id: str = Field(index=True)
    category: str
    sha256: str
    content: bytes
    """Sealed under the pupil's key here."""
    entry: bytes
    """Sealed: mechanism, basis, purpose, retention, «kun til» from the index."""
    position: int
    mark: str | None = None
    """What tells one text of own words from another in the same category, out of its file name."""
    about: str | None = None
    """The category of the part it is a remark beside, when it is a remark."""


class ReceivedFile(Row, table=True):
    """An attachment of a received package."""

    id: str = Field(primary_key=True, max_length=36)
    package_id: str = Field(foreign_key="package.id", index=True)
    pupil_id: str = Field(index=True)
    sha256: str
    media_type: str
    content: bytes


class Acknowledgement(Row, table=True):
    """A named contact and a first step: what the pupil reads as «Mottatt» (P9)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(index=True)
    unit_id: str
    details: bytes
    """Sealed: contact person, first step."""
    by_person: str
    at: datetime


class Applicant(Row, table=True):
    """What admissions knows of a pupil's place; reported to the kommune."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(index=True, unique=True)
    unit_id: str | None = None
    status: str
    """ingen | akseptert | ingen_plass | ikke_mott"""
    since: date
