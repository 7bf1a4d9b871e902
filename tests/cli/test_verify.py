"""`handover verify` tells a person on any machine what a delivered file is."""

import hashlib
import importlib
import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from handover.seal import container, demo_ca, envelope, index
from handover.seal.container import SealedFile

# The package re-exports the command under the module's own name, hence by name.
command = importlib.import_module("handover.cli.verify")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class NothingWrong:
    """A judge of form that finds nothing wrong; the schemas have tests of their own."""

    def validate(self, name, data):
        return []


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """A folder with a package, its encrypted form, keys and the issuer, as the walk leaves it."""
    folder = tmp_path_factory.mktemp("delivered")
    ca = demo_ca.create(serial=1, now=NOW)
    kommune = demo_ca.Holder("910075918", "Eksempel kommune", "grunnskole")
    fylke = demo_ca.Holder("810074582", "Eksempel fylkeskommune", "inntak")
    receiver = ca.issue_receiving(fylke, serial=3, now=NOW)
    package = container.write(files(), ca.issue_signing(kommune, serial=2, now=NOW), NOW)
    (folder / "a.asice").write_bytes(package)
    (folder / "a.p7m").write_bytes(envelope.encrypt(package, receiver.certificate, os.urandom))
    demo_ca.save(folder, "fylke", receiver)
    (folder / "trust").mkdir()
    (folder / "trust" / "ca.pem").write_bytes(demo_ca.certificate_pem(ca.certificate))
    return folder


def files():
    part = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<iop xmlns="urn:overgang:del:1.0" versjon="1.0"'
        f' salt="{"0a" * 16}"/>\n'
    ).encode()
    entry = index.PartEntry(
        category="iop",
        file="deler/iop.xml",
        sha256=hashlib.sha256(part).hexdigest(),
        mechanism="LOV",
        basis="opplæringslova § 25-1 tredje ledd",
        collection="ab" * 32,
        purpose="Skolen kan ha opplæringen klar første dag.",
        retention="SKOLELOP",
        only_to="vgs",
        condition=index.Condition("R_LOV", date(2026, 11, 20), "cd" * 32),
    )
    whole = index.PackageIndex(
        message_id="3f2b8a4e-0c1d-4e5f-8a9b-0c1d2e3f4a5b",
        sender=index.Sender("910075918", "Eksempel kommune"),
        receiver=index.Receiver("810074582", "inntak", "inntak", "Inntakskontoret"),
        school_year="2026/2027",
        released_on=date(2026, 11, 22),
        not_after=date(2099, 9, 1),
        pupil=index.PupilIdentity(
            "fodselsnummer", "15910951234", "Kanari", None, "Fugl", date(2009, 11, 15)
        ),
        policy=index.PolicyReference("overgang", "1.0", "ef" * 32),
        parts=(entry,),
    )
    # Our own writer refuses characters that steer a terminal; another sender's may not.
    listed = index.build(whole).replace(b"Inntakskontoret", "Inn\u009b31m\u202etak".encode())
    return [
        SealedFile("overgangspakke.xml", listed, "application/xml"),
        SealedFile("deler/iop.xml", part, "application/xml"),
    ]


@pytest.fixture
def run(delivered, monkeypatch):
    """Run the command in the folder, at a known time."""
    monkeypatch.setattr(command, "now", lambda: NOW + timedelta(days=1))
    monkeypatch.setattr(command, "default_schemas", NothingWrong)
    monkeypatch.chdir(delivered)
    return lambda *arguments: CliRunner().invoke(command.verify, list(arguments))


def test_a_good_package_is_said_to_be_good_in_plain_words(run):
    result = run("a.asice", "--trust", "trust")
    assert result.exit_code == 0
    for words in (
        "Pakken er i orden.",
        "Uendret etter signering   ja",
        "Gyldig signatur           ja",
        "Utsteder du stoler på     ja",
        "Riktig form og innhold    ja",
        "Eksempel kommune, 910075918, grunnskole – DEMO",
        "22.11.2026 kl. 13.00 (avsenderens egen opplysning)",
        "iop: funnet igjen uendret",
        "loven, opplæringslova § 25-1 tredje ledd",
    ):
        assert words in result.output


def test_a_demo_issuer_counts_only_when_it_was_named(run):
    result = run("a.asice")
    assert result.exit_code == 1
    assert "Utsteder du stoler på     nei" in result.output
    assert "(TRUST_EMPTY)" in result.output
    assert "(DEMO_CERTIFICATE)" in result.output


def test_an_encrypted_file_opens_with_the_key(run):
    assert run("a.p7m", "--trust", "trust", "--key", "fylke.key").exit_code == 0
    without = run("a.p7m", "--trust", "trust")
    assert without.exit_code == 2
    assert "Du må ha nøkkelen" in without.output


def test_the_json_answer_holds_the_four_answers_and_the_parts(run):
    result = run("a.asice", "--trust", "trust", "--json")
    answer = json.loads(result.output)
    assert [answer[name] for name in ("intact", "valid", "trusted", "conforming", "good")] == [
        True
    ] * 5
    assert answer["signer"]["organisation"] == "910075918"
    assert answer["claimed_time"] == "2026-11-22T12:00:00+00:00"
    assert [(part["category"], part["mechanism"], part["found"]) for part in answer["parts"]] == [
        ("iop", "LOV", True)
    ]
    assert answer["package"]["receiver"]["unit"] == "inntak"


@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_the_pupil_is_never_named(run, extra):
    output = run("a.asice", "--trust", "trust", *extra).output
    for secret in ("Kanari", "Fugl", "15910951234", "2009-11-15"):
        assert secret not in output


def test_no_text_from_outside_can_steer_the_terminal(run):
    output = run("a.asice", "--trust", "trust").output
    assert "Inn 31m tak, 810074582 (inntak)" in output
    assert all(sign.isprintable() or sign == "\n" for sign in output)


def test_a_tampered_package_is_not_good_and_names_the_file(run, delivered):
    whole = (delivered / "a.asice").read_bytes()
    (delivered / "b.asice").write_bytes(whole.replace(b'salt="0a', b'salt="0b'))
    result = run("b.asice", "--trust", "trust")
    assert result.exit_code == 1
    assert "Uendret etter signering   nei" in result.output
    assert "[deler/iop.xml] (FILE_DIFFERS)" in result.output


@pytest.mark.parametrize("extra", [(), ("--json",)])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("kari-nordmann.asice",), "FILE_UNREADABLE"),
        (("trust",), "FILE_UNREADABLE"),
        (("trust/ca.pem",), "ZIP_UNREADABLE"),
        (("a.asice", "--trust", "nowhere"), "TRUST_DIRECTORY"),
        (("a.p7m", "--key", "nowhere"), "KEY_FILE"),
        (("a.p7m", "--key", "trust/ca.pem"), "KEY_FILE"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(run, arguments, code, extra):
    result = run(*arguments, *extra)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "kari" not in result.output
    if extra:
        assert [one["code"] for one in json.loads(result.output)["findings"]] == [code]


def test_a_file_too_large_to_be_a_package_is_not_read(run, delivered):
    with (delivered / "big").open("wb") as big:
        big.truncate(81 * 1024 * 1024)
    result = run("big")
    assert (result.exit_code, result.output) == (2, "Filen er for stor til å være en pakke.\n")


def test_nothing_is_written(run, delivered):
    before = {path: path.read_bytes() for path in delivered.rglob("*") if path.is_file()}
    run("a.p7m", "--trust", "trust", "--key", "fylke.key")
    run("a.p7m", "--key", "fylke.key", "--json")
    assert before == {path: path.read_bytes() for path in delivered.rglob("*") if path.is_file()}
