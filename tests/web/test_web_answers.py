"""What every answer carries, and what a refusal says: enough to act on, nothing about anybody."""

import logging

import pytest
from flask import Blueprint, abort

from handover.doors import json
from handover.errors import BadInput, Conflict, Misconfigured, NotAllowed, NotFound, Refused
from handover.rules.findings import error
from handover.web.access import needs, public, system
from handover.web.app import create_app

CANARY = "Kanarifugl 19891199999"


@pytest.fixture
def trouble(node):
    """A node where every kind of trouble has an address."""
    room = Blueprint("vondt", __name__)
    finding = error("MANGLER_DATO", "dato", "Skriv datoen.")
    kinds = {
        "nei": NotAllowed(CANARY), "borte": NotFound(CANARY),
        "endret": Conflict("Pakken er endret siden du så den."),
        "regel": Refused("Delen kan ikke sendes.", "R1", [finding]),
        "galt": BadInput("Filen kan ikke leses."), "oppsett": Misconfigured(CANARY),
        "uventet": RuntimeError(CANARY),
    }
    for prefix, gate in (("", public), ("/node", system)):
        for name, kind in kinds.items():
            def view(kind=kind):
                raise kind
            view.__name__ = f"{gate.name}_{name}"
            room.get(f"{prefix}/{name}")(needs(gate)(view))

    @room.get("/teapot")
    @needs(public)
    def teapot():
        abort(418)

    @room.post("/skjema")
    @needs(public)
    def form():
        return "lagret"

    node.app.register_blueprint(room)
    return node.client()


STATUS = {"nei": 404, "borte": 404, "endret": 409, "regel": 422, "galt": 400, "oppsett": 500,
          "uventet": 500, "finnes-ikke": 404}


@pytest.mark.parametrize(("path", "status"), STATUS.items())
def test_each_family_of_errors_has_its_status_for_people_and_for_machines(trouble, path, status):
    page, problem = trouble.get(f"/{path}"), trouble.get(f"/node/{path}")
    assert (page.status_code, problem.status_code) == (status, status)
    assert page.mimetype == "text/html"
    assert problem.mimetype == "application/problem+json"
    assert json.read(problem.data, limit=10_000)["status"] == status


def test_a_rule_that_says_no_is_told_in_its_own_words_with_what_to_change(trouble):
    page = trouble.get("/regel").text
    assert "Delen kan ikke sendes." in page
    assert "Skriv datoen." in page
    problem = json.read(trouble.get("/node/regel").data, limit=10_000)
    assert (problem["code"], problem["findings"][0]["code"]) == ("R1", "MANGLER_DATO")


def test_not_yours_and_not_here_are_the_same_bytes(trouble):
    answers = [trouble.get(path) for path in ("/nei", "/borte", "/finnes-ikke", "/teapot")]
    assert len({answer.data for answer in answers}) == 1
    machines = [trouble.get(path).data for path in ("/node/nei", "/node/borte", "/node/x")]
    assert len(set(machines)) == 1


def test_nothing_of_what_went_wrong_reaches_page_or_log(trouble, caplog):
    caplog.set_level(logging.DEBUG)
    for path in STATUS:
        assert CANARY not in trouble.get(f"/{path}?q={CANARY}").text
        assert CANARY not in trouble.get(f"/node/{path}").text
    assert CANARY not in caplog.text
    assert "kind=RuntimeError" in caplog.text


def test_a_form_without_a_token_is_refused_and_with_one_is_taken(trouble, csrf):
    answer = trouble.post("/skjema", data={"a": "b"})
    assert answer.status_code == 400
    assert "Siden var for gammel" in answer.text
    assert trouble.post("/skjema", data=csrf(trouble)).text == "lagret"


def test_a_form_another_site_sent_is_refused_even_with_a_token(trouble, csrf):
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert trouble.post("/skjema", data=csrf(trouble), headers=from_elsewhere).status_code == 400


def test_a_token_from_before_the_login_is_worth_nothing_after_it(node, csrf):
    client = node.client()
    before = csrf(client)
    other = node.login(node.pupil().person_id)
    assert other.post("/logg-ut", data=before).status_code == 400


REQUIRED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
                               "font-src 'self'; img-src 'self' data:; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PATHS = ["/", "/logg-inn", "/rettigheter", "/personvern", "/tilgjengelighet", "/ferdig",
         "/logget-ut", "/nei", "/uventet", "/finnes-ikke", "/node/nei", "/robots.txt",
         "/logg-inn/idporten", "/logg-inn/idporten/svar"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers_and_is_not_kept(trouble, path):
    headers = trouble.get(path).headers
    assert {name: headers.get(name) for name in REQUIRED} == REQUIRED
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_a_node_with_https_has_a_host_cookie_and_hsts(make_node, csrf):
    node = make_node(address="https://overgang.nordvik.no", demo=False)
    client = node.client()
    answer = client.get("/ferdig", base_url="https://overgang.nordvik.no")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert node.app.config["SESSION_COOKIE_NAME"] == "__Host-overgang_kommune_999888777"
    assert node.app.config["SESSION_COOKIE_SECURE"] is True


def test_the_cookie_is_for_the_server_only_and_named_by_the_node(node):
    client = node.client()
    client.get("/")
    with node.app.test_request_context("/"):
        from flask import session
        session["a"] = "b"
        answer = node.app.make_response("x")
        node.app.session_interface.save_session(node.app, session, answer)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("overgang_kommune_999888777=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_wrong_method_gets_the_unknown_page(trouble):
    answer = trouble.get("/logg-ut")
    assert answer.status_code == 405
    assert answer.data == trouble.get("/finnes-ikke").data


@pytest.mark.parametrize("content", [b"", b"kort"])
def test_a_node_without_a_proper_cookie_key_does_not_start(node, content):
    from pathlib import Path
    Path(node.house.settings.keys.cookie).write_bytes(content)
    with pytest.raises(Misconfigured, match=r"keys\.cookie"):
        create_app(node.house)
