"""The unit of work: nothing is kept unless the use case says so; leaving without a word rolls back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

from handover.ports import Clock
from handover.store import audit
from handover.store.seals import alarm, guard
from handover.store.seals.book import Book


def engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL.

    SQLite is run with WAL and full synchronisation: an answer that was thanked
    for survives a power cut. Transactions begin immediately, so that two
    writers queue instead of failing half-way.
    """
    made = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _tune_sqlite)
        event.listen(made, "begin", _begin_immediately)
    return made


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                   "busy_timeout=30000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Any) -> None:
    """Writers queue at the door; readers see a snapshot and wait for nobody."""
    reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class Work:
    """One transaction with its audit events."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self.session = session
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        # Rows read here may be looked at afterwards: let go of them before the rollback empties them.
        found = guard.broken(self.session)
        self.session.expunge_all()
        self.session.rollback()
        self.session.close()
        if found:
            alarm.sound(self.session, found, self._clock.now())

    def audit(self, happened: audit.Event) -> int:
        """Remembers the event in this transaction and returns its number in the chain.

        No change without its event, and no event without its change.
        """
        return audit.append(self.session, happened, self._clock.now()).seq

    def commit(self) -> None:
        """Keeps everything done so far."""
        self.session.commit()


def work_factory(made: Engine, clock: Clock, book: Book) -> Callable[[], Work]:
    """How the house opens its transactions; what carries authority is checked and sealed (S25)."""
    return lambda: Work(guard.watch(Session(made, expire_on_commit=False), book), clock)


@contextmanager
def reading(open_work: Callable[[], Work]) -> Iterator[Session]:
    """A session for looking only; whatever is changed in it is thrown away."""
    with open_work() as work:
        work.session.connection(execution_options={"reading": True})
        yield work.session
