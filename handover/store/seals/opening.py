"""The first time, after an upgrade, and with a new key: when seals are written for rows that stand.

A database with people in it and no seals is refused: that is also what it would look
like if somebody had thrown the seals away. `handover keys-at-rest adopt` is the one way
to say that its rows are to be believed.
"""

from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from handover.errors import Misconfigured
from handover.store.audit import take_lock
from handover.store.seals import registry
from handover.store.seals.book import PAGE, Book, Change, Standing
from handover.store.seals.mac import ROOT, Sealer
from handover.store.seals.standing import SEAL


def open_book(engine: Engine, key: bytes) -> Book:
    """The book of a database. A new database gets one; columns an upgrade added are sealed.

    Raises Misconfigured when rows stand there without seals, or the key is another.
    """
    sealer = Sealer(key)
    with engine.begin() as connection:
        take_lock(connection)
        root = connection.execute(select(PAGE).where(PAGE.c.number == ROOT)).first()
        if root is None:
            if _anything(connection):
                raise Misconfigured(
                    "Databasen har rader uten forsegling. Gå gjennom den, og kjør så: "
                    "handover keys-at-rest adopt", "UTEN_FORSEGLING")
            _begin(connection, sealer)
        elif root.mac != sealer.page(ROOT, root.turn, root.heads):
            raise Misconfigured("Forseglingen passer ikke til nøkkelen i «keys.evidence».",
                                "FORSEGLING_NOKKEL")
        else:
            _widen(connection, sealer)
    return Book(sealer)


def adopt(engine: Engine, key: bytes) -> int:
    """Seals every row as it stands now, forgetting older seals; returns how many.

    Only for somebody who has looked through the database, or with a changed key after
    everything has been checked with the old one.
    """
    sealer = Sealer(key)
    with engine.begin() as connection:
        take_lock(connection)
        turn = Book(sealer).turn(connection)
        connection.execute(delete(SEAL))
        connection.execute(delete(PAGE))
        _begin(connection, sealer, turn)
        changes = [one for sealed in registry.SEALED for one in _standing_rows(connection, sealed)]
        Book(sealer).write(connection, _fresh(changes), changes)
        return len(changes)


def broken(engine: Engine, book: Book) -> list[str]:
    """Every subject that does not stand: the whole database is gone through."""
    with engine.connect() as connection:
        names = {one.subject for sealed in registry.SEALED
                 for one in _standing_rows(connection, sealed)}
        names |= set(connection.scalars(select(SEAL.c.subject)))
        return sorted(name for name, one in book.check(connection, names).items()
                      if not one.whole)


def _begin(connection: Connection, sealer: Sealer, turn: int = 0) -> None:
    connection.execute(insert(PAGE).values(number=ROOT, turn=turn, heads="",
                                           mac=sealer.page(ROOT, turn, "")))


def _anything(connection: Connection) -> bool:
    return any(connection.execute(select(sealed.key_column).limit(1)).first() is not None
               for sealed in registry.SEALED)


def _standing_rows(connection: Connection, sealed: registry.Sealed) -> list[Change]:
    rows = connection.execute(select(sealed.table)).mappings()
    return [Change((sealed.table.name, str(row[sealed.key_column])),
                   sealed.subject(row[sealed.owner_column]),
                   {column.name: row[column] for column in sealed.columns()}) for row in rows]


def _fresh(changes: list[Change]) -> dict[str, Standing]:
    return {one.subject: Standing(True) for one in changes}


def _widen(connection: Connection, sealer: Sealer) -> None:
    """Seals anew, table by table, the rows whose columns a release has changed.

    A row is sealed anew only when it still fits its old seal, over the columns it had then. A
    table that is new to the registry has no seals yet, and none of its rows can have any.
    """
    for sealed in registry.SEALED:
        covers = " ".join(column.name for column in sealed.columns())
        seals = connection.execute(select(SEAL).where(
            SEAL.c.table_name == sealed.table.name, SEAL.c.covers != covers)).all()
        if seals:
            _widen_table(connection, sealer, sealed, {seal.row_id: seal for seal in seals})


def _widen_table(connection: Connection, sealer: Sealer, sealed: registry.Sealed,
                 seals: dict[str, object]) -> None:
    there = {column["name"] for column in inspect(connection).get_columns(sealed.table.name)}
    changes = []
    for change in _standing_rows(connection, sealed):
        seal = seals.get(change.key[1])
        if seal is not None and change.values is not None and _fits(sealer, seal, change, there):
            changes.append(change)
    book = Book(sealer)
    standing = _believed(connection, {one.subject for one in changes})
    book.write(connection, standing, changes)


def _fits(sealer: Sealer, seal: object, change: Change, there: set[str]) -> bool:
    """True when the row fits its old seal over the old columns that still are there."""
    covered = str(getattr(seal, "covers", "")).split()
    values = change.values or {}
    if not set(covered) <= there or not set(covered) <= set(values):
        return False
    return bool(getattr(seal, "mac", "") == sealer.row(
        (*change.key, change.subject), {name: values[name] for name in covered},
        getattr(seal, "turn", 0), getattr(seal, "previous", "")))


def _believed(connection: Connection, subjects: set[str]) -> dict[str, Standing]:
    """The seals subjects have now: rows that did not fit keep theirs, and stay broken."""
    found = {name: Standing(True) for name in subjects}
    for row in connection.execute(select(SEAL).where(SEAL.c.subject.in_(sorted(subjects)))):
        found[row.subject].seals[(row.table_name, row.row_id)] = row.mac
    return found



