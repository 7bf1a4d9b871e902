"""What somebody must do: exactly one role holds the baton."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Task(Row, table=True):
    """A task in a unit's pool, done when `done` is set."""

    id: str = Field(primary_key=True, max_length=36)
    unit_id: str = Field(index=True)
    role: str
    kind: str
    """See rules/tasks in config texts: `ga_opp`, `uten_treff`, …"""
    pupil_id: str | None = Field(default=None, index=True)
    object_id: str = ""
    assigned_to: str | None = None
    """The person who has it; nobody while it lies in the unit's pool."""
    due: date | None = None
    created: datetime
    done: datetime | None = None
