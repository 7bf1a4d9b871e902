"""A message is claimed once, tried again, given up as a state, and never sent when it may not go."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from pytest_httpserver import HTTPServer
from sqlmodel import select
from werkzeug import Request, Response

from handover.decision import answer as answers
from handover.decision import slots
from handover.deliver import outbox, release
from handover.deliver.directory import Directory
from handover.deliver.send import send_due
from handover.kit.process import AdapterSpec
from handover.kit.registry import adapter_hash, locate
from handover.rules.actors import Hat
from handover.rules.approval import Answer
from handover.rules.policy import Mechanism
from handover.seal import messages, package
from handover.seal.messages import StoredReceipt
from handover.store.tables import Attempt, Delivery, Part, Pupil, Receipt, Task
from handover.store.work import reading
from tests import builders
from tests.decision.kommune import Kommune

ALL = frozenset(Mechanism)


def yes(kommune: Kommune, part: Part) -> None:
    kari = kommune.family("kari", Hat.PUPIL)
    shown = answers.show(kommune.house, kari, part.id)
    with reading(kommune.house.work) as session:
        chosen = slots.for_category(kommune.house, slots.of_pupil(session, part.pupil_id),
                                    shown.category)
    answers.answer(kommune.house, kari, part.id, part.sha256,
                   {slot.id: Answer.YES for slot in chosen})


def place(kommune: Kommune, pupil: str, unit: str = "fjordglott") -> None:
    with kommune.house.work() as work:
        slots.bind(kommune.house, work, work.session.get_one(Pupil, pupil), unit,
                   date(2027, 7, 8))
        work.commit()


def queue(kommune: Kommune, pupil: str) -> int:
    with kommune.house.work() as work:
        row = work.session.get_one(Pupil, pupil)
        slot = slots.current(work.session, pupil, "skole")
        assert slot is not None
        queued = release.release_slot(kommune.house, work, row, slot, ALL)
        work.commit()
        return queued


@pytest.fixture
def ready(kommune: Kommune) -> Kommune:
    """One approved part with the pupil's yes, a place, and a sealed package in the outbox."""
    pupil = kommune.pupil()
    yes(kommune, kommune.part(pupil, "tilpasning"))
    place(kommune, pupil)
    assert queue(kommune, pupil) == 1
    return kommune


def deliveries(kommune: Kommune) -> list[Delivery]:
    with reading(kommune.house.work) as session:
        return list(session.exec(select(Delivery)))


def facing(kommune: Kommune, server: HTTPServer) -> Kommune:
    """The same kommune, with every receiver at the test server and the node adapter loaded."""
    address = server.url_for("").rstrip("/")
    units = [replace(unit, address=address) for unit in kommune.house.directory]
    spec = AdapterSpec("node", "recipient", "1.0", adapter_hash(locate("recipient", "node")))
    kommune.house = replace(kommune.house, directory=Directory(units), recipients={"node": spec})
    return kommune


def county(kommune: Kommune, **changes: str) -> "object":
    """A receiver that answers with a receipt the county has signed, with `changes` to what it says."""
    signed_by = replace(kommune.house, keys=replace(kommune.house.keys,
                                                    signer=builders.keys().county))

    def answer(request: Request) -> Response:
        body = request.get_data()
        said = StoredReceipt(
            sender=builders.COUNTY, receiver=builders.KOMMUNE,
            message_id=changes.get("message_id", request.headers["Overgang-Melding"]),
            sha256=changes.get("sha256", hashlib.sha256(body).hexdigest()), accepted=True)
        receipt = package.sign_message(signed_by, said.name, messages.build(said))
        return Response(receipt, 201, content_type="application/vnd.etsi.asic-e+zip")
    return answer


def test_of_many_workers_one_gets_the_lease(ready: Kommune) -> None:
    row, got = deliveries(ready)[0], []

    def worker() -> None:
        with ready.house.work() as work:
            got.append(outbox.claim(ready.house, work, row.id))
            work.commit()
    threads = [Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]


def test_a_lease_that_runs_out_gives_the_message_back(ready: Kommune) -> None:
    row = deliveries(ready)[0]
    with ready.house.work() as work:
        assert outbox.claim(ready.house, work, row.id)
        work.commit()
    ready.clock.set(ready.clock.now() + outbox.LEASE + timedelta(seconds=1))
    with ready.house.work() as work:
        assert outbox.claim(ready.house, work, row.id)


def test_a_signed_receipt_for_these_bytes_makes_it_delivered(
        ready: Kommune, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker", method="POST").respond_with_handler(
        county(ready))  # type: ignore[arg-type]
    assert send_due(facing(ready, httpserver).house) == 1
    row = deliveries(ready)[0]
    assert (row.state, row.attempts) == ("levert", 1)
    with reading(ready.house.work) as session:
        assert session.exec(select(Receipt.kind)).all() == ["kvittering"]


@pytest.mark.parametrize("lie", [{"sha256": "0" * 64},
                                 {"message_id": "00000000-0000-4000-8000-000000000000"}])
def test_s33_a_receipt_for_something_else_is_no_delivery(
        ready: Kommune, httpserver: HTTPServer, lie: dict[str, str]) -> None:
    httpserver.expect_request("/node/v1/pakker", method="POST").respond_with_handler(
        county(ready, **lie))  # type: ignore[arg-type]
    assert send_due(facing(ready, httpserver).house) == 0
    assert deliveries(ready)[0].state == "i_ko"


def test_s33_a_receipt_signed_by_another_organisation_is_no_delivery(
        ready: Kommune, httpserver: HTTPServer) -> None:
    def forged(request: Request) -> Response:
        said = StoredReceipt(builders.COUNTY, builders.KOMMUNE,
                             request.headers["Overgang-Melding"],
                             hashlib.sha256(request.get_data()).hexdigest(), accepted=True)
        receipt = package.sign_message(ready.house, said.name, messages.build(said))
        return Response(receipt, 201, content_type="application/vnd.etsi.asic-e+zip")
    httpserver.expect_request("/node/v1/pakker", method="POST").respond_with_handler(forged)
    assert send_due(facing(ready, httpserver).house) == 0
    assert deliveries(ready)[0].state == "i_ko"


def test_a_receiver_that_is_away_is_tried_again_later_and_the_id_is_the_same(
        ready: Kommune, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data("", status=503)
    house = facing(ready, httpserver).house
    assert send_due(house) == 0
    row = deliveries(ready)[0]
    assert row.state == "i_ko"
    assert row.due > ready.clock.now()
    ready.clock.set(row.due)
    send_due(house)
    ids = {request.headers["Overgang-Melding"] for request, _ in httpserver.log}
    assert ids == {row.id}


def test_giving_up_is_a_state_with_a_task(ready: Kommune, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data("", status=503)
    ready.clock.set(ready.clock.now() + timedelta(days=8))
    send_due(facing(ready, httpserver).house)
    assert deliveries(ready)[0].state == "ga_opp"
    with reading(ready.house.work) as session:
        assert session.exec(select(Task.kind)).all() == ["ga_opp"]


def test_c56_a_withdrawal_before_sending_wins_and_nothing_is_sent(
        ready: Kommune, httpserver: HTTPServer) -> None:
    with reading(ready.house.work) as session:
        part = session.exec(select(Part)).one()
    answers.withdraw(ready.house, ready.family("kari", Hat.PUPIL), part.id)
    assert send_due(facing(ready, httpserver).house) == 0
    assert httpserver.log == []
    assert [row.state for row in deliveries(ready)] == ["stanset"]


def test_c66_what_is_left_after_a_withdrawal_is_sealed_anew_without_it(
        kommune: Kommune, httpserver: HTTPServer) -> None:
    pupil = kommune.pupil()
    first, other = kommune.part(pupil, "tilpasning"), kommune.part(pupil, "utdanningsvalg")
    yes(kommune, first)
    yes(kommune, other)
    place(kommune, pupil)
    queue(kommune, pupil)
    answers.withdraw(kommune.house, kommune.family("kari", Hat.PUPIL), first.id)
    send_due(facing(kommune, httpserver).house)
    assert sorted(row.state for row in deliveries(kommune)) == ["i_ko", "stanset"]


def test_the_attempt_is_written_before_the_call(ready: Kommune, httpserver: HTTPServer) -> None:
    seen: list[int] = []

    def look(_request: Request) -> Response:
        with reading(ready.house.work) as session:
            seen.append(len(session.exec(select(Attempt)).all()))
        return Response("", 503)
    httpserver.expect_request("/node/v1/pakker").respond_with_handler(look)
    send_due(facing(ready, httpserver).house)
    assert seen == [1]


def test_c60_a_place_outside_the_closed_list_voids_the_old_answers(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "tilpasning")
    yes(kommune, part)
    with kommune.house.work() as work:
        row = work.session.get_one(Pupil, pupil)
        old = slots.current(work.session, pupil, "skole")
        assert old is not None
        old.units = "tindelia"
        work.session.add(old)
        slots.bind(kommune.house, work, row, "fjordglott", date(2027, 8, 3))
        work.commit()
    assert queue(kommune, pupil) == 0


def test_c17_a_law_based_part_moves_only_on_the_countys_accepted_request(
        kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.part(pupil, "skole_fag")
    place(kommune, pupil)
    assert queue(kommune, pupil) == 0


def test_p10_what_a_receiver_has_from_vigo_is_not_sent_there_twice(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    yes(kommune, kommune.part(pupil, "tilpasning"))
    place(kommune, pupil)
    units = [replace(unit, from_vigo=frozenset({"tilpasning"})) for unit in
             kommune.house.directory]
    kommune.house = replace(kommune.house, directory=Directory(units))
    assert queue(kommune, pupil) == 0


def test_the_same_bytes_are_not_sent_to_the_same_receiver_twice(ready: Kommune) -> None:
    with reading(ready.house.work) as session:
        pupil = session.exec(select(Pupil.id)).one()
    assert queue(ready, pupil) == 0
