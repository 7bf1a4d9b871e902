"""A helper from elsewhere: one case, on the pupil's yes, until a day."""

from datetime import date

import pytest
from staff_world import PPT, PPT_SAK, VALG

from handover.rules.actors import Level
from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.tables import AuditEvent, CaseGrant, Grant, Person

FORM = {"fornavn": "Mette", "etternavn": "Sollid", "stilling": "Barnekoordinator i Nordvik",
        "bruker": "mette@nordvik.no", "til": "2027-10-01", "del": ["tilpasning"]}


def invited(world, press, pupil, person=None, **more):
    page = f"/elev/{pupil.id}/hjelpere"
    return press(world.client(person or world.siri), page, page, **(FORM | more))


def family(world, pupil):
    return world.node.login(pupil.person_id, "idporten", Level.HIGH)


def say(world, press, pupil, said):
    [row] = world.rows(CaseGrant)
    return press(family(world, pupil), "/hjelpere", f"/hjelpere/{row.id}", svar=said)


def helper(world):
    hashed = world.house.vault.lookup("feide", "mette@nordvik.no")
    person = next(one for one in world.rows(Person) if one.feide_hash == hashed)
    return world.client(person)


@pytest.fixture
def case(world):
    pupil = world.pupil()
    world.part(pupil, state=PartState.APPROVED)
    world.part(pupil, "utdanningsvalg", VALG, PartState.APPROVED)
    world.part(pupil, "ppt_sak", PPT_SAK, PartState.APPROVED, owner=PPT, source="ppt")
    world.pupil("Jonas Berg", 1)
    return pupil


def test_an_invitation_opens_nothing_before_the_pupil_has_said_yes(world, press, words, case):
    assert invited(world, press, case).status_code == 303
    assert "Venter på eleven" in words(world.client(world.siri).get(f"/elev/{case.id}/hjelpere"))
    assert [one.role for one in world.rows(Grant) if one.role == "hjelper"] == []
    page = words(family(world, case).get("/hjelpere"))
    assert "Mette Sollid" in page
    assert "1. oktober 2027" in page


def test_on_a_yes_the_helper_reads_the_chosen_parts_and_no_others_and_it_is_written_down(
        world, press, words, case):
    invited(world, press, case)
    assert say(world, press, case, "ja").status_code == 303
    client, [row] = helper(world), world.rows(CaseGrant)
    listed = words(client.get("/hjelper"))
    assert "Amina Warsame" in listed
    assert "Jonas" not in listed
    text = words(client.get(f"/hjelper/{row.id}"))
    assert "Tegninger ved siden av teksten." in text
    assert "Liker å hjelpe" not in text
    assert "Kanarifugl" not in text
    read = [one for one in world.rows(AuditEvent) if one.role == "hjelper"
            and one.event == "del:lest"]
    assert [one.pupil_id for one in read] == [case.id]
    for page in ("/trinn", "/oversikt", f"/elev/{case.id}", "/ppt"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("how", ["no", "ended", "expired", "taken_out"])
def test_no_end_last_day_and_taking_out_shut_it_at_once(world, press, case, how):
    invited(world, press, case)
    say(world, press, case, "ja")
    client, [row] = helper(world), world.rows(CaseGrant)
    assert client.get(f"/hjelper/{row.id}").status_code == 200
    if how == "no":
        say(world, press, case, "nei")
    if how == "ended":
        press(world.client(world.siri), f"/elev/{case.id}/hjelpere",
              f"/elev/{case.id}/hjelpere/{row.id}/avslutt")
    if how == "taken_out":
        press(world.client(world.trond), f"/leder/elev/{case.id}/ut", f"/leder/elev/{case.id}/ut")
    if how == "expired":
        world.node.pass_time(days=170)
        assert world.house.today() > date(2027, 10, 1)
    assert client.get(f"/hjelper/{row.id}").status_code in (303, 404)


def test_a_part_above_the_helpers_level_or_of_ppts_cannot_be_offered(world, press, case):
    for category in ("ppt_sak", "elevens_stemme", "psykososialt", "identitet", "finnes_ikke"):
        assert invited(world, press, case, **{"del": [category]}).status_code == 422
    for gone in ({"til": ""}, {"til": "2029-10-01"}, {"bruker": "mette"}, {"del": []}):
        assert invited(world, press, case, **gone).status_code == 422
    assert world.rows(CaseGrant) == []


def test_only_the_pupil_answers_and_nobody_invites_into_a_case_that_is_not_theirs(
        world, press, case):
    invited(world, press, case)
    [row] = world.rows(CaseGrant)
    jonas = next(one for one in world.node.numbers
                 if world.node.numbers[one] == world.node.number(1))
    other = world.node.login(jonas, "idporten", Level.HIGH)
    assert press(other, "/hjelpere", f"/hjelpere/{row.id}", svar="ja").status_code in (400, 404)
    mother = world.node.login(world.node.guardian(case).id, "idporten", Level.HIGH)
    assert mother.get("/hjelpere").status_code == 404
    assert world.rows(CaseGrant)[0].answer == ""
    world.related(case, world.anne)
    page = f"/elev/{case.id}/hjelpere"
    assert press(world.client(world.anne), "/oversikt", page, **FORM).status_code == 404
    assert press(world.client(world.pia), "/ppt", page, **FORM).status_code == 404


def test_s05_a_yes_needs_a_real_eid(world, press, case):
    invited(world, press, case)
    [row] = world.rows(CaseGrant)
    weak = world.node.login(case.person_id, "idporten", Level.LOW)
    assert "Mette" not in weak.get("/hjelpere").text
    assert weak.post(f"/hjelpere/{row.id}", data={"svar": "ja"}).status_code != 200
    assert world.rows(CaseGrant)[0].answer == ""


def test_the_pupils_first_page_leads_to_those_who_ask(world, press, case):
    assert "/hjelpere" not in family(world, case).get("/hjem").text
    invited(world, press, case)
    assert "/hjelpere" in family(world, case).get("/hjem").text


def test_an_invitation_renames_nobody_the_node_knows(world, press, case):
    invited(world, press, case, bruker="trond@nordvik.no", fornavn="Falsk", etternavn="Mann")
    with world.house.work() as work:
        assert persons.get(world.house, work.session, world.trond.id).name == "Trond Fosse"
