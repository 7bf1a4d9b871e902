"""Counts in fixed windows, shared by every process that has the database; nobody is stored in them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from handover.house import House
from handover.store.tables import Counter

TABLE: Any = Counter.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Counted:
    """How many there have been in the window, this one included, and how long it has left."""

    count: int
    seconds_left: int


def count(house: House, what: str, who: str, seconds: int) -> Counted:
    """Counts one more of `what` from `who` in the present window, in a transaction of its own.

    `who` (an address, a session) leaves a keyed hash behind and nothing else.
    """
    now = house.clock.now()
    window, passed = divmod(int(now.timestamp()), seconds)
    key = house.vault.lookup("grense", f"{what}\x1f{who}\x1f{window}")
    with house.engine.begin() as connection:
        number = _add(connection, key, now + timedelta(seconds=seconds - passed))
        if number == 1:
            _sweep(connection, now)
    return Counted(number, seconds - passed)


def _add(connection: Connection, key: str, until: datetime) -> int:
    """One statement: two processes that count at once are both counted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = insert(TABLE).values(key=key, until=until, count=1)
    return int(connection.scalar(made.on_conflict_do_update(
        index_elements=[TABLE.c.key], set_={"count": TABLE.c.count + 1},
    ).returning(TABLE.c.count)) or 0)


def _sweep(connection: Connection, now: datetime) -> None:
    connection.execute(delete(TABLE).where(TABLE.c.until < now.astimezone(UTC)))
