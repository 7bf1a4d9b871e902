"""What the tables share: identifiers, and moments that are always UTC."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

ID = 36
HASH = 64


def key() -> str:
    """Primary key column: a random UUID in text form."""
    return Field(primary_key=True, max_length=ID)  # type: ignore[no-any-return]


class Row(SQLModel):
    """Base of every table: rows carry no rules."""


Moment = DateTime(timezone=True)
__all__ = ["HASH", "ID", "Moment", "Row", "datetime", "key"]
