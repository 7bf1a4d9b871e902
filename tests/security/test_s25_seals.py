"""S25: somebody with SQL edits, copies, deletes, puts back or puts in a row; nothing comes of it.

Every table that carries authority × every column × both databases. After each attack
everything is put back as it was, so that one world serves them all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import select as find

from handover.store.seals import registry
from handover.store.seals.guard import Tampered
from handover.store.seals.registry import Sealed
from handover.store.tables import RowSeal, SealPage
from tests.both_databases import postgres
from tests.databases import fresh_database
from tests.decision import kommune as builder
from tests.security.town import Scene, rows_of, scene, sql

__all__ = ["postgres"]
SEALS, PAGES = RowSeal.__table__, SealPage.__table__  # type: ignore[attr-defined]
EVERY = [pytest.param(one, id=one.table.name) for one in registry.SEALED]
SHARED = [pytest.param(one, id=one.table.name) for one in registry.SEALED if one.kind != "node"]
"""Tables with rows about more than one."""

Row = dict[str, Any]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
          ) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("s25")
    if request.param == "sqlite":
        made = scene(builder.make(folder))
        yield made
        made.kommune.house.engine.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres")) as address:
        made = scene(builder.make(folder, address))
        yield made
        made.kommune.house.engine.dispose()


@contextmanager
def harmed(world: Scene, sealed: Sealed, do: Callable[[Connection], object]) -> Iterator[None]:
    """SQL is run; afterwards the table, seals and pages stand as before."""
    with sql(world.kommune) as connection:
        kept = {table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in (sealed.table, SEALS, PAGES)}
        do(connection)
    try:
        yield
    finally:
        with sql(world.kommune) as connection:
            for table, rows in kept.items():
                connection.execute(delete(table))
                if rows:
                    connection.execute(insert(table), rows)


def two(world: Scene, sealed: Sealed) -> tuple[Row, Row]:
    """A row to harm, and one about somebody else."""
    with sql(world.kommune) as connection:
        rows = rows_of(connection, sealed)
    victim = rows[0]
    other = next((row for row in rows if row[sealed.owner] != victim[sealed.owner]), victim)
    return victim, other


def refused(world: Scene, sealed: Sealed, owner: object) -> bool:
    """True when asking about this subject is refused, and a list leaves it out or is refused."""
    about = getattr(sealed.model, sealed.owner)
    try:
        with world.kommune.house.work() as work:
            work.session.exec(find(sealed.model).where(about == owner)).all()
            return False
    except Tampered:
        pass
    try:
        with world.kommune.house.work() as work:
            listed = work.session.exec(find(sealed.model)).all()
    except Tampered:
        return not sealed.absent_is_no
    return all(getattr(row, sealed.owner) != owner for row in listed)


def unharmed(world: Scene, sealed: Sealed, owner: object) -> bool:
    """True when the rows about this subject are there for use."""
    with world.kommune.house.work() as work:
        about = getattr(sealed.model, sealed.owner)
        return bool(work.session.exec(find(sealed.model).where(about == owner)).all())


def another(value: Any, column: Any) -> Any:
    """Some other value of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value[:-1] + ("y" if value.endswith("x") else "x")
        case bytes():
            return value + b"x"
        case datetime():
            return value + timedelta(hours=1)
        case date():
            return value + timedelta(days=1)
    kind = getattr(column.type, "impl", column.type).python_type
    return {datetime: datetime(2027, 1, 1, tzinfo=UTC), date: date(2027, 1, 1), int: 1,
            bool: True, bytes: b"x"}.get(kind, "x")


def only(sealed: Sealed, row: Row) -> Any:
    return sealed.key_column == row[sealed.key_column.name]


@pytest.mark.parametrize("sealed", EVERY)
def test_s25_no_column_of_a_row_can_be_edited(world: Scene, sealed: Sealed) -> None:
    victim, other = two(world, sealed)
    for column in sealed.columns():
        new = another(victim[column.name], column)
        with harmed(world, sealed, lambda sql, column=column, new=new: sql.execute(  # type: ignore[misc]
                update(sealed.table).where(only(sealed, victim)).values({column.name: new}))):
            assert refused(world, sealed, victim[sealed.owner]), column.name
            assert other is victim or unharmed(world, sealed, other[sealed.owner]), column.name
    assert unharmed(world, sealed, victim[sealed.owner])


@pytest.mark.parametrize("sealed", SHARED)
def test_s25_a_row_copied_to_somebody_else_gives_them_nothing(world: Scene, sealed: Sealed) -> None:
    victim, other = two(world, sealed)
    new = victim | {sealed.key_column.name: "11111111-1111-4111-8111-111111111111"}
    if sealed.key_column.name != sealed.owner:
        new[sealed.owner] = other[sealed.owner]
    for column in sealed.table.columns:
        if column.unique or any(index.unique and column.name in index.columns
                                for index in sealed.table.indexes):
            new[column.name] = None if column.nullable else "only-here"
    if sealed.table.name == "applicant":
        new[sealed.owner] = "22222222-2222-4222-8222-222222222222"
    with harmed(world, sealed, lambda sql: sql.execute(insert(sealed.table).values(new))):
        assert refused(world, sealed, new[sealed.owner])
        assert unharmed(world, sealed, victim[sealed.owner])


@pytest.mark.parametrize("sealed", EVERY)
def test_s25_a_deleted_row_is_missed(world: Scene, sealed: Sealed) -> None:
    victim, other = two(world, sealed)
    row_seal = (SEALS.c.table_name == sealed.table.name) & (
        SEALS.c.row_id == str(victim[sealed.key_column.name]))
    for also in (False, True):
        def gone(sql: Connection, also: bool = also) -> None:
            sql.execute(delete(sealed.table).where(only(sealed, victim)))
            if also:
                sql.execute(delete(SEALS).where(row_seal))
        with harmed(world, sealed, gone):
            assert refused(world, sealed, victim[sealed.owner])
            assert other is victim or unharmed(world, sealed, other[sealed.owner])


@pytest.mark.parametrize("depth", ["row", "seal", "page"])
@pytest.mark.parametrize("sealed", EVERY)
def test_s25_an_older_row_cannot_be_put_back(world: Scene, sealed: Sealed, depth: str) -> None:
    """The row alone; with its seal; with its seal and every page but the root."""
    victim, _ = two(world, sealed)
    column = next(one for one in sealed.columns()
                  if not one.primary_key and one.name != sealed.owner and not one.foreign_keys)
    with sql(world.kommune) as connection:
        seals = [dict(row) for row in connection.execute(select(SEALS)).mappings()]
        pages = [dict(row) for row in connection.execute(
            select(PAGES).where(PAGES.c.number >= 0)).mappings()]

    def back(sql: Connection) -> None:
        sql.execute(update(sealed.table).where(only(sealed, victim)).values(
            {column.name: victim[column.name]}))
        if depth != "row":
            sql.execute(delete(SEALS))
            sql.execute(insert(SEALS), seals)
        if depth == "page":
            sql.execute(delete(PAGES).where(PAGES.c.number >= 0))
            sql.execute(insert(PAGES), pages)

    with harmed(world, sealed, lambda sql: None):
        with world.kommune.house.work() as work:
            row = work.session.get_one(sealed.model, victim[sealed.key_column.name])
            setattr(row, column.name, another(victim[column.name], column))
            work.session.add(row)
            work.commit()
        assert unharmed(world, sealed, victim[sealed.owner])
        with harmed(world, sealed, back):
            assert refused(world, sealed, victim[sealed.owner])
        forget_turns(world)


@pytest.mark.parametrize("sealed", EVERY)
def test_s25_everything_put_back_is_seen_by_a_process_that_was_there(
        world: Scene, sealed: Sealed) -> None:
    victim, _ = two(world, sealed)
    column = next(one for one in sealed.columns()
                  if not one.primary_key and one.name != sealed.owner and not one.foreign_keys)
    with harmed(world, sealed, lambda sql: None), world.kommune.house.work() as work:
        row = work.session.get_one(sealed.model, victim[sealed.key_column.name])
        setattr(row, column.name, another(victim[column.name], column))
        work.session.add(row)
        work.commit()
    assert refused(world, sealed, victim[sealed.owner])
    forget_turns(world)
    assert unharmed(world, sealed, victim[sealed.owner])


def forget_turns(world: Scene) -> None:
    """As a process that has just started: it has seen no turn yet."""
    with world.kommune.house.work() as work:
        work.session.info["seals"]._seen = 0
