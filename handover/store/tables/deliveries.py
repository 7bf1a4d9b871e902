"""The outbox: sealed messages waiting for, or past, their receiver."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Delivery(Row, table=True):
    """One message to one unit. The id is the constant message id (P: a second send changes nothing)."""

    id: str = Field(primary_key=True, max_length=36)
    kind: str
    """pakke | innhenting | bekreftelse | plass"""
    pupil_id: str | None = Field(default=None, index=True)
    slot_id: str | None = None
    to_unit: str
    payload: bytes
    """The encrypted .p7m exactly as sent."""
    sha256: str
    """Of the payload."""
    state: str = Field(index=True)
    """See rules/delivery_states.py."""
    due: datetime = Field(index=True)
    leased_until: datetime | None = None
    attempts: int = 0
    finding: str | None = None
    """Code of the last thing that went wrong."""
    created: datetime
    delivered: datetime | None = None
    opened: datetime | None = None


class Carried(Row, table=True):
    """Which part, by hash, is in which delivery."""

    id: str = Field(primary_key=True, max_length=36)
    delivery_id: str = Field(foreign_key="delivery.id", index=True)
    pupil_id: str = Field(index=True)
    slot_id: str
    part_id: str
    category: str
    sha256: str


class Attempt(Row, table=True):
    """One try, written before the call is made."""

    id: str = Field(primary_key=True, max_length=36)
    delivery_id: str = Field(foreign_key="delivery.id", index=True)
    at: datetime
    outcome: str = "startet"


class Receipt(Row, table=True):
    """A signed answer about a delivery: technical (stored) or functional (a person follows up)."""

    id: str = Field(primary_key=True, max_length=36)
    delivery_id: str = Field(index=True)
    kind: str
    """kvittering | bekreftelse"""
    container: bytes
    details: bytes | None = None
    """Sealed under the pupil's key: contact person and first step."""
    at: datetime
