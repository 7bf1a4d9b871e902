"""The demo's log-in provider: plays ID-porten and Feide with invented people and one click.

It speaks the wire of the real ones (OpenID Connect Core, RFC 7636, 7523, 9126, 9207),
at two issuers: `<address>/idporten` and `<address>/feide`. Its metadata carries a mark
by which a production node refuses it (S23), and every page says that it is a demo.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as AnyResponse

from handover.demo import provider_protocol as protocol
from handover.demo.provider_desk import (
    CODE_SECONDS,
    PAGE_SECONDS,
    PUSHED_SECONDS,
    Asked,
    Chosen,
    DemoClient,
    DemoLogin,
    Denied,
    Desk,
)
from handover.demo.provider_protocol import FEIDE_NAME, LEVELS, TOKEN_SECONDS, Claims
from handover.ports import Clock, Random
from handover.web.assets import Assets, Icons

__all__ = ["DemoClient", "DemoLogin", "create_app"]

NAMES = {"idporten": "ID-porten", "feide": "Feide"}
PREFIX = "urn:ietf:params:oauth:request_uri:"
CONTENT = ("default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
           "form-action 'none'; base-uri 'none'; frame-ancestors 'none'")

Mint = Callable[[Claims], str]
"""Makes an id_token of its claims. Tests hand in one that lies."""


def create_app(people: Sequence[DemoLogin], clients: Sequence[DemoClient], clock: Clock,
               random: Random, key: RSAKey, mint: Mint | None = None) -> Flask:
    """The provider. `key` signs its tokens and must be a new one for every demo."""
    app = Flask(__name__, static_folder=None)
    desk, shop = Desk(clients, clock, random), _Shop(people, key, mint)
    app.jinja_env.globals.update(icon=Icons(), names=NAMES, levels=LEVELS)
    _serve_files(app)
    _serve_facts(app, shop)
    _serve_page(app, desk, shop)
    _serve_tokens(app, desk, shop)

    @app.errorhandler(Denied)
    def _denied(refused: Denied) -> tuple[Response | str, int]:
        if request.endpoint in ("_choose", "_enter", "_leave"):
            return render_template("provider/gammel.html"), 400
        status = 401 if refused.code == "invalid_client" else 400
        return jsonify(error=refused.code, error_description=refused.reason), status

    @app.after_request
    def _dress(response: Response) -> Response:
        response.headers.update({"Content-Security-Policy": CONTENT, "Cache-Control": "no-store",
                                 "Referrer-Policy": "no-referrer",
                                 "X-Content-Type-Options": "nosniff"})
        return response
    return app


class _Shop:
    """The people (the very list: more may come), and the key that vouches for them."""

    def __init__(self, people: Sequence[DemoLogin], key: RSAKey, mint: Mint | None) -> None:
        self.people = people
        self.public = key.as_dict(private=False, kid=key.thumbprint(), use="sig", alg="RS256")
        self.mint = mint or (lambda claims: jwt.encode(
            {"alg": "RS256", "kid": key.thumbprint()}, claims, key, ["RS256"]))

    def offered(self, asked: Asked) -> list[tuple[int, DemoLogin, list[str]]]:
        """Everybody at this issuer, with the identities that reach the level asked for."""
        order = list(LEVELS)
        wanted = order.index(asked.acr) if asked.acr in order else 0
        return [(number, login, [acr for acr in login.levels if order.index(acr) >= wanted])
                for number, login in enumerate(self.people) if login.provider == asked.issuer]


def _issuer(name: str) -> str:
    if name not in NAMES:
        abort(404)
    return request.host_url + name


def _serve_files(app: Flask) -> None:
    assets = Assets()
    app.jinja_env.globals["asset"] = lambda name: f"/static/{name}"

    @app.get("/static/<name>")
    def _file(name: str) -> Response:
        found = assets.get(name)
        if found is None:
            abort(404)
        return Response(found.data, content_type=found.kind)


def _serve_facts(app: Flask, shop: _Shop) -> None:
    @app.get("/<name>/.well-known/openid-configuration")
    def _metadata(name: str) -> Response:
        issuer = _issuer(name)
        more = {"userinfo_endpoint": f"{issuer}/userinfo"} if name == "feide" else {
            "acr_values_supported": list(LEVELS)}
        return jsonify({
            "issuer": issuer, "overgang_demo": True,
            "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
            "pushed_authorization_request_endpoint": f"{issuer}/par", "jwks_uri": f"{issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
            "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["pairwise"], **more})

    @app.get("/<name>/jwks")
    def _jwks(name: str) -> Response:
        _issuer(name)
        return jsonify(keys=[shop.public])


def _serve_page(app: Flask, desk: Desk, shop: _Shop) -> None:
    @app.post("/<name>/par")
    def _push(name: str) -> tuple[Response, int]:
        client = protocol.client(desk, _issuer(name), request.form)
        slip = desk.keep(protocol.asked(name, client, request.form), PUSHED_SECONDS)
        return jsonify(request_uri=PREFIX + slip, expires_in=PUSHED_SECONDS), 201

    @app.get("/<name>/authorize")
    def _choose(name: str) -> str:
        _issuer(name)
        slip = request.args.get("request_uri", "").removeprefix(PREFIX)
        asked = desk.fetch(slip)
        if not isinstance(asked, Asked) or asked.client != request.args.get("client_id"):
            raise Denied("invalid_request", "the request was not pushed, is used or is too old")
        return render_template("provider/velg.html", asked=asked, people=shop.offered(asked),
                               slip=desk.keep(asked, PAGE_SECONDS))

    @app.get("/<name>/inn/<slip>/<int:number>")
    @app.get("/<name>/inn/<slip>/<int:number>/<acr>")
    def _enter(name: str, slip: str, number: int, acr: str = "") -> AnyResponse:
        asked = desk.fetch(slip)
        if not isinstance(asked, Asked) or number >= len(shop.people):
            raise Denied("invalid_request", "the page is too old")
        chosen = Chosen(asked, shop.people[number], acr, desk.now())
        back = {"code": desk.keep(chosen, CODE_SECONDS), "state": asked.state,
                "iss": _issuer(name)}
        return redirect(f"{asked.callback}?{urlencode(back)}", 303)

    @app.get("/<name>/avbryt/<slip>")
    def _leave(name: str, slip: str) -> AnyResponse:
        asked = desk.fetch(slip)
        if not isinstance(asked, Asked):
            raise Denied("invalid_request", "the page is too old")
        back = {"error": "access_denied", "state": asked.state, "iss": _issuer(name)}
        return redirect(f"{asked.callback}?{urlencode(back)}", 303)


def _serve_tokens(app: Flask, desk: Desk, shop: _Shop) -> None:
    @app.post("/<name>/token")
    def _token(name: str) -> Response:
        client = protocol.client(desk, _issuer(name), request.form)
        chosen = protocol.own_code(
            desk.fetch(request.form.get("code", "")), client, name, request.form)
        access = desk.keep(replace(chosen, at=desk.now()), TOKEN_SECONDS)
        return jsonify(access_token=access, token_type="Bearer", expires_in=TOKEN_SECONDS,  # noqa: S106
                       id_token=shop.mint(protocol.claims(chosen, _issuer(name), desk.now())))

    @app.get("/feide/userinfo")
    def _userinfo() -> Response:
        found = desk.fetch(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if not isinstance(found, Chosen):
            raise Denied("invalid_client", "the access token is used or too old")
        return jsonify({"sub": protocol.sub(found), FEIDE_NAME: found.login.subject})
