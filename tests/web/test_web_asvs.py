"""What a stranger with a browser, or a script, may try on any page (ASVS 5.0)."""

import json
import logging

import pytest
from werkzeug.datastructures import MultiDict

from handover.logs import JsonLines
from handover.store.audit import Event
from handover.store.tables import AuditEvent, Grant, Person

OPEN = ("/", "/logg-inn", "/rettigheter", "/personvern", "/tilgjengelighet", "/robots.txt",
        "/node/v1/status", "/finnes-ikke", "/node/v1/finnes-ikke")


@pytest.mark.parametrize("path", OPEN)
def test_asvs_every_answer_says_what_it_is(node, path):
    answer = node.client().get(path)
    assert answer.content_type
    if answer.mimetype.startswith("text/"):
        assert "charset=utf-8" in answer.content_type.lower()


@pytest.mark.parametrize("path", OPEN)
def test_asvs_no_other_origin_may_read(node, path):
    answer = node.client().get(path, headers={"Origin": "https://ond.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize("path", OPEN)
def test_asvs_trace_is_not_answered(node, path):
    answer = node.client().open(path, method="TRACE", headers={"X-Ekko": "kanarifugl"})
    assert answer.status_code in (404, 405)
    assert b"kanarifugl" not in answer.data


@pytest.mark.parametrize("path", ["/static", "/static/", "/statisk/", "/.git/config", "/.env",
                                  "/static/../app.py", "/static/%2e%2e/app.py", "/templates/"])
def test_asvs_nothing_but_the_listed_files_is_served(node, path):
    answer = node.client().get(path)
    assert answer.status_code == 404
    assert b"Index of" not in answer.data


def test_asvs_debug_is_off(node):
    assert node.app.debug is False
    assert node.app.testing is False
    assert node.app.config["PROPAGATE_EXCEPTIONS"] in (None, False)


def test_asvs_the_node_doors_never_redirect(make_node):
    node = make_node(address="https://overgang.nordvik.example")
    for path in ("/node/v1/pakker", "/node/v1/meldinger", "/node/v1/status"):
        assert node.client().post(path).status_code // 100 != 3


@pytest.mark.parametrize("field", ["neste", "next", "url", "redirect", "return_to", "til"])
def test_asvs_nobody_is_led_to_an_address_from_the_request(node, field):
    pupil = node.pupil()
    client = node.login(pupil.person_id)
    for path in ("/", "/logg-inn"):
        answer = client.get(f"{path}?{field}=https://ond.example/")
        assert "ond.example" not in answer.headers.get("Location", "")
        assert b"ond.example" not in answer.data


def test_asvs_what_people_write_stays_text_on_the_page(node):
    teacher = node.staff("<b>Siri</b> Aune")
    answer = node.login(teacher.id, provider="feide").get("/finnes-ikke")
    assert b"<b>Siri" not in answer.data


def test_asvs_a_new_node_lets_nobody_in(node):
    assert node.rows(Person) == []
    assert node.rows(Grant) == []
    assert node.client().get("/trinn").status_code == 303


def test_asvs_the_cookie_holds_no_person(node):
    pupil = node.pupil()
    client = node.login(pupil.person_id)
    with client.session_transaction() as cookie:
        kept = json.dumps(dict(cookie))
    assert pupil.person_id not in kept
    assert node.numbers[pupil.person_id] not in kept
    assert "Amina" not in kept


def test_asvs_tokens_never_reach_the_browser(connected):
    node, provider, people = connected
    client = node.client()
    started = client.get("/logg-inn/idporten")
    with client.session_transaction() as cookie:
        kept = json.dumps(dict(cookie)).lower()
    assert "token" not in kept.replace("csrf_token", "")
    assert "access_token" not in started.headers["Location"]
    assert provider.address
    assert people == []


def test_asvs_a_doubled_answer_is_refused(node, csrf):
    client = node.client()
    fields = MultiDict([*csrf(client).items(), ("csrf_token", "x")])
    assert client.post("/logg-ut", data=fields).status_code in (303, 400)
    swapped = MultiDict([("csrf_token", "x"), *csrf(client).items()])
    assert client.post("/logg-ut", data=swapped).status_code == 400


def test_asvs_an_event_says_when_who_and_what(node):
    with node.house.work() as work:
        work.audit(Event("prove:skrevet", "meg", role="rektor", unit="havna"))
        work.commit()
    row = node.rows(AuditEvent)[-1]
    assert row.at.utcoffset().total_seconds() == 0
    assert (row.actor, row.role, row.unit, row.event) == ("meg", "rektor", "havna", "prove:skrevet")


def test_asvs_a_change_and_its_event_are_one_transaction(node):
    with node.house.work() as work:
        work.audit(Event("prove:borte", "meg"))
    assert [row for row in node.rows(AuditEvent) if row.event == "prove:borte"] == []


def test_asvs_a_log_line_is_one_json_object():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "a %s", ("linje\n{\"falsk\": 1}",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["at"].endswith("+00:00")
