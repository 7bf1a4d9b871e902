"""What the search for other people's data needs to remember: text layers, and lifted marks (C-68)."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class AttachmentText(Row, table=True):
    """The text layer of an attachment, read once when it was rebuilt (S7). Sealed."""

    id: str = Field(primary_key=True, max_length=36)
    attachment_id: str = Field(foreign_key="attachment.id", index=True, unique=True)
    content: bytes


class MarkLift(Row, table=True):
    """That somebody has looked at one mark, in these very bytes, and let it stand.

    It tells where the mark is and never what stands there; a new version has none.
    """

    id: str = Field(primary_key=True, max_length=36)
    part_id: str = Field(foreign_key="part.id", index=True)
    sha256: str
    """Of the part's bytes."""
    mark: str
    """Place and kind, as `rules.names.Mark.key` says it."""
    person_id: str
    role: str
    """radgiver | leder"""
    at: datetime
