"""Every route says who may use it; the rest is not there."""

import pytest
from flask import Blueprint

from handover.rules.actors import Level
from handover.web.access import declared, guardian, needs, plain, public, pupil, staff, system
from handover.web.rooms import ROOMS


@pytest.mark.parametrize("kind", ["kommune", "fylke"])
def test_every_route_of_the_house_declares_who_may_use_it(make_node, kind):
    app = make_node(kind=kind).app
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert len(endpoints) > 5
    assert [name for name in endpoints if declared(app, name) is None] == []


@pytest.mark.parametrize("kind", ["kommune", "fylke"])
def test_no_change_is_made_by_a_plain_link(make_node, kind):
    """Routes that change something take POST only; a log-in under way is the provider's doing."""
    app = make_node(kind=kind).app
    both = [rule.rule for rule in app.url_map.iter_rules()
            if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


@pytest.fixture
def rooms(node):
    room = Blueprint("prove", __name__)

    @room.get("/glemt")
    def forgotten():
        return "hemmelig"

    for name, gate in (("elev", pupil), ("foresatt", guardian), ("radgiver", staff("radgiver")),
                       ("rektor", staff("rektor")), ("alle", public)):
        def view(name=name):
            return name
        view.__name__ = name
        room.get(f"/{name}")(needs(gate)(view))

    @room.post("/node/melding")
    @needs(system, limit=10)
    def message():
        return "mottatt"

    @room.post("/fil")
    @needs(public, limit=2_000_000)
    def file():
        return "ok"

    node.app.register_blueprint(room)
    return node


def test_a_route_that_declares_nothing_is_not_there(rooms):
    client = rooms.login(rooms.pupil().person_id)
    assert client.get("/glemt").status_code == 404
    assert client.get("/glemt").data == client.get("/finnes-ikke").data


def test_a_declaration_must_name_a_gate():
    with pytest.raises(ValueError, match="gate"):
        needs()


def test_each_hat_opens_its_own_doors_and_meets_the_unknown_page_at_the_others(rooms):
    amina = rooms.pupil()
    clients = {
        "elev": rooms.login(amina.person_id),
        "foresatt": rooms.login(rooms.guardian(amina).id),
        "radgiver": rooms.login(rooms.staff().id, "feide", Level.LOW),
        "rektor": rooms.login(rooms.staff("Trond Fosse", "rektor").id, "feide", Level.LOW),
    }
    for hat, client in clients.items():
        unknown = client.get("/finnes-ikke")
        for door in clients:
            answer = client.get(f"/{door}")
            if door == hat:
                assert (answer.status_code, answer.text) == (200, hat)
            else:
                assert (answer.status_code, answer.data) == (404, unknown.data)
                assert sorted(answer.headers) == sorted(unknown.headers)
        assert client.get("/alle").status_code == 200


def test_somebody_who_is_not_logged_in_is_led_to_the_login(rooms):
    answer = rooms.client().get("/elev")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logg-inn")


def test_a_message_from_a_system_needs_no_cookie_and_may_not_be_too_long(rooms):
    client = rooms.client()
    assert client.post("/node/melding", data=b"kort").text == "mottatt"
    assert client.get_cookie(rooms.house.settings.cookie_name) is None


def test_a_request_longer_than_its_route_allows_is_refused(rooms, csrf):
    client = rooms.client()
    token = csrf(client)
    assert client.post("/fil", data=token | {"x": "a" * 400_000}).status_code == 200
    assert client.post("/logg-ut", data=token | {"x": "a" * 400_000}).status_code == 413


def test_a_file_for_everybody_reads_no_cookie(rooms):
    app = rooms.app
    assert plain in declared(app, "filer.fetch").gates
    client = rooms.login(rooms.pupil().person_id)
    answer = client.get(f"/static/{app.extensions['overgang_assets'].digest}/overgang.css")
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_rooms_are_listed_once_each():
    names = [room.blueprint.name for room in ROOMS]
    assert len(names) == len(set(names))
