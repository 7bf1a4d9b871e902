"""S5 and C-44: confirmed at school, and undone when somebody else has used the pupil's log-in."""

import re

import pytest

from handover.decision import questions, slots
from handover.demo.provider import DemoLogin
from handover.rules.actors import Level
from handover.rules.approval import Status
from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, Decision, Part, Session, Task
from handover.store.work import reading
from handover.web import session as sessions


def code_on(client, press):
    """Makes a code and reads it off the screen."""
    press(client, "/pa-skolen")
    return re.search(r'og-skolekode">([0-9 ]+)<', client.get("/pa-skolen").text)[1]


def siri(world):
    return world.node.login(world.adviser.id, "feide", Level.LOW)


def confirm(world, press, code, **fields):
    return press(siri(world), f"/elev/{world.pupil.id}/pa-skolen/ja", kode=code,
                 **({"hvordan": "kjenner"} | fields))


def ends(world, part):
    with reading(world.house.work) as db:
        row = db.get_one(Part, part.id)
        return {questions.standing(world.house, db, row, slot, world.house.today())
                for slot in slots.of_pupil(db, world.pupil.id)
                if slot.kind in world.house.policy.categories[row.category].receivers
                or slot in slots.for_category(world.house, [slot],
                                              world.house.policy.categories[row.category])}


def test_c44_minid_alone_sees_no_sensitive_part_and_does_after_the_code(world, press):
    part = world.part("psykososialt")
    client = world.as_pupil(Level.SUBSTANTIAL)
    assert "krever BankID" in client.get(f"/sporsmal/{part.id}").text
    code = code_on(client, press)
    page = press(siri(world), f"/elev/{world.pupil.id}/pa-skolen", kode=code)
    assert "Er dette Amina Warsame?" in page.text
    assert "krever BankID" in client.get(f"/sporsmal/{part.id}").text
    assert confirm(world, press, code).status_code == 303
    assert "krever BankID" not in client.get(f"/sporsmal/{part.id}").text
    assert "bekreftet hvem du er" in client.get("/pa-skolen").text


def test_c44_the_audit_names_who_confirmed_and_the_answer_says_it_was_at_school(
        world, press, answer):
    part = world.part("psykososialt")
    client = world.as_pupil(Level.SUBSTANTIAL)
    confirm(world, press, code_on(client, press))
    assert answer(client, part, "ja").status_code == 303
    event = next(one for one in world.node.rows(AuditEvent) if one.event == "okt:bekreftet")
    assert (event.actor, event.pupil_id) == (world.adviser.id, world.pupil.id)
    assert {row.form for row in world.node.rows(Decision)} == {"oppmote"}


def test_c44_what_was_raised_is_that_session_and_no_other(world, press):
    part = world.part("psykososialt")
    here, elsewhere = world.as_pupil(), world.as_pupil()
    confirm(world, press, code_on(here, press))
    assert "krever BankID" in elsewhere.get(f"/sporsmal/{part.id}").text


@pytest.mark.parametrize("spoil", ["used", "old", "replaced", "guessed", "logged out"])
def test_c44_a_code_that_does_not_hold_confirms_nobody(world, press, spoil):
    client = world.as_pupil()
    code = code_on(client, press)
    if spoil == "used":
        confirm(world, press, code)
    elif spoil == "old":
        world.node.pass_time(minutes=10)
    elif spoil == "replaced":
        code_on(client, press)
    elif spoil == "guessed":
        code = f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"
    else:
        press(client, "/logg-ut")
    answer = confirm(world, press, code)
    assert answer.status_code == 422
    assert "Koden stemmer ikke" in answer.text
    raised = [row for row in world.node.rows(Session) if row.raised_by]
    assert len(raised) == (spoil == "used")


def test_c44_five_wrong_tries_kill_the_code(world, press):
    client = world.as_pupil()
    code = code_on(client, press)
    wrong = f"{(int(code.replace(' ', '')) + 7) % 1_000_000:06}"
    for _ in range(5):
        confirm(world, press, wrong)
    assert confirm(world, press, code).status_code == 422
    assert not any(row.raised_by for row in world.node.rows(Session))


def test_c44_the_radgiver_must_say_how_they_know(world, press):
    code = code_on(world.as_pupil(), press)
    answer = confirm(world, press, code, hvordan="")
    assert answer.status_code == 422
    assert "Si hvordan du vet" in answer.text
    assert confirm(world, press, code).status_code == 303


def test_c44_a_guardian_is_confirmed_under_their_own_name(world, press):
    code = code_on(world.as_mother(), press)
    page = press(siri(world), f"/elev/{world.pupil.id}/pa-skolen", kode=code)
    assert "Er dette Hodan Farah?" in page.text


def test_c44_the_code_of_another_family_is_of_no_use(world, press, strangers):
    other, _father = strangers
    code = code_on(world.node.login(other.person_id), press)
    assert confirm(world, press, code).status_code == 422


@pytest.mark.parametrize("path", ["/pa-skolen", "/innlogginger"])
def test_only_a_radgiver_of_the_school_opens_the_staff_pages(world, path):
    node = world.node
    rektor = node.staff("Trond Fosse", "rektor")
    elsewhere = node.staff("Ola Vik", unit_id=node.unit("annen"))
    relative = node.staff("Abdi Warsame")
    node.represent(world.pupil, relative)
    address = f"/elev/{world.pupil.id}{path}"
    assert siri(world).get(address).status_code == 200
    missing = siri(world).get(f"/elev/finnes-ikke{path}")
    for person in (rektor, elsewhere, relative):
        answer = node.login(person.id, "feide", Level.LOW).get(address)
        assert answer.status_code == missing.status_code == 404, person
    assert world.as_pupil().get(address).status_code == 404


def intruder(world, press, answer):
    """Somebody in the pupil's name: opens a part to guardians, says yes, writes; the parts."""
    part = world.part("tilpasning")
    client = world.as_pupil()
    press(client, "/egne-ord", detSomVirker="Ikke skrevet av meg.")
    answer(client, part, "ja")
    with world.house.work() as work:
        row = next(iter(world.node.rows(Session)))
        kept = work.session.get_one(Session, row.id)
    return client, part, kept


def chosen(world):
    return [row.id for row in world.node.rows(Session) if row.person_id == world.pupil.person_id]


def test_s05_the_pupil_undoes_what_another_did_and_is_shut_out(world, press, answer):
    client, part, row = intruder(world, press, answer)
    own = next(one for one in world.node.rows(Part) if one.author_id)
    press(client, f"/sporsmal/{own.id}/innsyn", vis="ja")
    world.node.pass_time(minutes=5)
    me = world.as_pupil()
    assert "Har noen andre brukt" in me.get("/innlogginger").text
    done = press(me, "/innlogginger", okt=[row.id])
    assert (done.status_code, done.headers["Location"]) == (303, "/innlogging-stengt")
    assert '"cache"' in done.headers["Clear-Site-Data"]
    assert {one.answer for one in world.node.rows(Decision)} == {"ja", "ugyldig"}
    assert ends(world, part) == {Status.ASKS_PUPIL}
    written = next(one for one in world.node.rows(Part) if one.id == own.id)
    assert (written.state, written.shown) == (PartState.REPLACED, False)
    assert all(one.ended for one in world.node.rows(Session)
               if one.person_id == world.pupil.person_id)
    assert me.get("/hjem").status_code == client.get("/hjem").status_code == 303


def test_s05_what_was_opened_to_guardians_is_closed(world, press, answer):
    part = world.part("psykososialt")
    client = world.as_pupil(Level.HIGH)
    client.get(f"/sporsmal/{part.id}")
    press(client, f"/sporsmal/{part.id}/innsyn", vis="ja")
    assert next(one for one in world.node.rows(Part) if one.id == part.id).shown
    press(client, "/innlogginger", okt=chosen(world))
    assert not next(one for one in world.node.rows(Part) if one.id == part.id).shown


def test_s05_what_the_pupil_did_in_other_sessions_stands(world, press, answer):
    mine, theirs = world.part("tilpasning"), world.part("iop")
    me = world.as_pupil()
    answer(me, mine, "ja")
    press(me, "/egne-ord", detSomVirker="Skrevet av meg.")
    own = next(one for one in world.node.rows(Part) if one.author_id)
    world.node.pass_time(minutes=1)
    other = world.as_pupil()
    answer(other, theirs, "ja")
    press(other, "/egne-ord", detSomVirker="Ikke skrevet av meg.")
    newest = max(world.node.rows(Session), key=lambda row: row.created)
    press(me, "/innlogginger", okt=[newest.id])
    assert Status.ASKS_PUPIL not in ends(world, mine)
    assert ends(world, theirs) == {Status.ASKS_PUPIL}
    back = next(one for one in world.node.rows(Part) if one.id == own.id)
    assert (back.state, back.replaced_by) == (PartState.APPROVED, None)


def test_s05_an_answer_the_pupil_has_given_since_stands(world, press, answer):
    part = world.part("tilpasning")
    answer(world.as_pupil(), part, "nei")
    first = chosen(world)
    world.node.pass_time(minutes=1)
    me = world.as_pupil()
    answer(me, part, "ja")
    press(me, "/innlogginger", okt=first)
    assert Status.ASKS_PUPIL not in ends(world, part)


def test_s05_somebody_elses_session_cannot_be_chosen(world, press, strangers):
    other, _father = strangers
    world.node.login(other.person_id)
    foreign = next(row for row in world.node.rows(Session) if row.person_id == other.person_id)
    me = world.as_pupil()
    assert press(me, "/innlogginger", okt=[foreign.id]).status_code == 422
    assert press(me, "/innlogginger").status_code == 422
    assert not any(row.ended for row in world.node.rows(Session))


def test_s05_the_radgiver_does_it_on_the_pupils_word_and_opens_again_after_meeting(
        world, press, answer):
    _client, part, row = intruder(world, press, answer)
    page = f"/elev/{world.pupil.id}/innlogginger"
    assert press(siri(world), page, okt=[row.id]).status_code == 303
    assert ends(world, part) == {Status.ASKS_PUPIL}
    assert "Innloggingen er stengt" in siri(world).get(page).text
    task, = [one for one in world.node.rows(Task) if one.kind == "innlogging_stengt"]
    assert (task.role, task.done) == ("radgiver", None)
    assert press(siri(world), page + "/apne").status_code == 303
    assert next(one for one in world.node.rows(Task) if one.id == task.id).done
    assert press(siri(world), page + "/apne").status_code == 404
    events = [one for one in world.node.rows(AuditEvent) if one.event.startswith("innlogging:")]
    assert [one.event for one in events] == ["innlogging:misbrukt", "innlogging:apnet"]


def test_s05_a_guardian_and_other_staff_cannot_report(world, press):
    world.as_pupil()
    assert world.as_mother().get("/innlogginger").status_code == 404
    assert press(world.as_mother(), "/innlogginger", okt=chosen(world)).status_code == 404
    assert not any(row.ended for row in world.node.rows(Session))


def test_s05_the_guardian_sees_no_sign_of_it(world, press, answer):
    world.part("tilpasning")
    mother = world.as_mother()
    before = mother.get("/hjem").text
    press(world.as_pupil(), "/innlogginger", okt=chosen(world))
    assert mother.get("/hjem").text == before


def test_s05_the_list_says_when_and_how_and_never_where(world, press):
    client = world.as_pupil()
    page = client.get("/innlogginger").text
    assert "med MinID" in page
    assert "(denne)" in page
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", page.split("<main")[1])


def test_a_session_that_ran_out_says_so_and_leads_back_where_one_was(world):
    client = world.as_pupil()
    world.node.pass_time(minutes=31)
    there = client.get("/innlogginger")
    assert there.headers["Location"] == "/logget-av"
    assert "Det du har lagret, er her fortsatt" in client.get("/logget-av").text
    with client.session_transaction() as cookie:
        assert cookie["neste"] == "/innlogginger"


def test_one_is_told_a_quarter_of_an_hour_before_the_session_ends_for_good(world):
    client = world.as_pupil()
    for _ in range(18):
        world.node.pass_time(minutes=25)
        assert "Du blir logget ut" not in client.get("/innlogginger").text
    world.node.pass_time(minutes=20)
    assert "Du blir logget ut kl." in client.get("/innlogginger").text.replace("\xa0", " ")
    assert sessions.LONGEST.total_seconds() == 8 * 3600


def test_s05_a_shut_login_meets_the_page_a_stranger_meets(connected, csrf):
    node, provider, people = connected
    pupil = node.pupil()
    people += [DemoLogin("Amina", "elev", "idporten", node.numbers[pupil.person_id]),
               DemoLogin("Fremmed", "ukjent", "idporten", node.number(9))]
    client = node.client()
    provider.log_in(client, "idporten", "Amina")
    row, = node.rows(Session)
    client.post("/innlogginger", data={**csrf(client), "okt": row.id})
    shut = provider.log_in(node.client(), "idporten", "Amina")
    strange = provider.log_in(node.client(), "idporten", "Fremmed")
    assert (shut.status_code, shut.data) == (strange.status_code, strange.data)
    assert shut.status_code == 403
