"""Who was shown what, who answered what to which bytes, and what the county asked for."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Slot(Row, table=True):
    """A receiver to be: a closed list of units, bound once to the one that was accepted (P1)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    kind: str
    """inntak | skole | ppt_fylke | ot"""
    units: str
    """The closed list, unit ids in alphabetical order separated by blanks."""
    bound_unit: str | None = None
    bound_on: date | None = None
    closed: bool = False
    """A slot that was voided (another place was accepted) takes no more."""


class Served(Row, table=True):
    """That exactly these bytes were served to this person in this session (C-08)."""

    id: str = Field(primary_key=True, max_length=36)
    session_id: str = Field(index=True)
    person_id: str = Field(index=True)
    sha256: str = Field(index=True)
    text_hash: str
    language: str | None = None
    """ISO 639: what the page around the bytes was written in."""
    at: datetime


class Decision(Row, table=True):
    """One person's answer about one part for one slot. Never changed: a new answer is a new row."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    part_id: str = Field(foreign_key="part.id", index=True)
    category: str
    sha256: str
    slot_id: str = Field(foreign_key="slot.id", index=True)
    person_id: str
    hat: str
    """elev | foresatt"""
    answer: str
    """ja | nei | trukket"""
    form: str
    """digital | oppmote"""
    level: str
    """eID level of the session: betydelig | hoyt."""
    policy_hash: str
    text_hash: str
    at: datetime
    order: int
    """Order of arrival, per database; the latest of a person counts."""


class Innhenting(Row, table=True):
    """The county's signed request (S9). Only an accepted one lets law-based parts move."""

    sha256: str = Field(primary_key=True)
    """Of the container as received."""
    number: str
    county: str
    """Organisation number of the county."""
    school_year: str
    categories: str
    """Separated by blanks."""
    valid_from: date
    valid_to: date
    replaces: str | None = None
    container: bytes
    received: datetime
    state: str
    """mottatt | godtatt | avvist | erstattet | sendt"""
    decided_by: str | None = None
    decided_at: datetime | None = None


class ReleaseRun(Row, table=True):
    """That a release window has been run, so that it runs once however many workers there are."""

    id: str = Field(primary_key=True, max_length=80)
    """Window id and day."""
    at: datetime
