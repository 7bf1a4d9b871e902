"""Logging in at a provider somebody else has written and had certified: npm `oidc-provider`.

It checks us as strictly as ID-porten does: pushed request, PKCE, our signed assertion. Without
node and the package the test says «not checked».
"""

import json
import subprocess
from pathlib import Path

import pytest
import requests
from joserfc.jwk import RSAKey
from web_world import ADDRESS, NOW, a_number, end_of

from handover.ports import SystemClock
from handover.settings import LoginSettings
from handover.store.tables import Session
from tests.needs import npm, program

SCRIPT = Path(__file__).with_name("certified.mjs")
BORN = NOW.date().replace(year=2011)


@pytest.fixture(scope="module")
def package():
    return npm("oidc-provider", "9.13.3")


@pytest.fixture
def certified(make_node, package, tmp_path, rsa_keys):
    """Starts the provider with a level; a node where the pupil it vouches for is known."""
    running = []

    def start(acr):
        key: RSAKey = rsa_keys["client"]
        public = key.as_dict(private=False, kid=key.thumbprint(), use="sig", alg="RS256")
        said = {"folder": str(package), "client": {
            "callback": f"{ADDRESS}/logg-inn/idporten/svar", "key": public, "acr": acr,
            "pid": a_number(BORN)}}
        process = subprocess.Popen([program("node"), str(SCRIPT), json.dumps(said)],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        running.append(process)
        port = int(process.stdout.readline())
        path = tmp_path / "login.pem"
        path.touch(mode=0o600)
        path.write_bytes(key.as_pem(private=True))
        node = make_node(login={"idporten": LoginSettings(
            f"http://127.0.0.1:{port}", "overgang", str(path))})
        # The provider has the machine's time, so the node must have it too.
        node.clock.now = SystemClock().now
        person = node.person("Amina Warsame", number=a_number(BORN))
        node.enrol(person)
        return node, f"http://127.0.0.1:{port}"
    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def through(node, address, path="/logg-inn/idporten"):
    """The browser's way: to the provider, through its redirects with its cookies, and back."""
    client, browser = node.client(), requests.Session()
    there = client.get(path).headers["Location"]
    for _ in range(6):
        answer = browser.get(there, timeout=10, allow_redirects=False)
        there = answer.headers["Location"]
        if there.startswith(ADDRESS):
            browser.close()
            return end_of(client, client.get(there.removeprefix(ADDRESS)))
        there = there if there.startswith("http") else address + there
    raise AssertionError("the provider never sent the browser back")


@pytest.mark.parametrize(("acr", "level"), [
    ("idporten-loa-high", "hoyt"), ("idporten-loa-substantial", "betydelig")])
def test_the_certified_provider_lets_us_in_and_we_believe_it(certified, acr, level):
    node, address = certified(acr)
    assert through(node, address).headers["Location"] == "/"
    row, = node.rows(Session)
    assert row.level == level


def test_a_weaker_answer_than_asked_for_is_refused_there_too(certified):
    node, address = certified("idporten-loa-substantial")
    assert through(node, address, "/logg-inn/idporten?niva=hoyt").status_code == 403
    assert node.rows(Session) == []
