"""The XSD 1.0 core is made from the XSD 1.1 schemas and never edited by hand."""

import subprocess
from importlib import resources
from pathlib import Path

import pytest

from handover.errors import Misconfigured
from handover.parts.core_schema import core_files, core_of, write
from handover.parts.schema_set import VERSION

SCHEMAS = Path(str(resources.files("schemas") / VERSION))


def test_the_committed_core_is_what_the_schemas_give() -> None:
    committed = {path.name: path.read_text() for path in (SCHEMAS / "core").glob("*.xsd")}
    assert committed == core_files(SCHEMAS)


def test_the_core_has_no_assertion_left_and_loses_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.xsd").write_text((SCHEMAS / "person.xsd").read_text())
    write(tmp_path)
    core = (tmp_path / "core" / "a.xsd").read_text()
    assert "assert" not in core
    assert core.count("<xs:element ") == (SCHEMAS / "person.xsd").read_text().count("<xs:element ")


def test_a_schema_whose_rules_cannot_be_taken_out_is_refused() -> None:
    source = '<?xml version="1.0" encoding="UTF-8"?>\n<a><xs:assert test="x"/></a>\n'
    with pytest.raises(Misconfigured):
        core_of(source)


def test_xmllint_accepts_a_valid_part_and_refuses_an_invalid_one() -> None:
    def xmllint(example: str) -> int:
        command = ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMAS / "core/deler.xsd")]
        run = subprocess.run([*command, str(SCHEMAS / "examples" / example)], capture_output=True)
        return run.returncode

    assert xmllint("valid/iop.xml") == 0
    assert xmllint("invalid/ukjent-felt.xml") != 0
