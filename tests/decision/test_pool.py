"""Tasks whose holder is gone go back to the pool once, however many workers look."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from handover.decision import pool
from handover.house import House
from handover.store.tables import Absence, AuditEvent, Grant, Task
from handover.store.work import reading
from tests.decision.kommune import SCHOOL, Kommune


def grant(house: House, person: str, last: date | None, role: str = "radgiver") -> None:
    with house.work() as work:
        work.session.add(Grant(id=house.id(), person_id=person, role=role, unit_id=SCHOOL,
                               valid_from=date(2026, 8, 1), valid_to=last, granted_by="prøve"))
        work.commit()


def task(house: House, person: str) -> None:
    with house.work() as work:
        work.session.add(Task(id=house.id(), unit_id=SCHOOL, role="radgiver", kind="annet",
                              assigned_to=person, created=house.clock.now()))
        work.commit()


def tasks(house: House, kind: str) -> list[Task]:
    with reading(house.work) as session:
        return list(session.exec(select(Task).where(Task.kind == kind)))


def test_no_grant_is_stored_without_an_end(kommune: Kommune) -> None:
    siri = kommune.person("siri", date(1980, 1, 1))
    with pytest.raises(IntegrityError):
        grant(kommune.house, siri, None)


def test_many_workers_give_a_task_back_once_and_tell_the_leader_once(kommune: Kommune) -> None:
    siri = kommune.person("siri", date(1980, 1, 1))
    grant(kommune.house, siri, kommune.house.today() - timedelta(days=1))
    for _ in range(3):
        task(kommune.house, siri)
    moved: list[int] = []
    threads = [Thread(target=lambda: moved.append(pool.run_due(kommune.house))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(moved) == 3
    assert {one.assigned_to for one in tasks(kommune.house, "annet")} == {None}
    assert len(tasks(kommune.house, pool.NOTICE)) == 1
    with reading(kommune.house.work) as session:
        told = session.exec(select(AuditEvent).where(AuditEvent.event == "oppgave:tilbake"))
        assert len(list(told)) == 3


def test_the_day_an_absence_begins_and_no_day_before_the_tasks_go_back(kommune: Kommune) -> None:
    siri, lise = (kommune.person(one, date(1980, 1, day))
                  for day, one in enumerate(("siri", "lise"), 1))
    for person in (siri, lise):
        grant(kommune.house, person, date(2027, 12, 31))
    task(kommune.house, siri)
    tomorrow = kommune.house.today() + timedelta(days=1)
    with kommune.house.work() as work:
        work.session.add(Absence(id="f", person_id=siri, unit_id=SCHOOL, valid_from=tomorrow,
                                 valid_to=tomorrow, deputy_id=lise, set_by=lise))
        work.commit()
    assert pool.run_due(kommune.house) == 0
    kommune.clock.set(kommune.clock.now() + timedelta(days=1))
    assert pool.run_due(kommune.house) == 1


def test_a_helper_in_a_single_case_is_nobody_to_give_a_task_to(kommune: Kommune) -> None:
    mette = kommune.person("mette", date(1980, 1, 1))
    grant(kommune.house, mette, date(2027, 12, 31), "hjelper")
    with reading(kommune.house.work) as session:
        assert pool.works_here(session, SCHOOL, kommune.house.today()) == frozenset()
