"""The county's request, a place, a confirmation: taken in once, from the one who may say it."""

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handover.decision import lead, slots
from handover.errors import BadInput, Conflict, NotFound, Refused
from handover.receive import county
from handover.receive.statements import take_statement
from handover.receive.take_in import take_in
from handover.rules.actors import Actor, Hat, Level, Role
from handover.rules.policy import Mechanism
from handover.seal import demo_ca, envelope, messages, package
from handover.seal.messages import PlaceNotice, Request, RequestedCategory
from handover.store import persons
from handover.store.tables import Delivery, Innhenting, Package, Pupil, Slot, Unit
from tests import builders
from tests.builders import AMINA, COUNTY, KOMMUNE, Town
from tests.needs import program

AUTUMN = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
ADAPTED = {"tilpasning": {"tiltak": [{"hva": "Korte beskjeder.", "virkning": "virker",
                                      "borFortsette": "ja"}]}}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = builders.town(tmp_path, AUTUMN)
    with made.kommune.work() as work:
        work.session.add(Unit(id="havna", name="Havna", kind="grunnskole",
                              organisation=KOMMUNE))
        work.commit()
    yield made
    builders.close(made)


def request(**changes: object) -> Request:
    values = {"number": "2026-1", "county": COUNTY, "county_name": "Storfjell fylke",
              "kommune": KOMMUNE, "school_year": "2026/2027", "valid_from": date(2026, 11, 12),
              "valid_to": date(2027, 12, 31), "approved_by_role": "inntak_leder",
              "categories": [RequestedCategory("identitet", "Inntak.", "§ 25-1")]} | changes
    return Request(**values)  # type: ignore[arg-type]


def send(town: Town, message: messages.Message) -> bytes:
    """Seals a statement as the county and hands it to the kommune."""
    container = package.sign_message(town.county, message.name, messages.build(message))
    certificate = builders.keys().receiving["nordvik"].certificate
    payload = envelope.encrypt(container, certificate, town.county.random)
    return take_statement(town.kommune, town.county.id(), payload)


def leader(role: str = "skoleeier", unit: str = "nordvik") -> Actor:
    return Actor("leder", Hat.STAFF, Level.LOW, "økt",
                 (Role(role, unit, date(2026, 8, 1), date(2027, 12, 31)),))


def test_s9_a_request_waits_until_a_leader_has_accepted_that_very_hash(town: Town) -> None:
    send(town, request())
    row = town.rows(Innhenting, town.kommune)[0]
    assert row.state == "mottatt"
    with pytest.raises(NotFound):
        lead.accept_request(town.kommune, leader("radgiver", "havna"), row.sha256)
    with pytest.raises(NotFound):
        lead.accept_request(town.kommune, leader(), "0" * 64)
    lead.accept_request(town.kommune, leader(), row.sha256)
    assert town.rows(Innhenting, town.kommune)[0].state == "godtatt"


@pytest.mark.parametrize(("changes", "code"), [
    ({"categories": [RequestedCategory("identitet", "x", "y"),
                     RequestedCategory("tilpasning", "x", "y")]}, "INNHENTING_FOR_VID"),
    ({"kommune": "311585851"}, "INNHENTING_ANNEN"),
    ({"school_year": "2025/2026"}, "INNHENTING_ANNEN"),
    ({"valid_from": date(2025, 1, 1), "valid_to": date(2026, 1, 1)}, "INNHENTING_UTLOPT"),
    ({"county": "311937367"}, "ANNEN_AVSENDER"),
])
def test_s9_a_request_that_is_too_wide_or_somebody_elses_is_refused_as_a_whole(
        town: Town, changes: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as fault:
        send(town, request(**changes))
    assert fault.value.code == code
    assert town.rows(Innhenting, town.kommune) == []


def test_s9_a_number_used_before_for_other_content_changes_nothing(town: Town) -> None:
    send(town, request())
    with pytest.raises(BadInput, match="Nummeret"):
        send(town, request(valid_to=date(2028, 1, 1)))
    assert len(town.rows(Innhenting, town.kommune)) == 1


def pupil(town: Town) -> str:
    with town.kommune.work() as work:
        person = persons.save(town.kommune, work.session, AMINA)
        row = Pupil(id=town.kommune.id(), person_id=person.id, unit_id="havna",
                    school_year="2026/2027", created=AUTUMN)
        work.session.add(row)
        work.session.flush()
        slots.open_slot(town.kommune, work, row, "skole", ["fjordglott", "tindelia"])
        work.commit()
        return row.id


def notice(number: str = AMINA.number, unit: str = "fjordglott") -> PlaceNotice:
    return PlaceNotice(COUNTY, KOMMUNE, "2026/2027", "fodselsnummer", number, unit,
                       "akseptert", date(2027, 7, 8))


def test_p1_a_place_in_the_closed_list_binds_the_slot_once(town: Town) -> None:
    pupil(town)
    for _ in range(2):
        send(town, notice())
    rows = town.rows(Slot, town.kommune)
    assert [(row.bound_unit, row.closed) for row in rows] == [("fjordglott", False)]


def test_s9b_a_place_for_a_number_nobody_has_is_answered_like_any_other(town: Town) -> None:
    pupil(town)
    answers = [messages.parse("kvittering.xml", _inside(send(town, notice(number))))
               for number in (AMINA.number, builders.KEVIN.number)]
    assert [type(one) for one in answers] == [messages.StoredReceipt] * 2
    assert all(one.accepted for one in answers)  # type: ignore[union-attr]


def _inside(container: bytes) -> bytes:
    from handover.seal import reader
    return reader.open_container(container, builders.keys().trust, AUTUMN).files[
        "kvittering.xml"]


def test_a_package_taken_in_twice_is_one_package_with_one_receipt(town: Town) -> None:
    message = town.send("fjordglott", AMINA, ADAPTED)
    first = town.rows(Package)[0].receipt
    assert take_in(town.county, message, town.sent[message]) == first
    assert len(town.rows(Package)) == 1


def test_an_id_used_for_other_bytes_is_a_conflict(town: Town) -> None:
    message = town.send("fjordglott", AMINA, ADAPTED)
    with pytest.raises(Conflict):
        take_in(town.county, message, town.sent[message] + b"x")


def test_s33_every_fault_before_the_signature_gives_one_and_the_same_answer(
        town: Town) -> None:
    message = town.send("fjordglott", AMINA, ADAPTED)
    good = town.sent[message]
    stranger = replace(town.kommune, keys=replace(town.kommune.keys,
                                                  signer=builders.keys().county))
    foreign = package.seal_message(stranger, "plass.xml", messages.build(notice()),
                                   town.kommune.directory.unit("fjordglott"))
    said = set()
    for payload in (b"", b"\x30\x03\x02\x01\x05", good[:-20], good[:40] + good[60:],
                    bytes([good[0]]) + good[1:-1] + bytes([good[-1] ^ 1]), foreign):
        with pytest.raises(BadInput) as fault:
            take_in(town.county, town.county.id(), payload)
        said.add((fault.value.text, fault.value.code))
    assert len(said) == 1


def test_s32_a_package_for_another_unit_id_or_message_is_refused(town: Town) -> None:
    message = town.send("fjordglott", AMINA, ADAPTED)
    with pytest.raises(BadInput):
        take_in(town.county, town.county.id(), town.sent[message])
    assert len(town.rows(Package)) == 1


def test_p9_confirming_needs_a_name_and_a_first_step_and_reaches_the_outbox(
        town: Town) -> None:
    town.send("fjordglott", AMINA, ADAPTED)
    kari, known = town.actor("mottaksradgiver", "fjordglott"), town.pupil(AMINA)
    with pytest.raises(Refused):
        county.confirm(town.county, kari, known, county.FirstStep("Kari", "Moen", "", " "))
    county.confirm(town.county, kari, known,
                   county.FirstStep("Kari", "Moen", "Rådgiver", "Jeg ringer deg fredag."))
    assert [row.kind for row in town.rows(Delivery)] == ["bekreftelse"]
    assert town.rows(Package)[0].state == "bekreftet"


def test_another_school_of_the_same_county_cannot_confirm(town: Town) -> None:
    town.send("fjordglott", AMINA, ADAPTED)
    guro = town.actor("mottaksradgiver", "tindelia", "Guro Hegg")
    with pytest.raises(NotFound):
        county.confirm(town.county, guro, town.pupil(AMINA),
                       county.FirstStep("Guro", "Hegg", "", "Jeg ringer."))


def test_s20_the_database_file_holds_no_name_number_or_content_in_the_clear(
        town: Town, tmp_path: Path) -> None:
    pupil(town)
    town.send("fjordglott", AMINA, ADAPTED)
    for path in tmp_path.rglob("*.db*"):
        data = path.read_bytes()
        for canary in (AMINA.given, AMINA.family, AMINA.number, "Korte beskjeder"):
            assert canary.encode() not in data, path.name


def test_the_hash_of_a_request_is_the_same_at_both_nodes(town: Town) -> None:
    asker = town.actor("inntak_leder", "storfjell-inntak", "Hege Brattli")
    law = [one.id for one in town.county.policy.categories.values()
           if one.mechanism is Mechanism.LAW]
    sha256 = county.ask(town.county, asker, "2026-7", date(2026, 11, 12), date(2027, 12, 31),
                        law)
    sent = town.rows(Delivery)[0]
    take_statement(town.kommune, sent.id, sent.payload)
    assert town.rows(Innhenting, town.kommune)[0].sha256 == sha256
    assert hashlib.sha256(town.rows(Innhenting)[0].container).hexdigest() == sha256


def test_s23_a_demo_node_takes_in_no_number_of_a_real_persons_shape(town: Town) -> None:
    from handover.store.persons import Details
    real_shape = Details("Ekte", "Person", date(2011, 10, 1), number_type="fodselsnummer",
                         number="".join(["011011", "00084"]))
    with town.kommune.work() as work, pytest.raises(BadInput):
        persons.save(town.kommune, work.session, real_shape)


def test_openssl_decrypts_what_was_sent_to_a_unit_with_the_units_key(
        town: Town, tmp_path: Path) -> None:
    message = town.send("fjordglott", AMINA, ADAPTED)
    pair = builders.keys().receiving["fjordglott"]
    files = {"sent.p7m": town.sent[message], "unit.key": demo_ca.key_pem(pair.key),
             "unit.pem": demo_ca.certificate_pem(pair.certificate)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [program("openssl"), "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "sent.p7m",
         "-inkey", "unit.key", "-recip", "unit.pem"], cwd=tmp_path, capture_output=True,
        check=True)
    assert done.stdout == envelope.decrypt(town.sent[message], pair.key, pair.certificate)
