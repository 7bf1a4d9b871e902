"""Who is told when something that gives authority was changed outside the service (S25).

One open task per broken subject and person to tell: the leader and the personvernombud.
The one whose row was changed is not named to somebody a changed row may have pointed at.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from handover.store import audit
from handover.store.tables import Task, Unit

log = logging.getLogger("overgang.seals")

KIND = "endret_utenom"
TOLD = {"kommune": ("skoleeier", "personvernombud"), "grunnskole": (),
        "fylke": ("personvernombud",), "inntak": ("inntak_leder",)}
"""Kind of unit → roles there that get the task."""
PATIENCE_MS = 2000
"""How long the alarm waits for a writer: the page that found it must answer."""


def sound(closed: Session, subjects: Iterable[str], now: datetime) -> None:
    """Writes tasks and events for these subjects, in a transaction of its own.

    Never raises: what was asked for has been refused already, with or without an alarm.
    """
    bind = closed.get_bind()
    with Session(bind) as session:
        try:
            if bind.dialect.name == "sqlite":
                session.connection().exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")
            told = [_tell(session, one, now) for one in sorted(subjects)]
            session.commit()
        except OperationalError as fault:
            session.rollback()
            log.error("tampering_not_recorded", extra={"fields": {"kind": type(fault).__name__}})
        else:
            log.error("tampering_found", extra={"fields": {"subjects": len(told),
                                                           "new": sum(told)}})


def _tell(session: Session, subject: str, now: datetime) -> bool:
    """True when the alarm is new."""
    if session.exec(select(Task.id).where(Task.kind == KIND, Task.object_id == subject,
                                          col(Task.done).is_(None))).first():
        return False
    before = session.exec(select(func.count()).select_from(Task).where(
        Task.kind == KIND, Task.object_id == subject)).one()
    for unit, role in _who(session):
        session.add(Task(id=_id(subject, unit, role, str(before)), unit_id=unit, role=role,
                         kind=KIND, object_id=subject, created=now))
    audit.append(session, audit.Event("forsegling:brutt", "node", object_id=subject), now)
    return True


def _who(session: Session) -> list[tuple[str, str]]:
    units = session.exec(select(Unit).where(col(Unit.kind).in_(TOLD)).order_by(Unit.id))
    return [(unit.id, role) for unit in units for role in TOLD[unit.kind]]


def _id(*parts: str) -> str:
    """The same alarm has the same id in every process, so that two that find it write it once."""
    return str(uuid.UUID(bytes=hashlib.sha256("\x1f".join(parts).encode()).digest()[:16], version=4))
