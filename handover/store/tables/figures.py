"""Leaders' figures: written once when a week is over, and never counted again (S14)."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class FigureRun(Row, table=True):
    """That a figure has been settled for a week, so that it is settled once."""

    id: str = Field(primary_key=True, max_length=80)
    """Measure and Monday."""
    at: datetime


class Figure(Row, table=True):
    """What may be told. Counts are never stored, only what is left after suppression."""

    id: str = Field(primary_key=True, max_length=160)
    measure: str = Field(index=True)
    week: date
    """Its Monday."""
    unit_id: str = Field(index=True)
    """The school, or `*` for all of them together."""
    part: str = ""
    """What the figure is split by: a language."""
    kind: str
    """See rules/suppression.py: Kind."""
    value: int = 0
