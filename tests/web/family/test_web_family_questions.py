"""Reading and answering: the very bytes, in that session, by the one who is asked."""

import pytest
from family_world import PDF, facts_of

from handover.rules.actors import Level
from handover.rules.approval import Answer
from handover.store.tables import Decision, Part, Served, Task


def said(world, person_id=None):
    wanted = person_id or world.pupil.person_id
    return {(row.part_id, row.slot_id): row.answer for row in world.node.rows(Decision)
            if row.person_id == wanted}


def test_the_question_shows_who_why_how_long_what_if_no_and_the_whole_text(world):
    part = world.part("iop")
    page = world.as_pupil().get(f"/sporsmal/{part.id}").text
    assert "Vil du at den nye skolen skal få opplæringsplanen din?" in page
    assert "Skolen du takker ja til: Fjordgløtt vgs, Lia private vgs eller Tindelia vgs." in page
    assert "PPT i Storfjell fylke." in page
    assert "Amina bruker brøk og prosent i oppgaver fra hverdagen." in page
    assert "Da ser den nye skolen hvilke mål du har jobbet med." in page
    assert "så lenge arkivloven krever det" in page
    assert "lager en ny plan" in page
    assert "25‑1(4)" in page


def test_what_is_shown_is_remembered_as_served(world):
    part = world.part("iop")
    world.as_pupil().get(f"/sporsmal/{part.id}")
    assert [row.sha256 for row in world.node.rows(Served)] == [part.sha256]


def test_yes_and_no_are_equal_buttons(world):
    part = world.part("iop")
    page = world.as_pupil().get(f"/sporsmal/{part.id}").text
    buttons = [line.split("</button>")[0] for line in page.split('<button name="svar"')[1:3]]
    shapes = [button.replace("ja", "x").replace("nei", "x").replace("Ja", "x")
              .replace("Nei", "x").replace("ikke send det", "send det") for button in buttons]
    assert shapes[0] == shapes[1]


def test_an_answer_counts_for_every_receiver_and_leads_to_the_next_question(world, answer):
    first, second = world.part("tilpasning"), world.part("iop")
    pupil = world.as_pupil()
    made = answer(pupil, first, "ja")
    assert (made.status_code, made.headers["Location"]) == (303, f"/sporsmal/{second.id}")
    assert said(world) == {(first.id, world.slots["skole"]): Answer.YES}
    made = answer(pupil, second, "nei")
    assert made.headers["Location"] == "/takk"
    assert said(world)[(second.id, world.slots["ppt_fylke"])] == Answer.NO
    assert "Takk. Nå er du ferdig." in pupil.get("/takk").text


def test_each_receiver_can_be_answered_by_itself(world, answer):
    part = world.part("iop")
    answer(world.as_pupil(), part, "hver", **{
        f"plass-{world.slots['skole']}": "ja", f"plass-{world.slots['ppt_fylke']}": "nei"})
    assert said(world) == {(part.id, world.slots["skole"]): "ja",
                           (part.id, world.slots["ppt_fylke"]): "nei"}


@pytest.mark.parametrize("word", ["", "kanskje", "hver"])
def test_a_form_without_an_answer_is_refused_kindly_and_nothing_is_kept(world, answer, word):
    part = world.part("iop")
    made = answer(world.as_pupil(), part, word)
    assert made.status_code == 422
    assert "Velg ja eller nei." in made.text
    assert said(world) == {}


def test_an_answer_without_having_read_is_refused(world, press):
    part = world.part("iop")
    made = press(world.as_pupil(), f"/sporsmal/{part.id}", sha256=part.sha256, svar="ja")
    assert made.status_code == 422
    assert "Les teksten før du svarer." in made.text
    assert said(world) == {}


def test_reading_in_one_session_does_not_count_in_another(world, press):
    part = world.part("iop")
    world.as_pupil().get(f"/sporsmal/{part.id}")
    made = press(world.as_pupil(), f"/sporsmal/{part.id}", sha256=part.sha256, svar="ja")
    assert made.status_code == 422


def test_an_answer_to_a_text_that_has_changed_is_not_kept_and_leads_to_the_new_one(world, press):
    old = world.part("iop")
    pupil = world.as_pupil()
    pupil.get(f"/sporsmal/{old.id}")
    new = world.part("iop", facts_of("iop") | {"skolear": "2025/2026"}, replaces=old)
    made = press(pupil, f"/sporsmal/{old.id}", sha256=old.sha256, svar="ja")
    assert made.status_code == 409
    assert "Teksten er endret siden du leste den" in made.text
    assert f"/sporsmal/{new.id}" in made.text
    assert said(world) == {}
    assert pupil.get(f"/sporsmal/{old.id}").headers["Location"] == f"/sporsmal/{new.id}"


def test_an_answer_about_other_bytes_is_a_conflict(world, press):
    part = world.part("iop")
    pupil = world.as_pupil()
    pupil.get(f"/sporsmal/{part.id}")
    made = press(pupil, f"/sporsmal/{part.id}", sha256="0" * 64, svar="ja")
    assert made.status_code == 409
    assert said(world) == {}


def test_a_question_that_needs_bankid_shows_neither_name_nor_text_below_it(world):
    part = world.part("sakkyndig")
    page = world.as_pupil().get(f"/sporsmal/{part.id}")
    assert page.status_code == 200
    assert "Dette spørsmålet krever BankID" in page.text
    for told in ("akkyndig", "vurderingen fra PPT", "liten gruppe"):
        assert told not in page.text
    assert world.node.rows(Served) == []


def test_below_its_level_a_question_cannot_be_answered(world, press):
    part = world.part("sakkyndig")
    made = press(world.as_pupil(), f"/sporsmal/{part.id}", sha256=part.sha256, svar="ja")
    assert made.status_code == 404
    assert said(world) == {}


def test_with_bankid_the_same_question_can_be_read_and_answered(world, answer):
    part = world.part("sakkyndig")
    pupil = world.as_pupil(Level.HIGH)
    assert "Tre timer i uka i liten gruppe i norsk" in pupil.get(f"/sporsmal/{part.id}").text
    answer(pupil, part, "ja")
    assert set(said(world).values()) == {"ja"}


def test_the_way_to_bankid_goes_through_login_and_back(world):
    part = world.part("sakkyndig")
    made = world.as_pupil().get(f"/sporsmal/{part.id}/bankid")
    assert made.status_code == 303
    assert made.headers["Location"].startswith("/logg-inn/idporten")
    back = world.as_pupil(Level.HIGH).get(f"/sporsmal/{part.id}/bankid")
    assert back.headers["Location"] == f"/sporsmal/{part.id}"


def test_being_in_doubt_records_nothing_and_goes_on(world):
    part, after = world.part("tilpasning"), world.part("iop")
    page = world.as_pupil().get(f"/sporsmal/{part.id}/tvil").text
    assert "Vi har ikke lagret noe svar." in page
    assert "Siri Aune" in page
    assert f"/sporsmal/{after.id}" in page
    assert said(world) == {}


def test_a_file_that_follows_can_be_read_under_a_name_that_says_nothing(world):
    part = world.part("iop", file=True)
    pupil = world.as_pupil()
    page = pupil.get(f"/sporsmal/{part.id}").text
    assert "Planen som PDF" in page
    assert "Dette dokumentet følger med." in page
    file = pupil.get(f"/sporsmal/{part.id}/dokument/1")
    assert file.data == PDF
    assert file.headers["Content-Disposition"] == 'attachment; filename="dokument-1.pdf"'
    assert pupil.get(f"/sporsmal/{part.id}/dokument/2").status_code == 404
    assert pupil.get(f"/sporsmal/{part.id}/dokument/0").status_code == 404


def test_the_pupil_opens_a_part_for_the_guardians_and_closes_it_again(world, press):
    part = world.part("psykososialt")
    pupil = world.as_pupil(Level.HIGH)
    assert "Nå ser de det ikke." in pupil.get(f"/sporsmal/{part.id}").text
    press(pupil, f"/sporsmal/{part.id}/innsyn", vis="ja")
    assert [row.shown for row in world.node.rows(Part)] == [True]
    press(pupil, f"/sporsmal/{part.id}/innsyn", vis="nei")
    assert [row.shown for row in world.node.rows(Part)] == [False]


def test_a_part_the_policy_opens_itself_is_not_the_pupils_to_open(world, press):
    part = world.part("iop")
    made = press(world.as_pupil(), f"/sporsmal/{part.id}/innsyn", vis="ja")
    assert made.status_code == 404
    assert "Skal foresatte få lese dette?" not in \
        world.as_pupil().get(f"/sporsmal/{part.id}").text


@pytest.mark.parametrize("address", ["", "/tvil", "/dokument/1"])
def test_somebody_elses_part_is_the_same_page_as_one_that_never_was(world, strangers, address):
    part = world.part("iop", file=True)
    nowhere = world.house.id()
    for person in strangers[0].person_id, strangers[1].id:
        client = world.node.login(person)
        found = client.get(f"/sporsmal/{part.id}{address}")
        never = client.get(f"/sporsmal/{nowhere}{address}")
        assert found.status_code == never.status_code == 404
        assert found.text == never.text


def test_somebody_else_cannot_answer(world, strangers, press):
    part = world.part("iop")
    for person in strangers[0].person_id, strangers[1].id:
        made = press(world.node.login(person), f"/sporsmal/{part.id}", sha256=part.sha256,
                     svar="ja")
        assert made.status_code == 404
    assert world.node.rows(Decision) == []


def test_a_birthday_that_gives_the_pupil_more_say_asks_anew(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja")
    world.born(2012, 5, 10)  # 14 when the answer was given, 15 a week later
    world.node.pass_time(days=7)
    assert "Du får ett spørsmål" in world.as_pupil().get("/hjem").text


def test_p02_a_call_is_asked_for_without_saying_which_question_it_is_about(world, press):
    part, pupil = world.part("iop"), world.as_pupil()
    page = pupil.get(f"/sporsmal/{part.id}/tvil").text
    assert "Be rådgiveren ringe meg" in page
    assert "Rådgiveren får ikke vite hvilket spørsmål det gjelder." in page
    for _time in range(2):
        assert press(pupil, "/snakk").headers["Location"] == "/snakk"
    tasks = world.node.rows(Task)
    assert [(row.kind, row.role, row.object_id) for row in tasks] == [
        ("ring_meg", "radgiver", world.pupil.person_id)]
    assert "har fått beskjed om å ringe deg" in pupil.get("/snakk").text
    assert world.node.rows(Decision) == []


def test_a_guardian_reads_why_in_words_to_a_guardian(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja")
    page = world.as_mother().get(f"/sporsmal/{part.id}").text
    assert "Da ser den nye skolen hvilke mål eleven har jobbet med." in page
    assert "hvilke mål du har jobbet med" not in page
    assert "hvilke mål du har jobbet med" in world.as_pupil().get(f"/sporsmal/{part.id}").text
