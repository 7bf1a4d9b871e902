"""How much somebody has asked for in a window of time, the same for every process (ASVS V2.4)."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Counter(Row, table=True):
    """A count of one kind of request from one source in one window. The source is a keyed hash."""

    key: str = Field(primary_key=True, max_length=64)
    until: datetime = Field(index=True)
    """When the window is over and the row may go."""
    count: int
