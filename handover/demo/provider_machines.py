"""Maskinporten in the demo: tokens for organisations, in exchange for a grant they have signed."""

from collections.abc import Callable

from flask import Flask, Response, jsonify, request

from handover.demo import provider_protocol as protocol
from handover.demo.provider_desk import DemoClient, Denied, Desk
from handover.demo.provider_modes import MASKINPORTEN
from handover.demo.provider_play import Play
from handover.demo.provider_protocol import Claims

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
KNOWN = frozenset({"aud", "iss", "sub", "iat", "exp", "jti", "scope", "resource"})
"""Claims a grant may have; the real one refuses others."""
CLOCK = 10
"""Seconds the grant's time may differ from ours."""
TOKEN_SECONDS = 119


def serve(app: Flask, desk: Desk, play: Play, issuer: Callable[[str], str]) -> None:
    """Adds its metadata and token endpoint; its keys are served with the others'."""
    @app.get("/maskinporten/.well-known/oauth-authorization-server")
    def _machine_metadata() -> Response:
        here = issuer(MASKINPORTEN)
        return jsonify(play.at(MASKINPORTEN).metadata({
            "issuer": here, "overgang_demo": True, "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks", "grant_types_supported": [GRANT],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"]}))

    @app.post("/maskinporten/token")
    def _machine_token() -> Response:
        here = issuer(MASKINPORTEN)
        if request.form.get("grant_type") != GRANT:
            raise Denied("unsupported_grant_type", "only jwt-bearer")
        client, said = desk.signed(request.form.get("assertion", ""), here, ("scope",))
        _check(client, said, desk.now())
        token = play.signed(MASKINPORTEN, _claims(client, said, here, desk), desk.now())
        return jsonify(access_token=token, token_type="Bearer",  # noqa: S106
                       expires_in=TOKEN_SECONDS, scope=said["scope"])


def _check(client: DemoClient, said: Claims, now: int) -> None:
    if set(said) - KNOWN or abs(now - int(said["iat"])) > CLOCK:
        raise Denied("invalid_grant", "unknown claims, or not made just now")
    if not client.organisation or not set(str(said["scope"]).split()) <= set(client.scopes):
        raise Denied("invalid_scope", "the client may not have this scope")


def _claims(client: DemoClient, said: Claims, issuer: str, desk: Desk) -> Claims:
    now = desk.now()
    told: Claims = {
        "iss": issuer, "client_id": client.client_id, "client_amr": "private_key_jwt",
        "token_type": "Bearer", "scope": said["scope"], "iat": now, "exp": now + TOKEN_SECONDS,
        "jti": desk.new_id(), "consumer": protocol.organisation(client.organisation)}
    return told | ({"aud": said["resource"]} if "resource" in said else {})
