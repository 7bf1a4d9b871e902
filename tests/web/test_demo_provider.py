"""The demo's log-in provider is as strict as the real ones, so that the demo proves something."""

import os
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from web_world import NOW

from handover.demo.clock import StillClock
from handover.demo.provider import DemoClient, DemoLogin, create_app
from handover.demo.provider_desk import challenge_of

CALLBACK = "http://node/logg-inn/idporten/svar"
ISSUER = "http://localhost/idporten"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def provider(rsa_keys):
    """A client's way of speaking to the provider; what it says can be bent by each test."""
    clock = StillClock(NOW)
    public = rsa_keys["client"].private_key.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    app = create_app([DemoLogin("Amina", "elev", "idporten", "19891100000")],
                     [DemoClient("node", public, (CALLBACK,))], clock, os.urandom,
                     rsa_keys["provider"])
    return Speaker(app.test_client(), clock, rsa_keys)


class Speaker:
    def __init__(self, client, clock, keys):
        self.client, self.clock, self.keys = client, clock, keys

    def proof(self, key="client", **changes):
        at = int(self.clock.now().timestamp())
        claims = {"iss": "node", "sub": "node", "aud": ISSUER, "iat": at, "exp": at + 60,
                  "jti": os.urandom(8).hex()} | changes
        signed = jwt.encode({"alg": "RS256"}, claims, self.keys[key], ["RS256"])
        return {"client_assertion_type": JWT_BEARER, "client_assertion": signed}

    def push(self, proof=None, **changes):
        asked = {"redirect_uri": CALLBACK, "response_type": "code", "state": "s", "nonce": "n",
                 "code_challenge": challenge_of("verifier"), "code_challenge_method": "S256"}
        return self.client.post("/idporten/par", data=asked | changes | (proof or self.proof()))

    def code(self):
        reference = self.push().json["request_uri"]
        page = self.client.get("/idporten/authorize",
                               query_string={"client_id": "node", "request_uri": reference}).text
        link = page.split('href="/idporten/inn/')[1].split('"')[0]
        back = self.client.get(f"/idporten/inn/{link}").headers["Location"]
        return back.split("code=")[1].split("&")[0].replace("%3D", "=")

    def token(self, code, proof=None, **changes):
        sent = {"code": code, "code_verifier": "verifier", "redirect_uri": CALLBACK,
                "grant_type": "authorization_code"} | changes
        return self.client.post("/idporten/token", data=sent | (proof or self.proof()))


def test_an_honest_client_gets_a_token_once(provider):
    code = provider.code()
    assert provider.token(code).status_code == 200
    assert provider.token(code).json["error"] == "invalid_grant"


def test_the_token_tells_number_level_nonce_and_when(provider, rsa_keys):
    told = jwt.decode(provider.token(provider.code()).json["id_token"], rsa_keys["provider"],
                      ["RS256"]).claims
    at = int(provider.clock.now().timestamp())
    assert (told["pid"], told["acr"], told["nonce"], told["auth_time"]) == (
        "19891100000", "idporten-loa-substantial", "n", at)


@pytest.mark.parametrize("changes", [
    {"aud": ISSUER + "/token"}, {"aud": [ISSUER]}, {"iss": "another"}, {"sub": "another"},
    {"exp": 4_000_000_000}, {"exp": 1_000_000_000}, {"key": "stranger"}],
    ids=["token address", "list", "iss", "sub", "too long", "expired", "foreign key"])
def test_a_client_whose_proof_does_not_hold_is_refused(provider, changes):
    assert provider.push(provider.proof(**changes)).status_code == 401
    code = provider.code()
    assert provider.token(code, provider.proof(**changes)).status_code == 401


def test_a_proof_is_good_once(provider):
    proof = provider.proof()
    assert provider.push(proof).status_code == 201
    assert provider.push(proof).status_code == 401


@pytest.mark.parametrize("changes", [
    {"redirect_uri": "http://evil/svar"}, {"response_type": "token"}, {"state": ""},
    {"nonce": ""}, {"code_challenge": ""}, {"code_challenge_method": "plain"}])
def test_a_request_that_leaves_out_a_safeguard_is_refused(provider, changes):
    assert provider.push(**changes).json["error"] == "invalid_request"


@pytest.mark.parametrize("changes", [
    {"code_verifier": "guessed"}, {"code_verifier": ""}, {"redirect_uri": "http://evil/svar"}])
def test_a_code_in_the_wrong_hands_gives_nothing(provider, changes):
    assert provider.token(provider.code(), **changes).json["error"] == "invalid_grant"


def test_a_code_is_good_for_a_minute(provider):
    code = provider.code()
    provider.clock.set(provider.clock.now() + timedelta(seconds=61))
    assert provider.token(code).json["error"] == "invalid_grant"


def test_a_login_cannot_be_asked_for_in_the_open(provider):
    answer = provider.client.get("/idporten/authorize", query_string={
        "client_id": "node", "redirect_uri": CALLBACK, "response_type": "code"})
    assert answer.status_code == 400
    assert "Siden er for gammel" in answer.text


def test_its_metadata_carries_the_mark_that_production_refuses(provider):
    said = provider.client.get("/feide/.well-known/openid-configuration").json
    assert said["overgang_demo"] is True
    assert said["issuer"] == "http://localhost/feide"
    assert provider.client.get("/annen/.well-known/openid-configuration").status_code == 404
