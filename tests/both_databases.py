"""Fixtures for suites that must hold on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import fresh_database, postgres_server
from tests.decision import kommune as builder
from tests.decision.kommune import Kommune


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One server for the run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def kommune(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kommune]:
    """A kommune with an empty class, on each database in turn."""
    if request.param == "sqlite":
        made = builder.make(tmp_path)
        yield made
        made.house.engine.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres")) as address:
        made = builder.make(tmp_path, address)
        yield made
        made.house.engine.dispose()
