"""Which organisation calls: tokens of Maskinporten out and in, with real seals on the inside."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from handover.demo import provider
from handover.demo.provider_modes import HONEST, MASKINPORTEN, MODES, modes
from handover.seal import package
from handover.settings import MaskinportenSettings
from handover.store.tables import AuditEvent, Package
from handover.tokens.errors import Silent
from handover.tokens.grant import Purse
from handover.web.app import create_app
from tests import builders
from tests.builders import AMINA, COUNTY, KOMMUNE, Town

SCOPE = "overgang:node"
ADAPTED = {"tilpasning": {"tiltak": [{"hva": "Korte beskjeder.", "virkning": "virker",
                                      "borFortsette": "ja"}]}}
KEYS = {name: RSAKey.generate_key(2048) for name in ("own", "stranger", "client", "other")}


@dataclass
class Wired:
    """The county behind its door, the kommune with a purse, and Maskinporten between them."""

    town: Town
    app: object
    play: provider.Play
    purses: dict[str, Purse]

    def deliver(self, token: str, message: str, payload: bytes) -> TestResponse:
        return self.app.test_client().post(  # type: ignore[attr-defined, no-any-return]
            "/node/v1/pakker", data=payload, content_type="application/pkcs7-mime",
            headers={"Overgang-Melding": message}
            | ({"Authorization": f"Bearer {token}"} if token else {}))


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[Wired]:
    town = builders.town(tmp_path)
    play = provider.Play(provider.Keys(KEYS["own"], KEYS["stranger"]))
    clients = [provider.DemoClient(name, KEYS[key].as_pem(private=False), (), organisation=number,
                                   scopes=(SCOPE,))
               for name, key, number in (("kommune", "client", KOMMUNE),
                                         ("annen", "other", "310028142"))]
    served = make_server("127.0.0.1", 0, provider.create_app(
        [], clients, town.clock, os.urandom, KEYS["own"], play=play), threaded=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    issuer = f"http://127.0.0.1:{served.server_port}/maskinporten"
    said = MaskinportenSettings(issuer=issuer, scope=SCOPE, accepts=SCOPE)
    county = replace(town.county, settings=replace(town.county.settings, maskinporten=said))
    purses = {}
    for name, key in (("kommune", "client"), ("annen", "other")):
        path = tmp_path / f"{name}.pem"
        path.touch(mode=0o600)
        path.write_bytes(KEYS[key].as_pem(private=True))
        purses[name] = Purse(replace(said, client_id=name, client_key=str(path)), town.clock,
                             os.urandom, True)
    yield Wired(town, create_app(county), play, purses)
    served.shutdown()
    thread.join()
    served.server_close()
    builders.close(town)


def sealed(town: Town) -> tuple[str, bytes]:
    """A package that would be taken in."""
    message = town.kommune.id()
    ready = [town._ready(category, facts, ()) for category, facts in ADAPTED.items()]
    return message, package.seal(town.kommune, message,
                                 town.kommune.directory.unit("fjordglott"), AMINA, ready)


def later(wired: Wired) -> None:
    """What was read of keys and tokens is forgotten after an hour."""
    wired.town.pass_time(minutes=61)


def test_s33_every_token_that_does_not_hold_meets_one_answer_and_nothing_is_taken_in(
        wired: Wired, record_property: Callable[[str, str], None]) -> None:
    names = [name for name in modes(MASKINPORTEN, hostile=True)
             if name not in ("other_consumer", "metadata_issuer", "no_keys")]
    message, payload = sealed(wired.town)
    answers, refused = set(), 0
    for name in names:
        later(wired)
        wired.play.mode = MODES[name]
        try:
            token = wired.purses["kommune"].bearer("http://localhost")
        except Silent:
            token = ""  # So bent that we would not send it ourselves.
        answer = wired.deliver(token, message, payload)
        assert answer.status_code == 401, name
        answers.add((answer.data, answer.headers["WWW-Authenticate"]))
        refused += 1
    record_property("tokens_refused", f"{refused}/{len(names)}")
    assert refused == len(names) >= 30
    assert len(answers) == 1
    assert wired.town.rows(Package) == []
    assert {one.event for one in wired.town.rows(AuditEvent)} == {"node:avvist"}


def test_every_honest_variant_of_a_token_is_accepted(
        wired: Wired, record_property: Callable[[str, str], None]) -> None:
    names, accepted = modes(MASKINPORTEN, hostile=False), 0
    for name in names:
        later(wired)
        wired.play.mode = MODES[name]
        message, payload = sealed(wired.town)
        answer = wired.deliver(wired.purses["kommune"].bearer("http://localhost"), message,
                               payload)
        assert answer.status_code == 201, (name, answer.data)
        accepted += 1
    record_property("tokens_accepted", f"{accepted}/{len(names)}")
    assert accepted == len(names) >= 5


def test_s33_a_good_token_of_another_organisation_opens_nothing_and_learns_nothing(
        wired: Wired) -> None:
    message, payload = sealed(wired.town)
    stolen = wired.purses["annen"].bearer("http://localhost")
    answer = wired.deliver(stolen, message, payload)
    rubbish = wired.deliver(stolen, message, b"tull")
    assert (answer.status_code, answer.data) == (rubbish.status_code, rubbish.data)
    assert wired.town.rows(Package) == []
    own = wired.purses["kommune"].bearer("http://localhost")
    assert wired.deliver(own, message, payload).status_code == 201
    # The receipt of a package that is in is not given to another either.
    assert wired.deliver(stolen, message, payload).data == rubbish.data


def test_when_maskinporten_cannot_be_asked_the_sender_is_told_to_come_back(wired: Wired) -> None:
    message, payload = sealed(wired.town)
    token = wired.purses["kommune"].bearer("http://localhost")
    wired.play.mode = MODES["no_keys"]
    assert wired.deliver(token, message, payload).status_code == 503
    assert wired.town.rows(Package) == []


def test_a_call_without_a_token_is_refused_where_the_node_asks_for_one(wired: Wired) -> None:
    message, payload = sealed(wired.town)
    assert wired.deliver("", message, payload).status_code == 401


def test_a_registered_supplier_may_call_for_the_organisation(wired: Wired) -> None:
    said = wired.app.extensions["overgang_gatekeeper"]  # type: ignore[attr-defined]
    said._settings = replace(said._settings, suppliers=f"{KOMMUNE}:310028142")
    wired.play.mode = MODES["supplier"]
    message, payload = sealed(wired.town)
    token = wired.purses["kommune"].bearer("http://localhost")
    assert wired.deliver(token, message, payload).status_code == 201


def test_a_token_is_used_until_shortly_before_it_ends_and_one_is_kept_for_each_receiver(
        wired: Wired) -> None:
    purse = wired.purses["kommune"]
    first = purse.bearer("http://a.example")
    wired.town.pass_time(seconds=58)
    assert purse.bearer("http://a.example/") == first
    assert purse.bearer("http://b.example") != first
    wired.town.pass_time(seconds=2)
    second = purse.bearer("http://a.example")
    assert second != first
    purse.forget("http://a.example")
    assert purse.bearer("http://a.example") not in (first, second)
    assert len(wired.play.told) == 4


def test_maskinporten_refuses_a_scope_the_client_does_not_have(wired: Wired) -> None:
    with pytest.raises(Silent):
        wired.purses["kommune"].bearer("http://a.example", scope="krr:alt")


def test_a_token_made_out_to_another_node_is_of_no_use_here(wired: Wired) -> None:
    wired.play.mode = HONEST
    message, payload = sealed(wired.town)
    token = wired.purses["kommune"].bearer("http://annen.example")
    assert wired.deliver(token, message, payload).status_code == 401
    assert hashlib.sha256(payload).hexdigest() not in str(wired.town.rows(AuditEvent))
    assert COUNTY not in str(wired.town.rows(AuditEvent)[0].fields)
