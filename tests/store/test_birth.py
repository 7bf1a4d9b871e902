"""A database is born one thing and stays it; migrations make exactly the tables the code has."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from handover.demo.clock import StillClock
from handover.errors import Misconfigured
from handover.settings import NodeSettings
from handover.store import birth, tables
from handover.store.seals import opening
from handover.store.work import engine, work_factory
from tests.builders import NOW
from tests.databases import fresh_database, postgres_server

assert tables


def node(**changes: object) -> NodeSettings:
    values = {"kind": "kommune", "name": "Nordvik", "organisation": "311468685",
              "address": "http://localhost", "host": "localhost", "port": 0, "database": "",
              "demo": True} | changes
    return NodeSettings(**values)  # type: ignore[arg-type]


def differences(url: str) -> list[object]:
    made = engine(url)
    try:
        birth.upgrade(made)
        birth.upgrade(made)
        with made.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection),
                                         SQLModel.metadata))
    finally:
        made.dispose()


def test_the_migrations_make_the_tables_of_the_code_on_sqlite(tmp_path: Path) -> None:
    assert differences(f"sqlite:///{tmp_path / 'node.db'}") == []


def test_the_migrations_make_the_tables_of_the_code_on_postgresql() -> None:
    with postgres_server() as server, fresh_database(server) as url:
        assert differences(url) == []


@pytest.mark.parametrize("changed", [{"demo": False}, {"kind": "fylke"},
                                     {"organisation": "311820192"}])
def test_s23_a_database_never_becomes_something_else(
        tmp_path: Path, changed: dict[str, object]) -> None:
    made = engine(f"sqlite:///{tmp_path / 'node.db'}")
    birth.upgrade(made)
    work = work_factory(made, StillClock(NOW), opening.open_book(made, bytes(32)))
    birth.settle(work, node(), StillClock(NOW))
    birth.settle(work, node(), StillClock(NOW))
    with pytest.raises(Misconfigured, match="Databasen"):
        birth.settle(work, node(**changed), StillClock(NOW))
    made.dispose()
