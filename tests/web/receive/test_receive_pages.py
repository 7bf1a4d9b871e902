"""The new school's and the county PPT's pages, as somebody logged in meets them."""

import re

import pytest
from receive_facts import (
    AIDS,
    CLASSROOM,
    CONTACT,
    DECISION,
    EXAMS,
    GUARDIANS,
    HEALTH,
    IDENTITY,
    VOICE,
)

from handover.receive.opening import unseal
from handover.seal import messages
from handover.store.tables import Acknowledgement, AuditEvent, Delivery, ReceivedFile, Task
from tests.builders import AMINA, JONAS, attached

STEP = {"fornavn": "Kari", "etternavn": "Moen", "stilling": "Rådgiver",
        "forst": "Jeg ringer deg fredag 13. august."}
PARTS = {"elevens_stemme": VOICE, "identitet": IDENTITY, "foresatte": GUARDIANS,
         "tilpasning": CLASSROOM, "hjelpemidler": AIDS, "prove_tilrettelegging": EXAMS,
         "helse_sikkerhet": HEALTH, "kontakt_og_besok": CONTACT}


@pytest.fixture
def amina(town):
    town.send("fjordglott", AMINA, PARTS)
    return town.pupil(AMINA)


@pytest.fixture
def kari(town, log_in):
    return log_in(town, "mottaksradgiver", "fjordglott")


def page_of(pupil_id):
    return f"/mottak/elev/{pupil_id}"


def said(town):
    """What the county has queued for the kommune, as the kommune reads it."""
    return [messages.parse("bekreftelse.xml", unseal(town.kommune, row.payload).files[
        "bekreftelse.xml"]) for row in town.rows(Delivery) if row.kind == "bekreftelse"]


def test_after_logging_in_the_counsellor_lands_on_the_new_pupils(kari):
    assert kari.get("/").headers["Location"] == "/mottak/nye"


def test_who_has_no_contact_yet_stands_first_and_nobody_is_counted(town, kari, amina):
    town.pass_time(hours=1)
    town.send("fjordglott", JONAS, {"tilpasning": CLASSROOM})
    kari.post(page_of(amina) + "/bekreft", page_of(amina), **STEP)
    page = kari.text("/mottak/nye")
    assert page.index("Jonas Solbakken") < page.index("Amina Abdi Warsame")
    assert "Kari Moen" in page[page.index("Amina Abdi"):]
    assert not re.search(r"\b\d+ (av|elever|totalt)", page)
    assert "Noen elever følges opp av rektor på annen måte." in page


def test_looking_at_the_list_opens_no_part(town, kari, amina):
    kari.text("/mottak/nye")
    assert [row for row in town.rows(AuditEvent) if row.event == "del:lest"] == []


def test_the_pupils_own_words_come_before_everything_else(kari, amina):
    page = kari.text(page_of(amina))
    order = [page.index(text) for text in (
        VOICE["detSomVirker"], "Må være klart før skolestart",
        "Fortsett med dette fra første dag", "Dokumenter")]
    assert order == sorted(order)
    html = kari.get(page_of(amina)).text
    assert re.search(r'class="og-lyng og-stemme".*?og-sitat">Jeg lærer best', html, re.S)


def test_the_page_says_what_works_what_does_not_and_whom_to_talk_to(kari, amina):
    page = kari.text(page_of(amina))
    for text in ("Virker litt", "Har ikke virket", "Ikke gjør dette", "PC med stativ",
                 "Mangler ansvarlig", "Kun til: den nye skolen", "opplæringslova",
                 "Siri Aune, rådgiver", "Hodan Ali Farah", "Somali"):
        assert text in page, text


def test_neither_address_nor_title_names_anybody_or_any_part(kari, amina):
    html = kari.get(page_of(amina)).text
    title = re.search("<title>(.*?)</title>", html).group(1)
    assert title == "En ny elev – Overgang"
    links = " ".join(re.findall(r'(?:href|action)="(.*?)"', html))
    assert not re.search("amina|warsame|tilpasning|helse|hjelpemid", links, re.I)


def test_everything_works_without_script(kari, amina):
    assert "<script" not in kari.get(page_of(amina)).text


def test_the_form_suggests_the_one_who_is_logged_in_and_leaves_the_first_step_open(kari, amina):
    html = kari.get(page_of(amina)).text
    for name, value in (("fornavn", "Kari"), ("etternavn", "Moen"), ("stilling", "Rådgiver")):
        assert re.search(f'name="{name}" value="{value}"', html)
    assert re.search(r'<textarea[^>]*name="forst"[^>]*>\s*</textarea>', html)
    assert "Amina får se dette" in kari.text(page_of(amina))


def test_confirming_tells_the_kommune_who_and_what_first_and_the_page_says_received(
        town, kari, amina):
    answer = kari.post(page_of(amina) + "/bekreft", page_of(amina), **STEP)
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(amina))
    told, = said(town)
    assert (told.given, told.family, told.role, told.first_step) == tuple(STEP.values())
    assert told.message_id in town.sent
    page = kari.text(page_of(amina))
    assert "Mottatt 10. august" in page
    assert "Kari Moen, Rådgiver" in page
    assert "Bekreft at dere har tatt imot" not in page


@pytest.mark.parametrize(("field", "value", "text"), [
    ("forst", "  ", "Skriv hva som skjer først."),
    ("fornavn", "", "Skriv fornavnet til den som følger opp."),
    ("etternavn", "", "Skriv etternavnet til den som følger opp."),
    ("forst", "x" * 2001, "Skriv kortere. Det er plass til 2000 tegn."),
])
def test_a_confirmation_that_lacks_something_says_what_and_keeps_what_was_written(
        town, kari, amina, field, value, text):
    answer = kari.post(page_of(amina) + "/bekreft", page_of(amina), **(STEP | {field: value}))
    assert answer.status_code == 422
    assert text in answer.text
    assert 'value="Rådgiver"' in answer.text
    assert town.rows(Acknowledgement) == town.rows(Delivery) == []


def test_confirming_what_somebody_has_confirmed_is_a_conflict_and_sends_nothing_more(
        town, kari, amina):
    for status in (303, 409):
        answer = kari.post(page_of(amina) + "/bekreft", page_of(amina), **STEP)
        assert answer.status_code == status
    assert len(town.rows(Acknowledgement)) == len(said(town)) == 1


def test_a_new_package_asks_again_and_suggests_the_contact_who_was_promised(town, kari, amina):
    kari.post(page_of(amina) + "/bekreft", page_of(amina), **STEP | {"fornavn": "Per"})
    town.pass_time(minutes=50)
    town.send("fjordglott", AMINA, {"kontakt_og_besok": CONTACT})
    page = kari.get(page_of(amina)).text
    assert "Det har kommet noe nytt siden dere bekreftet." in page
    assert 'name="fornavn" value="Per"' in page
    assert "Noe nytt har kommet" in kari.text("/mottak/nye")


def test_the_class_teacher_reads_but_does_not_confirm(town, log_in, amina):
    per = log_in(town, "kontaktlaerer", "fjordglott", "Per Dahl")
    page = per.text(page_of(amina))
    assert "Diabetes" not in page
    assert "Helse" not in page
    assert "Bekreft at dere har tatt imot" not in page
    assert per.post(page_of(amina) + "/bekreft", page_of(amina), **STEP).status_code == 404
    assert town.rows(Acknowledgement) == []


def rows_of(desk, path):
    return re.findall(r'type="checkbox" id="([0-9a-f]{32})" name="klart"[^>]*?( checked)?>',
                      desk.get(path).text)


def test_ticking_what_is_ready_is_kept_and_can_be_undone(town, kari, amina):
    (first, _), *_rest = rows_of(kari, page_of(amina))
    kari.post(page_of(amina) + "/klart", page_of(amina), klart=first)
    assert dict(rows_of(kari, page_of(amina)))[first]
    assert "1 av 6 er klart" in kari.text(page_of(amina))
    kari.post(page_of(amina) + "/klart", page_of(amina))
    assert town.rows(Task) == []
    assert [row.event for row in town.rows(AuditEvent) if row.event.startswith("klar")] == [
        "klargjoring:ferdig", "klargjoring:ikke_ferdig"]


def test_a_row_that_is_not_on_the_list_cannot_be_ticked(town, kari, amina):
    answer = kari.post(page_of(amina) + "/klart", page_of(amina), klart="ab" * 16)
    assert answer.status_code == 303
    assert town.rows(Task) == []


def test_the_class_teacher_cannot_untick_a_row_that_is_hidden_from_her(town, kari, log_in, amina):
    everything = [row for row, _ in rows_of(kari, page_of(amina))]
    kari.post(page_of(amina) + "/klart", page_of(amina), klart=everything)
    per = log_in(town, "kontaktlaerer", "fjordglott", "Per Dahl")
    visible = {row for row, _ in rows_of(per, page_of(amina))}
    per.post(page_of(amina) + "/klart", page_of(amina))
    assert {task.object_id for task in town.rows(Task)} == set(everything) - visible
    assert len(visible) < len(everything)


def test_an_attachment_is_a_download_under_a_name_that_tells_nothing(town, kari):
    named, file = attached(title="Vedtak")
    town.send("fjordglott", AMINA, {"ito_vedtak": DECISION | {"vedlegg": [named]}}, [file])
    stored, = town.rows(ReceivedFile)
    page = kari.get(page_of(town.pupil(AMINA))).text
    address = f"{page_of(town.pupil(AMINA))}/vedlegg/{stored.id}"
    assert f'href="{address}"' in page
    answer = kari.get(address)
    assert (answer.status_code, answer.data) == (200, file.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vedlegg.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_unit_meets_the_page_of_an_unknown_pupil_at_every_address(town, log_in, amina):
    ola = log_in(town, "mottaksradgiver", "tindelia", "Ola Nordmann")
    for tail in ("", f"/vedlegg/{amina}"):
        theirs, nobody = ola.get(page_of(amina) + tail), ola.get(page_of("x") + tail)
        assert (theirs.status_code, theirs.data) == (404, nobody.data)
    for tail in ("/bekreft", "/klart"):
        theirs, nobody = (ola.post(page_of(who) + tail, "/mottak/nye", **STEP)
                          for who in (amina, "x"))
        assert theirs.status_code == nobody.status_code == 404
        assert theirs.data == nobody.data
    assert town.rows(Acknowledgement) == town.rows(Task) == []


@pytest.mark.parametrize(("role", "unit"), [
    ("ppt_fylke", "storfjell-ppt"), ("inntak", "storfjell-inntak"),
    ("ot_veileder", "storfjell-ot"), ("personvernombud", "fjordglott")])
def test_other_roles_do_not_find_the_schools_pages(town, log_in, amina, role, unit):
    ola = log_in(town, role, unit, "Ola Nordmann")
    for path in ("/mottak/nye", page_of(amina)):
        assert ola.get(path).status_code == 404


def test_a_role_that_ended_yesterday_opens_nothing(town, log_in, amina):
    town.pass_time(hours=13, minutes=40)  # 23.40 in Norway: the session outlives the role.
    ola = log_in(town, "mottaksradgiver", "fjordglott", "Ola Nordmann",
                 valid_to=town.county.today())
    assert ola.get(page_of(amina)).status_code == 200
    town.pass_time(minutes=30)
    assert ola.get(page_of(amina)).status_code != 200


def test_somebody_not_logged_in_is_sent_to_log_in(kari, amina):
    stranger = kari.client.application.test_client()
    assert stranger.get(page_of(amina)).headers["Location"] == "/logg-inn"


def test_the_countys_ppt_has_a_list_of_its_own(town, log_in, amina):
    town.send("storfjell-ppt", JONAS, {"ito_vedtak": DECISION})
    ida = log_in(town, "ppt_fylke", "storfjell-ppt", "Ida Berg")
    page = ida.text("/mottak-ppt/nye")
    assert "Jonas Solbakken" in page
    assert "Amina" not in page
    path = f"/mottak-ppt/elev/{town.pupil(JONAS)}"
    assert "Kun til: PPT i fylket" in ida.text(path)
    assert ida.post(path + "/bekreft", path, **STEP).status_code == 303
    assert ida.get(f"/mottak-ppt/elev/{amina}").status_code == 404
