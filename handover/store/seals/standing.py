"""What stands in the database about subjects: rows and seals, read with plain SQL (S25)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, Select, bindparam, select

from handover.store.seals import registry
from handover.store.seals.registry import Sealed
from handover.store.tables import RowSeal

SEAL = RowSeal.__table__  # type: ignore[attr-defined]

NAMES: BindParameter[Any] = bindparam("names", expanding=True)
SEALS_OF = select(SEAL).where(SEAL.c.subject.in_(NAMES))

Key = tuple[str, str]
"""Table and primary key of a row."""


def seals_about(connection: Connection, subjects: list[str]) -> dict[str, dict[Key, Any]]:
    """The seals of these subjects' rows."""
    found: dict[str, dict[Key, Any]] = defaultdict(dict)
    for row in connection.execute(SEALS_OF, {"names": subjects}):
        found[row.subject][(row.table_name, row.row_id)] = row
    return found


def rows_about(connection: Connection, subjects: list[str]
          ) -> dict[str, dict[Key, Mapping[str, Any]]]:
    """The rows as they stand about these subjects, in every sealed table."""
    owners: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        kind, _, owner = subject.partition(":")
        owners[kind].append(owner)
    found: dict[str, dict[Key, Mapping[str, Any]]] = defaultdict(dict)
    for kind, names in owners.items():
        for sealed in registry.of_kind(kind):
            wanted = [int(name) if isinstance(sealed.owner_column.type, Integer) else name
                      for name in names]
            _gather(connection, sealed, wanted, found)
    return found


def _gather(connection: Connection, sealed: Sealed, owners: list[Any],
            found: dict[str, dict[Key, Mapping[str, Any]]]) -> None:
    table, names = sealed.table.name, [column.name for column in sealed.columns()]
    for key, owner, *values in connection.execute(_query(sealed, tuple(names)),
                                                  {"names": owners}):
        found[sealed.subject(owner)][(table, str(key))] = dict(zip(names, values, strict=True))


@cache
def _query(sealed: Sealed, _columns: tuple[str, ...]) -> Select[Any]:
    """Made once: building a query takes longer than running it."""
    return select(sealed.key_column.label("_key"), sealed.owner_column.label("_owner"),
                  *sealed.columns()).where(sealed.owner_column.in_(NAMES))
