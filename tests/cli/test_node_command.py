"""`handover serve` and `worker` with wrong settings: one sentence, naming what to mend, and no start."""

import copy
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from waitress import create_server

from handover.cli import main
from handover.cli.node import behind
from handover.errors import Misconfigured
from handover.seal.keyring import private
from handover.settings import parse

GOOD: dict[str, Any] = {
    "node": {"kind": "kommune", "name": "Nordvik", "organisation": "311468685",
             "address": "https://overgang.nordvik.example", "host": "127.0.0.1", "port": 8000,
             "database": "sqlite:///node.db"},
    "keys": {"evidence": "e", "master": "m", "signing_key": "k", "signing_certificate": "c",
             "receiving": "r", "trust": "t", "cookie": "c"},
    "files": {"policy": "", "directory": "directory.toml"},
}


def changed(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    data["node"] |= changes
    return data


def test_production_is_what_you_get_unless_the_file_says_demo() -> None:
    assert parse(GOOD).node.demo is False


@pytest.mark.parametrize(("data", "words"), [
    (changed(kind="bydel"), "node.kind"),
    (changed(profile="snill"), "node.profile"),
    (changed(port="åtte"), "node.port"),
    (changed(snarvei="ja"), "node.snarvei"),
    (changed(clock_file="klokke"), "node.clock_file"),
    (changed(address="http://overgang.example"), "node.address"),
    (GOOD | {"ekstra": {}}, "ekstra"),
    ({key: value for key, value in GOOD.items() if key != "keys"}, "[keys]"),
    (GOOD | {"login": {"feide": {"issuer": "http://127.0.0.1/feide", "client_id": "x",
                                 "client_key": "y"}}}, "login.feide.issuer"),
])
def test_s23_a_wrong_setting_is_named(data: dict[str, Any], words: str) -> None:
    with pytest.raises(Misconfigured) as fault:
        parse(data)
    assert words in fault.value.text


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_settings_file_that_is_not_there_ends_the_command_with_a_sentence(
        command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [command, "--config", str(tmp_path / "ingen.toml")])
    assert done.exit_code == 1
    assert "Fant ikke innstillingsfilen" in done.output
    assert "Traceback" not in done.output


def test_a_settings_file_that_is_not_toml_ends_the_command_with_a_sentence(
        tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text("[node\nkind=")
    done = CliRunner().invoke(main, ["serve", "--config", str(path)])
    assert done.exit_code == 1
    assert "ikke gyldig TOML" in done.output


def test_s29_a_key_file_others_can_read_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    path.write_bytes(b"x")
    path.chmod(0o644)
    with pytest.raises(Misconfigured, match="kan leses av andre"):
        private(path)
    path.chmod(0o600)
    assert private(path) == path


def test_the_walk_does_not_write_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "viktig.txt").write_text("min")
    done = CliRunner().invoke(main, ["demo", "--walk", "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "ikke tom" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["viktig.txt"]


def test_out_without_walk_is_explained() -> None:
    done = CliRunner().invoke(main, ["demo", "--json"])
    assert done.exit_code == 2
    assert "--walk" in done.output


def serve_until_closed(server: Any) -> None:
    """Closing takes the socket away under the loop, which then has nothing to listen to."""
    with suppress(OSError):
        server.run()


@pytest.mark.parametrize(("proxy", "believed"), [("", False), ("127.0.0.1", True),
                                                 ("192.0.2.1", False)])
def test_asvs_only_the_proxy_may_say_whose_call_it_is(proxy: str, believed: bool) -> None:
    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [environ["REMOTE_ADDR"].encode()]

    server = create_server(app, host="127.0.0.1", port=0, **behind(proxy))
    threading.Thread(target=serve_until_closed, args=[server], daemon=True).start()
    try:
        answer = requests.get(f"http://127.0.0.1:{server.effective_port}/", timeout=5,
                              headers={"X-Forwarded-For": "198.51.100.7"})
    finally:
        server.close()
    assert (answer.text == "198.51.100.7") is believed
