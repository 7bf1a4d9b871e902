"""How long a log-in lasts, and that it is over when it is over."""

from datetime import timedelta

import pytest
from flask import Blueprint, url_for

from handover.rules.actors import Level
from handover.store.tables import Grant, Pupil, Session
from handover.web.access import current, family, needs, pupil, staff
from handover.web.app import create_app
from handover.web.session import choose_pupil, last_use, session_row


@pytest.fixture
def open_node(node):
    """The node with a small room of its own: who am I, and pages of different kinds."""
    room = Blueprint("prove", __name__)

    @room.get("/hvem")
    @needs(family, staff())
    def who():
        actor = current()
        return f"{actor.hat} {actor.level} {','.join(role.name for role in actor.roles)}"

    @room.get("/hoyt")
    @needs(pupil, level=Level.HIGH)
    def high():
        return "følsomt"

    @room.post("/velg/<pupil_id>")
    @needs(family)
    def choose(pupil_id):
        choose_pupil(pupil_id)
        return session_row().pupil_id

    @room.get("/sist")
    @needs(family)
    def last():
        found = last_use()
        return found.level if found else "første gang"

    node.app.register_blueprint(room)
    return node


def is_in(client):
    return client.get("/hvem").status_code == 200


def test_a_family_session_lasts_thirty_minutes_of_rest(open_node):
    client = open_node.login(open_node.pupil().person_id)
    open_node.pass_time(minutes=30)
    assert is_in(client)
    open_node.pass_time(minutes=30, seconds=1)
    assert not is_in(client)


def test_a_staff_session_lasts_an_hour_of_rest(open_node):
    client = open_node.login(open_node.staff().id, "feide", Level.LOW)
    open_node.pass_time(minutes=60)
    assert is_in(client)
    open_node.pass_time(minutes=60, seconds=1)
    assert not is_in(client)


def test_no_session_lasts_more_than_eight_hours_however_busy(open_node):
    client = open_node.login(open_node.staff().id, "feide", Level.LOW)
    for _ in range(9):
        open_node.pass_time(minutes=53)
        assert is_in(client)
    open_node.pass_time(minutes=3, seconds=1)
    assert not is_in(client)


def test_being_used_is_written_down_once_a_minute_and_no_more(open_node):
    client = open_node.login(open_node.pupil().person_id)
    begun = open_node.clock.now()
    open_node.pass_time(seconds=59)
    client.get("/hvem")
    assert open_node.rows(Session)[0].seen == begun
    open_node.pass_time(seconds=1)
    client.get("/hvem")
    assert open_node.rows(Session)[0].seen == begun + timedelta(minutes=1)


def test_logging_out_ends_the_session_also_for_a_copied_cookie(open_node, csrf):
    client = open_node.login(open_node.pupil().person_id)
    with client.session_transaction() as cookie:
        copied = dict(cookie)
    answer = client.post("/logg-ut", data=csrf(client))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logget-ut")
    thief = open_node.client()
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert not is_in(client)
    assert not is_in(thief)


def test_avslutt_raskt_ends_the_session_and_wipes_the_browser(open_node, csrf):
    client = open_node.login(open_node.pupil().person_id)
    answer = client.post("/avslutt", data=csrf(client))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = client.get(answer.headers["Location"])
    assert "Overgang" not in page.text
    assert not is_in(client)


def test_a_grant_that_ends_at_midnight_is_gone_in_the_morning(open_node):
    siri = open_node.staff(valid_to=open_node.house.today())
    client = open_node.login(siri.id, "feide", Level.LOW)
    assert client.get("/hvem").text == "stab lav radgiver"
    open_node.pass_time(hours=13)
    client = open_node.login(siri.id, "feide", Level.LOW)
    assert not is_in(client)


def test_a_role_taken_away_is_gone_at_the_next_click(open_node):
    siri = open_node.staff()
    client = open_node.login(siri.id, "feide", Level.LOW)
    assert is_in(client)
    with open_node.house.work() as work:
        work.session.delete(work.session.get(Grant, open_node.rows(Grant)[0].id))
        work.commit()
    assert not is_in(client)


def test_a_pupil_taken_out_of_the_service_is_out_at_the_next_click(open_node):
    amina = open_node.pupil()
    client = open_node.login(amina.person_id)
    with open_node.house.work() as work:
        work.session.get_one(Pupil, amina.id).blocked = True
        work.commit()
    assert not is_in(client)


def test_somebody_who_works_here_and_has_a_child_here_wears_one_hat_at_a_time(open_node):
    amina = open_node.pupil()
    both = open_node.staff("Trond Fosse", "rektor")
    with open_node.house.work() as work:
        from handover.store.tables import Representation
        work.session.add(Representation(
            id=open_node.house.id(), pupil_id=amina.id, person_id=both.id,
            ground="foreldreansvar", verified=True, valid_from=open_node.house.today()))
        work.commit()
    as_family = open_node.login(both.id, "idporten")
    as_staff = open_node.login(both.id, "feide", Level.LOW)
    assert as_family.get("/hvem").text == "foresatt betydelig "
    assert as_staff.get("/hvem").text == "stab lav rektor"


def test_too_low_a_login_is_sent_through_a_stronger_one_and_back(open_node):
    client = open_node.login(open_node.pupil().person_id)
    answer = client.get("/hoyt")
    assert (answer.status_code, answer.headers["Location"]) == (
        303, "/logg-inn/idporten?niva=hoyt")
    with client.session_transaction() as cookie:
        assert cookie["neste"] == "/hoyt"


def test_a_strong_login_sees_what_needs_it(open_node):
    client = open_node.login(open_node.pupil().person_id, level=Level.HIGH)
    assert client.get("/hoyt").text == "følsomt"


def test_the_session_remembers_which_child_a_guardian_has_chosen(open_node, csrf):
    amina = open_node.pupil()
    client = open_node.login(open_node.guardian(amina).id)
    assert client.post(f"/velg/{amina.id}", data=csrf(client)).text == amina.id
    assert open_node.rows(Session)[0].pupil_id == amina.id


def test_the_person_can_be_told_of_the_login_before_this_one(open_node):
    amina = open_node.pupil()
    assert open_node.login(amina.person_id, level=Level.HIGH).get("/sist").text == "første gang"
    open_node.pass_time(hours=1)
    assert open_node.login(amina.person_id).get("/sist").text == "hoyt"


def test_a_county_node_has_no_family_even_with_the_persons_in_it(make_node):
    county = make_node(kind="fylke")
    client = county.login(county.pupil().person_id)
    assert "Logg inn" in client.get("/").text
    assert client.get("/logg-inn").status_code == 200
    with county.app.test_request_context():
        assert url_for("inn.page") == "/logg-inn"
    assert create_app(county.house).extensions["overgang_login"] == {}
