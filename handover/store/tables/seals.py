"""The seals of rows that carry authority, and the pages that say which seals there are (S25)."""

from sqlmodel import Field

from handover.store.tables.common import Row


class RowSeal(Row, table=True):
    """The seal of one row: a MAC over all of it and over what stood about its subject before."""

    table_name: str = Field(primary_key=True, max_length=64)
    row_id: str = Field(primary_key=True, max_length=80)
    subject: str = Field(index=True)
    """Whom or what the row has authority over, for example `pupil:<id>`."""
    covers: str
    """The columns sealed, in order: a release that adds a column seals anew."""
    turn: int
    """The node's count of sealed changes when this one was made."""
    previous: str
    """The head of the subject just before."""
    mac: str


class SealPage(Row, table=True):
    """Heads of many subjects, or (number −1) of all pages: a row put back is found here."""

    number: int = Field(primary_key=True)
    turn: int
    heads: str
    """A line per subject (or page): its name, a blank, its head."""
    mac: str
