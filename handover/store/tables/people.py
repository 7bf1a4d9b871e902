"""Persons, pupils, who may act for whom, and units."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Node(Row, table=True):
    """What this database is. Written once, when it is born, and never changed (S23)."""

    id: int = Field(default=1, primary_key=True)
    kind: str
    """kommune | fylke"""
    demo: bool
    organisation: str
    """Organisation number of the controller."""
    born: datetime


class Unit(Row, table=True):
    """A school, a PPT office, an admissions office: what a role is held in."""

    id: str = Field(primary_key=True, max_length=64)
    name: str
    kind: str
    """grunnskole | ppt | kommune | inntak | vgs | privat_vgs | statlig_vgs | ppt_fylke | ot | fylke"""
    organisation: str


class Person(Row, table=True):
    """Somebody the node knows: pupil, guardian or staff. Content only in the sealed box."""

    id: str = Field(primary_key=True, max_length=36)
    wrapped_key: bytes
    details: bytes
    """Sealed: fornavn, mellomnavn, etternavn, fodselsdato, identifikator, kontakt, sprak."""
    number_hash: str | None = Field(default=None, index=True, unique=True)
    feide_hash: str | None = Field(default=None, index=True, unique=True)


class Pupil(Row, table=True):
    """A pupil in one school year at one school."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    school_year: str
    blocked: bool = False
    """Taken out of digital transfer; nothing about why is stored (P4)."""
    created: datetime


class Barred(Row, table=True):
    """Somebody of whom nothing but this keyed hash may be kept (S3)."""

    number_hash: str = Field(primary_key=True)
    unit_id: str = Field(index=True)
    since: datetime


class Representation(Row, table=True):
    """Who may act for a pupil, on what verified ground, and when. The ground never leaves (C-38)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    ground: str
    """foreldreansvar | verge | fullmektig | barnevern | fosterforelder; sealed in the pupil's box
    (`families.sealed_ground`), since it may tell of care"""
    verified: bool
    restricted: bool = False
    """May see own contact data and nothing else (S1): set by a leader, with no reason kept."""
    valid_from: date
    valid_to: date | None = None


class Grant(Row, table=True):
    """A role in a unit for a time. Nobody has a right without one (default deny)."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str
    unit_id: str = Field(foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date
    """Last day it holds. Never open-ended."""
    granted_by: str
    absence_id: str | None = None
    """Set on a deputy's grant: it goes when the absence it was given for is taken back."""
