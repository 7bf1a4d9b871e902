"""Approving one pupil at a time, handing out, trying again, taking out."""

import re
from datetime import timedelta

import pytest
from staff_world import SCHOOL, VALG

from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, Delivery, Pupil, Task

COPIED = {"sammendrag": "En lang tekst som er skrevet av og står to steder i pakken.",
          "tiltak": [{"hva": "En lang tekst som er skrevet av og står to steder i pakken.",
                      "virkning": "virker", "borFortsette": "ja"}]}


def waiting(world, pupil, category="tilpasning", facts=None, **more):
    return world.part(pupil, category, facts, PartState.WITH_LEADER,
                      screened_by=world.siri.id, **more)


def a_task(world, pupil, kind="spor_leder", part=None, **more):
    with world.house.work() as work:
        task = Task(id=world.house.id(), unit_id=SCHOOL, role="rektor", kind=kind,
                    pupil_id=pupil.id, object_id=part.id if part else "",
                    created=world.house.clock.now(), **more)
        work.session.add(task)
        work.commit()
        return task


def a_delivery(world, pupil, state):
    with world.house.work() as work:
        now = world.house.clock.now()
        row = Delivery(id=world.house.id(), kind="pakke", pupil_id=pupil.id,
                       to_unit="fjordglott", payload=b"x", sha256="a" * 64, state=state,
                       due=now, created=now)
        work.session.add(row)
        work.commit()
        return row


def test_rektor_reads_the_whole_content_and_approves_with_one_press(world, press, words):
    pupil = world.pupil()
    parts = [waiting(world, pupil), waiting(world, pupil, "utdanningsvalg", VALG)]
    client = world.client(world.trond)
    page = client.get(client.get("/godkjenning").headers["Location"])
    text = words(page)
    assert "Tegninger ved siden av teksten." in text
    assert "Liker å hjelpe." in text
    assert "Klargjort av Siri Aune." in text
    assert len(re.findall(r'<button class="ds-button" type="submit" data-fullwidth', page.text)) == 1
    seen = re.findall(r'name="sett" value="([^"]+)"', page.text)
    answer = press(client, f"/godkjenning/{pupil.id}", f"/godkjenning/{pupil.id}", sett=seen)
    assert answer.status_code == 303
    assert {world.state(one) for one in parts} == {PartState.APPROVED}
    assert "Ingen venter på deg" in words(client.get("/godkjenning"))


def test_what_came_after_the_page_was_read_is_not_approved_by_it(world, press):
    pupil = world.pupil()
    seen, later = waiting(world, pupil), waiting(world, pupil, "utdanningsvalg", VALG)
    client = world.client(world.trond)
    press(client, f"/godkjenning/{pupil.id}", f"/godkjenning/{pupil.id}", sett=[seen.sha256])
    assert world.state(later) == PartState.WITH_LEADER
    nonsense = press(client, f"/godkjenning/{pupil.id}", f"/godkjenning/{pupil.id}", sett=["x"])
    assert nonsense.status_code == 422


def test_a_part_sent_back_waits_for_the_one_who_prepared_it(world, press, words):
    pupil = world.pupil()
    part = waiting(world, pupil)
    page = f"/godkjenning/{pupil.id}"
    press(world.client(world.trond), page, f"{page}/del/{part.id}/tilbake")
    assert world.state(part) == PartState.CHOSEN
    assert "Se på det rektor sendte tilbake" in words(world.client(world.siri).get("/trinn"))


def test_findings_stand_on_top_doubles_and_old_ones_too(world, words):
    pupil = world.pupil()
    waiting(world, pupil, facts=COPIED, as_of=world.house.today() - timedelta(days=800))
    text = words(world.client(world.trond).get(f"/godkjenning/{pupil.id}"))
    assert text.index("Én del er over to år") < text.index("Dette blir Amina spurt om")
    assert "Noe står to ganger" in text


def test_a_leader_skips_to_the_next_and_comes_round(world):
    pupils = [world.pupil(f"Elev{one} Nordmann", one) for one in range(2)]
    for pupil in pupils:
        waiting(world, pupil)
    page = world.client(world.trond).get(f"/godkjenning/{pupils[0].id}")
    assert f"/godkjenning/{pupils[1].id}" in page.text


def test_the_related_leader_meets_a_missing_page_and_the_deputy_approves(world):
    pupil = world.pupil()
    waiting(world, pupil)
    world.related(pupil, world.trond)
    mine, unknown = (world.client(world.trond).get(f"/godkjenning/{one}")
                     for one in (pupil.id, "finnes-ikke"))
    assert (mine.status_code, unknown.status_code) == (404, 404)
    assert mine.text == unknown.text
    assert "Amina" not in world.client(world.trond).get("/oversikt").text
    assert world.client(world.anne).get(f"/godkjenning/{pupil.id}").status_code == 200


def test_the_overview_counts_work_and_hands_it_out_to_a_named_person(world, press, words):
    pupil = world.pupil()
    task = a_task(world, pupil, "annet", due=world.house.today() - timedelta(days=3))
    client = world.client(world.trond)
    text = words(client.get("/oversikt"))
    assert "Uten ansvarlig 1" in text
    assert "Over frist 1" in text
    assert "3 dager over" in text
    assert "Stedfortreder: Anne Vik" in text
    assert press(client, "/oversikt", f"/oppgave/{task.id}/fordel",
                 til=world.siri.id).status_code == 303
    assert "Uten ansvarlig 0" in words(client.get("/oversikt"))
    assert "Se på denne oppgaven" in words(world.client(world.siri).get("/trinn"))
    siri = world.client(world.siri)
    press(siri, "/trinn", f"/gjoremal/{task.id}/ferdig")
    assert world.rows(Task)[0].done is not None
    assert "oppgave:fordelt" in [one.event for one in world.rows(AuditEvent)]


@pytest.mark.parametrize("who", ["pia", "nobody", ""])
def test_a_task_is_given_to_nobody_who_does_not_work_there(world, press, who):
    task = a_task(world, world.pupil(), "annet")
    person = getattr(world, who).id if who == "pia" else who
    answer = press(world.client(world.trond), "/oversikt", f"/oppgave/{task.id}/fordel",
                   til=person)
    assert answer.status_code == 422
    assert world.rows(Task)[0].assigned_to is None


def test_a_task_is_given_to_nobody_who_is_related_to_the_pupil(world, press):
    pupil = world.pupil()
    task = a_task(world, pupil, "annet")
    world.related(pupil, world.siri)
    client = world.client(world.trond)
    assert f'value="{world.siri.id}"' not in client.get("/oversikt").text
    assert press(client, "/oversikt", f"/oppgave/{task.id}/fordel",
                 til=world.siri.id).status_code == 422


@pytest.mark.parametrize("state", ["ga_opp", "avvist"])
def test_a_delivery_that_did_not_arrive_is_tried_again_under_the_same_id(
        world, press, words, state):
    pupil = world.pupil()
    row = a_delivery(world, pupil, state)
    task = a_task(world, pupil, state, part=row)
    client = world.client(world.trond)
    assert "Prøv igjen" in words(client.get("/oversikt"))
    press(client, "/oversikt", f"/oppgave/{task.id}/igjen")
    assert [(one.id, one.state) for one in world.rows(Delivery)] == [(row.id, "i_ko")]
    assert world.rows(Task)[0].done is not None


def test_a_question_opens_the_part_and_nothing_else_does(world, press, words):
    pupil = world.pupil()
    part = world.part(pupil)
    client = world.client(world.trond)
    page = f"/leder/elev/{pupil.id}"
    assert "Tegninger" not in words(client.get(page))
    task = a_task(world, pupil, part=part)
    assert "Tegninger ved siden av teksten." in words(client.get(page))
    press(client, page, f"/oppgave/{task.id}/utenfor")
    assert world.state(part) == PartState.LEFT_OUT
    assert world.rows(Task)[0].done is not None


def test_any_pupil_is_taken_out_without_a_reason_and_is_gone_from_everywhere(
        world, press, words):
    pupil = world.pupil()
    waiting(world, pupil)
    a_task(world, pupil)
    row = a_delivery(world, pupil, "i_ko")
    client = world.client(world.trond)
    page = client.get(f"/leder/elev/{pupil.id}/ut")
    assert "Du trenger ikke skrive hvorfor." in words(page)
    assert "<textarea" not in page.text
    press(client, f"/leder/elev/{pupil.id}/ut", f"/leder/elev/{pupil.id}/ut")
    assert world.rows(Pupil)[0].blocked
    assert [(one.id, one.state) for one in world.rows(Delivery)] == [(row.id, "stanset")]
    for person, pages in ((world.trond, ("/oversikt", "/godkjenning")), (world.siri, ("/trinn",))):
        for address in pages:
            assert "Amina" not in world.client(person).get(address).text
    assert world.client(world.siri).get(f"/elev/{pupil.id}").status_code == 404


def test_a_radgiver_cannot_approve_hand_out_or_take_out(world, press):
    pupil = world.pupil()
    part = waiting(world, pupil)
    task = a_task(world, pupil)
    client = world.client(world.siri)
    for address in (f"/godkjenning/{pupil.id}", f"/leder/elev/{pupil.id}/ut",
                    f"/oppgave/{task.id}/fordel", f"/oppgave/{task.id}/ferdig",
                    f"/godkjenning/{pupil.id}/del/{part.id}/tilbake"):
        assert press(client, "/trinn", address).status_code == 404
    assert world.state(part) == PartState.WITH_LEADER
    assert not world.rows(Pupil)[0].blocked
