"""Leaders' figures: whole weeks, settled once, told without small groups."""

import csv
import io
import re
from datetime import timedelta

from admin_world import OTHER, SCHOOL

from handover.decision import figures
from handover.store.audit import Event
from handover.store.tables import (
    AuditEvent,
    Decision,
    Delivery,
    Figure,
    FigureRun,
    Part,
    Pupil,
    Served,
)


def pupils(world, count, unit=SCHOOL, start=0):
    made = []
    for n in range(count):
        row = world.node.pupil(f"Elev Nummer{start + n}", start + n)
        if unit != SCHOOL:
            with world.house.work() as work:
                row = work.session.get_one(Pupil, row.id)
                row.unit_id = unit
                work.session.add(row)
                work.commit()
        made.append(row)
    return made


def asked(world, pupil):
    """A part the family is asked about becomes ready now."""
    with world.house.work() as work:
        part = Part(id=world.house.id(), pupil_id=pupil.id, category="tilpasning", content=b"x",
                    sha256="a" * 64, state="godkjent", owner_unit=pupil.unit_id, source="pifu",
                    as_of=world.house.today(), collected=world.house.clock.now())
        work.session.add(part)
        work.audit(Event("del:godkjent", "rektor", pupil_id=pupil.id, object_id=part.id))
        work.commit()
    return part


def answers(world, pupil, part, said="ja", form="digital", person=None):
    with world.house.work() as work:
        number = len(list(work.session.exec(figures.select(Decision)))) + 1
        work.session.add(Decision(
            id=world.house.id(), pupil_id=pupil.id, part_id=part.id, category=part.category,
            sha256=part.sha256, slot_id=slot(world, work, pupil), person_id=person or
            pupil.person_id, hat="elev", answer=said, form=form, level="hoyt", policy_hash="p",
            text_hash="t", at=world.house.clock.now(), order=number))
        work.commit()


def slot(world, work, pupil):
    from handover.decision import slots
    found = slots.of_pupil(work.session, pupil.id)
    return found[0].id if found else slots.open_slot(
        world.house, work, pupil, "skole", ["fjordglott"]).id


def sent(world, pupil, late=False):
    now = world.house.clock.now()
    with world.house.work() as work:
        work.session.add(Delivery(
            id=world.house.id(), kind="pakke", pupil_id=pupil.id, to_unit="fjordglott",
            payload=b"x", sha256="b" * 64, state="levert", due=now, created=now,
            delivered=now + timedelta(days=3 if late else 1)))
        work.commit()


def told(world, measure, unit=SCHOOL):
    return {(one.kind, one.value) for one in world.node.rows(Figure)
            if (one.measure, one.unit_id) == (measure, unit)}


def a_class(world, count=20, said=12):
    everybody = pupils(world, count)
    parts = [asked(world, one) for one in everybody]
    world.node.pass_time(days=8)
    for n, (pupil, part) in enumerate(zip(everybody, parts, strict=True)):
        if n < said:
            answers(world, pupil, part, "nei" if n % 2 else "ja")
    return everybody


def test_a_week_is_told_when_it_and_the_time_for_answering_are_over(world):
    a_class(world)
    world.node.pass_time(days=10)
    figures.run_due(world.house)
    assert told(world, "svart") == set()
    world.node.pass_time(days=14)
    figures.run_due(world.house)
    assert told(world, "svart") == {("prosent", 60)}
    assert told(world, "svart", "*") == {("prosent", 60)}


def test_s14_yes_and_no_count_alike(world):
    a_class(world)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    before = told(world, "svart")
    assert before == {("prosent", 60)}
    assert not any("nei" in f"{one.measure}{one.part}" for one in world.node.rows(Figure))


def test_s14_nothing_that_happens_later_moves_what_is_told(world):
    everybody = a_class(world)
    world.node.pass_time(days=30)
    assert figures.run_due(world.house) > 0
    before = {(one.id, one.kind, one.value) for one in world.node.rows(Figure)}
    with world.house.work() as work:
        row = work.session.get_one(Pupil, everybody[0].id)
        row.blocked = True
        work.session.add(row)
        work.commit()
    assert figures.run_due(world.house) == 0
    assert {(one.id, one.kind, one.value) for one in world.node.rows(Figure)} == before


def test_s02_a_pupil_who_is_taken_out_is_in_no_figure(world):
    everybody = a_class(world, 10, 5)
    with world.house.work() as work:
        row = work.session.get_one(Pupil, everybody[0].id)
        row.blocked = True
        work.session.add(row)
        work.commit()
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    assert told(world, "svart") == set()


def test_s14_a_small_school_hides_and_takes_another_with_it(world):
    for unit, count, start, said in ((SCHOOL, 24, 0, 12), (OTHER, 8, 30, 2)):
        everybody = pupils(world, count, unit, start)
        for n, one in enumerate(everybody):
            part = asked(world, one)
            if n < said:
                answers(world, one, part)
    world.node.pass_time(days=40)
    figures.run_due(world.house)
    assert told(world, "svart", OTHER) == set()
    shown = [one for one in ("*", SCHOOL) if told(world, "svart", one)]
    assert len(shown) == 1, "the whole less the one would be the other"


def test_deliveries_lead_time_and_answers_at_school(world):
    everybody = pupils(world, 12)
    parts = [asked(world, one) for one in everybody]
    world.node.pass_time(days=10)
    for n, (pupil, part) in enumerate(zip(everybody, parts, strict=True)):
        answers(world, pupil, part, form="oppmote" if n < 6 else "digital")
        sent(world, pupil, late=n < 6)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    assert told(world, "i_tide") == {("prosent", 50)}
    assert told(world, "pa_skolen") == {("prosent", 50)}
    assert {kind for kind, _value in told(world, "dager")} == {"dager"}


def test_no_count_is_stored_and_the_worker_settles_once(world):
    a_class(world, 6, 3)
    world.node.pass_time(days=30)
    done = figures.run_due(world.house)
    assert done == len(world.node.rows(FigureRun))
    assert figures.run_due(world.house) == 0
    assert told(world, "svart") == set()
    assert sum(one.event == "tall:laast" for one in world.node.rows(AuditEvent)) == 1


def test_languages_are_told_for_all_schools_and_never_a_small_one(world, words):
    everybody = pupils(world, 30)
    parts = [asked(world, one) for one in everybody]
    for n, (pupil, part) in enumerate(zip(everybody, parts, strict=True)):
        spoken = "so" if n < 10 else "ar" if n < 12 else "nb"
        with world.house.work() as work:
            work.session.add(Served(
                id=world.house.id(), session_id="s", person_id=pupil.person_id, sha256="a" * 64,
                text_hash="t", language=spoken, at=world.house.clock.now()))
            work.commit()
        answers(world, pupil, part)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    found = {one.part: (one.kind, one.value, one.unit_id) for one in world.node.rows(Figure)
             if one.measure == "sprak"}
    assert found == {"nb": ("prosent", 60, "*")}, "somali is hidden with arabic"
    page = words(world.client(world.geir).get("/tall"))
    assert "Språk familiene leste på" in page
    trond = world.client(world.node.staff("Trond Fosse", "rektor"))
    assert "Språk familiene leste på" not in words(trond.get("/tall"))


def test_a_leader_sees_their_own_school_and_no_total(world, words):
    a_class(world)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    trond = world.client(world.node.staff("Trond Fosse", "rektor"))
    page = words(trond.get("/tall"))
    assert "60 %" in page
    assert "Lunden" not in page
    assert "Alle skolene" not in page
    assert "Lunden" in words(world.client(world.geir).get("/tall"))
    for role in ("radgiver", "kontaktlaerer", "ppt_leder", "personvernombud"):
        who = world.node.staff(f"{role} Aas", role)
        assert world.client(who).get("/tall").status_code == 404


def test_the_plot_says_what_the_table_says(world):
    a_class(world)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    page = world.client(world.node.staff("Trond Fosse", "rektor")).get("/tall").text
    plot = re.search(r'<svg class="og-plott".*?</svg>', page, re.DOTALL)[0]
    assert "<title" in plot
    assert "60 %" in re.search(r"<desc.*?</desc>", plot, re.DOTALL)[0]
    assert "style=" not in plot
    assert plot.count("<rect") == 1


def test_the_file_has_the_same_figures(world):
    a_class(world)
    world.node.pass_time(days=30)
    figures.run_due(world.house)
    answer = world.client(world.node.staff("Trond Fosse", "rektor")).get("/tall/fil")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["skole", "uke", "Svarte innen tre uker"]
    assert any("60 %" in row for row in rows[1:])


def test_a_county_settles_nothing(county):
    assert figures.run_due(county.house) == 0
