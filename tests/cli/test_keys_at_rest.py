"""`handover keys-at-rest` says what it has done, and stops where somebody must look first."""

import os
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handover.cli import main
from handover.store import rotation
from handover.store.key_files import MasterFile
from handover.store.seals import opening
from handover.store.work import work_factory
from tests.decision import kommune as builder
from tests.security.town import sql


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[builder.Kommune]:
    """A kommune with key files of its own, which the command finds in place of a settings file."""
    made = builder.make(tmp_path)
    for name in ("master.key", "evidence.key"):
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_bytes(os.urandom(32))
    evidence = (tmp_path / "evidence.key").read_bytes()
    engine = made.house.engine
    opening.adopt(engine, evidence)
    keys = replace(made.house.settings.keys, master=str(tmp_path / "master.key"),
                   evidence=str(tmp_path / "evidence.key"))
    made.house = replace(
        made.house, settings=replace(made.house.settings, keys=keys),
        work=work_factory(engine, made.clock, opening.open_book(engine, evidence)),
        vault=rotation.open_vault(engine, MasterFile(tmp_path / "master.key"), os.urandom))
    made.pupil()
    command = import_module("handover.cli.keys_at_rest")
    monkeypatch.setattr(command, "open_house", lambda config: made.house)
    yield made
    engine.dispose()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["keys-at-rest", *words, "--config", "node.toml"])


def test_rotate_then_forget_leaves_one_key(node: builder.Kommune, tmp_path: Path) -> None:
    done = run("rotate", "--reseal")
    assert done.exit_code == 0
    assert "1 personer er flyttet" in done.output
    assert "finnes fortsatt" in run("status").output
    assert run("forget").exit_code == 0
    assert not list(tmp_path.glob("master.key.*"))


def test_check_finds_what_was_changed_and_ends_with_a_fault(node: builder.Kommune) -> None:
    assert run("check").output == "Alt er som det ble skrevet.\n"
    with sql(node) as connection:
        connection.exec_driver_sql("UPDATE pupil SET blocked = true")
    done = run("check")
    assert done.exit_code == 1
    assert "1 er endret utenom tjenesten" in done.output


def test_adopt_wants_to_be_told_that_somebody_has_looked(node: builder.Kommune) -> None:
    done = run("adopt")
    assert done.exit_code == 1
    assert "--yes" in done.output
