"""What a person may answer, and what an answer needs to count."""

from datetime import date

import pytest

from handover.decision import answer as answers
from handover.decision import lead, own_words, prepare, questions, slots
from handover.errors import Conflict, NotFound, Refused
from handover.rules.actors import Actor, Hat, Level
from handover.rules.approval import Answer, Status
from handover.rules.part_states import PartState
from handover.store.tables import Part, Pupil
from handover.store.work import reading
from tests.decision.kommune import PPT, Kommune


def ids(kommune: Kommune, pupil: str, kinds: tuple[str, ...] = ("skole",)) -> list[str]:
    with reading(kommune.house.work) as session:
        return [slot.id for slot in slots.of_pupil(session, pupil) if slot.kind in kinds]


def say(kommune: Kommune, actor: Actor, part: Part, word: Answer = Answer.YES) -> None:
    shown = answers.show(kommune.house, actor, part.id)
    with reading(kommune.house.work) as session:
        chosen = slots.for_category(kommune.house, slots.of_pupil(session, part.pupil_id),
                                    shown.category)
    answers.answer(kommune.house, actor, part.id, shown.part.sha256,
                   {slot.id: word for slot in chosen})


def asked(kommune: Kommune, actor: Actor, pupil: str) -> list[str]:
    with reading(kommune.house.work) as session:
        return [one.category.id for one in questions.for_person(
            kommune.house, session, actor, session.get_one(Pupil, pupil))]


def where(kommune: Kommune, part: Part) -> set[Status]:
    with reading(kommune.house.work) as session:
        category = kommune.house.policy.categories[part.category]
        return {questions.standing(kommune.house, session, part, slot, kommune.house.today())
                for slot in slots.for_category(
                    kommune.house, slots.of_pupil(session, part.pupil_id), category)}


def test_c08_nobody_can_answer_about_what_was_not_served_to_them_in_that_session(
        kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning")
    kari, again = kommune.family("kari", Hat.PUPIL), kommune.family("kari", Hat.PUPIL)
    answers.show(kommune.house, kari, part.id)
    with pytest.raises(Refused, match="Les teksten"):
        answers.answer(kommune.house, again, part.id, part.sha256,
                       {ids(kommune, part.pupil_id)[0]: Answer.YES})


def test_c07_an_answer_to_text_that_has_changed_is_a_conflict_and_is_not_kept(
        kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning")
    kari = kommune.family("kari", Hat.PUPIL)
    answers.show(kommune.house, kari, part.id)
    with pytest.raises(Conflict):
        answers.answer(kommune.house, kari, part.id, "0" * 64,
                       {ids(kommune, part.pupil_id)[0]: Answer.YES})
    assert where(kommune, part) == {Status.ASKS_PUPIL}


def test_the_pupils_yes_is_enough_for_an_ordinary_part_at_15(kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning")
    say(kommune, kommune.family("kari", Hat.PUPIL), part)
    assert where(kommune, part) == {Status.MAY_GO}


def test_p2_a_guardian_is_asked_only_after_the_pupils_yes(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil)
    part = kommune.part(pupil, "ppt_sak")
    mother = kommune.family("mor", Hat.GUARDIAN)
    assert asked(kommune, mother, pupil) == []
    with pytest.raises(NotFound):
        answers.show(kommune.house, mother, part.id)
    say(kommune, kommune.family("kari", Hat.PUPIL), part)
    assert asked(kommune, mother, pupil) == ["ppt_sak"]
    assert where(kommune, part) == {Status.ASKS_GUARDIAN}
    say(kommune, mother, part)
    assert where(kommune, part) == {Status.MAY_GO}


def test_p2_what_the_pupil_declined_is_never_shown_to_a_guardian(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil)
    part = kommune.part(pupil, "ppt_sak")
    say(kommune, kommune.family("kari", Hat.PUPIL), part, Answer.NO)
    mother = kommune.family("mor", Hat.GUARDIAN)
    assert asked(kommune, mother, pupil) == []
    with pytest.raises(NotFound):
        answers.show(kommune.house, mother, part.id)


def test_c35_an_unverified_guardian_sees_nothing_and_is_asked_nothing(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil, verified=False)
    part = kommune.part(pupil, "ppt_sak")
    say(kommune, kommune.family("kari", Hat.PUPIL), part)
    with pytest.raises(NotFound):
        answers.show(kommune.house, kommune.family("mor", Hat.GUARDIAN), part.id)


def test_a_stranger_gets_the_same_answer_as_for_what_never_was(kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning")
    kommune.person("fremmed", date(1980, 1, 1), 3)
    stranger = kommune.family("fremmed", Hat.GUARDIAN)
    with pytest.raises(NotFound) as real:
        answers.show(kommune.house, stranger, part.id)
    with pytest.raises(NotFound) as none:
        answers.show(kommune.house, stranger, kommune.house.id())
    assert (real.value.text, real.value.code) == (none.value.text, none.value.code)


def test_s5_a_part_that_needs_high_is_not_shown_to_a_lower_log_in(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil)
    part = kommune.part(pupil, "ppt_sak")
    low = kommune.family("kari", Hat.PUPIL, Level.SUBSTANTIAL)
    with pytest.raises(NotFound):
        answers.show(kommune.house, low, part.id)
    say(kommune, kommune.family("kari", Hat.PUPIL, Level.SUBSTANTIAL, raised=True), part)


def test_c54_a_yes_is_taken_back_in_one_step_and_stops_the_part(kommune: Kommune) -> None:
    part, kari = kommune.part(kommune.pupil(), "tilpasning"), kommune.family("kari", Hat.PUPIL)
    say(kommune, kari, part)
    answers.withdraw(kommune.house, kari, part.id)
    assert where(kommune, part) == {Status.STOPPED}
    with pytest.raises(Refused):
        answers.withdraw(kommune.house, kari, part.id)


def test_c07_a_changed_part_voids_its_own_answers_and_no_others(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    first, other = kommune.part(pupil, "tilpasning"), kommune.part(pupil, "utdanningsvalg")
    kari = kommune.family("kari", Hat.PUPIL)
    say(kommune, kari, first)
    say(kommune, kari, other)
    again = kommune.part(pupil, "tilpasning", tree={"tiltak": [
        {"hva": "Noe annet.", "virkning": "virker", "borFortsette": "ja"}]})
    assert again.id != first.id
    assert where(kommune, again) == {Status.ASKS_PUPIL}
    assert where(kommune, other) == {Status.MAY_GO}


def test_collecting_unchanged_data_again_gives_the_same_part_and_keeps_the_answers(
        kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "tilpasning")
    say(kommune, kommune.family("kari", Hat.PUPIL), part)
    assert kommune.part(pupil, "tilpasning").sha256 == part.sha256
    assert where(kommune, part) == {Status.MAY_GO}


def test_c59_after_expiry_nobody_can_answer(kommune: Kommune) -> None:
    part, kari = kommune.part(kommune.pupil(), "tilpasning"), kommune.family("kari", Hat.PUPIL)
    kommune.clock.set(kommune.clock.now().replace(month=10, day=2))
    with pytest.raises(Refused, match="Fristen"):
        say(kommune, kari, part)


def test_own_words_are_the_authors_and_go_nowhere_before_the_author_sends_them(
        kommune: Kommune) -> None:
    pupil, kari = kommune.pupil(), None
    kari = kommune.family("kari", Hat.PUPIL)
    part_id = own_words.write(kommune.house, kari, pupil, {
        "dato": "2027-05-04", "detSomVirker": "Jeg liker å vite hva som skal skje."})
    with reading(kommune.house.work) as session:
        part = session.get_one(Part, part_id)
    assert where(kommune, part) == {Status.ASKS_PUPIL}
    own_words.send(kommune.house, kari, part_id, part.sha256, frozenset({"skole"}))
    assert where(kommune, part) == {Status.MAY_GO, Status.STOPPED}
    kommune.guardian(pupil)
    with pytest.raises(NotFound):
        own_words.send(kommune.house, kommune.family("mor", Hat.GUARDIAN), part_id,
                       part.sha256, frozenset({"skole"}))


def test_c68_a_text_that_names_a_classmate_stops_until_it_is_mended(kommune: Kommune) -> None:
    kommune.pupil("jonas", date(2011, 3, 14))
    pupil, radgiver = kommune.pupil(), kommune.staff("radgiver")
    part = kommune.part(pupil, "tilpasning", PartState.CHOSEN, {"tiltak": [
        {"hva": "Hun sitter ved Jonas.", "virkning": "virker", "borFortsette": "ja"}]})
    with pytest.raises(Refused, match="andre personer"):
        prepare.screen(kommune.house, radgiver, part.id, part.sha256)
    mended = kommune.part(pupil, "tilpasning", PartState.CHOSEN, {"tiltak": [
        {"hva": "Hun sitter ved en venn.", "virkning": "virker", "borFortsette": "ja"}]})
    prepare.screen(kommune.house, radgiver, mended.id, mended.sha256)


def test_the_leader_approves_only_what_stood_on_the_page(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "tilpasning", PartState.WITH_LEADER)
    rektor = kommune.staff("rektor")
    with pytest.raises(Refused):
        lead.approve(kommune.house, rektor, pupil, frozenset({"0" * 64}))
    assert lead.approve(kommune.house, rektor, pupil, frozenset({part.sha256})) == 1


def test_p11_a_leader_who_is_the_pupils_father_does_not_handle_the_pupil(
        kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil, "far")
    kommune.part(pupil, "tilpasning", PartState.WITH_LEADER)
    father = kommune.staff("rektor", word="far")
    with pytest.raises(NotFound):
        lead.approve(kommune.house, father, pupil, frozenset({"0" * 64}))
    with reading(kommune.house.work) as session:
        assert lead.pupils_waiting(session, father, "2026/2027") == []


def test_p6_the_school_cannot_touch_or_find_a_part_of_ppts(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "ppt_sak", PartState.FOUND)
    for role in ("radgiver", "rektor"):
        with pytest.raises(NotFound):
            prepare.choose(kommune.house, kommune.staff(role), part.id, take=True)
    prepare.choose(kommune.house, kommune.staff("ppt_radgiver", PPT), part.id, take=True)


def test_p11_somebody_at_ppt_who_is_the_pupils_mother_does_not_handle_the_pupil(
        kommune: Kommune) -> None:
    pupil = kommune.pupil()
    kommune.guardian(pupil)
    part = kommune.part(pupil, "ppt_sak", PartState.FOUND)
    mother = kommune.staff("ppt_radgiver", PPT, word="mor")
    with pytest.raises(NotFound):
        prepare.choose(kommune.house, mother, part.id, take=True)
    with pytest.raises(NotFound):
        prepare.send_to_leader(kommune.house, mother, pupil)


def test_p6_ppt_cannot_touch_a_part_of_the_schools(kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning", PartState.FOUND)
    with pytest.raises(NotFound):
        prepare.choose(kommune.house, kommune.staff("ppt_radgiver", PPT), part.id, take=True)


def test_c15_a_law_based_part_is_no_question_and_no_choice(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "skole_fag", PartState.FOUND)
    with pytest.raises(Refused):
        prepare.choose(kommune.house, kommune.staff("radgiver"), part.id, take=False)
    prepare.ready_law_parts(kommune.house, kommune.staff("radgiver"))
    assert asked(kommune, kommune.family("kari", Hat.PUPIL), pupil) == []


def test_p4_a_pupil_taken_out_is_gone_for_everybody(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    part = kommune.part(pupil, "tilpasning")
    lead.take_out(kommune.house, kommune.staff("rektor"), pupil)
    with pytest.raises(NotFound):
        answers.show(kommune.house, kommune.family("kari", Hat.PUPIL), part.id)
    with pytest.raises(NotFound):
        prepare.send_to_leader(kommune.house, kommune.staff("radgiver"), pupil)


def test_another_schools_staff_find_nothing_here(kommune: Kommune) -> None:
    part = kommune.part(kommune.pupil(), "tilpasning", PartState.FOUND)
    with pytest.raises(NotFound):
        prepare.choose(kommune.house, kommune.staff("radgiver", "nabo"), part.id, take=True)
