"""«Stopp all sending» holds what is queued, deletes nothing, and is looked at again at sending (P11)."""

from datetime import date

import pytest
from pytest_httpserver import HTTPServer

from handover.decision import halt
from handover.deliver import outbox
from handover.deliver.send import _take, send_due
from handover.errors import NotFound
from handover.house import House
from handover.rules.actors import Actor, Hat, Level, Role
from handover.store.tables import Delivery
from handover.store.work import reading
from tests.decision.kommune import PPT, SCHOOL, Kommune
from tests.deliver.test_outbox import county, deliveries, facing, ready

__all__ = ["ready"]


def leader(house: House, role: str = "rektor", unit: str = SCHOOL) -> Actor:
    return Actor("leder", Hat.STAFF, Level.LOW, house.id(),
                 (Role(role, unit, date(2026, 8, 1), date(2027, 7, 31)),))


def due(house: House) -> list[str]:
    with reading(house.work) as session:
        return outbox.due(session, house.clock.now())


def test_p11_nothing_leaves_while_it_is_stopped_and_everything_leaves_afterwards(
        ready: Kommune, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker", method="POST").respond_with_handler(
        county(ready))  # type: ignore[arg-type]
    house = facing(ready, httpserver).house
    before = [(row.id, row.sha256, row.attempts) for row in deliveries(ready)]
    halt.stop(house, leader(house))
    assert (due(house), send_due(house)) == ([], 0)
    assert [(row.id, row.sha256, row.attempts) for row in deliveries(ready)] == before
    assert httpserver.log == []
    halt.start(house, leader(house), "falsk_alarm")
    assert send_due(house) == 1
    assert [row.state for row in deliveries(ready)] == ["levert"]


def test_p11_a_stop_between_the_list_and_the_sending_still_holds(ready: Kommune) -> None:
    [waiting] = due(ready.house)
    halt.stop(ready.house, leader(ready.house))
    assert _take(ready.house, waiting) is None
    with reading(ready.house.work) as session:
        row = session.get_one(Delivery, waiting)
        assert (row.state, row.leased_until, row.attempts) == ("i_ko", None, 0)


def test_p11_a_stop_in_another_unit_holds_nothing_here(ready: Kommune) -> None:
    halt.stop(ready.house, leader(ready.house, "ppt_leder", PPT))
    assert len(due(ready.house)) == 1


@pytest.mark.parametrize("role", ["radgiver", "skoleeier", "ppt_radgiver", "hjelper"])
def test_p11_nobody_but_a_leader_stops_or_starts(ready: Kommune, role: str) -> None:
    actor = leader(ready.house, role)
    with pytest.raises(NotFound):
        halt.stop(ready.house, actor)
    with pytest.raises(NotFound):
        halt.start(ready.house, actor, "rettet")
    assert len(due(ready.house)) == 1
