"""The administrators' pages: who comes in, giving and ending roles, and two people for leaders."""

import re
from datetime import date

import pytest
from admin_world import OTHER, OWNER, SCHOOL

from handover.store.tables import AuditEvent, Grant, Person, RoleRequest, Unit

UNIT = f"/enheter/{SCHOOL}"
MONA = {"fornavn": "Mona", "etternavn": "Lie", "feide": "mona@nordvik.no", "rolle": "laerer",
        "fra": "2027-04-15", "til": "2027-10-01"}


def give(world, press, person, **changes):
    client = world.client(person)
    return press(client, UNIT, f"{UNIT}/rolle", **(MONA | changes))


@pytest.mark.parametrize("path", ["/enheter", UNIT, "/bekreft", "/lister", "/lister/hent/havna"])
def test_the_pages_are_not_there_for_others(world, path):
    guess = world.client(world.node.staff("Siri Aune")).get("/finnes-ikke")
    for role in ("radgiver", "rektor", "laerer", "jurist", "ppt_leder", "personvernombud"):
        client = world.client(world.node.staff(f"{role.title()} Aas", role, unit_id=SCHOOL))
        answer = client.get(path)
        assert answer.status_code in (404, 405)
        if "hent" not in path:
            assert re.sub(r"Aune|\w+ Aas", "", answer.text).count("finnes ikke") == \
                guess.text.count("finnes ikke")
    assert world.node.client().get("/enheter").status_code == 303


def test_a_role_is_given_with_an_end_and_stands_in_the_log(world, press, words):
    assert give(world, press, world.geir).status_code == 303
    page = words(world.client(world.geir).get(UNIT))
    assert "Mona Lie" in page
    assert "til 1. oktober 2027" in page.replace("\xa0", " ")
    row = next(one for one in world.grants("laerer"))
    assert (row.valid_from, row.valid_to) == (date(2027, 4, 15), date(2027, 10, 1))
    assert row.granted_by == world.geir.id
    event = next(one for one in world.node.rows(AuditEvent) if one.event == "rolle:gitt")
    assert "Mona" not in event.fields + event.object_id


def test_giving_it_again_changes_nothing(world, press):
    give(world, press, world.geir)
    give(world, press, world.geir)
    assert len(world.grants("laerer")) == 1


@pytest.mark.parametrize(("changes", "said"), [
    ({"til": "2028-06-01"}, "høyst ett år"), ({"til": ""}, "gyldig dato"),
    ({"til": "2027-04-14"}, "etter første dag"), ({"fra": "2027-01-01"}, "fra i dag"),
    ({"rolle": "ot_leder"}, "rolle som finnes"), ({"feide": ""}, "Feide-navn eller"),
    ({"fornavn": ""}, "Skriv navn"), ({"feide": "=cmd"}, "navn@kommune.no"),
    ({"feide": "", "nummer": "12345678901"}, "passer ikke sammen"),
])
def test_what_is_wrong_is_told_beside_the_form(world, press, words, changes, said):
    answer = give(world, press, world.geir, **changes)
    assert answer.status_code == 422
    assert said in words(answer)
    assert world.grants("laerer") == []


def test_s23_a_demo_node_takes_no_real_number_from_an_administrator(world, press):
    real = next(number for number in ("06058012345", "06058000232", "06058011110") if number)
    answer = give(world, press, world.geir, feide="", nummer=real)
    assert answer.status_code in (400, 422)
    assert real not in answer.text
    assert len(world.node.rows(Person)) == 3


def test_somebody_without_feide_is_known_by_number(world, press):
    number = world.number()
    assert give(world, press, world.geir, feide="", nummer=number).status_code == 303
    assert len(world.grants("laerer")) == 1


def test_nobody_gives_a_role_to_themselves(world, press, words):
    answer = give(world, press, world.geir, fornavn="Geir", etternavn="Tangen",
                  feide="geir@nordvik.no", rolle="radgiver")
    assert answer.status_code == 422
    assert "ikke gi deg selv" in words(answer)


def test_a_wrong_name_for_a_known_user_name_tells_nothing_of_whose_it_is(world, press, words):
    world.node.staff("Siri Aune", unit_id=OTHER)
    answer = give(world, press, world.geir, feide="siri@nordvik.no")
    assert answer.status_code == 422
    assert "Aune" not in answer.text
    assert "passer ikke sammen" in words(answer)


def test_no_login_is_moved_to_somebody_who_has_rights(world, press):
    known = world.node.staff("Trond Fosse", "rektor", unit_id=SCHOOL)
    answer = give(world, press, world.geir, fornavn="Trond", etternavn="Fosse",
                  feide="trond@nordvik.no", nummer=world.number())
    assert answer.status_code == 422
    row = next(one for one in world.node.rows(Person) if one.id == known.id)
    assert row.number_hash is None


def test_a_parent_who_begins_to_work_keeps_what_is_known_of_them(world, press):
    pupil = world.node.pupil()
    parent = world.node.guardian(pupil, "Mona Lie")
    assert give(world, press, world.geir, nummer=world.node.numbers[parent.id]).status_code == 303
    row = next(one for one in world.grants("laerer"))
    assert row.person_id == parent.id


def test_a_leader_needs_a_second_administrator(world, press, words):
    give(world, press, world.geir, rolle="rektor")
    assert world.grants("rektor") == []
    [request] = world.node.rows(RoleRequest)
    own = world.client(world.geir)
    assert "ikke bekrefte selv" in words(own.get("/bekreft"))
    assert press(own, "/bekreft", f"/bekreft/{request.id}", svar="ja").status_code == 422
    assert world.grants("rektor") == []
    other = world.client(world.gro)
    assert "Mona Lie: Rektor" in words(other.get("/bekreft"))
    assert press(other, "/bekreft", f"/bekreft/{request.id}", svar="ja").status_code == 303
    [row] = world.grants("rektor")
    assert row.granted_by == world.gro.id
    assert press(other, "/bekreft", f"/bekreft/{request.id}", svar="ja").status_code in (400, 404)


def test_who_is_to_lead_cannot_confirm_it(world, press):
    give(world, press, world.geir, fornavn="Gro", etternavn="Lund", feide="gro@nordvik.no",
         rolle="rektor")
    [request] = world.node.rows(RoleRequest)
    answer = press(world.client(world.gro), "/bekreft", f"/bekreft/{request.id}", svar="ja")
    assert answer.status_code == 422
    assert world.grants("rektor") == []


def test_a_request_that_has_waited_a_month_is_gone(world, press, words):
    give(world, press, world.geir, rolle="rektor")
    world.node.pass_time(days=31)
    assert "Ingen roller venter" in words(world.client(world.gro).get("/bekreft"))


def test_ending_a_role_shuts_the_door_at_the_next_click(world, press):
    siri = world.node.staff("Siri Aune", "skoleeier", unit_id=OWNER)
    hers = world.client(siri)
    assert hers.get("/enheter").status_code == 200
    row = next(one for one in world.grants() if one.person_id == siri.id)
    page = f"/enheter/{OWNER}"
    done = press(world.client(world.geir), page, f"{page}/rolle/{row.id}/slutt")
    assert done.status_code == 303
    assert hers.get("/enheter").status_code in (303, 404)
    ended = next(one for one in world.grants() if one.id == row.id)
    assert ended.valid_to == date(2027, 4, 14)
    events = [one.event for one in world.node.rows(AuditEvent)]
    assert "rolle:avsluttet" in events


def test_a_role_given_today_can_be_ended_today(world, press):
    give(world, press, world.geir)
    [row] = world.grants("laerer")
    press(world.client(world.geir), UNIT, f"{UNIT}/rolle/{row.id}/slutt")
    [row] = world.grants("laerer")
    assert row.valid_from <= row.valid_to < date(2027, 4, 15)


def test_the_last_administrator_cannot_be_ended(world, press):
    gros = next(one for one in world.grants("skoleeier") if one.person_id == world.gro.id)
    geirs = next(one for one in world.grants("skoleeier") if one.person_id == world.geir.id)
    client, page = world.client(world.geir), f"/enheter/{OWNER}"
    assert press(client, page, f"{page}/rolle/{gros.id}/slutt").status_code == 303
    assert press(client, page, f"{page}/rolle/{geirs.id}/slutt").status_code == 422


def test_a_unit_is_made_and_can_hold_roles(world, press, words):
    client = world.client(world.geir)
    answer = press(client, "/enheter", "/enheter", navn="Berget ungdomsskole", id="berget",
                   type="grunnskole", orgnr="311468685")
    assert answer.headers["Location"].endswith("/enheter/berget")
    assert "Ingen har en rolle her ennå" in words(client.get("/enheter/berget"))
    again = press(client, "/enheter", "/enheter", navn="Berget", id="berget", type="grunnskole",
                  orgnr="311468685")
    assert again.status_code == 422
    assert "Koden er i bruk" in words(again)


@pytest.mark.parametrize(("changes", "said"), [
    ({"id": "Berget!"}, "små bokstaver"), ({"navn": ""}, "navnet"),
    ({"type": "fylke"}, "type fra listen"), ({"orgnr": "123456789"}, "ikke gyldig"),
])
def test_a_unit_that_cannot_be_is_refused(world, press, words, changes, said):
    fields = {"navn": "Berget", "id": "berget", "type": "grunnskole", "orgnr": "311468685"}
    answer = press(world.client(world.geir), "/enheter", "/enheter", **(fields | changes))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not any(one.name == "Berget" for one in world.node.rows(Unit))


def test_no_pupil_is_on_any_page_of_an_administrator(world):
    world.node.pupil("Kanari Fugl")
    client = world.client(world.geir)
    for path in ("/enheter", UNIT, "/bekreft", "/lister", "/tall"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Kanari" not in answer.text
    for path in ("/trinn", "/oversikt", "/godkjenning", "/loggen"):
        assert client.get(path).status_code == 404


def test_a_county_has_its_own_administrator(county, press):
    client = county.client(county.geir)
    page = "/enheter/fjordglott"
    answer = press(client, page, f"{page}/rolle", **(MONA | {"rolle": "mottaksradgiver"}))
    assert answer.status_code == 303
    assert [one.unit_id for one in county.grants("mottaksradgiver")] == ["fjordglott"]
    assert client.get("/tall").status_code == 404


def test_a_skoleeier_of_a_kommune_means_nothing_to_a_grant_elsewhere(world, press):
    answer = press(world.client(world.geir), UNIT, "/enheter/ukjent/rolle", **MONA)
    assert answer.status_code == 404
    assert [one for one in world.node.rows(Grant) if one.unit_id == "ukjent"] == []
