"""Admissions' pages: notices, individual handling, what is asked for, and places."""

import re

import pytest
from receive_facts import ACCESS_NOTICE, DECISION, IDENTITY, LANGUAGE, NOTICE

from handover.receive.opening import unseal
from handover.receive.statements import take_statement
from handover.seal import messages
from handover.store.tables import Applicant, AuditEvent, Delivery, Innhenting
from tests.builders import AMINA, JONAS, KEVIN, attached

WISH = {"nummer": "2026-114", "fra": "2026-11-12", "til": "2027-09-30",
        "kategori": ["identitet", "karakterer"]}


@pytest.fixture
def rune(autumn, log_in):
    return log_in(autumn, "inntak", "storfjell-inntak", "Rune Hovden")


@pytest.fixture
def ragnhild(autumn, log_in):
    return log_in(autumn, "inntak_leder", "storfjell-inntak", "Ragnhild Moe")


@pytest.fixture
def notices(autumn):
    """One ready, one that lacks something, one late."""
    named, file = attached()
    autumn.send("storfjell-inntak", AMINA, {"melding_1okt": NOTICE | {"vedlegg": [named]}}, [file])
    autumn.send("storfjell-inntak", JONAS, {"melding_1okt": ACCESS_NOTICE})
    autumn.pass_time(days=90)
    autumn.send("storfjell-inntak", KEVIN, {"melding_1okt": NOTICE | {
        "vedlegg": [named], "begrunnelseEtterFristen": "Fylte 15 år 30. desember."}}, [file])
    return autumn


def figures(desk, path="/inntak/meldinger"):
    return re.findall(r'vis=(\w+)">.*?og-tall__n">(\d+)<', desk.get(path).text)


def test_the_figures_are_the_piles(notices, log_in):
    rune = log_in(notices, "inntak", "storfjell-inntak", "Rune Hovden")
    assert figures(rune) == [("klar", "1"), ("mangler", "1"), ("sent", "1")]
    page = rune.text("/inntak/meldinger")
    assert "(§ 4-21)" in page
    assert "Mangler: Vedlegg" in page


@pytest.mark.parametrize(("pile", "shown"), [
    ("klar", "Amina Abdi Warsame"), ("mangler", "Jonas Solbakken"), ("sent", "Kevin Ås")])
def test_a_figure_filters_the_list_and_the_figures_stay(notices, log_in, pile, shown):
    rune = log_in(notices, "inntak", "storfjell-inntak", "Rune Hovden")
    page = rune.text(f"/inntak/meldinger?vis={pile}")
    names = {"Amina Abdi Warsame", "Jonas Solbakken", "Kevin Ås"}
    assert {name for name in names if name in page} == {shown}
    assert figures(rune, f"/inntak/meldinger?vis={pile}") == figures(rune)


def test_an_unknown_pile_shows_nothing_and_does_not_fail(rune):
    assert rune.get("/inntak/meldinger?vis=<x>").status_code == 200


def test_a_late_notice_is_received_with_its_reason(notices, log_in):
    rune = log_in(notices, "inntak", "storfjell-inntak", "Rune Hovden")
    page = rune.text(f"/inntak/elev/{notices.pupil(KEVIN)}")
    assert "Fylte 15 år 30. desember." in page


def test_the_list_of_notices_is_audited_once_a_day_for_each_reader(notices, log_in):
    rune = log_in(notices, "inntak", "storfjell-inntak", "Rune Hovden")
    for _ in range(3):
        rune.text("/inntak/meldinger")
    assert len([row for row in notices.rows(AuditEvent) if row.event == "del:lest"]) == 3


def test_individual_handling_lists_by_need_and_opens_nothing(autumn, rune):
    autumn.send("storfjell-inntak", AMINA, {"sprak_vedtak": LANGUAGE, "ito_vedtak": DECISION})
    autumn.send("storfjell-inntak", JONAS, {"identitet": IDENTITY})
    page = rune.text("/inntak/individuelt")
    assert page.count("Amina Abdi Warsame") == 2
    assert "Jonas" not in page
    assert "Frist 1. februar" in page
    assert [row for row in autumn.rows(AuditEvent) if row.event == "del:lest"] == []


def test_a_request_is_signed_sent_and_is_the_very_one_the_kommune_gets(autumn, ragnhild):
    answer = ragnhild.post("/inntak/innhenting/ny", "/inntak/innhenting/ny", **WISH)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inntak/innhenting")
    sent, = (row for row in autumn.rows(Delivery) if row.kind == "innhenting")
    take_statement(autumn.kommune, sent.id, sent.payload)
    there, = autumn.rows(Innhenting, autumn.kommune)
    page = ragnhild.text("/inntak/innhenting")
    for text in (there.sha256, "Nummer 2026-114", "2 opplysninger", "På vei", "Nordvik kommune",
                 "Gjelder fra 12. november 2026 til 30. september 2027"):
        assert text in page, text
    policy = autumn.county.policy.categories["karakterer"]
    assert policy.purpose in page
    assert policy.reference.replace("§\N{NO-BREAK SPACE}", "§ ") in page


def test_the_page_says_when_the_kommune_has_it(autumn, ragnhild):
    ragnhild.post("/inntak/innhenting/ny", "/inntak/innhenting/ny", **WISH)
    with autumn.county.work() as work:
        row = work.session.get_one(Delivery, autumn.rows(Delivery)[0].id)
        row.state, row.delivered = "levert", autumn.clock.now()
        work.session.add(row)
        work.commit()
    assert "Kommunen har den" in ragnhild.text("/inntak/innhenting")


def test_the_form_offers_what_the_law_lets_the_county_collect_and_nothing_is_ticked(
        autumn, ragnhild):
    html = ragnhild.get("/inntak/innhenting/ny").text
    offered = re.findall(r'name="kategori" id="k\d+" value="(\w+)"( checked)?', html)
    law = [one.id for one in autumn.county.policy.categories.values() if one.mechanism == "LOV"]
    assert offered == [(name, "") for name in law]


@pytest.mark.parametrize(("field", "value", "text"), [
    ("nummer", "", "Skriv et nummer med små bokstaver"),
    ("nummer", "Sak 1/2026", "Skriv et nummer med små bokstaver"),
    ("fra", "i morgen", "Velg dagen innhentingen begynner å gjelde."),
    ("til", "", "Velg siste dag innhentingen gjelder."),
    ("til", "2026-10-01", "Siste dag kan ikke være før den første"),
    ("kategori", [], "Velg minst én opplysning dere trenger."),
    ("kategori", ["sakkyndig"], "Velg minst én opplysning dere trenger."),
])
def test_a_request_that_is_wrong_says_what_and_sends_nothing(
        autumn, ragnhild, field, value, text):
    answer = ragnhild.post("/inntak/innhenting/ny", "/inntak/innhenting/ny",
                           **(WISH | {field: value}))
    assert answer.status_code == 422
    assert text in answer.text
    assert autumn.rows(Innhenting) == autumn.rows(Delivery) == []


def test_a_number_is_used_once(ragnhild):
    for status in (303, 422):
        answer = ragnhild.post("/inntak/innhenting/ny", "/inntak/innhenting/ny", **WISH)
        assert answer.status_code == status
    assert "Nummeret er brukt før." in answer.text


def test_only_the_leader_may_ask(autumn, rune):
    assert "Be om opplysninger" not in rune.text("/inntak/innhenting")
    assert rune.get("/inntak/innhenting/ny").status_code == 404
    assert rune.post("/inntak/innhenting/ny", "/inntak/plasser", **WISH).status_code == 404
    assert autumn.rows(Innhenting) == []


@pytest.fixture
def applicant(autumn):
    autumn.send("storfjell-inntak", AMINA, {"identitet": IDENTITY})
    return f"/inntak/plasser/{autumn.pupil(AMINA)}"


def told(town):
    """What the kommune reads of the place."""
    row = town.rows(Delivery)[-1]
    return messages.parse("plass.xml", unseal(town.kommune, row.payload).files["plass.xml"])


@pytest.mark.parametrize(("status", "school", "unit"), [
    ("akseptert", "fjordglott", "fjordglott"), ("ikke_mott", "tindelia", "tindelia"),
    ("ingen_plass", "", None), ("ingen_plass", "fjordglott", None)])
def test_a_place_is_recorded_and_the_kommune_is_told(
        autumn, rune, applicant, status, school, unit):
    answer = rune.post(applicant, applicant, status=status, skole=school)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inntak/plasser")
    message = told(autumn)
    assert (message.status, message.unit, message.number) == (status, unit, AMINA.number)
    row, = autumn.rows(Applicant)
    assert row.status == status


def test_a_pupil_who_does_not_meet_keeps_the_school_that_was_reported(autumn, rune, applicant):
    rune.post(applicant, applicant, status="akseptert", skole="fjordglott")
    rune.post(applicant, applicant, status="ikke_mott", skole="")
    assert told(autumn).unit == "fjordglott"


@pytest.mark.parametrize(("form", "text"), [
    ({"status": "akseptert"}, "Velg hvilken skole plassen er på."),
    ({"status": "akseptert", "skole": "storfjell-ppt"}, "Velg hvilken skole plassen er på."),
    ({"status": "ikke_mott"}, "Velg hvilken skole plassen er på."),
    ({"status": "borte"}, "Velg hva som har skjedd med plassen."),
    ({}, "Velg hva som har skjedd med plassen."),
])
def test_a_place_that_is_wrong_says_what_and_tells_nobody(autumn, rune, applicant, form, text):
    answer = rune.post(applicant, applicant, **form)
    assert answer.status_code == 422
    assert text in answer.text
    assert autumn.rows(Applicant) == autumn.rows(Delivery) == []


def test_those_nothing_is_reported_for_stand_first(autumn, rune, applicant):
    autumn.send("storfjell-inntak", JONAS, {"identitet": IDENTITY})
    rune.post(applicant, applicant, status="akseptert", skole="fjordglott")
    page = rune.text("/inntak/plasser")
    assert page.index("Jonas Solbakken") < page.index("Amina Abdi Warsame")
    assert "Har takket ja" in page[page.index("Amina"):]


def test_a_pupil_of_whom_only_a_school_has_a_package_is_not_admissions_to_place(autumn, rune):
    autumn.send("fjordglott", AMINA, {"identitet": IDENTITY})
    path = f"/inntak/plasser/{autumn.pupil(AMINA)}"
    assert "Amina" not in rune.text("/inntak/plasser")
    assert rune.get(path).status_code == 404
    assert rune.post(path, "/inntak/innhenting", status="ingen_plass").status_code == 404


@pytest.mark.parametrize("path", [
    "/inntak/meldinger", "/inntak/individuelt", "/inntak/innhenting", "/inntak/innhenting/ny",
    "/inntak/plasser"])
def test_a_school_does_not_find_admissions_pages(autumn, log_in, path):
    kari = log_in(autumn, "mottaksleder", "fjordglott")
    assert kari.get(path).status_code == 404


def test_admissions_sees_only_what_was_sent_to_admissions(autumn, rune):
    autumn.send("storfjell-inntak", AMINA, {"identitet": IDENTITY})
    autumn.send("fjordglott", AMINA, {"ito_vedtak": DECISION})
    page = rune.text(f"/inntak/elev/{autumn.pupil(AMINA)}")
    assert "Hvem eleven er" in page
    assert "Vedtak om tilrettelagt opplæring" not in page
