"""The guardian's road: interpreter first, then only what the pupil has said yes to (P2, P8)."""

import pytest

from handover.decision import interpreter
from handover.rules.actors import Level
from handover.store.tables import AuditEvent, Decision, Task


def test_a_guardian_meets_the_interpreter_first(world):
    mother = world.as_mother(offered=False)
    assert mother.get("/hjem").headers["Location"] == "/tolk"
    page = mother.get("/tolk").text
    assert "Trenger du tolk?" in page
    assert "Barn skal ikke tolke." in page
    assert "soomaali (somali)" in page


def test_who_needs_no_interpreter_goes_on_and_is_not_asked_again(world, press):
    mother = world.as_mother(offered=False)
    assert press(mother, "/tolk/nei").headers["Location"] == "/hjem"
    assert mother.get("/hjem").status_code == 200


def test_ring_meg_med_tolk_makes_a_task_for_the_adviser_with_no_name_in_it(world, press):
    mother = world.as_mother(offered=False)
    when = interpreter.times(world.house.today())[1]
    press(mother, "/tolk", tid=when.isoformat(), sprak="so")
    (task,) = world.node.rows(Task)
    assert (task.kind, task.role, task.unit_id, task.pupil_id) == (
        "ring_med_tolk", "radgiver", "havna", world.pupil.id)
    assert interpreter.parse(task.object_id) == interpreter.Wish(world.mother.id, when, "so")
    assert "Vi ringer deg torsdag 6.\N{NO-BREAK SPACE}mai kl.\N{NO-BREAK SPACE}09.30" in \
        mother.get("/tolk").text


def test_a_new_wish_takes_the_place_of_the_old(world, press):
    mother = world.as_mother(offered=False)
    for when in interpreter.times(world.house.today()):
        press(mother, "/tolk", tid=when.isoformat(), sprak="so")
    assert len(world.node.rows(Task)) == 1


def test_times_are_school_days_and_never_today(world):
    at = interpreter.times(world.house.today())
    assert [one.weekday() for one in at] == [2, 3, 4]
    friday = interpreter.times(at[2].date())
    assert [one.weekday() for one in friday] == [0, 1, 2]


@pytest.mark.parametrize("fields", [
    {}, {"tid": "i morgen", "sprak": "so"}, {"tid": "2027-05-05T14:00:00+00:00"},
    {"tid": "2027-05-05T14:00:00+00:00", "sprak": "klingon"},
    {"tid": "2030-01-01T10:00:00+00:00", "sprak": "so"},
])
def test_a_wish_that_is_not_whole_is_asked_for_again(world, press, fields):
    made = press(world.as_mother(offered=False), "/tolk", **fields)
    assert made.status_code == 422
    assert "Se på dette først" in made.text
    assert world.node.rows(Task) == []


def test_a_guardian_never_sees_a_part_before_the_pupils_yes(world, press):
    part = world.part("iop")
    mother = world.as_mother()
    assert mother.get(f"/sporsmal/{part.id}").status_code == 404
    made = press(mother, f"/sporsmal/{part.id}", sha256=part.sha256, svar="ja")
    assert made.status_code == 404
    world.says(world.pupil.person_id, "elev", part, "nei", "skole", "ppt_fylke")
    assert mother.get(f"/sporsmal/{part.id}").status_code == 404
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    assert mother.get(f"/sporsmal/{part.id}").status_code == 200


def test_the_question_to_a_guardian_is_neutral_and_says_nothing_of_the_pupils_answer(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    page = world.as_mother().get(f"/sporsmal/{part.id}").text
    assert "Vil du at den nye skolen skal få dette?" in page
    assert "IOP og årlig vurdering" in page
    assert "Skolen Amina takker ja til: Fjordgløtt vgs" in page
    assert "har sagt ja" not in page


def test_a_guardian_is_asked_only_about_the_receivers_the_pupil_said_yes_to(world, answer):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole")
    world.says(world.pupil.person_id, "elev", part, "nei", "ppt_fylke")
    mother = world.as_mother()
    assert "PPT" not in mother.get(f"/sporsmal/{part.id}").text.split("<main")[1]
    answer(mother, part, "ja")
    own = [row.slot_id for row in world.node.rows(Decision) if row.person_id == world.mother.id]
    assert own == [world.slots["skole"]]
    assert "Takk. Nå venter vi på skolen." in mother.get("/takk").text


def test_schools_are_not_named_to_a_guardian_while_anybody_is_restricted(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    world.restrict(world.node.guardian(world.pupil, "Abdi Warsame", which=5))
    page = world.as_mother().get(f"/sporsmal/{part.id}").text
    assert "Skolen eleven takker ja til." in page
    for hidden in ("Fjordgl", "Tindelia", "Lia private", "Storfjell"):
        assert hidden not in page


def test_somebody_restricted_is_asked_nothing_and_can_answer_nothing(world, press):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    world.restrict(world.mother)
    mother = world.as_mother()
    assert mother.get(f"/sporsmal/{part.id}").status_code == 404
    assert press(mother, f"/sporsmal/{part.id}", sha256=part.sha256,
                 svar="ja").status_code == 404


def test_somebody_whose_standing_is_not_documented_does_not_come_in(world):
    stranger = world.node.guardian(world.pupil, "Abdi Warsame", which=5, verified=False)
    answer = world.as_mother(person=stranger).get("/hjem")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logg-inn")


def test_a_guardian_of_two_chooses_whom_it_is_about(world, press):
    brother = world.node.pupil("Jonas Warsame", which=3)
    world.represents(world.mother, brother)
    mother = world.as_mother()
    assert mother.get("/hjem").headers["Location"] == "/velg"
    page = mother.get("/velg").text
    assert page.index("Amina") < page.index("Jonas")
    press(mother, "/velg", elev=brother.id)
    assert "Dette handler om Jonas." in mother.get("/hjem").text
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    assert mother.get(f"/sporsmal/{part.id}").status_code == 404
    press(mother, "/velg", elev=world.pupil.id)
    assert mother.get(f"/sporsmal/{part.id}").status_code == 200


def test_nobody_chooses_somebody_elses_child(world, press, strangers):
    mother = world.as_mother()
    assert press(mother, "/velg", elev=strangers[0].id).status_code == 404
    assert "Dette handler om Amina." in mother.get("/hjem").text


def test_pupils_are_not_offered_the_guardians_pages(world):
    pupil = world.as_pupil()
    for address in ("/tolk", "/velg", "/delt"):
        assert pupil.get(address).status_code == 404


def test_staff_have_no_family_pages(world):
    staff = world.node.login(world.adviser.id, "feide", Level.LOW)
    for address in ("/hjem", "/pakken", "/loven", "/egne-ord", "/sporsmal"):
        assert staff.get(address).status_code == 404


def test_the_wish_for_an_interpreter_is_in_the_audit_without_words(world, press):
    when = interpreter.times(world.house.today())[0]
    press(world.as_mother(offered=False), "/tolk", tid=when.isoformat(), sprak="so")
    assert [row.event for row in world.node.rows(AuditEvent)][-1] == "tolk:onsket"
