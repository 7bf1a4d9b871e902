"""Lines of the audit trail as somebody without access to content may read them.

The promise: of an event's fields only hashes, versions and kinds are shown; an answer is never
among them. A person is a role and a unit on the page, and a pseudonym in a file.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from handover.house import House
from handover.ports import OSLO
from handover.store.audit import first_break
from handover.store.tables import AuditEvent, Grant, Unit
from handover.web.admin import words
from handover.web.texts import _

SHOWN = 50
SAID = frozenset({"sha256", "tekst", "policy", "slag", "kilde", "kode", "rolle", "til_dag",
                  "antall", "versjon", "innhenting", "fra_dag"})
"""Fields of an event that hold hashes, versions and kinds. What a person answered is not here."""
MACHINES = ("worker", "node", "demo", "kommandolinje", "administrator")
SHORT = 12
"""Characters of a hash that are enough to compare by eye."""

HASH = 64

COLUMNS = ("nr", "tid", "hendelse", "rolle", "enhet", "person", "objekt", "felt", "hash")


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty is everything."""

    first: date | None = None
    last: date | None = None
    event: str = ""
    unit: str = ""
    object_id: str = ""


@dataclass(frozen=True)
class Line:
    """One event."""

    seq: int
    at: datetime
    event: str
    who: str
    unit: str
    object_id: str
    details: str


@dataclass(frozen=True)
class LogPage:
    """Fifty events, and whether the chain holds."""

    lines: list[Line]
    older: int | None
    """Number to go on before; None at the end."""
    events: list[tuple[str, str]]
    units: list[tuple[str, str]]
    whole_to: int
    """The last number of the chain that holds."""
    broken: bool


def page(house: House, session: Session, wanted: Filter, before: int | None) -> LogPage:
    """The newest events that fit, before a number when one is given."""
    reader = _Reader(house, session)
    query = _query(wanted).order_by(col(AuditEvent.seq).desc()).limit(SHOWN + 1)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    found = list(session.exec(query))
    stop = first_break(session)
    last = session.exec(select(AuditEvent.seq).order_by(
        col(AuditEvent.seq).desc()).limit(1)).first() or 0
    names = session.exec(select(AuditEvent.event).distinct())
    return LogPage(
        [reader.line(one) for one in found[:SHOWN]],
        found[SHOWN - 1].seq if len(found) > SHOWN else None,
        sorted(((one, words.event(one)) for one in names), key=lambda one: one[1]),
        sorted(reader.units.items(), key=lambda one: one[1]),
        last if stop is None else stop - 1, stop is not None)


def export(house: House, session: Session, wanted: Filter, most: int) -> Iterator[Sequence[str]]:
    """Rows of a file, oldest first."""
    reader = _Reader(house, session)
    for one in session.exec(_query(wanted).order_by(col(AuditEvent.seq)).limit(most)):
        line = reader.line(one)
        yield (str(line.seq), line.at.isoformat(), one.event, line.who, line.unit,
               reader.pseudonym(one.actor), line.object_id, line.details, one.hash)


def _query(wanted: Filter) -> Any:
    query = select(AuditEvent)
    if wanted.first:
        query = query.where(AuditEvent.at >= _midnight(wanted.first))
    if wanted.last:
        query = query.where(AuditEvent.at < _midnight(wanted.last + timedelta(days=1)))
    if wanted.event:
        query = query.where(AuditEvent.event == wanted.event)
    if wanted.unit:
        query = query.where(AuditEvent.unit == wanted.unit)
    if wanted.object_id:
        query = query.where(AuditEvent.object_id == wanted.object_id)
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO)


class _Reader:
    """Turns events into lines; looks each person's roles up once."""

    def __init__(self, house: House, session: Session) -> None:
        self._house, self._session = house, session
        self._roles: dict[str, list[Grant]] = {}

    @cached_property
    def units(self) -> dict[str, str]:
        """Id and name of every unit."""
        return {one.id: one.name for one in self._session.exec(select(Unit))}

    def line(self, one: AuditEvent) -> Line:
        """The event without anything that is somebody's own."""
        who, unit = self._who(one)
        return Line(one.seq, one.at, words.event(one.event), who, self.units.get(unit, unit),
                    one.object_id, _details(one.fields))

    def pseudonym(self, actor: str) -> str:
        """The same for the same person in every file of this node, and never their id."""
        if actor in MACHINES or not actor:
            return actor
        return self._house.vault.lookup("revisjon", actor)[:16]

    def _who(self, one: AuditEvent) -> tuple[str, str]:
        """Role and unit: as the event says, else the roles the person held that day."""
        if one.role:
            return words.role(one.role), one.unit
        if one.actor in MACHINES or not one.actor:
            return _("Tjenesten"), one.unit
        held = self._held(one.actor, one.at.astimezone(OSLO).date())
        there = [row for row in held if row.unit_id == one.unit] or held
        names = sorted({words.role(row.role) for row in there})
        return ", ".join(names) or _("Ukjent rolle"), one.unit or (
            there[0].unit_id if there else "")

    def _held(self, person_id: str, day: date) -> list[Grant]:
        if person_id not in self._roles:
            self._roles[person_id] = list(self._session.exec(select(Grant).where(
                Grant.person_id == person_id).order_by(Grant.id)))
        rows = self._roles[person_id]
        return [row for row in rows if row.valid_from <= day <= row.valid_to]


def _details(fields: str) -> str:
    """«sha256 1f3a5b7c9d0e, slag ga_opp»: kinds, and the beginning of hashes."""
    # Our own JSON, written by the audit trail itself.
    said = json.loads(fields)
    return ", ".join(f"{name} {_short(str(value))}" for name, value in sorted(said.items())
                     if name in SAID and value)


def _short(value: str) -> str:
    return value[:SHORT] if len(value) == HASH else value
