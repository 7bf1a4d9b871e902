"""The log-in provider as a command: it starts, answers, lists its lies, and stops when told."""

import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from handover.cli import main
from handover.demo.provider_modes import MODES, PEOPLE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> requests.Response:
    for _ in range(100):
        try:
            return requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
    pytest.fail("the provider did not start")


def test_the_command_plays_all_four_and_prints_settings_a_node_can_use(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "handover", "demo-idp", "--port", str(port), "--keys",
         str(tmp_path / "k"), "--mode", "alg_none"], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    try:
        address = f"http://127.0.0.1:{port}"
        for name in PEOPLE:
            told = wait_for(f"{address}/{name}/.well-known/openid-configuration").json()
            assert (told["issuer"], told["overgang_demo"]) == (f"{address}/{name}", True)
        machine = f"{address}/maskinporten/.well-known/oauth-authorization-server"
        assert requests.get(machine, timeout=5).json()["issuer"] == f"{address}/maskinporten"
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=20)
    said = tomllib.loads(printed)
    assert set(said) == {"login", "maskinporten"}
    assert set(said["login"]) == set(PEOPLE)
    for path in (said["maskinporten"]["client_key"], said["login"]["feide"]["client_secret_file"]):
        assert Path(path).stat().st_mode & 0o077 == 0
    assert process.returncode == 0


def test_every_mode_is_listed_and_an_unknown_one_is_refused() -> None:
    listed = CliRunner().invoke(main, ["demo-idp", "--mode", "list"])
    assert [line.split()[0] for line in listed.output.splitlines()] == list(MODES)
    assert CliRunner().invoke(main, ["demo-idp", "--mode", "snill"]).exit_code == 2
