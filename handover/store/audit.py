"""Writes the audit chain: each event carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from handover.store.tables import AuditEvent

START = "0" * 64
CHAIN_LOCK = 730051
"""Any number of our own; the same in every process."""


@dataclass(frozen=True)
class Event:
    """What is to be remembered. `fields` holds hashes, versions and codes, never content."""

    name: str
    actor: str
    role: str = ""
    unit: str = ""
    pupil_id: str | None = None
    object_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def append(session: Session, event: Event, now: datetime) -> AuditEvent:
    """Adds the event to the end of the chain, in the caller's transaction.

    One writer at a time holds the end: SQLite's transactions already queue, and
    PostgreSQL is asked for a lock that goes with the transaction.
    """
    take_lock(session.connection())
    last = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc()).limit(1)).first()
    row = AuditEvent(
        seq=(last.seq + 1) if last else 1, at=now, event=event.name, actor=event.actor,
        role=event.role, unit=event.unit, pupil_id=event.pupil_id, object_id=event.object_id,
        fields=json.dumps(dict(event.fields), sort_keys=True, ensure_ascii=False),
        previous=last.hash if last else START, hash="",
    )
    row.hash = digest(row)
    session.add(row)
    session.flush()
    return row


def take_lock(connection: Connection) -> None:
    """Waits for, and holds until the transaction ends, the right to write at the end of a chain."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})")


def fields_of(row: AuditEvent) -> dict[str, str]:
    """The fields an event was written with."""
    return {str(name): str(value) for name, value in json.loads(row.fields).items()}


def digest(row: AuditEvent) -> str:
    """SHA-256 over every field of the row and the hash of the one before."""
    parts = (str(row.seq), row.at.isoformat(), row.event, row.actor, row.role, row.unit,
             row.pupil_id or "", row.object_id, row.fields, row.previous)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_break(session: Session) -> int | None:
    """The sequence number where the chain no longer holds; None when it holds to its end."""
    previous, expected = START, 1
    for row in session.exec(select(AuditEvent).order_by(col(AuditEvent.seq))):
        if row.seq != expected or row.previous != previous or row.hash != digest(row):
            return expected
        previous, expected = row.hash, expected + 1
    return None
