"""Opening what has been received: who may, what they see, and that it is remembered."""

import json
from datetime import date

import pytest
from receive_facts import CLASSROOM, DECISION, HEALTH, IDENTITY, VOICE
from sqlmodel import select

from handover.errors import NotFound
from handover.receive import desks, places, read
from handover.store.audit import first_break
from handover.store.tables import AuditEvent, Pupil, ReceivedFile
from tests.builders import AMINA, JONAS, attached

SCHOOL, OFFICE = desks.load().desks["skole"], desks.load().desks["inntak"]
PARTS = {"elevens_stemme": VOICE, "identitet": IDENTITY, "tilpasning": CLASSROOM,
         "helse_sikkerhet": HEALTH}


@pytest.fixture
def amina(town):
    """Her package at Fjordgløtt."""
    town.send("fjordglott", AMINA, PARTS)
    return town.pupil(AMINA)


def readings(town, event="del:lest"):
    return [row for row in town.rows(AuditEvent) if row.event == event]


def test_the_counsellor_opens_every_part_with_what_the_index_says_of_it(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    view = read.package_for(town.county, kari, amina, SCHOOL)
    assert [part.category for part in view.parts] == list(PARTS)
    voice = view.parts[0]
    assert voice.facts["detSomVirker"] == VOICE["detSomVirker"]
    assert (voice.only_to, voice.retention) == ("den nye skolen", "SKOLELOP")


def test_each_part_opened_is_audited_by_hash_role_and_reason_and_by_nothing_of_its_content(
        town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    view = read.package_for(town.county, kari, amina, SCHOOL)
    rows = readings(town)
    assert [json.loads(row.fields)["sha256"] for row in rows] == [p.sha256 for p in view.parts]
    assert {(row.role, row.unit, row.actor, row.pupil_id) for row in rows} == {
        ("mottaksradgiver", "fjordglott", kari.person_id, amina)}
    assert {json.loads(row.fields)["grunn"] for row in rows} == {"mottak"}
    assert all(word not in row.fields for row in rows for word in ("Diabetes", "tilpasning"))
    with town.county.work() as work:
        assert first_break(work.session) is None


def test_opening_again_is_a_new_reading(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    for _ in range(2):
        read.package_for(town.county, kari, amina, SCHOOL)
    assert len(readings(town)) == 2 * len(PARTS)


def test_a_list_looked_at_twice_in_a_day_is_one_reading_and_the_next_day_another(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")

    def look():
        read.glance(town.county, kari, SCHOOL, lambda category: category.id == "tilpasning")
        return len(readings(town))
    assert [look(), look()] == [1, 1]
    town.pass_time(days=1)
    assert look() == 2


def test_the_class_teacher_neither_opens_nor_is_told_of_what_is_too_sensitive(town, amina):
    teacher = town.actor("kontaktlaerer", "fjordglott", "Per Dahl")
    view = read.package_for(town.county, teacher, amina, SCHOOL)
    assert [part.category for part in view.parts] == [
        "elevens_stemme", "identitet", "tilpasning"]
    assert len(readings(town)) == 3


@pytest.mark.parametrize(("role", "unit"), [
    ("mottaksradgiver", "tindelia"), ("ppt_fylke", "storfjell-ppt"),
    ("inntak", "storfjell-inntak"), ("ot_veileder", "storfjell-ot"),
    ("personvernombud", "fjordglott"), ("ppt_fylke", "fjordglott"),
])
def test_another_unit_and_another_role_get_the_answer_of_a_pupil_who_never_was(
        town, amina, role, unit):
    stranger = town.actor(role, unit, "Ola Nordmann")
    with pytest.raises(NotFound) as theirs:
        read.package_for(town.county, stranger, amina, SCHOOL)
    with pytest.raises(NotFound) as nobody:
        read.package_for(town.county, stranger, town.county.id(), SCHOOL)
    assert (theirs.value.text, theirs.value.code) == (nobody.value.text, nobody.value.code)
    assert readings(town) == []


def test_access_ends_the_day_the_place_is_at_another_school(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    lead = town.actor("inntak_leder", "storfjell-inntak", "Ragnhild Moe")
    town.send("storfjell-inntak", AMINA, {"identitet": IDENTITY})
    places.report(town.county, lead, OFFICE, amina, "akseptert", "fjordglott")
    assert read.package_for(town.county, kari, amina, SCHOOL).parts
    places.report(town.county, lead, OFFICE, amina, "akseptert", "tindelia")
    with pytest.raises(NotFound):
        read.package_for(town.county, kari, amina, SCHOOL)


def test_a_school_loses_sight_of_a_pupil_who_lost_the_place(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    lead = town.actor("inntak_leder", "storfjell-inntak", "Ragnhild Moe")
    town.send("storfjell-inntak", AMINA, {"identitet": IDENTITY})
    places.report(town.county, lead, OFFICE, amina, "ingen_plass", "")
    assert read.glance(town.county, kari, SCHOOL, lambda category: True) == []


def test_somebody_taken_out_of_the_service_is_nowhere(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    with town.county.work() as work:
        row = work.session.get_one(Pupil, amina)
        row.blocked = True
        work.session.add(row)
        work.commit()
    with pytest.raises(NotFound):
        read.package_for(town.county, kari, amina, SCHOOL)


def test_a_newer_version_of_a_part_takes_the_older_ones_place_and_only_its(town, amina):
    kari = town.actor("mottaksradgiver", "fjordglott")
    town.pass_time(days=3)
    newer = {"tiltak": [CLASSROOM["tiltak"][0]]}
    town.send("fjordglott", AMINA, {"tilpasning": newer})
    view = read.package_for(town.county, kari, amina, SCHOOL)
    changed = next(part for part in view.parts if part.category == "tilpasning")
    assert len(changed.facts["tiltak"]) == 1
    assert changed.first.date() == date(2027, 8, 10)
    assert len(view.parts) == len(PARTS)


def test_an_attachment_is_opened_by_its_own_pupil_only_and_audited(town):
    named, file = attached()
    town.send("fjordglott", AMINA, {"ito_vedtak": DECISION | {"vedlegg": [named]}}, [file])
    town.send("fjordglott", JONAS, {"identitet": IDENTITY})
    kari = town.actor("mottaksradgiver", "fjordglott")
    stored, = town.rows(ReceivedFile)
    opened = read.attachment(town.county, kari, town.pupil(AMINA), stored.id, SCHOOL)
    assert (opened.data, opened.sha256) == (file.data, file.sha256)
    assert len(readings(town, "vedlegg:lest")) == 1
    with pytest.raises(NotFound):
        read.attachment(town.county, kari, town.pupil(JONAS), stored.id, SCHOOL)


def test_an_attachment_of_a_part_one_may_not_open_is_not_there(town):
    named, file = attached()
    town.send("fjordglott", AMINA, {"ito_vedtak": DECISION | {"vedlegg": [named]}}, [file])
    teacher = town.actor("kontaktlaerer", "fjordglott", "Per Dahl")
    stored, = town.rows(ReceivedFile)
    with pytest.raises(NotFound):
        read.attachment(town.county, teacher, town.pupil(AMINA), stored.id, SCHOOL)


def test_nothing_of_the_content_lies_open_in_the_database(town, amina):
    with town.county.work() as work:
        raw = work.session.connection().exec_driver_sql(
            "select content, entry from receivedpart").all()
        assert raw
        assert work.session.exec(select(AuditEvent)).all()
    assert not any(b"Diabetes" in bytes(box) for row in raw for box in row)
