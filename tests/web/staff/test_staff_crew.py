"""Deputies, last days, the stop of all sending, and handing out again with a reason."""

from datetime import date, timedelta

import pytest
from staff_world import PPT, PPT_SAK
from test_staff_leader import a_delivery, a_task

from handover.decision import pool
from handover.deliver import outbox
from handover.rules.part_states import PartState
from handover.store.audit import fields_of
from handover.store.tables import Absence, AuditEvent, Carried, Grant, SendingStop, Task

JULY = {"fra": "2027-07-01", "til": "2027-07-31"}


def grants(world, person):
    return [one for one in world.rows(Grant) if one.person_id == person.id]


def events(world, name):
    return [one for one in world.rows(AuditEvent) if one.event == name]


def set_july(world, press, who, deputy, client=None, **more):
    client = client or world.client(world.trond)
    return press(client, "/stedfortreder", "/stedfortreder", hvem=who.id,
                 stedfortreder=deputy.id, **(JULY | more))


def test_rektor_sets_a_deputy_for_july_who_gets_the_role_for_july_and_no_longer(
        world, press, words):
    lise = world.node.staff("Lise Holm", "kontaktlaerer")
    assert set_july(world, press, world.trond, lise).status_code == 303
    [given] = [one for one in grants(world, lise) if one.role == "rektor"]
    assert (given.valid_from, given.valid_to) == (date(2027, 7, 1), date(2027, 7, 31))
    assert "Stedfortreder: Lise Holm" in words(world.client(world.trond).get("/oversikt"))
    assert world.client(lise).get("/oversikt").status_code == 404
    world.node.pass_time(days=80)
    assert world.house.today() == date(2027, 7, 4)
    assert "Stedfortreder (rektor)" in words(world.client(lise).get("/oversikt"))
    world.node.pass_time(days=30)
    assert world.client(lise).get("/oversikt").status_code == 404


@pytest.mark.parametrize(("more", "why"), [
    ({"til": ""}, "Skriv både første og siste dag."),
    ({"fra": "2027-08-01"}, "Siste dag må komme etter første dag."),
    ({"stedfortreder": ""}, "Velg en stedfortreder som arbeider her da."),
    ({"stedfortreder": "pia"}, "Velg en stedfortreder som arbeider her da."),
    ({"stedfortreder": "trond"}, "Velg en stedfortreder som arbeider her da."),
])
def test_nobody_is_away_without_an_end_and_a_deputy_who_is_there(world, press, words, more, why):
    if more.get("stedfortreder"):
        more = {"stedfortreder": getattr(world, more["stedfortreder"]).id}
    fields = {"hvem": world.trond.id, "stedfortreder": world.anne.id, **JULY, **more}
    answer = press(world.client(world.trond), "/stedfortreder", "/stedfortreder", **fields)
    assert answer.status_code == 422
    assert why in words(answer)
    assert world.rows(Absence) == []


def test_a_deputy_who_is_away_herself_is_no_deputy_and_a_deputy_does_not_go_away(world, press):
    assert set_july(world, press, world.trond, world.anne).status_code == 303
    assert set_july(world, press, world.siri, world.trond).status_code == 422
    assert set_july(world, press, world.anne, world.siri, fra="2027-07-20").status_code == 422
    assert len(world.rows(Absence)) == 1


def test_back_early_ends_the_deputys_role_at_once(world, press):
    lise = world.node.staff("Lise Holm", "kontaktlaerer")
    today = world.house.today().isoformat()
    set_july(world, press, world.siri, lise, fra=today)
    assert world.client(lise).get("/trinn").status_code == 200
    [row] = world.rows(Absence)
    press(world.client(world.trond), "/stedfortreder", f"/stedfortreder/{row.id}/tilbake")
    assert world.client(lise).get("/trinn").status_code == 404


def test_an_absence_that_begins_gives_the_tasks_back_and_tells_the_leader_once(
        world, press, words):
    pupil = world.pupil()
    held = [a_task(world, pupil, "annet", assigned_to=world.siri.id) for _ in range(2)]
    lise = world.node.staff("Lise Holm", "kontaktlaerer")
    set_july(world, press, world.siri, lise, fra=world.house.today().isoformat())
    assert [one.assigned_to for one in world.rows(Task) if one.id in {t.id for t in held}] \
        == [None, None]
    assert [one.kind for one in world.rows(Task) if one.pupil_id is None] == [pool.NOTICE]
    text = words(world.client(world.trond).get("/oversikt"))
    assert "Noen er borte eller har sluttet." in text
    assert "Uten ansvarlig 2" in text
    assert [fields_of(one)["grunn"] for one in events(world, "oppgave:tilbake")] \
        == ["fravaer", "fravaer"]


def test_nobody_who_is_away_is_handed_a_task(world, press):
    task = a_task(world, world.pupil(), "annet")
    set_july(world, press, world.siri, world.node.staff("Lise Holm", "kontaktlaerer"),
             fra=world.house.today().isoformat())
    client = world.client(world.trond)
    assert f'value="{world.siri.id}"' not in client.get("/oversikt").text
    assert press(client, "/oversikt", f"/oppgave/{task.id}/fordel",
                 til=world.siri.id).status_code == 422


def test_a_grant_that_runs_out_returns_the_tasks_however_many_workers_tick(world):
    lise = world.node.staff("Lise Holm", "radgiver", valid_to=date(2027, 4, 30))
    task = a_task(world, world.pupil(), "annet", assigned_to=lise.id)
    assert pool.run_due(world.house) == 0
    world.node.pass_time(days=16)
    assert [pool.run_due(world.house) for _ in range(3)] == [1, 0, 0]
    assert {one.assigned_to for one in world.rows(Task) if one.id == task.id} == {None}
    assert len([one for one in world.rows(Task) if one.kind == pool.NOTICE]) == 1
    assert len(events(world, "oppgave:tilbake")) == 1


def test_somebody_who_stops_today_is_out_tomorrow_and_their_tasks_are_in_the_pool(world, press):
    task = a_task(world, world.pupil(), "annet", assigned_to=world.siri.id)
    yesterday = (world.house.today() - timedelta(days=1)).isoformat()
    press(world.client(world.trond), "/stedfortreder", "/stedfortreder/siste-dag",
          slutter=world.siri.id, siste=yesterday)
    assert world.client(world.siri).get("/trinn").status_code in (303, 404)
    assert {one.assigned_to for one in world.rows(Task) if one.id == task.id} == {None}


def test_a_leader_ends_neither_their_own_access_nor_anybody_elses_unit(world, press):
    client, day = world.client(world.trond), world.house.today().isoformat()
    own = press(client, "/stedfortreder", "/stedfortreder/siste-dag", slutter=world.trond.id,
                siste=day)
    assert own.status_code == 422
    for person in (world.pia, world.geir):
        other = press(client, "/stedfortreder", "/stedfortreder/siste-dag", slutter=person.id,
                      siste=day)
        assert other.status_code == 404
    assert {one.valid_to for one in world.rows(Grant)} == {date(2027, 10, 1)}


def test_one_press_stops_all_sending_and_every_page_of_the_school_says_so(world, press, words):
    assert press(world.client(world.anne), "/oversikt", "/sending/stopp").status_code == 303
    press(world.client(world.trond), "/oversikt", "/sending/stopp")
    assert len(world.rows(SendingStop)) == 1
    for person, page in ((world.siri, "/trinn"), (world.trond, "/godkjenning/"),
                         (world.trond, "/oversikt")):
        assert "All sending er stoppet" in words(
            world.client(person).get(page.rstrip("/"), follow_redirects=True))
    assert "All sending er stoppet" not in words(world.client(world.pia).get("/ppt"))


def test_sending_starts_again_only_with_a_reason_and_both_are_in_the_audit(world, press):
    client = world.client(world.trond)
    press(client, "/oversikt", "/sending/stopp")
    assert press(client, "/oversikt", "/sending/start", grunn="").status_code == 422
    assert press(client, "/oversikt", "/sending/start", grunn="rettet").status_code == 303
    assert press(client, "/oversikt", "/sending/start", grunn="rettet").status_code == 409
    assert [fields_of(one).get("grunn") for one in world.rows(AuditEvent)
            if one.event.startswith("sending:")] == [None, "rettet"]


def test_a_radgiver_neither_stops_nor_starts(world, press):
    client = world.client(world.siri)
    for page in ("/sending/stopp", "/sending/start", "/ppt/sending/stopp"):
        assert press(client, "/trinn", page, grunn="rettet").status_code == 404
    assert world.rows(SendingStop) == []


def test_a_task_goes_from_one_person_to_another_only_with_a_reason_that_is_remembered(
        world, press, words):
    pupil = world.pupil()
    task = a_task(world, pupil, "annet", assigned_to=world.siri.id)
    client, page = world.client(world.trond), f"/leder/elev/{pupil.id}"
    assert press(client, page, f"/oppgave/{task.id}/fordel", til=world.anne.id).status_code == 422
    assert press(client, page, f"/oppgave/{task.id}/fordel", til=world.anne.id,
                 grunn="for_mye").status_code == 303
    text = words(client.get(page))
    assert "Ligger hos Anne Vik." in text
    assert "Til Anne Vik." in text
    assert "Den som har oppgaven, har for mye å gjøre." in text
    [event] = events(world, "oppgave:fordelt")
    assert fields_of(event) == {"til": world.anne.id, "fra": world.siri.id, "grunn": "for_mye"}


def test_p06_a_package_with_nothing_but_ppts_parts_is_a_task_for_ppt_alone(world, words):
    pupil = world.pupil()
    part = world.part(pupil, "ppt_sak", PPT_SAK, PartState.APPROVED, owner=PPT, source="ppt")
    row = a_delivery(world, pupil, "i_ko")
    with world.house.work() as work:
        work.session.add(Carried(id="c", delivery_id=row.id, pupil_id=pupil.id, slot_id="s",
                                 part_id=part.id, category="ppt_sak", sha256=part.sha256))
        work.commit()
    with world.house.work() as work:
        parcel = outbox.begin(world.house, work, row.id)
        outbox.refuse(world.house, work, parcel, "AVVIST")
        work.commit()
    assert [(one.unit_id, one.role) for one in world.rows(Task)] == [(PPT, "ppt_leder")]
    assert "Amina" not in world.client(world.trond).get("/oversikt").text
    assert "Mottakeren tok ikke imot" in words(world.client(world.petra).get("/ppt/oversikt"))


def test_s06_content_is_opened_without_a_task_only_with_a_reason(world, press, words):
    pupil = world.pupil()
    part = world.part(pupil)
    client, page = world.client(world.trond), f"/leder/elev/{pupil.id}"
    assert press(client, page, f"{page}/innhold", grunn="").status_code == 422
    assert events(world, "del:lest") == []
    answer = press(client, page, f"{page}/innhold", grunn="klage")
    assert "Tegninger ved siden av teksten." in words(answer)
    [event] = events(world, "del:lest")
    assert (event.object_id, event.role, fields_of(event)["grunn"]) == (part.id, "leder", "klage")
    assert "Tegninger" not in words(client.get(page))
    assert press(world.client(world.siri), "/trinn", f"{page}/innhold",
                 grunn="klage").status_code == 404


def test_every_staff_page_about_a_pupil_shows_one_baton(world, words):
    pupil = world.pupil()
    world.part(pupil)
    assert "Stafettpinnen Rådgiver" in words(
        world.client(world.trond).get(f"/leder/elev/{pupil.id}"))
    assert "Stafettpinnen Du" in words(world.client(world.siri).get(f"/elev/{pupil.id}/hjelpere"))
