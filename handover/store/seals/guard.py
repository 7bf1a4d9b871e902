"""The hooks that make every use of a sealed row pass the check, and every change be sealed (S25).

A query that asks about one subject, and finds it broken, is refused. From a list, rows of a
broken subject are left out where less can only mean less; else the list is refused. So one
pupil's trouble is not the others'.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session

from handover.errors import Conflict, Refused
from handover.store.audit import take_lock
from handover.store.seals import asked, mac, registry
from handover.store.seals.book import Book, Change, Standing
from handover.store.seals.registry import Sealed

GUARD = "seals"
BROKEN = "seals_broken"
_KNOWN, _SURE, _TURN = "seals_known", "seals_sure", "seals_turn"


class Tampered(Refused):
    """Something that gives authority was changed outside the service. It has no effect."""

    def __init__(self) -> None:
        super().__init__("Noe er endret utenom tjenesten. Vi har stoppet og sagt fra til lederen.",
                         "ENDRET_UTENOM")


def watch(session: Session, book: Book) -> Session:
    """Puts the guard on a session; everything read and written in it is checked and sealed."""
    session.info |= {GUARD: book, BROKEN: set(), _KNOWN: {}, _SURE: set(), _TURN: None}
    event.listen(session, "do_orm_execute", _read)
    event.listen(session, "before_flush", _seal)
    event.listen(session, "after_commit", _kept)
    event.listen(session, "after_rollback", _forget)
    event.listen(session, "after_soft_rollback", lambda one, _transaction: _forget(one))
    return session


def broken(session: Session) -> set[str]:
    """The subjects found broken in this session so far."""
    return session.info.get(BROKEN, set())  # type: ignore[no-any-return]


def require(session: Session, *subjects: str) -> None:
    """Checks subjects as a whole, rows that should be there included. Raises Tampered."""
    if not all(one.whole for one in _check(session, subjects).values()):
        raise Tampered


def _check(session: Session, subjects: Iterable[str]) -> dict[str, Standing]:
    """How the subjects stand; asked of the database once a transaction."""
    known: dict[str, Standing] = session.info[_KNOWN]
    new = [one for one in subjects if one not in known]
    if new:
        book, connection = session.info[GUARD], session.connection()
        found = _look(book, connection, new)
        known |= found
        session.info[BROKEN] |= {name for name, one in found.items() if not one.whole}
        if session.info[_TURN] is None:
            book.witness(max(one.turn for one in found.values()))
    return {one: known[one] for one in subjects}


def _look(book: Book, connection: Connection, subjects: Iterable[str]) -> dict[str, Standing]:
    found = book.check(connection, list(subjects))
    doubtful = [name for name, one in found.items() if not one.whole]
    if doubtful and connection.dialect.name == "postgresql":
        # Somebody may have written between two of our statements. With the lock nobody can.
        take_lock(connection)
        found |= book.check(connection, doubtful)
    return found


def _read(state: ORMExecuteState) -> Any:
    if not asked.tables_of(state):
        return None
    if not state.is_select:
        raise TypeError("rows that carry authority are changed one by one, never in bulk")
    named = asked.named(state)
    session = _session(state)
    frozen = state.invoke_statement().freeze()
    rows = [tuple(row) for row in frozen()]
    owners = asked.owner_columns(state)
    about = [asked.subjects(row, owners) for row in rows]
    found = _check(session, named.union(*(set(one) for one in about)))
    if any(not found[one].whole for one in named):
        raise Tampered
    kept = [row for row, subjects in zip(rows, about, strict=True) if _stands(found, subjects)]
    for row in kept:
        _compare(session, row)
    return (frozen if len(kept) == len(rows) else frozen.with_new_rows(kept))()  # type: ignore[arg-type]


def _stands(found: dict[str, Standing], subjects: dict[str, bool]) -> bool:
    """True when the row may be used, False when it is left out. Raises Tampered."""
    bad = [name for name in subjects if not found[name].whole]
    if any(not subjects[name] for name in bad):
        raise Tampered
    return not bad


def _compare(session: Session, row: tuple[Any, ...]) -> None:
    """What was read is what was checked: nobody may swap a row between the two."""
    for one in row:
        sealed = registry.of_row(one)
        if sealed is None or inspect(one).modified or inspect(one).unloaded & _names(sealed):
            continue
        key = _key(sealed, one)
        known = session.info[_KNOWN][sealed.subject(getattr(one, sealed.owner))].rows.get(key)
        if known is None or not _same(known, _values(sealed, one)):
            raise Conflict("Noe har endret seg. Last siden på nytt.", "ENDRET")


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(value == other[name] or mac.canonical(value) == mac.canonical(other[name])
               for name, value in one.items())


def _session(state: ORMExecuteState) -> Session:
    return cast(Session, state.session)


def _names(sealed: Sealed) -> set[str]:
    return {column.name for column in sealed.columns()}


def _values(sealed: Sealed, row: object) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in sealed.columns()}


def _seal(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    rows = [(row, True) for row in (*session.new, *session.dirty) if registry.of_row(row)]
    rows = [(row, keep) for row, keep in rows if session.is_modified(row) or row in session.new]
    rows += [(row, False) for row in session.deleted if registry.of_row(row)]
    if not rows:
        return
    take_lock(session.connection())
    changes = [change for row, keep in rows for change in _changes(row, keep)]
    subjects = {change.subject for change in changes}
    for name in subjects - session.info[_SURE]:
        # What was checked before the lock was taken may be somebody else's yesterday.
        session.info[_KNOWN].pop(name, None)
    standing = _check(session, subjects)
    session.info[_SURE] |= subjects
    if not all(one.whole for one in standing.values()):
        raise Tampered
    for row, keep in rows:
        if keep:
            _refuse_stale(row, standing)
    session.info[_TURN] = session.info[GUARD].write(session.connection(), standing, changes)


def _refuse_stale(row: object, standing: Mapping[str, Standing]) -> None:
    """A row read before the lock may have moved on: only what is changed here is written, so the
    rest of it must be what stands. Raises Conflict."""
    sealed = registry.BY_TABLE[row.__table__.name]  # type: ignore[attr-defined]
    known = standing[sealed.subject(getattr(row, sealed.owner))].rows.get(_key(sealed, row))
    state = inspect(row)
    if known is None or state is None:
        return
    kept = {name: value for name, value in _values(sealed, row).items()
            if not state.attrs[name].history.has_changes()}
    if not _same(kept, known):
        raise Conflict("Noe har endret seg. Last siden på nytt.", "ENDRET")


def _key(sealed: Sealed, row: object) -> tuple[str, str]:
    return (sealed.table.name, str(getattr(row, sealed.key_column.name)))


def _changes(row: object, keep: bool) -> list[Change]:
    sealed = registry.of_row(row)
    if sealed is None:
        return []
    key = _key(sealed, row)
    now = sealed.subject(getattr(row, sealed.owner))
    gone = [Change(key, sealed.subject(owner), None)
            for owner in inspect(row).attrs[sealed.owner].history.deleted or ()]
    return [*gone, Change(key, now, _values(sealed, row) if keep else None)]


def _kept(session: Session) -> None:
    if session.info[_TURN] is not None:
        session.info[GUARD].witness(session.info[_TURN])
    _forget(session)


def _forget(session: Session) -> None:
    session.info[_KNOWN], session.info[_SURE], session.info[_TURN] = {}, set(), None
