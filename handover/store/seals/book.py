"""Seals and pages in the database: what stands is checked against them, and what changes is written.

Three rings, so that no row can be put back alone: the row's own MAC, the head over all
rows of its subject, and the root over all pages of heads. Everything is read with plain
SQL statements of its own, so that nothing the program has in memory is believed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from handover.store.seals import mac
from handover.store.seals.mac import ROOT, Sealer
from handover.store.seals.standing import SEAL, Key, rows_about, seals_about
from handover.store.tables import SealPage

PAGE = SealPage.__table__  # type: ignore[attr-defined]
PAGES_OF = select(PAGE, select(func.max(PAGE.c.turn)).scalar_subquery().label("newest")).where(
    PAGE.c.number.in_(bindparam("numbers", expanding=True)))
"""In one statement, so that pages and root are of one moment on every database."""
MANY = 400
"""Names in one IN (…): below every database's limit."""


@dataclass
class Standing:
    """What is known of one subject after it has been checked."""

    whole: bool
    turn: int = 0
    """The node's count of sealed changes when it was looked at."""
    seals: dict[Key, str] = field(default_factory=dict)
    """The MAC of each of its rows."""
    rows: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    """Their sealed values."""
    head: str = ""


@dataclass(frozen=True)
class Change:
    """A row as it will stand; `values` is None when it goes."""

    key: Key
    subject: str
    values: Mapping[str, Any] | None


class Book:
    """Checks and writes with one key. Remembers only the highest turn it has seen."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._seen = 0

    def witness(self, turn: int) -> None:
        """A turn that is kept: from now on an older root is one somebody has put back."""
        self._seen = max(self._seen, turn)

    def check(self, connection: Connection, subjects: Collection[str]) -> dict[str, Standing]:
        """How each subject stands. Never raises for what it finds."""
        found: dict[str, Standing] = {}
        wanted = sorted(set(subjects))
        for start in range(0, len(wanted), MANY):
            found |= self._some(connection, wanted[start:start + MANY])
        return found

    def turn(self, connection: Connection) -> int:
        """The node's count of sealed changes so far."""
        return int(connection.scalar(select(PAGE.c.turn).where(PAGE.c.number == ROOT)) or 0)

    def _some(self, connection: Connection, subjects: list[str]) -> dict[str, Standing]:
        turn, heads = self._heads(connection, {mac.page_of(one) for one in subjects})
        seals = seals_about(connection, subjects)
        rows = rows_about(connection, subjects)
        found = {}
        for one in subjects:
            mine = rows.get(one, {})
            macs = self._macs(seals.get(one, {}), mine)
            page = heads.get(mac.page_of(one))
            whole = macs is not None and page is not None \
                and page.get(one, "") == self._head(one, macs)
            found[one] = Standing(whole, turn, macs or {}, mine,
                                  self._head(one, macs) if macs else "")
        return found

    def _macs(self, seals: Mapping[Key, Any], rows: Mapping[Key, Mapping[str, Any]]
              ) -> dict[Key, str] | None:
        """The MAC of each row; None when a row, or a seal, stands without the other or is wrong."""
        if set(seals) != set(rows) or any(not self.fits(seals[key], rows[key]) for key in rows):
            return None
        return {key: str(seal.mac) for key, seal in seals.items()}

    def fits(self, seal: Any, values: Mapping[str, Any]) -> bool:
        """True when the seal is over these very values, under today's columns."""
        return bool(seal.covers == _covers(values) and seal.mac == self._sealer.row(
            (seal.table_name, seal.row_id, seal.subject), values, seal.turn, seal.previous))

    def _head(self, subject: str, macs: Mapping[Key, str]) -> str:
        return self._sealer.head(subject, ((*key, one) for key, one in macs.items())) \
            if macs else ""

    def _heads(self, connection: Connection, numbers: set[int]
               ) -> tuple[int, dict[int, dict[str, str]]]:
        """The turn, and the heads on these pages; a page that is not as written is left out."""
        rows = {row.number: row for row in connection.execute(
            PAGES_OF, {"numbers": [ROOT, *numbers]})}
        root = rows.get(ROOT)
        if root is None or not self._page_holds(root) or root.newest > root.turn \
                or root.turn < self._seen:
            return 0, {}
        known = mac.read_heads(root.heads)
        return root.turn, {
            number: mac.read_heads(rows[number].heads) if number in rows else {}
            for number in numbers if self._listed(known.get(str(number)), rows.get(number))}

    def _page_holds(self, page: Any) -> bool:
        return bool(page.mac == self._sealer.page(page.number, page.turn, page.heads))

    def _listed(self, known: str | None, page: Any) -> bool:
        if page is None:
            return known is None
        return bool(page.mac == known and self._page_holds(page))

    def write(self, connection: Connection, standing: Mapping[str, Standing],
              changes: Iterable[Change]) -> int:
        """Seals the changes of subjects that have been checked and stand; the new turn.

        The caller holds the lock of the chain.
        """
        turn = self.turn(connection) + 1
        touched: dict[str, None] = {}
        for change in changes:
            self._write_row(connection, standing[change.subject], change, turn)
            touched[change.subject] = None
        pages: dict[int, dict[str, str]] = defaultdict(dict)
        for subject in touched:
            standing[subject].head = self._head(subject, standing[subject].seals)
            pages[mac.page_of(subject)][subject] = standing[subject].head
        self._write_pages(connection, pages, turn)
        return turn

    def _write_row(self, connection: Connection, standing: Standing, change: Change,
                   turn: int) -> None:
        table, row_id = change.key
        connection.execute(delete(SEAL).where(
            SEAL.c.table_name == table, SEAL.c.row_id == row_id))
        standing.seals.pop(change.key, None)
        standing.rows.pop(change.key, None)
        if change.values is None:
            return
        sealed = self._sealer.row((table, row_id, change.subject), change.values, turn,
                                  standing.head)
        connection.execute(insert(SEAL).values(
            table_name=table, row_id=row_id, subject=change.subject, turn=turn, mac=sealed,
            covers=_covers(change.values), previous=standing.head))
        standing.seals[change.key], standing.rows[change.key] = sealed, change.values

    def _write_pages(self, connection: Connection, changed: Mapping[int, Mapping[str, str]],
                     turn: int) -> None:
        heads = {}
        for number, new in changed.items():
            heads[str(number)] = self._write_page(connection, number, new, turn)
        self._write_page(connection, ROOT, heads, turn)

    def _write_page(self, connection: Connection, number: int, new: Mapping[str, str],
                    turn: int) -> str:
        before = connection.scalar(select(PAGE.c.heads).where(PAGE.c.number == number))
        text = mac.write_heads({name: head for name, head in
                                (mac.read_heads(before or "") | dict(new)).items() if head})
        sealed = self._sealer.page(number, turn, text)
        values = {"turn": turn, "heads": text, "mac": sealed}
        if before is None:
            connection.execute(insert(PAGE).values(number=number, **values))
        else:
            connection.execute(update(PAGE).where(PAGE.c.number == number).values(**values))
        return sealed


def _covers(values: Mapping[str, Any]) -> str:
    return " ".join(sorted(values))
