"""What people say beside the parts: glimpses offered to the pupil, and «noe er feil» with its answer.

Texts are sealed in the pupil's box. Which glimpses a pupil takes in is not kept here: the
pupil's own words hold those, and of the others nothing says anything.
"""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Glimpse(Row, table=True):
    """A «lysglimt» somebody has offered the pupil for the pupil's own words."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    person_id: str = Field(index=True)
    giver: str
    """laerer | foresatt"""
    day: date
    content: bytes
    """Sealed: the text."""


class Correction(Row, table=True):
    """Somebody says that a part is wrong (C-64); its owner answers."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    part_id: str = Field(foreign_key="part.id", index=True)
    category: str
    owner_unit: str = Field(index=True)
    person_id: str = Field(index=True)
    hat: str
    """elev | foresatt"""
    content: bytes
    """Sealed: what is wrong."""
    at: datetime
    due: date
    """Last day of answering."""
    holds_until: date | None = None
    """Last day the part is held back; empty when it is not (S34)."""
    outcome: str = ""
    """rettet | beholdt; empty until it is answered."""
    reply: bytes | None = None
    """Sealed: the owner's words."""
    answered: datetime | None = None
    answered_by: str | None = None
