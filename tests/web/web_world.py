"""A node with people in it, a clock that can be moved, and a way through the log-in provider."""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

import requests
from sqlmodel import SQLModel, select

from handover.demo.clock import StillClock
from handover.house import House
from handover.rules.actors import Level
from handover.rules.person_number import classify
from handover.settings import FileSettings, KeySettings, NodeSettings, Settings
from handover.store import persons
from handover.store.seals import opening
from handover.store.tables import Grant, Pupil, Representation, Session, Unit
from handover.store.vault import Vault
from handover.store.work import engine, work_factory
from handover.web import session as sessions

NOW = datetime(2027, 5, 4, 10, 0, tzinfo=UTC)
ADDRESS = "http://localhost"


def a_number(born: date, which: int = 0) -> str:
    """The which-th valid synthetic number for the day: month + 80."""
    head = f"{born.day:02}{born.month + 80}{born.year % 100:02}"
    fits = (head + f"{tail:05}" for tail in range(100_000) if classify(head + f"{tail:05}"))
    return next(number for place, number in enumerate(fits) if place == which)


@dataclass
class Node:
    """A node for tests, and ways to put people into it."""

    house: House
    clock: StillClock
    app: object = None
    numbers: dict[str, str] = field(default_factory=dict)

    def client(self):
        return self.app.test_client()

    @staticmethod
    def number(which):
        """A number of somebody as old as the pupils; the first is the first pupil's."""
        return a_number(date(2011, 9, 19), which)

    def person(self, name, *, number="", feide="", title=""):
        given, family = name.rsplit(" ", 1)
        with self.house.work() as work:
            row = persons.save(self.house, work.session, persons.Details(
                given, family, number_type="fodselsnummer" if number else "", number=number,
                title=title), feide=feide)
            work.commit()
        self.numbers[row.id] = number or feide
        return row

    def unit(self, unit_id="havna", kind="grunnskole", name="Havna ungdomsskole"):
        with self.house.work() as work:
            if work.session.get(Unit, unit_id) is None:
                work.session.add(Unit(id=unit_id, name=name, kind=kind, organisation="999888777"))
                work.commit()
        return unit_id

    def pupil(self, name="Amina Warsame", which=0, **more):
        return self.enrol(self.person(name, number=self.number(which)), **more)

    def enrol(self, person, **more):
        with self.house.work() as work:
            row = Pupil(id=self.house.id(), person_id=person.id, unit_id=self.unit(),
                        school_year="2026/2027", created=self.clock.now(), **more)
            work.session.add(row)
            work.commit()
        return row

    def guardian(self, pupil, name="Hodan Farah", which=0, **more):
        person = self.person(name, number=a_number(date(1985, 2, 3), which))
        self.represent(pupil, person, **more)
        return person

    def represent(self, pupil, person, **more):
        known = {"ground": "foreldreansvar", "verified": True, "valid_from": date(2011, 9, 19)}
        with self.house.work() as work:
            work.session.add(Representation(id=self.house.id(), pupil_id=pupil.id,
                                            person_id=person.id, **(known | more)))
            work.commit()

    def staff(self, name="Siri Aune", role="radgiver", number="", **more):
        person = self.person(name, number=number, feide=f"{name.split()[0].lower()}@nordvik.no",
                             title="rådgiver")
        self.grant(person.id, role, more.pop("unit_id", "") or self.unit(), **more)
        return person

    def grant(self, person_id, role, unit_id, **more):
        known = {"valid_from": date(2026, 8, 1), "valid_to": date(2027, 10, 1),
                 "granted_by": "prøve"}
        with self.house.work() as work:
            work.session.add(Grant(id=self.house.id(), person_id=person_id, role=role,
                                   unit_id=unit_id, **(known | more)))
            work.commit()

    def login(self, person_id, provider="idporten", level=Level.SUBSTANTIAL):
        """A client that is logged in, without the way through the provider."""
        client, secret, at = self.client(), sessions.new_secret(self.house), self.clock.now()
        with self.house.work() as work:
            work.session.add(Session(
                id=self.house.id(), secret_hash=sessions.digest(secret), person_id=person_id,
                provider=provider, level=level.value, created=at, seen=at))
            work.commit()
        with client.session_transaction() as cookie:
            cookie[sessions.COOKIE] = secret
        return client

    def pass_time(self, **passed):
        self.clock.set(self.clock.now() + timedelta(**passed))

    def rows(self, table):
        with self.house.work() as work:
            found = list(work.session.exec(select(table)))
            work.session.expunge_all()
        return found


def make_house(folder, clock, *, kind="kommune", address=ADDRESS, demo=True, login=None):
    """A house with what the web needs; the rest of it is empty."""
    cookie = folder / "cookie.key"
    cookie.touch(mode=0o600)
    cookie.write_bytes(os.urandom(32))
    settings = Settings(
        node=NodeSettings(kind=kind, name="Nordvik kommune", organisation="999888777",
                          address=address, host="localhost", port=0,
                          database=f"sqlite:///{folder}/node.db", demo=demo),
        keys=KeySettings("", "", "", "", "", str(cookie)), files=FileSettings("", ""),
        login=login or {}, sources={}, recipients={})
    store = engine(settings.node.database)
    SQLModel.metadata.create_all(store)
    return House(settings=settings, policy=None, labels=None, schemas=None, engine=store,
                 work=work_factory(store, clock, opening.open_book(store, os.urandom(32))),
                 vault=Vault(os.urandom(32), os.urandom), keys=None, trust=None,
                 directory=None, clock=clock, random=os.urandom)


@dataclass
class Served:
    """The demo provider behind a real port, and a browser's way through it."""

    address: str
    app: object
    play: object = None
    """How the provider behaves; a test sets `mode`, or `mint` for a lie of its own."""

    def way_through(self, client, provider, who, level="BankID", start=""):
        """Starts at the node, chooses a person at the provider; the answer's path and query."""
        asked = client.get(start or f"/logg-inn/{provider}")
        page = requests.get(asked.headers["Location"], timeout=5)
        links = re.findall(r'href="(/[^"]*/inn/[^"]*)"[^>]*>(.*?)</a>', page.text)
        word = "Logg inn" if provider == "feide" else level
        link = next(unescape(url) for url, text in links if who in text and word in text)
        back = requests.get(self.address + link, timeout=5, allow_redirects=False)
        parts = urlsplit(back.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def log_in(self, client, provider, who, level="BankID", start=""):
        """The answer the browser ends at; whoever is turned away stands on the neutral page."""
        return end_of(client, client.get(self.way_through(client, provider, who, level, start)))


def end_of(client, answer):
    """The neutral page, when the answer leads there; else the answer."""
    if answer.headers.get("Location") == "/logg-inn/nei":
        return client.get("/logg-inn/nei")
    return answer
