"""Roles that wait for a second administrator, and lists of staff that wait to be used."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class RoleRequest(Row, table=True):
    """A role one administrator has asked for and another must confirm. No right by itself."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str
    unit_id: str = Field(foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date
    asked_by: str
    asked: datetime
    state: str = Field(index=True)
    """venter | godtatt | avvist"""
    decided_by: str | None = None
    decided: datetime | None = None


class StaffImport(Row, table=True):
    """A list of units or staff as it came, until an administrator has used or dropped it."""

    id: str = Field(primary_key=True, max_length=36)
    kind: str
    """enheter | ansatte"""
    source: str
    """`fil`, or the name of the adapter."""
    unit_id: str | None = None
    """The school a system was asked about."""
    content: bytes | None = None
    """Sealed in the node's box; gone when the list is used or dropped."""
    made_by: str
    made: datetime
    state: str
    """venter | brukt | forkastet"""
