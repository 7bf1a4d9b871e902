"""Limits are kept together by every process, written down without persons, and told calmly."""

import pytest
from sqlalchemy import select

from handover.store.tables import AuditEvent, Counter
from handover.web.app import create_app
from handover.web.limits import LARGE, LOGIN, POST, limit_of


def test_a_limit_is_shared_by_every_process_on_the_database(node):
    pupil = node.pupil()
    one = node.login(pupil.person_id)
    other = create_app(node.house).test_client()
    answers = []
    for turn in range(LOGIN.address + 2):
        client = (one, other)[turn % 2]
        answers.append(client.post("/logg-ut", data={}).status_code)
    assert 429 not in answers[:LOGIN.session]
    assert answers[-1] == 429
    assert other.post("/logg-ut", data={}).status_code == 429


def test_too_much_is_told_calmly_and_says_when_to_come_back(node):
    client = node.client()
    for _ in range(LOGIN.address):
        client.post("/logg-ut")
    answer = client.post("/logg-ut")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Vent et minutt" in answer.text
    node.pass_time(minutes=1)
    assert client.post("/logg-ut").status_code != 429


def test_one_session_has_less_than_an_address_and_does_not_use_up_the_others(node, csrf):
    pupil, sibling = node.pupil(), node.pupil("Ali Warsame", 1)
    eager, calm = node.login(pupil.person_id), node.login(sibling.person_id)
    answers = [eager.post("/logg-ut").status_code for _ in range(LOGIN.session + 1)]
    assert answers[-2:] == [400, 429]
    assert calm.post("/logg-ut", data=csrf(calm)).status_code == 303
    assert LARGE.session < POST.session < POST.address


def test_every_post_has_a_limit_without_saying_so(node):
    app = node.app
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    assert len(posts) > 10
    assert [rule.rule for rule in posts
            if not limit_of(app, rule.endpoint, "POST").address] == []


def test_a_machine_gets_a_problem_document(node):
    client = node.client()
    answers = [client.post("/node/v1/pakker", data=b"") for _ in range(1201)]
    assert answers[-1].status_code == 429
    assert answers[-1].mimetype == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_no_address_and_no_secret_is_kept_in_the_counts(node):
    node.client().post("/logg-ut")
    with node.house.engine.connect() as connection:
        rows = list(connection.execute(select(Counter.__table__)))
    assert rows
    assert all("127.0.0.1" not in str(row) and len(row.key) == 64 for row in rows)


def test_counts_of_windows_that_are_over_are_swept(node):
    node.client().post("/logg-ut")
    node.pass_time(hours=2)
    node.client().post("/logg-ut")
    with node.house.engine.connect() as connection:
        rows = list(connection.execute(select(Counter.until)))
    assert all(row.until > node.clock.now() for row in rows)


@pytest.mark.parametrize("path", ["/trinn", "/finnes-ikke"])
def test_a_failed_try_is_remembered_without_content_and_cannot_flood_the_audit(node, path):
    pupil = node.pupil()
    client = node.login(pupil.person_id)
    for _ in range(25):
        assert client.get(path).status_code == 404
    events = [row for row in node.rows(AuditEvent) if row.event == "forsok:avvist"]
    assert [row.fields for row in events] == [
        '{"antall": "1", "status": "404"}', '{"antall": "10", "status": "404"}']
    assert all(path.strip("/") not in row.fields for row in events)
