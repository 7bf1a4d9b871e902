"""The follow-up service: one fact, own words, how to reach, and nothing the law does not give."""

import pytest
from receive_facts import FOLLOW_UP, IDENTITY, STATUS, VOICE

from handover.receive import desks, places
from handover.store.tables import AuditEvent
from tests.builders import AMINA, KEVIN

OFFICE = desks.load().desks["inntak"]
STEP = {"fornavn": "Berit", "etternavn": "Nygård", "stilling": "OT-veileder",
        "forst": "Vi møtes på biblioteket onsdag."}


@pytest.fixture
def kevin(town):
    town.send("storfjell-ot", KEVIN, {"elevens_stemme": VOICE, "ot_status": STATUS,
                                      "ot_vurdering": FOLLOW_UP})
    return f"/oppfolging/elev/{town.pupil(KEVIN)}"


@pytest.fixture
def berit(town, log_in):
    return log_in(town, "ot_veileder", "storfjell-ot", "Berit Nygård", title="OT-veileder")


def test_the_list_says_the_fact_the_day_and_the_deadline(town, berit, kevin):
    page = berit.text("/oppfolging/nye")
    for text in ("Kevin har ikke skoleplass.", "Beskjeden kom 9. august.", "1 dag",
                 "Fredag 20. august", "Siri Aune", "Hjelpen er frivillig.",
                 VOICE["detSomVirker"]):
        assert text in page, text


def test_the_deadline_is_told_in_words_as_it_comes_and_goes(town, berit, kevin, log_in):
    for days, word in ((9, "I morgen"), (1, "I dag"), (1, "Etter fristen")):
        town.pass_time(days=days)
        again = log_in(town, "ot_leder", "storfjell-ot", f"Leder {days}{word[0]}")
        assert word in again.text("/oppfolging/nye")


def test_the_list_opens_only_what_it_shows(town, berit, kevin):
    assert FOLLOW_UP["hvaKanHjelpe"] not in berit.text("/oppfolging/nye")
    assert len([row for row in town.rows(AuditEvent) if row.event == "del:lest"]) == 2


def test_the_page_tells_how_to_reach_and_that_help_is_voluntary(berit, kevin):
    page = berit.text(kevin)
    for text in ("Slik får du tak i Kevin", "12 00 27 00", "Send melding før du ringer.",
                 "Hjelpen er frivillig.", "Dette vil Kevin at du skal vite"):
        assert text in page, text


def test_contact_with_a_first_step_moves_the_pupil_to_the_other_list(berit, kevin):
    assert berit.post(kevin + "/bekreft", kevin, **(STEP | {"forst": ""})).status_code == 422
    assert berit.post(kevin + "/bekreft", kevin, **STEP).status_code == 303
    assert "Kevin" not in berit.text("/oppfolging/nye")
    assert "Berit Nygård" in berit.text("/oppfolging/kontakt-tatt").partition("Kevin")[2]


def test_a_pupil_who_gets_a_place_is_no_longer_the_services(town, berit, kevin):
    lead = town.actor("inntak_leder", "storfjell-inntak", "Ragnhild Moe")
    town.send("storfjell-inntak", KEVIN, {"identitet": IDENTITY})
    assert berit.get(kevin).status_code == 200
    places.report(town.county, lead, OFFICE, town.pupil(KEVIN), "akseptert", "fjordglott")
    assert berit.get(kevin).status_code == 404
    assert "Kevin" not in berit.text("/oppfolging/nye")


def test_the_school_and_the_service_do_not_see_each_others(town, log_in, berit, kevin):
    town.send("fjordglott", AMINA, {"identitet": IDENTITY})
    assert "Warsame" not in berit.text("/oppfolging/nye")
    kari = log_in(town, "mottaksradgiver", "fjordglott")
    assert "Kevin" not in kari.text("/mottak/nye")
    assert kari.get(kevin).status_code == 404
