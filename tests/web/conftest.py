"""Fixtures of the web: nodes, and a node connected to a log-in provider over real HTTP."""

import os
import threading

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc.jwk import RSAKey
from web_world import ADDRESS, NOW, Node, Served, make_house
from werkzeug.serving import make_server

from handover.demo import provider
from handover.demo.clock import StillClock
from handover.settings import LoginSettings
from handover.web.app import create_app

PROVIDERS = ("idporten", "feide", "ansattporten")


@pytest.fixture
def make_node(tmp_path):
    """Builds nodes; each has a database and keys of its own."""
    made = []

    def make(**settings):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        clock = StillClock(NOW)
        node = Node(make_house(folder, clock, **settings), clock)
        node.app = create_app(node.house)
        made.append(node)
        return node
    yield make
    for node in made:
        node.house.engine.dispose()


@pytest.fixture
def node(make_node):
    return make_node()


@pytest.fixture(scope="session")
def rsa_keys():
    """Three keys: the client's, the provider's, and a stranger's."""
    return {name: RSAKey.generate_key(2048) for name in ("client", "provider", "stranger")}


@pytest.fixture
def connected(make_node, rsa_keys, tmp_path):
    """A node and the demo provider it logs in at: (node, provider, add people here)."""
    key_file = tmp_path / "client.pem"
    private = rsa_keys["client"].private_key
    key_file.touch(mode=0o600)
    key_file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    secret_file = tmp_path / "feide.secret"
    secret_file.touch(mode=0o600)
    secret_file.write_text("hemmelig\n")
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    clock, people = StillClock(NOW), []
    play = provider.Play(provider.Keys(rsa_keys["provider"], rsa_keys["stranger"]))
    callbacks = tuple(f"{ADDRESS}/logg-inn/{name}/svar" for name in PROVIDERS)
    app = provider.create_app(
        people, [provider.DemoClient("overgang", public, callbacks, secret="hemmelig")], clock,
        os.urandom, rsa_keys["provider"], play=play)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    node = make_node(login={
        "idporten": LoginSettings(f"{address}/idporten", "overgang", str(key_file)),
        "feide": LoginSettings(f"{address}/feide", "overgang",
                               client_secret_file=str(secret_file),
                               groups=f"{address}/feide/groups"),
        "ansattporten": LoginSettings(f"{address}/ansattporten", "overgang", str(key_file),
                                      resource="urn:altinn:resource:overgang")})
    node.provider_clock = clock
    yield node, Served(address, app, play), people
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def csrf():
    """The form field a page gives a browser: csrf(client) → {"csrf_token": …}."""
    def token(client):
        app = client.application
        with client.session_transaction() as cookie:
            before = dict(cookie)
        with app.test_request_context():
            from flask import session
            from flask_wtf.csrf import generate_csrf
            session.update(before)
            made = generate_csrf()
            after = dict(session)
        with client.session_transaction() as cookie:
            cookie.update(after)
        return {"csrf_token": made}
    return token
