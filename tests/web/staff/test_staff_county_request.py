"""«Fylket ber om»: the signed request in words, accepted or refused by its very hash."""

import hashlib
from datetime import date

import pytest

from handover.seal import messages, package
from handover.seal.messages import Request, RequestedCategory
from handover.store.tables import AuditEvent, Innhenting
from tests import builders


@pytest.fixture
def asked(world, tmp_path):
    """A request the county has really signed, lying with the kommune."""
    county = builders.house(tmp_path, world.house.clock, "fylke")
    law = world.house.policy.categories["identitet"]
    said = Request(
        number="2026-7", county=builders.COUNTY, county_name="Storfjell fylke",
        kommune=builders.KOMMUNE, school_year="2026/2027", valid_from=date(2026, 11, 12),
        valid_to=date(2027, 9, 30), approved_by_role="inntak_leder",
        categories=[RequestedCategory(law.id, law.purpose, law.reference)])
    container = package.sign_message(county, said.name, messages.build(said))
    county.engine.dispose()
    return keep(world, container)


def keep(world, container):
    sha256 = hashlib.sha256(container).hexdigest()
    with world.house.work() as work:
        work.session.add(Innhenting(
            sha256=sha256, number="2026-7", county=builders.COUNTY, school_year="2026/2027",
            categories="identitet", valid_from=date(2026, 11, 12), valid_to=date(2027, 9, 30),
            container=container, received=world.house.clock.now(), state="mottatt"))
        work.commit()
    return sha256


def test_the_request_is_read_out_in_words_with_its_signer_and_fingerprint(world, asked, words):
    text = words(world.client(world.geir).get("/fylket-ber-om"))
    law = world.house.policy.categories["identitet"]
    assert "Hvem eleven er" in text
    assert law.purpose in text
    assert "Storfjell fylke" in text
    assert "Leder for inntaket" in text
    assert "2026-7" in text
    assert asked in text.replace(" ", "")
    assert "identitet" not in text


@pytest.mark.parametrize(("said", "state", "told"), [
    ("ja", "godtatt", "Innhentingen er godtatt."), ("nei", "avvist", "Ikke godtatt")])
def test_the_answer_is_about_that_very_hash(world, asked, press, words, said, state, told):
    client = world.client(world.geir)
    answer = press(client, "/fylket-ber-om", "/fylket-ber-om", svar=said, sha256=asked)
    assert answer.status_code == 303
    assert [(one.sha256, one.state) for one in world.rows(Innhenting)] == [(asked, state)]
    text = words(client.get("/fylket-ber-om"))
    assert told in text
    assert "Ingenting venter på deg" in text
    assert f"innhenting:{state}" in [one.event for one in world.rows(AuditEvent)]


@pytest.mark.parametrize("fields", [{}, {"svar": "kanskje"}, {"svar": "ja", "sha256": "x"},
                                    {"svar": "nei", "sha256": "x"}])
def test_nonsense_changes_nothing(world, asked, press, fields):
    answer = press(world.client(world.geir), "/fylket-ber-om", "/fylket-ber-om", **fields)
    assert answer.status_code in (404, 422)
    assert world.rows(Innhenting)[0].state == "mottatt"


def test_a_request_whose_signature_does_not_hold_cannot_be_accepted(world, press, words):
    sha256 = keep(world, b"PK\x03\x04 not a container")
    client = world.client(world.geir)
    assert "Signaturen kan ikke bekreftes." in words(client.get("/fylket-ber-om"))
    answer = press(client, "/fylket-ber-om", "/fylket-ber-om", svar="ja", sha256=sha256)
    assert answer.status_code == 422
    assert world.rows(Innhenting)[0].state == "mottatt"
