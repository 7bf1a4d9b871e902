"""Parts as stored bytes, where they came from, and the attachments they name."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Part(Row, table=True):
    """One version of one part. The sealed bytes are what is shown, hashed, decided on and carried."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    category: str = Field(index=True)
    content: bytes
    """Sealed: the XML file."""
    sha256: str = Field(index=True)
    state: str = Field(index=True)
    """See rules/part_states.py."""
    owner_unit: str
    """The unit whose part it is: the school, or PPT. Others do not see that it exists."""
    source: str
    """Name of the adapter, or `elev` / `foresatt`."""
    author_id: str | None = None
    """The person, when it is somebody's own words."""
    mark: str | None = None
    """16 hex digits that tell one text of own words from another in the same category."""
    about: str | None = None
    """The category of the part it is a remark beside; empty for every other text."""
    as_of: date
    """The day the source says the content is from."""
    collected: datetime
    screened_by: str | None = None
    approved_by: str | None = None
    replaced_by: str | None = None
    shown: bool = False
    """The pupil has opened it to the guardians, where the policy leaves that to the pupil (C-46)."""


class Attachment(Row, table=True):
    """A file a part names by hash. The same bytes travel unchanged."""

    id: str = Field(primary_key=True, max_length=36)
    part_id: str = Field(foreign_key="part.id", index=True)
    sha256: str
    media_type: str
    content: bytes
    """Sealed."""


class Collection(Row, table=True):
    """One asking of one source, with what it ended as. No content."""

    id: str = Field(primary_key=True, max_length=36)
    unit_id: str
    pupil_id: str | None = Field(default=None, index=True)
    source: str
    at: datetime
    outcome: str
    """ok | or the code of the finding that stopped it."""
