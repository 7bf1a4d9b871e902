"""Own words of several people, remarks and «noe er feil»: what goes where, and what waits."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from handover.decision import answer as answers
from handover.decision import corrections, glimpses, own_words, questions, remarks, slots
from handover.deliver import release
from handover.errors import NotFound, Refused
from handover.parts.build import read
from handover.receive.take_in import parts_of, take_in
from handover.rules.actors import Actor, Hat, Level
from handover.rules.approval import Answer
from handover.rules.policy import Mechanism
from handover.seal.package import Ready
from handover.store import contents
from handover.store.tables import Delivery, Glimpse, Part, Pupil, ReceivedPart, Task, Unit
from handover.store.work import reading
from tests import builders
from tests.decision.kommune import PPT, Kommune

WORDS = "Hun liker å vite planen."


def yes(kommune: Kommune, actor: Actor, part_id: str) -> None:
    shown = answers.show(kommune.house, actor, part_id)
    with reading(kommune.house.work) as session:
        chosen = slots.for_category(kommune.house, slots.of_pupil(session, shown.part.pupil_id),
                                    shown.category)
    answers.answer(kommune.house, actor, part_id, shown.part.sha256,
                   {slot.id: Answer.YES for slot in chosen})


def states(kommune: Kommune, actor: Actor, pupil: str, text: str) -> str:
    """A guardian's own statement, sent to the school."""
    part_id = own_words.write(kommune.house, actor, pupil,
                              {"dato": "2027-05-04", "tekst": text})
    with reading(kommune.house.work) as session:
        sha256 = session.get_one(Part, part_id).sha256
    own_words.send(kommune.house, actor, part_id, sha256, frozenset({"skole"}))
    return part_id


def place(kommune: Kommune, pupil: str) -> None:
    with kommune.house.work() as work:
        slots.bind(kommune.house, work, work.session.get_one(Pupil, pupil), "fjordglott",
                   date(2027, 7, 8))
        work.commit()


def ready(kommune: Kommune, pupil: str, kind: str = "skole") -> list[Ready]:
    with reading(kommune.house.work) as session:
        slot = slots.current(session, pupil, kind)
        assert slot is not None
        assert slot.bound_unit is not None
        return release.ready_parts(kommune.house, session, session.get_one(Pupil, pupil), slot,
                                   kommune.house.directory.unit(slot.bound_unit))


def queue(kommune: Kommune, pupil: str) -> None:
    with kommune.house.work() as work:
        slot = slots.current(work.session, pupil, "skole")
        assert slot is not None
        release.release_slot(kommune.house, work, work.session.get_one(Pupil, pupil), slot,
                             frozenset(Mechanism))
        work.commit()


def arrive(kommune: Kommune, folder: Path) -> list[ReceivedPart]:
    """Everything queued is taken in by a county's own node; what its school then has."""
    county = builders.house(folder, kommune.clock, "fylke")
    with county.work() as work:
        work.session.add(Unit(id=builders.COUNTY, name="Storfjell fylke", kind="fylke",
                              organisation=builders.COUNTY))
        work.commit()
    with reading(kommune.house.work) as session:
        rows = list(session.exec(select(Delivery)))
    for row in rows:
        take_in(county, row.id, row.payload)
    with reading(county.work) as session:
        pupil = session.exec(select(Pupil)).one()
        found = parts_of(session, pupil.id, "fjordglott")
    county.engine.dispose()
    return found


@pytest.fixture
def family(kommune: Kommune) -> tuple[str, Actor, Actor, Actor]:
    """The pupil's id; Kari, her mother and her father, each in a session of their own."""
    pupil = kommune.pupil()
    kommune.guardian(pupil)
    kommune.guardian(pupil, "far", number=1)
    return (pupil, kommune.family("kari", Hat.PUPIL), kommune.family("mor", Hat.GUARDIAN),
            kommune.family("far", Hat.GUARDIAN))


def test_two_guardians_statements_travel_side_by_side_and_both_arrive(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor], tmp_path: Path) -> None:
    pupil, kari, mother, father = family
    for actor, text in ((mother, WORDS), (father, "Hun sover best hjemme.")):
        yes(kommune, kari, states(kommune, actor, pupil, text))
    place(kommune, pupil)
    queue(kommune, pupil)
    county = tmp_path / "fylke"
    county.mkdir()
    got = arrive(kommune, county)
    assert [part.category for part in got] == ["foresattes_uttalelse"] * 2
    marks = {part.mark for part in got}
    assert len(marks) == 2
    assert all(mark and len(mark) == 16 for mark in marks)


def test_a_statement_written_anew_takes_the_place_of_the_old_one_and_of_no_other(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor], tmp_path: Path) -> None:
    pupil, kari, mother, father = family
    for actor, text in ((mother, WORDS), (father, "Hun sover best hjemme.")):
        yes(kommune, kari, states(kommune, actor, pupil, text))
    place(kommune, pupil)
    queue(kommune, pupil)
    before = {part.mark: part.sha256 for part in ready(kommune, pupil)}
    yes(kommune, kari, states(kommune, mother, pupil, "Hun liker å vite det dagen før."))
    queue(kommune, pupil)
    after = {part.mark: part.sha256 for part in ready(kommune, pupil)}
    county = tmp_path / "fylke"
    county.mkdir()
    assert set(before) == set(after)
    assert {part.mark: part.sha256 for part in arrive(kommune, county)} == after != before


def test_s01_a_guardian_is_never_asked_about_or_shown_the_others_statement(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, _kari, mother, father = family
    part_id = states(kommune, mother, pupil, WORDS)
    with reading(kommune.house.work) as session:
        row = session.get_one(Pupil, pupil)
        assert questions.for_person(kommune.house, session, father, row) == []
        assert own_words.draft(kommune.house, session, father, row) is None
    with pytest.raises(NotFound):
        answers.show(kommune.house, father, part_id)


def test_a_remark_leaves_the_bytes_of_the_part_alone_and_goes_where_the_part_goes(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    remarks.write(kommune.house, kari, part.id, "Det hjelper å få ordene før timen.")
    place(kommune, pupil)
    assert ready(kommune, pupil) == []
    yes(kommune, kari, part.id)
    found = ready(kommune, pupil)
    assert [(one.category.id, one.about) for one in found] == [
        ("elevens_stemme", "tilpasning"), ("tilpasning", None)]
    assert found[1].sha256 == part.sha256
    assert read(found[0].data)["omDel"] == "tilpasning"


def test_a_remark_is_only_for_those_who_can_get_the_part(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    remarks.write(kommune.house, kari, part.id, "Bare til skolen.")
    with reading(kommune.house.work) as session:
        said = remarks.beside(kommune.house, session, kari, part)
    # Own words may also go to PPT and the follow-up service; this part may not.
    assert said is not None
    assert said.kinds == {"skole"}


def test_a_part_that_is_withdrawn_takes_its_remark_with_it(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    remarks.write(kommune.house, kari, part.id, "Bare til skolen.")
    yes(kommune, kari, part.id)
    place(kommune, pupil)
    assert len(ready(kommune, pupil)) == 2
    answers.withdraw(kommune.house, kari, part.id)
    assert ready(kommune, pupil) == []


def test_own_words_and_remarks_do_not_take_each_others_place(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    own_words.write(kommune.house, kari, pupil, {"dato": "2027-05-04", "detSomVirker": "Ro."})
    part = kommune.part(pupil, "tilpasning")
    for text in ("Først.", "Så."):
        remarks.write(kommune.house, kari, part.id, text)
    with reading(kommune.house.work) as session:
        live = [one for one in contents.live_parts(session, pupil) if one.author_id]
        draft = own_words.draft(kommune.house, session, kari, session.get_one(Pupil, pupil))
        said = remarks.beside(kommune.house, session, kari, part)
        assert draft is not None
        assert read(contents.part_bytes(kommune.house, session, draft))["detSomVirker"] == "Ro."
    assert sorted(one.about or "" for one in live) == ["", "tilpasning"]
    assert said is not None
    assert said.text == "Så."


def test_a_remark_that_is_taken_away_goes_nowhere(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    remarks.write(kommune.house, kari, part.id, "Nei, vent.")
    yes(kommune, kari, part.id)
    place(kommune, pupil)
    remarks.take_away(kommune.house, kari, part.id)
    assert [one.category.id for one in ready(kommune, pupil)] == ["tilpasning"]


def test_s05_a_remark_beside_a_private_part_is_as_private_as_the_part(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "ppt_sak")
    remarks.write(kommune.house, kari, part.id, "Dette stemmer.")
    with reading(kommune.house.work) as session:
        remark = next(one for one in contents.live_parts(session, pupil) if one.about)
    weak = kommune.family("kari", Hat.PUPIL, Level.SUBSTANTIAL)
    with pytest.raises(NotFound):
        answers.show(kommune.house, weak, remark.id)
    with pytest.raises(NotFound):
        remarks.write(kommune.house, weak, part.id, "Nei.")


def test_p07_a_draft_may_be_written_with_a_school_log_in_and_never_sent_with_it(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, _kari, _mother, _father = family
    weak = kommune.family("kari", Hat.PUPIL, Level.LOW)
    part_id = own_words.write(kommune.house, weak, pupil,
                              {"dato": "2027-05-04", "detSomVirker": "Ro."})
    with reading(kommune.house.work) as session:
        sha256 = session.get_one(Part, part_id).sha256
    with pytest.raises(Refused) as refused:
        own_words.send(kommune.house, weak, part_id, sha256, frozenset({"skole"}))
    assert refused.value.code == "FOR_LAVT_NIVA"


def test_c64_a_part_somebody_says_is_wrong_waits_until_the_owner_has_answered(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    yes(kommune, kari, part.id)
    place(kommune, pupil)
    corrections.ask(kommune.house, kari, part.id, "Det er Jonas som gjør det, ikke jeg.")
    assert ready(kommune, pupil) == []
    siri = kommune.staff("radgiver")
    with reading(kommune.house.work) as session:
        said = corrections.waiting(kommune.house, session, siri)
        task = session.exec(select(Task)).one()
    assert [(one.text, one.hat) for one in said] == [
        ("Det er Jonas som gjør det, ikke jeg.", "elev")]
    assert (task.role, task.unit_id, task.done) == ("radgiver", "havna", None)
    corrections.reply(kommune.house, siri, said[0].id, "beholdt", "Læreren har sett det selv.")
    assert [one.category.id for one in ready(kommune, pupil)] == ["tilpasning"]
    with reading(kommune.house.work) as session:
        heard = corrections.of_person(kommune.house, session, kari, pupil)
        assert session.exec(select(Task)).one().done is not None
    assert [(one.outcome, one.reply) for one in heard] == [
        ("beholdt", "Læreren har sett det selv.")]


def test_s34_a_pause_ends_by_itself_and_the_same_person_cannot_start_it_again(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    yes(kommune, kari, part.id)
    place(kommune, pupil)
    corrections.ask(kommune.house, kari, part.id, "Feil.")
    with reading(kommune.house.work) as session:
        until = corrections.of_person(kommune.house, session, kari, pupil)[0].holds_until
    assert until is not None
    kommune.clock.set(kommune.clock.now() + timedelta(days=(until - date(2027, 5, 4)).days + 1))
    assert ready(kommune, pupil) != []
    siri = kommune.staff("radgiver")
    with reading(kommune.house.work) as session:
        first = corrections.waiting(kommune.house, session, siri)[0]
    corrections.reply(kommune.house, siri, first.id, "beholdt", "Nei.")
    corrections.ask(kommune.house, kari, part.id, "Jo, feil.")
    assert ready(kommune, pupil) != []


def test_s34_what_goes_because_of_the_law_is_not_held_back(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, _kari, mother, _father = family
    part = kommune.part(pupil, "skole_fag")
    corrections.ask(kommune.house, mother, part.id, "Feil fag.")
    with reading(kommune.house.work) as session:
        said = corrections.of_person(kommune.house, session, mother, pupil)
        assert said[0].holds_until is None
        assert not corrections.held(session, part, kommune.house.today())


def test_nothing_is_called_mended_before_a_new_version_has_come(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    part = kommune.part(pupil, "tilpasning")
    corrections.ask(kommune.house, kari, part.id, "Feil.")
    siri = kommune.staff("radgiver")
    with reading(kommune.house.work) as session:
        said = corrections.waiting(kommune.house, session, siri)[0]
    with pytest.raises(Refused) as refused:
        corrections.reply(kommune.house, siri, said.id, "rettet", "Nå stemmer det.")
    assert refused.value.code == "IKKE_RETTET"
    kommune.part(pupil, "tilpasning", tree={"tiltak": [
        {"hva": "Lange beskjeder.", "virkning": "virker", "borFortsette": "ja"}]})
    corrections.reply(kommune.house, siri, said.id, "rettet", "Nå stemmer det.")
    with reading(kommune.house.work) as session:
        assert corrections.of_person(kommune.house, session, kari, pupil)[0].outcome == "rettet"


def test_p06_what_is_wrong_in_ppts_part_is_for_ppt_and_the_school_does_not_see_it(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    corrections.ask(kommune.house, kari, kommune.part(pupil, "ppt_sak").id, "Feil dato.")
    with reading(kommune.house.work) as session:
        school = corrections.waiting(kommune.house, session, kommune.staff("rektor"))
        ppt = corrections.waiting(kommune.house, session, kommune.staff("ppt_radgiver", PPT))
        task = session.exec(select(Task)).one()
    assert (school, [one.text for one in ppt]) == ([], ["Feil dato."])
    assert (task.unit_id, task.role) == (PPT, "ppt_radgiver")
    with pytest.raises(NotFound):
        corrections.look(kommune.house, kommune.staff("rektor"), ppt[0].id)


def test_what_somebody_says_is_wrong_is_read_by_nobody_else_in_the_family(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, mother, father = family
    corrections.ask(kommune.house, mother, kommune.part(pupil, "skole_fag").id, "Feil fag.")
    with reading(kommune.house.work) as session:
        for other in (kari, father):
            assert corrections.of_person(kommune.house, session, other, pupil) == []


def test_an_offered_glimpse_is_out_until_the_pupil_takes_it_in(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, mother, _father = family
    glimpses.offer(kommune.house, mother, pupil, "Hun   ordnet alt\nselv.")
    own_words.write(kommune.house, kari, pupil, {"dato": "2027-05-04", "detSomVirker": "Ro."})
    with reading(kommune.house.work) as session:
        draft = own_words.draft(kommune.house, session, kari, session.get_one(Pupil, pupil))
        assert draft is not None
        assert "lysglimt" not in read(contents.part_bytes(kommune.house, session, draft))
        offers = glimpses.offered(kommune.house, session, pupil)
        kept = session.exec(select(Glimpse.content)).one()
    assert [(one.text, one.giver) for one in offers] == [("Hun ordnet alt selv.", "foresatt")]
    assert b"ordnet" not in kept


@pytest.mark.parametrize(("text", "code"), [
    ("", "TOM_TEKST"), ("a" * 401, "LANG_TEKST"), ("Hun hjalp Jonas med brøk.", "ANDRE_PERSONER"),
    ("Ring 19891150044.", "ANDRE_PERSONER")])
def test_c68_a_glimpse_that_names_others_or_does_not_fit_is_refused(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor], text: str, code: str) -> None:
    pupil, _kari, mother, _father = family
    kommune.pupil("jonas", date(2011, 3, 14))
    with pytest.raises(Refused) as refused:
        glimpses.offer(kommune.house, mother, pupil, text)
    assert refused.value.code == code


def test_a_glimpse_is_offered_by_the_pupils_own_school_and_family_only(
        kommune: Kommune, family: tuple[str, Actor, Actor, Actor]) -> None:
    pupil, kari, _mother, _father = family
    for stranger in (kommune.staff("laerer", "en-annen-skole"), kommune.staff("ppt_radgiver", PPT),
                     kari):
        with pytest.raises(NotFound):
            glimpses.offer(kommune.house, stranger, pupil, "Fint.")
