"""Which tables carry authority, and whom or what each of their rows is about (S25).

A new table of that kind needs one line here; every column of it is then covered.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from handover.store import tables


@dataclass(frozen=True)
class Sealed:
    """How one table is sealed."""

    model: type[SQLModel]
    kind: str
    """First half of the subject's name."""
    owner: str
    """The column with its other half."""
    absent_is_no: bool = False
    """True when leaving a broken row out of a list can only mean less for somebody, never more."""
    apart: frozenset[str] = frozenset()
    """Columns whose bytes have a seal of their own (AES-GCM bound to the row, S20)."""

    @property
    def table(self) -> Table:
        """The table as SQLAlchemy has it."""
        return cast(Table, self.model.__table__)  # type: ignore[attr-defined]

    @property
    def owner_column(self) -> Column[Any]:
        """The column that says whom a row is about."""
        return self.table.c[self.owner]

    @property
    def key_column(self) -> Column[Any]:
        """The primary key; every sealed table has one of one column."""
        return next(iter(self.table.primary_key.columns))

    def columns(self) -> list[Column[Any]]:
        """What is sealed, in order of name."""
        return _columns(self.table, self.apart)

    def subject(self, owner: object) -> str:
        """The name of the subject with this value in the owner column."""
        return f"{self.kind}:{owner}"


@cache
def _columns(table: Table, apart: frozenset[str]) -> list[Column[Any]]:
    return sorted((one for one in table.columns if one.name not in apart),
                  key=lambda one: one.name)


SEALED: tuple[Sealed, ...] = (
    Sealed(tables.Node, "node", "id"),
    Sealed(tables.Pupil, "pupil", "id", absent_is_no=True),
    Sealed(tables.Representation, "pupil", "pupil_id", absent_is_no=True),
    Sealed(tables.Decision, "pupil", "pupil_id"),
    Sealed(tables.Slot, "pupil", "pupil_id", absent_is_no=True),
    Sealed(tables.Part, "pupil", "pupil_id", absent_is_no=True, apart=frozenset({"content"})),
    Sealed(tables.Barred, "barred", "number_hash"),
    Sealed(tables.Person, "person", "id", absent_is_no=True),
    Sealed(tables.Grant, "person", "person_id", absent_is_no=True),
    Sealed(tables.Session, "session", "id", absent_is_no=True),
    Sealed(tables.Innhenting, "innhenting", "county"),
    Sealed(tables.CaseGrant, "pupil", "pupil_id", absent_is_no=True),
    Sealed(tables.Recusal, "pupil", "pupil_id"),
    Sealed(tables.LoginShut, "shut", "person_id"),
    Sealed(tables.RoleRequest, "asked", "person_id", absent_is_no=True),
    Sealed(tables.SendingStop, "stop", "unit_id"),
    Sealed(tables.Applicant, "place", "pupil_id", absent_is_no=True),
)
WITHOUT = {
    "a trace of what happened, and no right to anything": (
        "sessionact", "served", "releaserun", "attempt", "collection", "figurerun", "figure",
        "noticebatch", "notice", "dispatch", "paperprint", "paperquestion", "marklift", "counter"),
    "work to be done: the use case asks for the right anew": ("task", "absence"),
    "chained with hashes of its own": ("auditevent",),
    "the seals themselves": ("rowseal", "sealpage"),
    "worth nothing without the browser's half, or a code nobody can compute": (
        "loginattempt", "schoolcode"),
    "content, bound to its row by AES-GCM": (
        "attachment", "attachmenttext", "receivedpart", "receivedfile", "acknowledgement",
        "glimpse", "correction", "knownlanguage", "familymeeting", "visit", "staffimport",
        "nodekey"),
    "encrypted to its receiver, signed, and looked at again when it is sent": (
        "delivery", "carried", "receipt", "package"),
    "names and kinds of units: a right needs a grant": ("unit",),
    "who is asked to come: no right": ("meetingguest", "visitguest"),
}
"""Tables that are not sealed, and why. A table in neither list fails a test."""
BY_TABLE = {one.table.name: one for one in SEALED}


def of_kind(kind: str) -> list[Sealed]:
    """The tables whose rows are about subjects of a kind."""
    return [one for one in SEALED if one.kind == kind]


def of_row(row: object) -> Sealed | None:
    """How this row is sealed, if it is."""
    table = getattr(type(row), "__table__", None)
    return BY_TABLE.get(table.name) if table is not None else None
