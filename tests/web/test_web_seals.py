"""S25 seen from a browser: no page shows what was changed with SQL, and none says whose it was."""

import pytest
from sqlalchemy import create_engine, text

from handover.store.tables import Task


def harm(node, statement, **values):
    engine = create_engine(node.house.engine.url)
    with engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount
    engine.dispose()


@pytest.fixture
def family(node):
    node.unit("nordvik", "kommune", "Nordvik kommune")
    return node, node.pupil(), node.pupil("Ali Warsame", 1)


def test_s25_a_pupil_whose_row_was_changed_meets_a_page_without_names(family):
    node, pupil, other = family
    client, calm = node.login(pupil.person_id), node.login(other.person_id)
    harm(node, "UPDATE pupil SET unit_id = 'et-annet-sted' WHERE id = :id", id=pupil.id)
    answer = client.get("/", follow_redirects=True)
    assert answer.status_code in (200, 404, 422)
    assert "Amina" not in answer.text
    assert pupil.id not in answer.text
    assert calm.get("/").status_code in (200, 303)
    assert {task.role for task in node.rows(Task) if task.kind == "endret_utenom"} == {
        "skoleeier", "personvernombud"}


def test_s25_a_role_somebody_gave_themselves_opens_nothing(family):
    node, pupil, _ = family
    teacher = node.staff(role="laerer")
    client = node.login(teacher.id, provider="feide")
    assert client.get("/").status_code in (200, 303)
    harm(node, "UPDATE \"grant\" SET role = 'rektor' WHERE person_id = :id", id=teacher.id)
    answer = client.get("/trinn")
    assert answer.status_code == 422
    assert "Siri" not in answer.text
    assert "utenom tjenesten" in answer.text
    assert pupil.id not in answer.text


def test_s25_a_session_moved_to_another_person_is_nobodys(family):
    node, pupil, other = family
    client = node.login(pupil.person_id)
    harm(node, "UPDATE session SET person_id = :other WHERE person_id = :id",
         other=other.person_id, id=pupil.person_id)
    answer = client.get("/", follow_redirects=True)
    assert "Ali" not in answer.text


def test_s25_a_session_that_has_ended_is_not_opened_again(family, csrf):
    node, pupil, _ = family
    client = node.login(pupil.person_id)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    client.post("/logg-ut", data=csrf(client))
    harm(node, "UPDATE session SET ended = NULL WHERE person_id = :id", id=pupil.person_id)
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert "Amina" not in client.get("/", follow_redirects=True).text


def test_s25_a_number_given_to_another_person_does_not_let_them_in(family):
    node, pupil, other = family
    harm(node, "UPDATE person SET number_hash = 'x' WHERE id = :id", id=other.person_id)
    harm(node, "UPDATE person SET number_hash = :hash WHERE id = :id", id=pupil.person_id,
         hash=node.house.vault.lookup("pid", node.number(1)))
    client = node.login(pupil.person_id)
    assert "Amina" not in client.get("/", follow_redirects=True).text
