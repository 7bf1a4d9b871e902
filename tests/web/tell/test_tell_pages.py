"""«Familien»: meeting, paper, appointments and texts to paste, through the web door."""

import re
from datetime import date, timedelta

import pytest

from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, FamilyMeeting, PaperPrint, Representation, Visit


@pytest.fixture
def staff(world):
    """The rådgiver of the pupil's school, logged in."""
    return world.node.login(world.adviser.id, "feide")


@pytest.fixture
def base(world):
    return f"/elev/{world.pupil.id}"


@pytest.fixture
def strangers(world):
    """Everybody who has nothing to do with these pages."""
    other = world.node.unit("fjellet", name="Fjellet skole")
    return [world.node.login(world.node.staff("Lise Berg", unit_id=other).id, "feide"),
            world.node.login(world.node.staff("Nils Vik", role="rektor").id, "feide"),
            world.as_pupil(), world.as_mother()]


OWN = {"dato": "2027-05-03", "detSomVirker": "Jeg tegner."}
MEETING = {"tolk": "ja", "sprak": "so", "form": "telefon", "kategori": "B",
           "tjeneste": "Tolketjenesten i Nordvik"}


def at_new_school(world):
    return {"slag": "besok", "dag": "2027-06-03", "fra": "09:00", "til": "10:30",
            "sted": "Tindelia vgs", "ny_skole": "ja",
            "med": [world.pupil.person_id, world.mother.id]}


def test_who_may_not_open_the_family_gets_the_same_page_as_for_an_unknown_pupil(
        world, base, strangers):
    for client in strangers:
        for path in ("/familien", "/papir"):
            answer = client.get(base + path)
            other = client.get(f"/elev/finnes-ikke{path}")
            assert answer.status_code == 404
            assert len(answer.data) == len(other.data)


def test_p02_staff_see_only_whether_each_person_has_answered(world, staff, base):
    part = world.part("iop")
    before = staff.get(f"{base}/familien").text
    assert before.count("Har ikke svart") == 2
    world.says(world.pupil.person_id, "elev", part, "nei")
    no = staff.get(f"{base}/familien").text
    assert no.count('data-color="success"') == 2
    world.says(world.pupil.person_id, "elev", part, "ja")
    world.says(world.mother.id, "foresatt", part, "ja")
    assert _same(no) == _same(staff.get(f"{base}/familien").text)


def test_p06_what_ppt_asks_is_not_counted_at_the_school(world, staff, base):
    world.part("sakkyndig", owner_unit="ppt-sunnby")
    assert "Ikke spurt ennå" in staff.get(f"{base}/familien").text


def test_p08_the_interpreter_is_written_down_once_and_without_a_name(
        world, staff, base, press, tmp_path):
    answer = press(staff, f"{base}/familien/mote", her=[world.mother.id], **MEETING)
    assert answer.status_code == 303
    page = staff.get(f"{base}/familien").text
    assert "Møtet er i gang" in page
    assert "Tolk: somali, på telefon, kategori b, Tolketjenesten i Nordvik." in page
    row, = world.node.rows(FamilyMeeting)
    assert b"Tolketjenesten" not in row.details
    assert press(staff, f"{base}/familien/mote", her=[world.mother.id], **MEETING).status_code == 409
    press(staff, f"{base}/familien/mote/slutt")
    assert "Møtet er i gang" not in staff.get(f"{base}/familien").text


@pytest.mark.parametrize(("wrong", "says"), [
    ({"her": []}, "Kryss av for dem som er her."), ({"her": ["en-annen"]}, "Kryss av for dem"),
    ({"sprak": ""}, "Velg språk"), ({"kategori": "Z"}, "Velg språk"),
    ({"tjeneste": "x" * 101}, "høyst 100 tegn")])
def test_a_meeting_that_lacks_something_says_what(world, staff, base, press, wrong, says):
    answer = press(staff, f"{base}/familien/mote",
                   **{"her": [world.mother.id], **MEETING, **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    assert world.node.rows(FamilyMeeting) == []


def test_s24_an_appointment_is_seen_by_those_who_are_asked_and_names_nobody(
        world, staff, base, press):
    assert press(staff, f"{base}/familien/avtale", **at_new_school(world)).status_code == 303
    row, = world.node.rows(Visit)
    assert b"Tindelia" not in row.details
    calendar = world.as_mother().get("/avtaler/kalender")
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Avtale\r\n" in calendar.text
    assert "LOCATION:Tindelia vgs" in calendar.text
    assert "DTSTART:20270603T070000Z" in calendar.text
    assert [word for word in ("ATTENDEE", "ORGANIZER", "DESCRIPTION", "Amina", "Hodan", "Siri")
            if word in calendar.text] == []
    assert calendar.headers["Cache-Control"] == "no-store"


def test_s24_two_persons_calendars_have_no_identifier_in_common(world, staff, base, press):
    press(staff, f"{base}/familien/avtale", **at_new_school(world))
    uids = [re.search("UID:(.*)\r\n", client.get("/avtaler/kalender").text)[1]
            for client in (world.as_pupil(), world.as_mother())]
    assert len(set(uids)) == 2
    assert world.node.rows(Visit)[0].id not in "".join(uids)


def test_s24_who_is_not_asked_to_come_sees_nothing(world, staff, base, press):
    press(staff, f"{base}/familien/avtale",
          **{**at_new_school(world), "med": [world.pupil.person_id]})
    assert "BEGIN:VEVENT" not in world.as_mother().get("/avtaler/kalender").text
    assert "Du har ingen avtaler nå" in world.as_mother().get("/avtaler").text
    assert "Tindelia vgs" in world.as_pupil().get("/avtaler").text


def test_s01b_a_visit_at_the_new_school_is_told_to_no_guardian_when_one_is_restricted(
        world, staff, base, press):
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=3)
    press(staff, f"{base}/familien/avtale", **at_new_school(world))
    press(staff, f"{base}/familien/avtale",
          **{**at_new_school(world), "ny_skole": "", "slag": "mote", "sted": "Havna",
             "dag": "2027-06-04"})
    world.restrict(father)
    seen = world.as_mother().get("/avtaler/kalender").text
    assert "Tindelia" not in seen
    assert "20270603" not in seen
    assert "LOCATION:Havna" in seen
    assert "Tindelia" in world.as_pupil().get("/avtaler/kalender").text


def test_s01_a_restricted_guardian_sees_no_appointment(world, staff, base, press):
    press(staff, f"{base}/familien/avtale", **at_new_school(world))
    world.restrict(world.mother)
    answer = world.as_mother().get("/avtaler/kalender")
    assert "BEGIN:VEVENT" not in answer.text


def test_an_appointment_that_is_called_off_stays_in_the_calendar_as_called_off(
        world, staff, base, press):
    press(staff, f"{base}/familien/avtale", **at_new_school(world))
    row, = world.node.rows(Visit)
    press(staff, f"{base}/familien/avtale/{row.id}/avlys")
    calendar = world.as_pupil().get("/avtaler/kalender").text
    assert "STATUS:CANCELLED" in calendar
    assert "LOCATION" not in calendar
    assert press(staff, f"{base}/familien/avtale/finnes-ikke/avlys").status_code == 404


@pytest.mark.parametrize(("wrong", "says"), [
    ({"dag": ""}, "Fyll inn dag"), ({"dag": "2027-05-03"}, "ikke har vært"),
    ({"til": "08:00"}, "Slutten må komme etter"), ({"slag": "fest"}, "møte eller et besøk"),
    ({"med": []}, "Velg hvem avtalen er med"), ({"sted": "x\ny"}, "én linje")])
def test_an_appointment_that_lacks_something_says_what(world, staff, base, press, wrong, says):
    answer = press(staff, f"{base}/familien/avtale", **{**at_new_school(world), **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    assert world.node.rows(Visit) == []


def paper(world, staff, base, press, person, language="nb"):
    made = press(staff, f"{base}/papir", hvem=person, sprak=language)
    assert made.status_code == 303, made.text
    return made.headers["Location"], staff.get(made.headers["Location"])


def test_p08_paper_is_one_persons_and_holds_only_what_that_person_is_asked(
        world, staff, base, press):
    part = world.part("iop")
    world.part("tilpasning")
    world.says(world.pupil.person_id, "elev", part, "ja")
    _, sheet = paper(world, staff, base, press, world.mother.id)
    assert "Arket er til Hodan Farah." in sheet.text
    assert sheet.text.count('class="og-papirdel"') == 2
    assert re.search(r"\b\d+ av \d+\b", sheet.text) is None
    assert "Side " not in sheet.text


def test_c51_the_version_on_the_paper_is_what_was_written_down(world, staff, base, press):
    part = world.part("tilpasning")
    address, sheet = paper(world, staff, base, press, world.pupil.person_id)
    row, = world.node.rows(PaperPrint)
    shown = "".join(re.findall(r"<span>([0-9A-F ]+)</span>", sheet.text)).replace(" ", "")
    assert shown == row.version.upper()
    world.part("tilpasning", replaces=part)
    assert staff.get(address).status_code == 409


def test_paper_in_another_language_is_another_version(world, staff, base, press):
    world.part("tilpasning")
    paper(world, staff, base, press, world.pupil.person_id)
    _, sheet = paper(world, staff, base, press, world.pupil.person_id, "ar")
    assert '<html lang="ar" dir="rtl"' in sheet.text
    assert len({row.version for row in world.node.rows(PaperPrint)}) == 2


def test_paper_is_logged_by_its_hash(world, staff, base, press):
    world.part("tilpasning")
    paper(world, staff, base, press, world.pupil.person_id)
    event, = [one for one in world.node.rows(AuditEvent) if one.event == "papir:laget"]
    assert world.node.rows(PaperPrint)[0].version in event.fields


def test_p06_the_school_prints_nothing_of_ppts_and_nobodys_own_words(world, staff, base, press):
    world.part("sakkyndig", owner_unit="ppt-sunnby")
    world.part("elevens_stemme", OWN, author_id=world.pupil.person_id, source="elev")
    answer = press(staff, f"{base}/papir", hvem=world.pupil.person_id, sprak="nb")
    assert answer.status_code == 422
    assert "Det er ikke noe å skrive ut" in answer.text


def test_s04_paper_for_a_guardian_never_holds_what_the_pupil_declined(world, staff, base, press):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "nei")
    answer = press(staff, f"{base}/papir", hvem=world.mother.id, sprak="nb")
    assert answer.status_code == 422


def test_paper_of_one_school_is_not_found_from_another(world, staff, base, press, strangers):
    world.part("tilpasning")
    address, _ = paper(world, staff, base, press, world.pupil.person_id)
    for client in strangers:
        assert client.get(address).status_code == 404


def test_texts_for_the_parents_app_are_about_nobody_and_need_no_script(world, staff):
    page = staff.get("/foreldreapp").text
    assert page.count("<textarea") >= 4
    assert page.count("readonly") == page.count("<textarea")
    assert "http://localhost" in page
    assert [word for word in ("Amina", "Hodan", "<script") if word in page] == []
    assert world.as_mother().get("/foreldreapp").status_code == 404


def test_only_verified_guardians_are_listed(world, staff, base):
    with world.house.work() as work:
        father = world.node.guardian(world.pupil, "Abdi Warsame", which=3, verified=False)
        assert work.session.get(Representation, father.id) is None
    assert "Abdi" not in staff.get(f"{base}/familien").text


def test_expired_consent_gives_no_paper(world, staff, base, press):
    world.part("tilpasning", state=PartState.APPROVED)
    days = (date(2027, 10, 2) - world.house.today()).days
    world.node.clock.set(world.node.clock.now() + timedelta(days=days))
    assert press(staff, f"{base}/papir", hvem=world.pupil.person_id,
                 sprak="nb").status_code in (303, 404, 422)
    assert world.node.rows(PaperPrint) == []


def _same(text):
    return re.sub(r'value="[^"]*"', "", text)
