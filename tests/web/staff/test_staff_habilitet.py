"""Habilitet (P11): who is too close to a pupil is out of the case, at once and everywhere."""

from staff_world import PPT, PPT_SAK
from test_staff_leader import a_task, waiting

from handover.store.tables import AuditEvent, Recusal, Task


def test_p11_one_who_says_so_is_out_of_list_page_and_task_and_gives_no_reason(
        world, press, words):
    pupil = world.pupil()
    world.part(pupil)
    task = a_task(world, pupil, "annet", assigned_to=world.siri.id)
    client = world.client(world.siri)
    page = client.get(f"/elev/{pupil.id}/inhabil")
    assert "Du trenger ikke skrive hvorfor." in words(page)
    assert "<textarea" not in page.text
    assert press(client, f"/elev/{pupil.id}/inhabil",
                 f"/elev/{pupil.id}/inhabil").status_code == 303
    assert "Amina" not in client.get("/trinn").text
    mine, unknown = client.get(f"/elev/{pupil.id}"), client.get("/elev/finnes-ikke")
    assert (mine.status_code, mine.text) == (404, unknown.text)
    assert {one.assigned_to for one in world.rows(Task) if one.id == task.id} == {None}
    assert "Amina" in world.client(world.anne).get(f"/leder/elev/{pupil.id}").text
    assert "habilitet:meldt" in [one.event for one in world.rows(AuditEvent)]


def test_p11_the_recused_one_cannot_be_found_by_name_or_handed_a_task(world, press):
    pupil = world.pupil()
    task = a_task(world, pupil, "annet")
    siri = world.client(world.siri)
    press(siri, f"/elev/{pupil.id}/inhabil", f"/elev/{pupil.id}/inhabil")
    assert "Amina Warsame" not in press(siri, "/trinn", "/trinn/finn", navn="Amina").text
    trond = world.client(world.trond)
    assert f'value="{world.siri.id}"' not in trond.get("/oversikt").text
    assert press(trond, "/oversikt", f"/oppgave/{task.id}/fordel",
                 til=world.siri.id).status_code == 422


def test_p11_the_deputy_approves_when_rektor_has_said_so(world, press):
    pupil = world.pupil()
    part = waiting(world, pupil)
    trond, page = world.client(world.trond), f"/godkjenning/{pupil.id}"
    press(trond, f"/elev/{pupil.id}/inhabil", f"/elev/{pupil.id}/inhabil")
    assert trond.get(page).status_code == 404
    anne = world.client(world.anne)
    assert press(anne, page, page, sett=[part.sha256]).status_code == 303


def test_p11_only_another_leader_takes_it_back(world, press, words):
    pupil = world.pupil()
    for person in (world.siri, world.trond):
        press(world.client(person), f"/elev/{pupil.id}/inhabil", f"/elev/{pupil.id}/inhabil")
    rows = {one.person_id: one for one in world.rows(Recusal)}
    for person in (world.siri, world.trond):
        client = world.client(person)
        home = "/trinn" if person is world.siri else "/oversikt"
        for row in rows.values():
            assert press(client, home, f"/leder/inhabil/{row.id}/opphev").status_code == 404
    anne = world.client(world.anne)
    assert "Siri Aune" in words(anne.get(f"/leder/elev/{pupil.id}"))
    press(anne, "/oversikt", f"/leder/inhabil/{rows[world.siri.id].id}/opphev")
    assert world.client(world.siri).get(f"/elev/{pupil.id}").status_code == 200


def test_p11_ppt_says_so_on_its_own_desk_and_the_schools_people_are_not_told(world, press, words):
    pupil = world.pupil()
    world.part(pupil, "ppt_sak", PPT_SAK, owner=PPT, source="ppt")
    pia = world.client(world.pia)
    press(pia, f"/ppt/elev/{pupil.id}/inhabil", f"/ppt/elev/{pupil.id}/inhabil")
    assert "Amina" not in pia.get("/ppt").text
    assert "Pia Berg" not in words(world.client(world.trond).get(f"/leder/elev/{pupil.id}"))
    assert "Pia Berg" in words(world.client(world.petra).get(f"/ppt/leder/elev/{pupil.id}"))


def test_p11_a_rektor_who_is_father_sees_the_child_from_the_family_log_in_only(world, press):
    pupil = world.pupil()
    world.related(pupil, world.trond)
    staff = world.client(world.trond)
    assert staff.get(f"/leder/elev/{pupil.id}").status_code == 404
    father = world.node.login(world.trond.id, "idporten")
    press(father, "/tolk", "/tolk/nei")
    assert "Amina" in father.get("/hjem", follow_redirects=True).text
    assert father.get("/oversikt").status_code == 404
