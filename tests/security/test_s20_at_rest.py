"""S20: what is stored in the clear are ids, codes, hashes and words of our own; no file tells more."""

import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import String
from sqlmodel import SQLModel

from handover.decision import glimpses, own_words
from handover.rules.actors import Hat
from handover.store import contents, persons
from handover.store.boxes import CLOSED
from handover.store.persons import Details
from tests import builders
from tests.builders import attached
from tests.decision import kommune as builder
from tests.security.town import scene

IDS = {"id", "author_id", "by_person", "deputy_id", "object_id", "person_id", "pupil_id", "actor",
       "absence_id", "answered_by", "approved_by", "asked_by", "assigned_to", "attachment_id",
       "bound_unit", "decided_by", "delivery_id", "dispatch_id", "granted_by", "invited_by",
       "lifted_by", "made_by", "meeting_id", "opened_by", "owner_unit", "package_id", "part_id",
       "print_id", "printed_by", "raised_by", "registered_by", "replaced_by", "row_id",
       "screened_by", "session_id", "set_by", "slot_id", "subject", "to_unit", "told_by", "unit",
       "unit_id", "units", "used_by", "visit_id", "mark"}
"""Random ids of persons and things, and the ids of units."""
HASHES = {"code_hash", "feide_hash", "hash", "heads", "key", "mac", "number_hash", "policy",
          "policy_hash",
          "previous", "secret_hash", "sha256", "text_hash", "replaces", "version", "browser"}
SECRETS = {"state", "nonce", "verifier"}
"""Of a log-in under way: worth nothing without the browser's half, gone in ten minutes."""
CODES = {"about", "answer", "categories", "category", "channel", "covers", "event", "fields",
         "finding", "form", "giver", "hat", "kind", "language", "level", "matter", "measure",
         "media_type", "outcome", "part", "provider", "reason", "role", "school_year", "source",
         "state", "status", "table_name"}
"""Words from closed lists of our own; `fields` of the audit holds codes, counts and hashes."""
ORGANISATIONS = {"county", "name", "number", "organisation", "sender", "sender_name"}
"""Organisations, units and requests: public, and about nobody."""
SEALED_TEXT = {"ground"}


def test_s20_every_text_column_is_an_id_a_hash_or_a_code() -> None:
    known = IDS | HASHES | SECRETS | CODES | ORGANISATIONS | SEALED_TEXT
    found = {column.name for table in SQLModel.metadata.tables.values()
             for column in table.columns
             if isinstance(getattr(column.type, "impl", column.type), String)}
    assert found - known == set()


def test_s20_the_text_column_that_tells_of_care_is_sealed() -> None:
    assert {one.column for one in CLOSED if one.text} == SEALED_TEXT


@pytest.mark.parametrize("kind", ["kommune", "fylke"])
def test_s20_no_file_of_a_node_holds_a_name_a_number_a_contact_or_a_word_of_content(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Database, its log, temporary files and file names, while the node has them open."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setenv("TMPDIR", str(spool))
    monkeypatch.setattr(tempfile, "tempdir", None)
    canaries = fill_kommune(tmp_path) if kind == "kommune" else fill_county(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    for path in files:
        data = path.read_bytes()
        for canary in canaries:
            assert canary.encode() not in data, (path.name, canary)
            assert canary not in path.name


def fill_kommune(folder: Path) -> list[str]:
    made = scene(builder.make(folder))
    kommune, house = made.kommune, made.kommune.house
    known = Details("Kanarifugla", "Fjellreven", date(2011, 4, 3), middle="Lemenet",
                    number_type="fodselsnummer", title="Snøuglelærer",
                    number=builder.synthetic_number(date(2011, 4, 3), True, 7, False),
                    mail="kanarifugl@fjell.example", phone="+4799999871")
    facts, file = attached(b"%PDF-1.4\n% Hermelinen\n%%EOF\n", "Snøspurven")
    with house.work() as work:
        persons.save(house, work.session, known, feide="kanarifugl@nordvik.example")
        part = work.session.get_one(builder.Part, made.parts[0])
        contents.add_file(house, work.session, part, file)
        work.commit()
    kommune.part(made.pupils[0], "tilpasning", tree={"tiltak": [
        {"hva": "Jervesporet skal ryddes", "virkning": "virker", "borFortsette": "ja"}]})
    mother = kommune.family("karis mor", Hat.GUARDIAN)
    glimpses.offer(house, mother, made.pupils[0], "Rypa er flink til å lytte.")
    own_words.write(house, kommune.family("kari", Hat.PUPIL), made.pupils[0],
                    {"dato": "2027-05-04", "detSomVirker": "Reinsdyret venter"})
    assert facts["tittel"]
    return [known.given, known.family, known.middle, known.number, known.mail, known.phone,
            known.title, "Hermelinen", "Jervesporet", "Rypa er flink", "Reinsdyret",
            "kanarifugl@nordvik.example", "foreldreansvar"]


def fill_county(folder: Path) -> list[str]:
    made = builders.town(folder)
    file = attached(b"%PDF-1.4\n% Hermelinen\n%%EOF\n", "Snospurven")
    made.send("fjordglott", builders.AMINA, {"tilpasning": {"tiltak": [
        {"hva": "Jervesporet skal ryddes", "virkning": "virker", "borFortsette": "ja"}]}})
    assert file
    return [builders.AMINA.given, builders.AMINA.family, builders.AMINA.number, "Jervesporet"]


def test_the_process_writes_nothing_beside_its_database(tmp_path: Path) -> None:
    before = set(os.listdir(tempfile.gettempdir()))
    fill_county(tmp_path)
    assert {name for name in set(os.listdir(tempfile.gettempdir())) - before
            if name.startswith(("overgang", "handover"))} == set()
