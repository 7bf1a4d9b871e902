"""The demo's log-in provider: plays ID-porten, Feide, Ansattporten and Maskinporten.

It speaks the wire of the real ones (OpenID Connect Core, RFC 7523, 7636, 9126, 9207, 9396)
at one issuer each: `<address>/idporten` and so on, with invented people and one click. Its
metadata carries a mark by which a production node refuses it (S23), every page says that it
is a demo, and it can be told to lie.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as AnyResponse

from handover.demo import provider_machines, provider_page
from handover.demo import provider_protocol as protocol
from handover.demo.provider_desk import (
    CODE_SECONDS,
    PUSHED_SECONDS,
    Chosen,
    DemoClient,
    DemoLogin,
    Denied,
    Desk,
)
from handover.demo.provider_forgery import Keys
from handover.demo.provider_modes import FEIDE, MASKINPORTEN, PEOPLE
from handover.demo.provider_play import Mint, Play
from handover.demo.provider_protocol import ANSATTPORTEN_LEVELS, LEVELS, TOKEN_SECONDS, Claims
from handover.ports import Clock, Random

__all__ = ["DemoClient", "DemoLogin", "Keys", "Play", "create_app"]

CONTENT = ("default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
           "form-action 'none'; base-uri 'none'; frame-ancestors 'none'")


def create_app(people: Sequence[DemoLogin], clients: Sequence[DemoClient], clock: Clock,
               random: Random, key: RSAKey, mint: Mint | None = None,
               play: Play | None = None) -> Flask:
    """The provider. `key` signs its tokens and must be a new one for every demo; `play` is how
    it behaves, and may be changed while it runs."""
    app = Flask(__name__, static_folder=None)
    desk = Desk(clients, clock, random)
    acts = play or Play(Keys(key, key), mint=mint)
    _serve_facts(app, acts)
    _serve_requests(app, desk, people, acts)
    _serve_tokens(app, desk, acts)
    provider_machines.serve(app, desk, acts, _issuer)
    app.register_error_handler(Denied, _denied)
    app.after_request(_dress)
    return app


def _issuer(name: str) -> str:
    if name not in (*PEOPLE, MASKINPORTEN):
        abort(404)
    return request.host_url + name


def _serve_facts(app: Flask, play: Play) -> None:
    @app.get("/<name>/.well-known/openid-configuration")
    def _metadata(name: str) -> Response:
        return jsonify(play.at(name).metadata(_facts(name, _issuer(name))))

    @app.get("/<name>/jwks")
    def _jwks(name: str) -> Response:
        _issuer(name)
        return jsonify(keys=play.published(name))


def _facts(name: str, issuer: str) -> Claims:
    told: Claims = {
        "issuer": issuer, "overgang_demo": True,
        "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks", "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "subject_types_supported": ["pairwise"]}
    if name == FEIDE:
        return told | {"userinfo_endpoint": f"{issuer}/userinfo",
                       "token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    levels = ANSATTPORTEN_LEVELS if name == "ansattporten" else LEVELS
    return told | {
        "pushed_authorization_request_endpoint": f"{issuer}/par",
        "authorization_response_iss_parameter_supported": True,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "acr_values_supported": list(levels)}


def _serve_requests(app: Flask, desk: Desk, people: Sequence[DemoLogin], play: Play) -> None:
    @app.post("/<name>/par")
    def _push(name: str) -> tuple[Response, int]:
        if name == FEIDE:
            abort(404)
        client = protocol.client(desk, name, _issuer(name), request.form, request.authorization)
        slip = desk.keep(protocol.asked(name, client, request.form), PUSHED_SECONDS)
        return jsonify(request_uri=provider_page.PREFIX + slip, expires_in=PUSHED_SECONDS), 201

    def back(name: str, callback: str, said: Mapping[str, str]) -> str:
        # Feide does not say who it is in the answer, as the real one does not.
        fields = dict(said) | ({} if name == FEIDE else {"iss": _issuer(name)})
        told = play.at(name).back(fields)
        return f"{callback}?{urlencode(told)}"

    provider_page.serve(app, desk, people, back, CODE_SECONDS)


def _serve_tokens(app: Flask, desk: Desk, play: Play) -> None:
    @app.post("/<name>/token")
    def _token(name: str) -> Response | AnyResponse:
        if name not in PEOPLE:
            abort(404)
        client = protocol.client(desk, name, _issuer(name), request.form, request.authorization)
        chosen = protocol.own_code(
            desk.fetch(request.form.get("code", "")), client, name, request.form)
        access = desk.keep(chosen, TOKEN_SECONDS)
        now = desk.now()
        told = play.at(name).answer({
            "access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS,
            "id_token": play.signed(name, protocol.claims(chosen, _issuer(name), now), now)})
        return Response(told, content_type="application/json") if isinstance(told, str) \
            else jsonify(told)

    @app.get("/feide/userinfo")
    def _userinfo() -> Response:
        return jsonify(play.at(FEIDE).userinfo(protocol.userinfo(_bearer(desk))))

    @app.get("/feide/groups")
    def _groups() -> Response:
        return jsonify(protocol.groups(_bearer(desk)))


def _bearer(desk: Desk) -> Chosen:
    found = desk.look(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if not isinstance(found, Chosen):
        raise Denied("invalid_client", "the access token is unknown or too old")
    return found


def _denied(refused: Denied) -> AnyResponse | tuple[Response | str, int]:
    if request.endpoint in provider_page.PAGES:
        return provider_page.too_old(), 400
    status = 401 if refused.code == "invalid_client" else 400
    return jsonify(error=refused.code, error_description=refused.reason), status


def _dress(response: Response) -> Response:
    response.headers.update({"Content-Security-Policy": CONTENT, "Cache-Control": "no-store",
                             "Referrer-Policy": "no-referrer",
                             "X-Content-Type-Options": "nosniff"})
    return response
