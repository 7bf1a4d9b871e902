"""A node whose database is put back before each request, and what it answers to whom."""

import re
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import session as cookie_of
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event

from handover.rules.actors import Level
from handover.store.seals import opening
from handover.store.seals.book import Book
from handover.store.seals.mac import Sealer
from handover.store.work import work_factory
from handover.web.app import create_app
from tests.web.web_world import Node

KEY = b"\x07" * 32
UNKNOWN = "/finnes-ikke"
NOBODY = "ingen"
ENOUGH = 12
"""Refusals in a row before the database is put back: fewer than any limit of the node lets by."""
ALIKE_IN_ALL = ("Date",)
TOKEN = re.compile(rb'name="csrf_token" value="[^"]+"')

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Objects:
    """What an address may name: somebody's own, and the same of another unit, pupil or person.

    A value is a text, or one for each role.
    """

    own: Values
    other: Values | None
    """None when everything of the kind in the node is the role's own."""


@dataclass(frozen=True)
class Said:
    """An answer, without what differs from one request to the next whoever asks."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass
class Rig:
    """One node with everybody in it."""

    node: Node
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Role → person id and log-in provider."""
    objects: dict[str, Objects] = field(default_factory=dict)
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Role → the cookie of a log-in, and the token that goes with it."""
    unknown: dict[tuple[str, str], Said] = field(default_factory=dict)
    _fresh: Callable[[], None] = lambda: None
    _kept: Path | None = None
    _since: int = 0

    @classmethod
    def of(cls, house: Any, clock: Any) -> "Rig":
        """A rig around a new house; its seals are written with a key the tests know."""
        event.listen(house.engine, "connect", _no_waiting_for_the_disk)
        opening.adopt(house.engine, KEY)
        now: list[Callable[[], Any]] = []

        def fresh() -> None:
            # The book remembers the newest turn it has seen; an older database is an alarm (S25).
            now[:] = [work_factory(house.engine, clock, Book(Sealer(KEY)))]
        fresh()
        house = replace(house, work=lambda: now[0]())
        made = cls(Node(house, clock), _fresh=fresh)
        made.node.app = create_app(house)
        return made

    @property
    def house(self) -> Any:
        return self.node.house

    def keep(self) -> None:
        """Logs everybody in, and remembers the database as it is now."""
        for role, (person_id, provider) in self.people.items():
            level = Level.HIGH if provider == "idporten" else Level.LOW
            self.cookies[role] = self._cookie(self.node.login(person_id, provider, level))
        self.cookies[NOBODY] = self._cookie(self.node.client())
        file = self._file()
        with self.house.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        self.house.engine.dispose()
        self._kept = file.with_suffix(".kept")
        shutil.copyfile(file, self._kept)

    def ask(self, role: str, method: str, address: str, form: Mapping[str, str]) -> Said:
        """What a person in the role is answered, in the world as it was kept."""
        if self._since > ENOUGH:
            self.put_back()
        client = self.node.client()
        cookie, token = self.cookies[role]
        client.set_cookie(self.node.app.config["SESSION_COOKIE_NAME"], cookie)
        data = {"csrf_token": token} | dict(form) if method == "POST" else None
        answer = client.open(address, method=method, data=data)
        self._since += 1 if answer.status_code == 404 else ENOUGH + 1
        return Said(answer.status_code, TOKEN.sub(b"", answer.data), tuple(sorted(
            (name, value) for name, value in answer.headers if name not in ALIKE_IN_ALL)))

    def wall(self, role: str, method: str) -> Said:
        """What the same person is answered at an address that was never there."""
        if (role, method) not in self.unknown:
            self.unknown[role, method] = self.ask(role, method, UNKNOWN, {})
        return self.unknown[role, method]

    def put_back(self) -> None:
        """The database as it was kept."""
        file = self._file()
        self.house.engine.dispose()
        for end in ("-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        shutil.copyfile(self._kept, file)
        self._fresh()
        self._since = 0

    def _file(self) -> Path:
        return Path(self.house.engine.url.database)

    def _cookie(self, client: Any) -> tuple[str, str]:
        with client.session_transaction() as before:
            held = dict(before)
        with self.node.app.test_request_context():
            cookie_of.update(held)
            token = generate_csrf()
            after = dict(cookie_of)
        with client.session_transaction() as now:
            now.update(after)
        return client.get_cookie(self.node.app.config["SESSION_COOKIE_NAME"]).value, token


def chosen(values: Values, role: str, name: str) -> str:
    """The value of a part of an address for a role."""
    value = values[name]
    return str(value.get(role, next(iter(value.values()))) if isinstance(value, dict) else value)


def absent(name: str) -> str:
    """Well-formed, and nobody's."""
    if name == "sha256":
        return "ab" * 32
    return "9" if name == "number" else str(uuid.UUID(int=0x4AAA_8BBB << 64 | 1, version=4))


def _no_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
