"""Teachers offer lysglimt; the owner of a part answers when somebody says that it is wrong."""

import pytest

from handover.decision import corrections
from handover.rules.actors import Actor, Hat, Level
from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, Correction, Glimpse, Task

TEXT = "Hun tegnet en hel celle på tavla."


@pytest.fixture
def mona(world):
    return world.node.staff("Mona Lie", "laerer")


@pytest.fixture
def told(world):
    """A pupil who has said that something is wrong in a part of the school's."""
    pupil = world.pupil()
    part = world.part(pupil, state=PartState.APPROVED)
    actor = Actor(pupil.person_id, Hat.PUPIL, Level.HIGH, "økt")
    corrections.ask(world.house, actor, part.id, "Det gjelder ikke meg.")
    return world.rows(Correction)[0], pupil, part


def test_a_teacher_lands_on_lysglimt_and_gives_one(world, mona, press, words):
    pupil = world.pupil()
    client = world.client(mona)
    assert client.get("/").headers["Location"].endswith("/lysglimt")
    page = words(client.get("/lysglimt"))
    assert "Amina Warsame" in page
    assert "følges opp av rektor på annen måte" in page
    made = press(client, f"/lysglimt/{pupil.id}", f"/lysglimt/{pupil.id}", tekst=TEXT)
    assert made.status_code == 303
    assert TEXT in words(client.get(f"/lysglimt/{pupil.id}"))
    assert [row.giver for row in world.rows(Glimpse)] == ["laerer"]
    assert all(TEXT not in row.fields for row in world.rows(AuditEvent))


def test_p11_a_teacher_does_not_write_to_their_own_child_here(world, mona):
    pupil = world.pupil()
    world.related(pupil, mona)
    client = world.client(mona)
    assert client.get(f"/lysglimt/{pupil.id}").status_code == 404
    assert pupil.id not in client.get("/lysglimt").text


def test_p04_a_pupil_who_is_taken_out_is_in_no_list(world, mona):
    pupil = world.pupil(blocked=True)
    client = world.client(mona)
    assert pupil.id not in client.get("/lysglimt").text
    assert client.get(f"/lysglimt/{pupil.id}").status_code == 404


def test_c68_a_text_that_names_somebody_else_comes_back_with_a_sentence(world, mona, press):
    pupil = world.pupil()
    world.pupil("Jonas Solbakken", which=1)
    client = world.client(mona)
    made = press(client, f"/lysglimt/{pupil.id}", f"/lysglimt/{pupil.id}",
                 tekst="Hun hjalp Jonas med brøk.")
    assert made.status_code == 422
    assert "nevner noen andre" in made.text
    assert world.rows(Glimpse) == []


@pytest.mark.parametrize("who", ["petra", "geir"])
def test_s06_nobody_else_at_work_opens_the_lysglimt_pages(world, who):
    pupil = world.pupil()
    client = world.client(getattr(world, who))
    for path in ("/lysglimt", f"/lysglimt/{pupil.id}"):
        assert client.get(path).status_code == 404


def test_c64_the_owner_reads_what_was_said_beside_the_part_and_answers(world, told, press, words):
    row, _pupil, _part = told
    siri = world.client(world.siri)
    assert "Amina Warsame" in words(siri.get("/meldt-feil"))
    page = words(siri.get(f"/meldt-feil/{row.id}"))
    assert "Det gjelder ikke meg." in page
    assert "Tegninger ved siden av teksten." in page
    made = press(siri, f"/meldt-feil/{row.id}", f"/meldt-feil/{row.id}", utfall="beholdt",
                 svar="Læreren har sett det selv.")
    assert made.headers["Location"].endswith("/meldt-feil")
    assert world.rows(Correction)[0].outcome == "beholdt"
    assert all(one.done for one in world.rows(Task))
    assert siri.get(f"/meldt-feil/{row.id}").status_code == 404


def test_mended_is_taken_only_when_it_is(world, told, press):
    row, _pupil, _part = told
    siri = world.client(world.siri)
    made = press(siri, f"/meldt-feil/{row.id}", f"/meldt-feil/{row.id}", utfall="rettet",
                 svar="Rettet.")
    assert made.status_code == 422
    assert "Rett teksten først." in made.text
    assert world.rows(Correction)[0].outcome == ""


def test_the_opening_is_remembered_so_that_the_pupil_can_read_of_it(world, told):
    row, _pupil, part = told
    world.client(world.siri).get(f"/meldt-feil/{row.id}")
    assert [(one.actor, one.object_id) for one in world.rows(AuditEvent)
            if one.event == "del:lest"] == [(world.siri.id, part.id)]


@pytest.mark.parametrize("who", ["pia", "petra", "geir"])
def test_p06_nobody_but_the_owner_sees_that_something_was_said(world, told, words, who):
    row, _pupil, _part = told
    client = world.client(getattr(world, who))
    assert client.get(f"/meldt-feil/{row.id}").status_code == 404
    listed = client.get("/meldt-feil")
    assert listed.status_code == 404 or "Amina" not in words(listed)


def test_p11_somebody_related_to_the_pupil_does_not_see_it(world, told, words):
    row, pupil, _part = told
    world.related(pupil, world.siri)
    siri = world.client(world.siri)
    assert siri.get(f"/meldt-feil/{row.id}").status_code == 404
    assert "Amina" not in words(siri.get("/meldt-feil"))
