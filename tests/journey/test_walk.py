"""The walk ends as the cast says, and what it delivered is good in the eyes of others' programs."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from handover.demo.cast import load
from tests.journey.conftest import Walked
from tests.needs import program

CORE = Path(__file__).resolve().parents[2] / "schemas" / "1.0" / "core"
KEYS = {"pupils", "parts_offered", "approved", "declined", "sealed", "delivered",
        "acknowledged", "lost_to_silence", "cases"}


def unpack(container: Path, to: Path) -> Path:
    with zipfile.ZipFile(container) as archive:
        archive.extractall(to)
    return to


def test_every_case_whose_rules_exist_ends_as_the_cast_says(walked: Walked) -> None:
    wrong = {number: case for number, case in walked.result["cases"].items()
             if not case["waits_for"] and not case["as_expected"]}
    assert wrong == {}
    assert walked.exit_code == 0


def test_the_json_has_the_keys_that_were_agreed(walked: Walked) -> None:
    assert set(walked.result) == KEYS
    assert set(walked.result["lost_to_silence"]) == {"streng", "opplaeringslova"}


def test_everything_sealed_was_delivered_and_acknowledged(walked: Walked) -> None:
    result = walked.result
    assert result["sealed"] == result["delivered"] > 0
    # A pupil later taken out has got containers too, and is in no count (P4).
    assert len(walked.containers()) > result["delivered"]
    assert 0 < result["acknowledged"] <= result["delivered"]


def test_p4_the_protected_and_the_taken_out_are_in_no_count(walked: Walked) -> None:
    assert walked.result["pupils"] == 26


def test_p4_nothing_about_the_unseen_pupil_is_anywhere(walked: Walked) -> None:
    assert walked.result["cases"]["19"] == {
        "expected": {}, "got": {}, "as_expected": True, "waits_for": []}
    number = load().unseen[0].identifier.value.encode()
    for path in walked.out.rglob("*"):
        assert path.is_dir() or number not in path.read_bytes()


def test_verify_says_every_delivery_is_good_and_writes_nothing(walked: Walked) -> None:
    before = sorted(walked.out.rglob("*"))
    for container in walked.containers()[:8]:
        done = subprocess.run(
            [sys.executable, "-m", "handover", "verify", str(container), "--trust",
             str(walked.out / "trust"), "--json"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    assert sorted(walked.out.rglob("*")) == before


def test_verify_does_not_trust_a_demo_seal_without_being_told_to(walked: Walked) -> None:
    done = subprocess.run([sys.executable, "-m", "handover", "verify",
                           str(walked.containers()[0]), "--json"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_openssl_accepts_every_signature(walked: Walked, tmp_path: Path) -> None:
    openssl = program("openssl")
    for index, container in enumerate(walked.containers()):
        folder = unpack(container, tmp_path / str(index))
        subprocess.run(
            [openssl, "cms", "-verify", "-cades", "-binary", "-inform", "DER",
             "-in", folder / "META-INF" / "signature.p7s",
             "-content", folder / "META-INF" / "ASiCManifest.xml",
             "-CAfile", walked.out / "trust" / "demo-ca.pem", "-purpose", "any",
             "-no_check_time", "-out", "/dev/null"], check=True, capture_output=True)


def test_xmllint_accepts_every_index_and_part_by_the_core_schema(
        walked: Walked, tmp_path: Path) -> None:
    xmllint = program("xmllint")
    indexes, parts = [], []
    for index, container in enumerate(walked.containers()):
        folder = unpack(container, tmp_path / str(index))
        indexes.append(str(folder / "overgangspakke.xml"))
        parts += [str(path) for path in sorted((folder / "deler").glob("*.xml"))]
    for schema, files in (("overgangspakke.xsd", indexes), ("deler.xsd", parts)):
        done = subprocess.run([xmllint, "--noout", "--nonet", "--schema", str(CORE / schema),
                               *files], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]


def test_the_bytes_of_a_part_are_the_same_in_every_container_that_carries_it(
        walked: Walked) -> None:
    """`sha256sum` proves an approval: the index of each container names the same file."""
    seen: dict[str, bytes] = {}
    for container in walked.containers():
        with zipfile.ZipFile(container) as archive:
            index = archive.read("overgangspakke.xml").decode()
            for name in archive.namelist():
                if name.startswith("deler/"):
                    data = archive.read(name)
                    sha256 = hashlib.sha256(data).hexdigest()
                    assert sha256 in index
                    assert seen.setdefault(sha256, data) == data
    assert len(seen) > 50


@pytest.mark.parametrize("kind", ["name", "number", "address"])
def test_no_personal_data_in_logs_or_file_names(walked: Walked, kind: str) -> None:
    found = {
        "name": [person.family for person in load().persons().values()],
        "number": [person.identifier.value for person in load().persons().values()],
        "address": [person.address.street for person in load().persons().values()
                    if person.address],
    }[kind]
    names = "\n".join(str(path) for path in walked.out.rglob("*"))
    for canary in found:
        assert canary not in walked.stderr
        assert canary not in names
    assert json.dumps(walked.result).count("1989115") == 0
