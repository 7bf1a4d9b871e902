"""A kommune in which every table that carries authority has rows, about two pupils and two adults."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, select
from sqlmodel import Session as Db

from handover.decision import answer, questions
from handover.decision.answer import Answer
from handover.rules.actors import Hat
from handover.store.seals.registry import Sealed
from handover.store.tables import (
    Applicant,
    Barred,
    CaseGrant,
    Grant,
    Innhenting,
    LoginShut,
    Node,
    Recusal,
    RoleRequest,
    SendingStop,
    Session,
    Unit,
)
from tests.decision.kommune import PPT, SCHOOL, Kommune

__all__ = ["Answer", "Scene", "answer", "questions", "scene", "sql"]


@dataclass
class Scene:
    """Two of everything: one to harm, one that must not notice."""

    kommune: Kommune
    pupils: tuple[str, str]
    parts: tuple[str, str]

    def says(self, which: int, value: str) -> None:
        """The pupil answers about the part for every receiver in the question."""
        house, word = self.kommune.house, ("kari", "ola")[which]
        actor = self.kommune.family(word, Hat.PUPIL)
        with house.work() as work:
            asked = next(one for one in questions.for_person(
                house, work.session, actor, self.pupil(work.session, which))
                if one.part.id == self.parts[which])
            slots, sha256 = [slot.id for slot in asked.slots], asked.part.sha256
        answer.show(house, actor, self.parts[which])
        answer.answer(house, actor, self.parts[which], sha256,
                      {slot: Answer(value) for slot in slots})

    def pupil(self, session: Db, which: int) -> Any:
        """The pupil's row, checked as every use is."""
        from handover.store.tables import Pupil
        return session.get_one(Pupil, self.pupils[which])


def scene(kommune: Kommune) -> Scene:
    """Puts the rows in, all through the program's own door."""
    house = kommune.house
    pupils, parts = [], []
    for number, word in enumerate(("kari", "ola")):
        pupil = kommune.pupil(word, date(2011, 6, 30 - number))
        kommune.guardian(pupil, f"{word}s mor", number=number)
        part = kommune.part(pupil, "utdanningsvalg")
        pupils.append(pupil)
        parts.append(part.id)
        _authority(kommune, pupil, word)
    with house.work() as work:
        work.session.add(Unit(id="nordvik-hele", name="Nordvik", kind="kommune",
                              organisation="311468685"))
        if work.session.get(Node, 1) is None:
            work.session.add(Node(id=1, kind="kommune", demo=True, organisation="311468685",
                                  born=house.clock.now()))
        work.commit()
    made = Scene(kommune, (pupils[0], pupils[1]), (parts[0], parts[1]))
    made.says(0, "ja")
    made.says(1, "nei")
    return made


def _authority(kommune: Kommune, pupil: str, word: str) -> None:
    house, now = kommune.house, kommune.clock.now()
    person = kommune.kin[word]
    with house.work() as work:
        work.session.add(Grant(id=house.id(), person_id=person, role="laerer", unit_id=SCHOOL,
                               valid_from=date(2026, 8, 1), valid_to=date(2027, 7, 31),
                               granted_by="prøve"))
        work.session.add(Barred(number_hash=house.vault.lookup("pid", word), unit_id=SCHOOL,
                                since=now))
        work.session.add(Session(id=house.id(), secret_hash=house.vault.lookup("s", word),
                                 person_id=person, provider="idporten", level="hoyt",
                                 created=now, seen=now))
        work.session.add(CaseGrant(
            id=house.id(), pupil_id=pupil, person_id=person, unit_id=SCHOOL, categories="",
            valid_from=house.today(), valid_to=house.today(), invited_by="prøve", at=now))
        work.session.add(Recusal(id=house.id(), person_id=person, pupil_id=pupil,
                                 unit_id=SCHOOL, at=now))
        work.session.add(SendingStop(id=house.id(), unit_id=SCHOOL if word == "kari" else PPT,
                                     at=now, by_person="prøve", lifted=now))
        work.session.add(LoginShut(id=house.id(), person_id=person, since=now, told_by="prøve",
                                   opened=now))
        work.session.add(RoleRequest(
            id=house.id(), person_id=person, role="laerer", unit_id=SCHOOL, asked_by="prøve",
            valid_from=house.today(), valid_to=house.today(), asked=now, state="venter"))
        work.session.add(Applicant(id=house.id(), pupil_id=pupil, unit_id="fjordglott",
                                   status="akseptert", since=house.today()))
        work.session.add(Innhenting(
            sha256=house.vault.lookup("i", word), number=word, county=f"county-{word}",
            school_year="2026/2027", categories="skole_fag", valid_from=house.today(),
            valid_to=house.today() + timedelta(days=90), container=b"signed", received=now,
            state="mottatt"))
        work.commit()


@contextmanager
def sql(kommune: Kommune) -> Iterator[Connection]:
    """Somebody with the database's password: plain SQL, no program in between."""
    made = create_engine(kommune.house.engine.url)
    try:
        with made.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET session_replication_role = replica")
            yield connection
    finally:
        made.dispose()


def rows_of(connection: Connection, sealed: Sealed) -> list[dict[str, Any]]:
    """Every row of a table as it stands, in the order of the key."""
    return [dict(row) for row in connection.execute(
        select(sealed.table).order_by(sealed.key_column)).mappings()]
