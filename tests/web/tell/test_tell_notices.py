"""What goes out, to whom and when: one neutral message a person, at set hours, to KRR's address."""

import pytest
from sqlmodel import select

from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.audit import Event
from handover.store.tables import AuditEvent, Barred, Notice, Part, Pupil, SendingStop
from handover.tell.matters import Found, Matter
from handover.tell.plan import announce, plan_due
from handover.tell.register import noted
from handover.tell.send import send_due

SECRETS = ("Amina", "Hodan", "Warsame", "Farah", "Opplæringsplan", "Havna", "Fjordgl",
           "sporsmal", "IOP")
OWN = {"dato": "2027-05-03", "detSomVirker": "Jeg tegner."}
MAIL, PHONE = "amina@example.no", "+4712000400"


@pytest.fixture
def asked(reached):
    """Amina is asked about one part; her mother is not until Amina has said yes."""
    reached.knows(reached.world.pupil.person_id, mail=MAIL, phone=PHONE)
    reached.knows(reached.world.mother.id, mail="hodan@example.no", language="nn")
    return reached.world.part("iop")


def test_s24_a_new_question_gives_one_mail_that_says_only_that_there_is_something(reached, asked):
    assert reached.round() == (1, 1)
    letter, = reached.mail.letters
    assert letter.to == (MAIL,)
    assert letter.subject == "Du har en melding fra skolen"
    assert "Logg inn på http://localhost" in letter.text
    whole = letter.data.decode() + letter.subject + letter.text
    assert [word for word in SECRETS if word in whole] == []
    assert letter.header("Auto-Submitted") == "auto-generated"


def test_s24_two_questions_are_one_message(reached, asked):
    reached.world.part("utdanningsvalg")
    assert reached.round() == (1, 1)
    assert len(reached.mail.letters) == 1


def test_s24_nothing_goes_out_before_the_next_set_hour(reached, asked):
    reached.round()
    reached.world.part("utdanningsvalg")
    reached.world.node.pass_time(hours=1)
    assert reached.round() == (0, 0)
    reached.world.node.pass_time(hours=6)
    assert reached.round() == (1, 1)
    assert len(reached.mail.letters) == 2


def test_a_batch_is_planned_once_however_often_the_worker_ticks(reached, asked):
    assert [reached.round() for _ in range(3)] == [(1, 1), (0, 0), (0, 0)]
    assert len(reached.mail.letters) == 1


def test_s04_a_guardian_is_told_when_they_are_asked_and_nobody_is_told_of_the_answer(
        reached, asked):
    world = reached.world
    reached.round()
    world.says(world.pupil.person_id, "elev", asked, "ja")
    reached.next_batch()
    assert [one.to for one in reached.mail.letters] == [(MAIL,), ("hodan@example.no",)]


def test_s24_a_no_from_the_pupil_tells_nobody_anything(reached, asked):
    world = reached.world
    reached.round()
    world.says(world.pupil.person_id, "elev", asked, "nei")
    assert reached.next_batch() == (0, 0)


def test_c62_at_most_two_reminders_and_none_after_an_answer(reached, asked):
    for _ in range(40):
        reached.next_batch()
    assert len(reached.mail.letters) == 3
    matters = [one.matter for one in reached.world.node.rows(Notice)]
    assert matters.count("paminnelse") == 2
    assert set(matters) == {"paminnelse", "sporsmal"}


def test_c62_a_reminder_reads_like_every_other_message(reached, asked):
    for _ in range(10):
        reached.next_batch()
    texts = {one.text for one in reached.mail.letters}
    assert len(reached.mail.letters) == 2
    assert len(texts) == 1


def test_c62_who_has_answered_is_not_reminded(reached, asked):
    world = reached.world
    reached.round()
    world.says(world.pupil.person_id, "elev", asked, "nei")
    for _ in range(20):
        reached.next_batch()
    assert len(reached.mail.letters) == 1


def test_an_answer_between_planning_and_sending_makes_the_message_fall_away(reached, asked):
    world = reached.world
    assert plan_due(reached.house) == 1
    world.says(world.pupil.person_id, "elev", asked, "nei")
    assert send_due(reached.house) == 0
    assert [one.state for one in reached.dispatches()] == ["falt_bort"]
    assert reached.mail.letters == []


def _block(world):
    with world.house.work() as work:
        row = work.session.get_one(Pupil, world.pupil.id)
        row.blocked = True
        work.session.add(row)
        work.commit()


def _bar(world):
    with world.house.work() as work:
        number = world.node.numbers[world.pupil.person_id]
        work.session.add(Barred(number_hash=world.house.vault.lookup("pid", number),
                                unit_id="havna", since=world.house.clock.now()))
        work.commit()


def _replace(world):
    with world.house.work() as work:
        for row in work.session.exec(select(Part)):
            row.state = PartState.LEFT_OUT
            work.session.add(row)
        work.commit()


@pytest.mark.parametrize("happens", [_block, _bar, _replace],
                         ids=["taken out", "protected", "nothing left to answer"])
def test_s24_protection_and_blocking_are_looked_up_at_the_moment_of_sending(
        reached, asked, happens):
    assert plan_due(reached.house) == 1
    happens(reached.world)
    assert send_due(reached.house) == 0
    assert reached.mail.letters == []
    assert [one.state for one in reached.dispatches()] == ["falt_bort"]
    assert reached.tasks() == []


def test_s01_a_restricted_guardian_is_told_nothing(reached, asked):
    world = reached.world
    world.says(world.pupil.person_id, "elev", asked, "ja")
    assert plan_due(reached.house) == 1
    world.restrict(world.mother)
    assert send_due(reached.house) == 0
    assert reached.mail.letters == []
    assert reached.next_batch() == (0, 0)


@pytest.mark.parametrize("more", [
    {"reserved": True, "mail": MAIL}, {"stale": True, "mail": MAIL}, {"status": "SLETTET"}, {}],
    ids=["reserved", "not confirmed for 18 months", "deleted", "without contact data"])
def test_c45_who_cannot_be_reached_digitally_gives_the_radgiver_a_task(reached, asked, more):
    reached.knows(reached.world.pupil.person_id, **more)
    assert reached.round() == (1, 1)
    task, = reached.tasks()
    assert (task.role, task.pupil_id) == ("radgiver", reached.world.pupil.id)
    assert reached.mail.letters == []
    assert reached.texts.texts == []


def test_c45_somebody_the_register_does_not_know_gives_one_task_however_often(reached, asked):
    reached.register.people.clear()
    for _ in range(20):
        reached.next_batch()
    assert len(reached.tasks()) == 1


def test_without_mail_the_text_message_is_used(reached, asked):
    reached.knows(reached.world.pupil.person_id, phone=PHONE)
    reached.round()
    text, = reached.texts.texts
    assert (text.phone, text.sender) == (PHONE, "Nordvik")
    assert text.text.startswith("Du har en melding fra skolen. Logg inn på")
    assert [word for word in SECRETS if word in text.text] == []


def test_s24_the_address_another_person_has_written_is_never_used(reached, asked):
    world = reached.world
    with world.house.work() as work:
        known = persons.get(world.house, work.session, world.pupil.person_id)
        persons.save(world.house, work.session, known.__class__(
            **{**known.__dict__, "mail": "skolens@liste.example", "phone": "+4799999999"}))
        work.commit()
    reached.register.people.clear()
    reached.round()
    assert reached.mail.letters == []
    assert reached.texts.texts == []


def test_the_register_is_asked_once_a_round_and_nothing_of_it_is_stored(reached, asked, tmp_path):
    reached.round()
    assert reached.register.asked == [1]
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"amina@example" not in stored
    assert b"12000400" not in stored
    assert any(event.event == "varsel:sendt" for event in reached.world.node.rows(AuditEvent))


def test_the_registers_language_is_kept_sealed_and_used(reached, asked, tmp_path):
    world = reached.world
    reached.knows(world.pupil.person_id, mail=MAIL, language="nn")
    reached.round()
    with world.house.work() as work:
        assert noted(world.house, work.session, world.pupil.person_id) == "nn"
    assert "Du har en melding fra skolen." in reached.mail.letters[0].text


def test_a_register_that_is_away_makes_the_round_wait_and_loses_nothing(reached, asked):
    reached.register_trouble.begin("unavailable", seconds=60)
    assert reached.round() == (1, 0)
    assert [one.state for one in reached.dispatches()] == ["i_ko"]
    assert reached.round() == (0, 0)
    reached.register_trouble.clear()
    reached.world.node.pass_time(minutes=3)
    assert reached.round() == (0, 1)
    assert len(reached.mail.letters) == 1


def test_what_is_given_up_after_two_days_becomes_a_task(reached, asked):
    reached.register_trouble.begin("unavailable")
    reached.round()
    for _ in range(12):
        reached.world.node.pass_time(hours=8)
        send_due(reached.house)
    assert reached.dispatches()[0].state == "ga_opp"
    assert len(reached.tasks()) == 1


def test_a_mailbox_that_refuses_for_good_becomes_a_task_and_no_address_is_logged(
        reached, asked, caplog):
    reached.knows(reached.world.pupil.person_id, mail="noen@avvist.example")
    assert reached.round() == (1, 1)
    assert reached.dispatches()[0].state == "ga_opp"
    assert len(reached.tasks()) == 1
    assert "avvist.example" not in caplog.text


def test_a_mailbox_that_is_busy_is_tried_again(reached, asked):
    reached.knows(reached.world.pupil.person_id, mail="noen@travel.example")
    assert reached.round() == (1, 0)
    reached.knows(reached.world.pupil.person_id, mail=MAIL)
    reached.world.node.pass_time(minutes=3)
    assert reached.round() == (0, 1)
    assert len(reached.mail.letters) == 1


def test_a_text_the_gateway_has_already_is_not_sent_twice(reached, asked):
    reached.knows(reached.world.pupil.person_id, phone=PHONE)
    plan_due(reached.house)
    message, = reached.dispatches()
    reached.round()
    with reached.house.work() as work:
        row = work.session.get_one(type(message), message.id)
        row.state, row.sent = "i_ko", None
        work.session.add(row)
        work.commit()
    assert send_due(reached.house) == 1
    assert len(reached.texts.texts) == 1


def test_a_message_claimed_by_a_worker_that_died_goes_when_the_lease_is_out(reached, asked):
    plan_due(reached.house)
    with reached.house.work() as work:
        from handover.tell import queue
        message = queue.due(work.session, reached.house.clock.now())[0]
        assert queue.claim(reached.house, work, message.id) is not None
        work.commit()
    assert send_due(reached.house) == 0
    reached.world.node.pass_time(minutes=6)
    assert send_due(reached.house) == 1


def test_a_package_that_has_arrived_is_told_and_so_is_that_somebody_follows_up(reached, asked):
    world = reached.world
    world.says(world.pupil.person_id, "elev", asked, "ja")
    reached.round()
    before = len(reached.mail.letters)
    row = world.delivered("inntak", "storfjell-inntak", asked)
    reached.next_batch()
    world.confirmed(row)
    reached.next_batch()
    told = [one.to[0] for one in reached.mail.letters[before:]]
    assert told.count(MAIL) == 2


def test_s04_a_package_of_what_a_guardian_may_not_see_is_not_told_to_them(reached):
    world = reached.world
    reached.knows(world.pupil.person_id, mail=MAIL)
    reached.knows(world.mother.id, mail="hodan@example.no")
    own = world.part("elevens_stemme", OWN, author_id=world.pupil.person_id, source="elev")
    world.says(world.pupil.person_id, "elev", own, "ja")
    world.delivered("inntak", "storfjell-inntak", own)
    reached.round()
    assert [one.to for one in reached.mail.letters] == [(MAIL,)]


def test_a_matter_another_room_has_made_is_told_once_with_the_next_batch(reached):
    world = reached.world
    reached.knows(world.mother.id, mail="hodan@example.no")
    for _ in range(2):
        with world.node.house.work() as work:
            announce(world.node.house, work, Found(
                world.mother.id, world.pupil.id, Matter.ANSWER, "retting-1"))
            work.audit(Event("prove:svar", "prove"))
            work.commit()
    assert reached.round() == (1, 1)
    assert len(reached.mail.letters) == 1


def test_p11_nothing_goes_out_while_a_leader_has_stopped_all_sending(reached, asked):
    with reached.house.work() as work:
        work.session.add(SendingStop(id="stopp", unit_id="havna", at=reached.house.clock.now(),
                                     by_person="rektor"))
        work.commit()
    assert reached.round() == (1, 0)
    assert reached.mail.letters == []


def test_one_mail_to_a_guardian_of_two(reached, asked):
    world = reached.world
    second = world.node.pupil("Yusuf Warsame", which=1)
    world.represents(world.mother, second)
    world.says(world.pupil.person_id, "elev", asked, "ja")
    with world.node.house.work() as work:
        announce(world.node.house, work, Found(world.mother.id, second.id, Matter.ANSWER, "x"))
        work.commit()
    reached.round()
    assert [one.to for one in reached.mail.letters].count(("hodan@example.no",)) == 1


def test_a_pupil_nothing_has_happened_to_is_not_looked_at_again(reached, asked):
    reached.round()
    reached.world.part("utdanningsvalg")
    reached.world.node.pass_time(hours=24)
    assert plan_due(reached.house) == 0
    reached.happened()
    reached.world.node.pass_time(hours=24)
    assert plan_due(reached.house) == 1


def test_c62_a_reminder_comes_without_anything_having_happened(reached, asked):
    reached.round()
    reached.world.node.pass_time(days=7)
    assert plan_due(reached.house) == 1


def test_c60_a_receiver_that_was_not_asked_about_is_a_new_question(reached, asked):
    world = reached.world
    world.says(world.pupil.person_id, "elev", asked, "nei")
    reached.round()
    assert reached.mail.letters == []
    world.slot("skole", "fjordglott")
    reached.next_batch()
    assert len(reached.mail.letters) == 1


def test_c22_a_birthday_that_makes_it_the_pupils_to_confirm_is_told(reached, asked):
    world = reached.world
    world.born(2012, 5, 6)
    world.says(world.pupil.person_id, "elev", asked, "ja")
    reached.round()
    before = len(reached.mail.letters)
    world.node.pass_time(days=3)
    plan_due(reached.house)
    send_due(reached.house)
    assert [one.to for one in reached.mail.letters[before:]] == [(MAIL,)]
