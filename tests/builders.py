"""Two real nodes that trust each other, and packages sealed by one and taken in by the other.

Nothing here stands in for anything: databases, vaults, certificates, seals and schemas are
the program's own. Keys are made once per test run, since RSA keys take their time.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select

from handover import bootstrap
from handover.deliver.directory import Directory
from handover.deliver.directory import Unit as Known
from handover.demo.cast.numbers import synthetic_number
from handover.demo.clock import StillClock
from handover.house import House
from handover.parts import build, schema_set
from handover.preview.labels import load_labels
from handover.receive.take_in import take_in
from handover.rules.actors import Actor, Hat, Level, Role
from handover.rules.policy import Mechanism
from handover.seal import demo_ca, package
from handover.seal.certificates import Signer, Trust
from handover.seal.demo_ca import Holder
from handover.seal.keyring import Keyring, Receiving
from handover.settings import FileSettings, KeySettings, NodeSettings, Settings
from handover.store import persons
from handover.store.contents import StoredFile
from handover.store.persons import Details
from handover.store.seals import opening
from handover.store.tables import Grant, Person, Pupil, Session, Unit
from handover.store.vault import Vault
from handover.store.work import engine, work_factory

NOW = datetime(2027, 8, 10, 8, 0, tzinfo=UTC)
MADE = datetime(2027, 1, 1, tzinfo=UTC)
KOMMUNE, COUNTY = "311468685", "311820192"
UNITS = {
    "storfjell-inntak": ("Storfjell fylke, inntak", "inntak"),
    "fjordglott": ("Fjordgløtt vgs", "vgs"),
    "tindelia": ("Tindelia vgs", "vgs"),
    "storfjell-ppt": ("PPT i Storfjell fylke", "ppt_fylke"),
    "storfjell-ot": ("Oppfølgingstjenesten i Storfjell", "ot"),
}
PDF = b"%PDF-1.4\n% a page nobody wrote\n%%EOF\n"

AMINA = Details("Amina", "Warsame", date(2011, 9, 19), middle="Abdi",
                number_type="fodselsnummer",
                number=synthetic_number(date(2011, 9, 19), True, 0, False))
JONAS = Details("Jonas", "Solbakken", date(2011, 3, 14), number_type="fodselsnummer",
                number=synthetic_number(date(2011, 3, 14), False, 0, False))
KEVIN = Details("Kevin", "Ås", date(2011, 5, 13), number_type="fodselsnummer",
                number=synthetic_number(date(2011, 5, 13), False, 0, False))
"""Synthetic: month + 80, with check digits that hold."""


@dataclass(frozen=True)
class Keys:
    """Every key of the two nodes."""

    trust: Trust
    kommune: Signer
    county: Signer
    receiving: Mapping[str, Signer]


@cache
def keys() -> Keys:
    """Made once per run."""
    ca = demo_ca.create(serial=1, now=MADE)
    county = Holder(COUNTY, "Storfjell fylke", "storfjell")
    kommune = Holder(KOMMUNE, "Nordvik kommune", "nordvik")
    receiving = {name: ca.issue_receiving(county, serial=10 + place, now=MADE)
                 for place, name in enumerate(UNITS)}
    receiving["nordvik"] = ca.issue_receiving(kommune, serial=30, now=MADE)
    return Keys(Trust((ca.certificate,), demo_allowed=True),
                ca.issue_signing(kommune, serial=2, now=MADE),
                ca.issue_signing(county, serial=3, now=MADE), receiving)


def house(folder: Path, clock: StillClock, kind: str, database: str = "") -> House:
    """A whole node of a kind on a database of its own: SQLite unless another address is given."""
    name, number = ("Nordvik kommune", KOMMUNE) if kind == "kommune" else ("Storfjell fylke",
                                                                         COUNTY)
    cookie = folder / f"{kind}.cookie"
    cookie.touch(mode=0o600)
    cookie.write_bytes(os.urandom(32))
    settings = Settings(
        node=NodeSettings(kind=kind, name=name, organisation=number, address="http://localhost",
                          host="localhost", port=0,
                          database=database or f"sqlite:///{folder}/{kind}.db", demo=True,
                          county=COUNTY),
        keys=KeySettings("", "", "", "", "", str(cookie)), files=FileSettings("", ""),
        login={}, sources={}, recipients={})
    store = engine(settings.node.database)
    SQLModel.metadata.create_all(store)
    return House(settings=settings, policy=bootstrap.read_policy(), labels=load_labels(),
                 schemas=schema_set.load(), engine=store,
                 work=work_factory(store, clock, opening.open_book(store, os.urandom(32))),
                 vault=Vault(os.urandom(32), os.urandom), keys=_keyring(kind),
                 trust=keys().trust, directory=_directory(kind), clock=clock, random=os.urandom)


def _keyring(kind: str) -> Keyring:
    made = keys()
    mine = {"nordvik"} if kind == "kommune" else set(UNITS)
    pairs = {name: Receiving(pair.certificate, pair.key)
             for name, pair in made.receiving.items() if name in mine}
    return Keyring(made.kommune if kind == "kommune" else made.county, pairs)


def _directory(kind: str) -> Directory:
    """A node sends to the others: the kommune to every unit of the county, and back."""
    made = keys().receiving
    if kind == "fylke":
        return Directory([Known("nordvik", "Nordvik kommune", "kommune", KOMMUNE, COUNTY,
                                "http://localhost:1", made["nordvik"].certificate, "node")])
    return Directory([Known(unit, name, type_, COUNTY, COUNTY, "http://localhost:2",
                            made[unit].certificate, "node")
                      for unit, (name, type_) in UNITS.items()])


@dataclass
class Town:
    """A kommune that sends and a county that receives, on one clock."""

    kommune: House
    county: House
    clock: StillClock
    sent: dict[str, bytes] = field(default_factory=dict)
    """Message id → encrypted bytes as sent."""

    def send(self, unit: str, who: Details, parts: Mapping[str, Mapping[str, Any]],
             files: Sequence[StoredFile] = ()) -> str:
        """Seals these facts about the person to the unit and has the county take them in."""
        message, sender = self.kommune.id(), self.kommune
        ready = [self._ready(category, facts, files if place == 0 else ())
                 for place, (category, facts) in enumerate(parts.items())]
        payload = package.seal(sender, message, sender.directory.unit(unit), who, ready)
        take_in(self.county, message, payload)
        self.sent[message] = payload
        return message

    def _ready(self, category_id: str, facts: Mapping[str, Any],
               files: Sequence[StoredFile]) -> package.Ready:
        category = self.kommune.policy.categories[category_id]
        data = build.build(category_id, facts, os.urandom(16).hex())
        law = category.mechanism is Mechanism.LAW
        return package.Ready(
            part_id=self.kommune.id(), category=category, rule=category.rule_strict,
            sha256=build.digest(data), data=data, files=files,
            request="ab" * 32 if law else None, decided=self.kommune.today(),
            evidence="cd" * 32)

    def staff(self, role: str, unit: str, name: str = "Kari Moen", title: str = "Rådgiver",
              valid_to: date = date(2028, 7, 31)) -> str:
        """The id of a person who holds the role in the unit at the county."""
        given, _, family = name.rpartition(" ")
        with self.county.work() as work:
            person = persons.save(self.county, work.session, Details(given, family, title=title),
                                  feide=f"{name.lower().replace(' ', '.')}@storfjell.example")
            work.session.add(Grant(id=self.county.id(), person_id=person.id, role=role,
                                   unit_id=unit, valid_from=date(2026, 8, 1), valid_to=valid_to,
                                   granted_by="prøve"))
            work.commit()
            return str(person.id)

    def actor(self, role: str, unit: str, name: str = "Kari Moen") -> Actor:
        """The same person as use cases see them."""
        return Actor(self.staff(role, unit, name), Hat.STAFF, Level.HIGH, self.county.id(),
                     (Role(role, unit, date(2026, 8, 1), date(2028, 7, 31)),))

    def pupil(self, who: Details) -> str:
        """The id under which the county knows a person."""
        with self.county.work() as work:
            person = persons.by_number(self.county, work.session, who.number)
            return str(work.session.exec(
                select(Pupil.id).where(Pupil.person_id == (person or Person).id)).one())

    def rows(self, table: Any, house: House | None = None) -> list[Any]:
        """Every row of a table at the county, or at the house given."""
        with (house or self.county).work() as work:
            return list(work.session.exec(select(table)))

    def pass_time(self, **passed: float) -> None:
        """Moves the clock of both nodes."""
        self.clock.set(self.clock.now() + timedelta(**passed))


def town(folder: Path, now: datetime = NOW) -> Town:
    """Both nodes, with the county's units in its register."""
    clock = StillClock(now)
    made = Town(house(folder, clock, "kommune"), house(folder, clock, "fylke"), clock)
    with made.county.work() as work:
        work.session.add(Unit(id=COUNTY, name="Storfjell fylke", kind="fylke",
                              organisation=COUNTY))
        for unit, (name, kind) in UNITS.items():
            work.session.add(Unit(id=unit, name=name, kind=kind, organisation=COUNTY))
        work.commit()
    return made


def close(made: Town) -> None:
    """Lets go of the databases."""
    for node in (made.kommune, made.county):
        node.engine.dispose()


def session_for(node: House, person_id: str, digest: Callable[[str], str], secret: str) -> None:
    """A Feide log-in of a member of staff, without the way through the provider."""
    at = node.clock.now()
    with node.work() as work:
        work.session.add(Session(id=node.id(), secret_hash=digest(secret), person_id=person_id,
                                 provider="feide", level=Level.HIGH.value, created=at, seen=at))
        work.commit()


def attached(data: bytes = PDF, title: str = "Dokumentet") -> tuple[dict[str, Any], StoredFile]:
    """An attachment as a part names it, and as it travels."""
    sha256 = hashlib.sha256(data).hexdigest()
    return ({"fil": f"vedlegg/{sha256}.pdf", "sha256": sha256, "lengde": len(data),
             "medietype": "application/pdf", "tittel": title},
            StoredFile(sha256, "application/pdf", data))
