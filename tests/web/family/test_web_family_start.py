"""The first page: what waits, how long it takes, and nothing anybody could subtract from."""

from datetime import timedelta

import pytest

from handover.rules.actors import Level
from handover.rules.part_states import PartState
from handover.web.family.contact import spaced


def test_the_front_page_leads_a_pupil_to_their_own_first_page(world):
    answer = world.as_pupil().get("/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/hjem"


def test_the_first_page_says_how_many_questions_how_long_and_which_need_bankid(world):
    for category in ("iop", "tilpasning", "sakkyndig"):
        world.part(category)
    page = world.as_pupil().get("/hjem").text
    assert "Hei, Amina." in page
    assert "Du får 3 spørsmål" in page
    assert "omtrent 3 minutter" in page
    assert "To av dem kan du svare på nå." in page
    assert "Ett av dem krever BankID." in page
    assert "20.\N{NO-BREAK SPACE}mai" in page


def test_with_bankid_nothing_is_said_about_bankid(world):
    world.part("sakkyndig")
    page = world.as_pupil(Level.HIGH).get("/hjem").text
    assert "Du får ett spørsmål" in page
    assert "krever BankID" not in page


def test_a_pupil_who_is_asked_nothing_is_told_so_calmly(world):
    page = world.as_pupil().get("/hjem").text
    assert "Du trenger ikke svare på noe" in page
    assert "Skriv eller velg kort" in page


def test_parts_the_leader_has_not_approved_are_not_there(world):
    world.part("iop", state=PartState.WITH_LEADER)
    world.part("tilpasning", state=PartState.LEFT_OUT)
    assert "Du trenger ikke svare på noe" in world.as_pupil().get("/hjem").text


def test_whoever_has_begun_sees_what_is_left(world, answer):
    first = world.part("tilpasning")
    world.part("iop")
    pupil = world.as_pupil()
    answer(pupil, first, "nei")
    page = pupil.get("/hjem").text
    assert "Du har ett spørsmål igjen" in page
    assert "Fortsett" in page


def test_the_law_based_parts_stand_folded_by_name(world):
    world.part("skole_fag", world.facts("skole_fag"))
    page = world.as_pupil().get("/hjem").text
    assert "<details" in page
    assert "<li>Skole og fag</li>" in page


def test_the_last_login_is_told(world):
    world.as_pupil(Level.HIGH)
    world.node.pass_time(minutes=10)
    page = world.as_pupil().get("/hjem").text
    assert "Sist logget inn tirsdag 4.\N{NO-BREAK SPACE}mai" in page
    assert "med BankID" in page


def test_the_foot_names_the_adviser_who_has_the_role_today(world):
    page = world.as_pupil().get("/hjem").text
    assert "Siri Aune er rådgiver på Havna ungdomsskole" in page


def test_after_the_deadline_the_page_says_that_answers_still_count(world):
    world.part("iop")
    world.node.pass_time(days=30)
    page = world.as_pupil().get("/hjem").text
    assert "Du kan fortsatt svare." in page


def test_when_answers_no_longer_count_nothing_is_asked(world):
    world.part("iop")
    world.node.clock.set(world.node.clock.now() + timedelta(days=160))
    assert "Du trenger ikke svare på noe" in world.as_pupil().get("/hjem").text


@pytest.mark.parametrize(("stored", "told"), [
    ("12009101", "12 00 91 01"), ("+47 12009101", "12 00 91 01"), ("120 09 101", "12 00 91 01"),
    ("+46 70 123 45 67", "+46 70 123 45 67"), ("", "")])
def test_a_phone_number_is_told_in_one_way(stored, told):
    assert spaced(stored) == told
