"""The list of receivers: a wrong line is refused naming the key, and nothing is guessed."""

from pathlib import Path

import pytest

from handover.deliver.directory import load
from handover.errors import Misconfigured, NotFound
from handover.seal import demo_ca
from tests import builders

LINE = """[[enhet]]
id = "fjordglott"
navn = "Fjordgløtt vgs"
type = "vgs"
organisasjonsnummer = "311820192"
adresse = "http://127.0.0.1:1"
sertifikat = "unit.pem"
rute = "node"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    certificate = builders.keys().receiving["fjordglott"].certificate
    (tmp_path / "unit.pem").write_bytes(demo_ca.certificate_pem(certificate))
    return tmp_path


def written(folder: Path, text: str) -> Path:
    (folder / "directory.toml").write_text(text)
    return folder / "directory.toml"


def test_a_unit_is_found_by_its_id_and_no_other(folder: Path) -> None:
    found = load(written(folder, LINE + 'fra_vigo = ["karakterer"]\n'))
    assert found.unit("fjordglott").from_vigo == {"karakterer"}
    assert found.unit("fjordglott").county == "311820192"
    with pytest.raises(NotFound):
        found.unit("tindelia")


@pytest.mark.parametrize(("text", "word"), [
    (LINE + 'snarvei = "ja"\n', "snarvei"),
    (LINE.replace('rute = "node"\n', ""), "rute"),
    (LINE.replace("unit.pem", "ingen.pem"), "sertifikat"),
    (LINE + 'fra_vigo = "karakterer"\n', "fra_vigo"),
    ("[[enhet\n", "kan ikke leses"),
    ("annet = 1\n", "[[enhet]]"),
])
def test_a_wrong_line_is_named(folder: Path, text: str, word: str) -> None:
    with pytest.raises(Misconfigured) as fault:
        load(written(folder, text))
    assert word in fault.value.text
