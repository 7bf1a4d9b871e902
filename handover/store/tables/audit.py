"""The audit trail: append-only and hash-chained; a change and its event are one transaction (S30)."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class AuditEvent(Row, table=True):
    """One thing that happened. Holds no content and no names."""

    seq: int = Field(primary_key=True)
    at: datetime
    event: str
    """object:action, for example `del:godkjent`."""
    actor: str
    """Person id, or `worker`, or `node`."""
    role: str
    unit: str
    pupil_id: str | None = Field(default=None, index=True)
    object_id: str
    fields: str
    """JSON of hashes, versions and codes."""
    previous: str
    hash: str
