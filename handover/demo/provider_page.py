"""The page of the demo's provider: who do you want to be, with which electronic identity."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from handover.demo import provider_protocol as protocol
from handover.demo.provider_desk import PAGE_SECONDS, Asked, Chosen, DemoLogin, Denied, Desk
from handover.demo.provider_modes import ANSATTPORTEN, FEIDE, IDPORTEN, PEOPLE
from handover.demo.provider_protocol import ANSATTPORTEN_LEVELS, LEVELS
from handover.web.assets import Assets, Icons

PREFIX = "urn:ietf:params:oauth:request_uri:"
PAGES = ("_choose", "_enter", "_leave")
"""Endpoints people meet; their refusals are pages."""
NAMES = {IDPORTEN: "ID-porten", FEIDE: "Feide", ANSATTPORTEN: "Ansattporten"}

Back = Callable[[str, str, Mapping[str, str]], str]
"""Issuer, callback and fields → the address that leads back to the client."""


@dataclass(frozen=True)
class Way:
    """One link beside a person: `tail` is what stands after their number in its address."""

    tail: str
    text: str


def serve(app: Flask, desk: Desk, people: Sequence[DemoLogin], back: Back,
          code_seconds: int) -> None:
    """Adds the pages. `people` is the very list: more may come while it runs."""
    _serve_files(app)

    @app.get("/<name>/authorize")
    def _choose(name: str) -> str:
        asked = _asked(desk, name)
        return render_template("provider/velg.html", asked=asked, people=_offered(people, asked),
                               slip=desk.keep(asked, PAGE_SECONDS))

    @app.get("/<name>/inn/<slip>/<int:number>")
    @app.get("/<name>/inn/<slip>/<int:number>/<acr>")
    @app.get("/<name>/inn/<slip>/<int:number>/<acr>/<organisation>")
    def _enter(name: str, slip: str, number: int, acr: str = "",
               organisation: str = "") -> AnyResponse:
        asked = desk.fetch(slip)
        if not isinstance(asked, Asked) or number >= len(people):
            raise Denied("invalid_request", "the page is too old")
        chosen = Chosen(asked, people[number], acr, desk.now(), organisation)
        return redirect(back(name, asked.callback, {
            "code": desk.keep(chosen, code_seconds), "state": asked.state}), 303)

    @app.get("/<name>/avbryt/<slip>")
    def _leave(name: str, slip: str) -> AnyResponse:
        asked = desk.fetch(slip)
        if not isinstance(asked, Asked):
            raise Denied("invalid_request", "the page is too old")
        return redirect(back(name, asked.callback, {
            "error": "access_denied", "state": asked.state}), 303)


def too_old() -> str:
    """The page that says to go back and begin again."""
    return render_template("provider/gammel.html")


def _asked(desk: Desk, name: str) -> Asked:
    """What was pushed; at Feide, which takes nothing pushed, what stands in the address."""
    if name not in PEOPLE:
        abort(404)
    client = desk.clients.get(request.args.get("client_id", ""))
    if client is None:
        raise Denied("invalid_request", "the client is unknown")
    if name == FEIDE:
        return protocol.asked(name, client, request.args)
    asked = desk.fetch(request.args.get("request_uri", "").removeprefix(PREFIX))
    if not isinstance(asked, Asked) or asked.client != client.client_id:
        raise Denied("invalid_request", "the request was not pushed, is used or is too old")
    return asked


def _offered(people: Sequence[DemoLogin],
             asked: Asked) -> list[tuple[int, DemoLogin, list[Way]]]:
    """Everybody at this issuer, with the ways that reach the level asked for."""
    return [(number, login, _ways(login, asked)) for number, login in enumerate(people)
            if login.provider == asked.issuer]


def _ways(login: DemoLogin, asked: Asked) -> list[Way]:
    if asked.issuer == FEIDE:
        return [Way("", "Logg inn")]
    names = LEVELS if asked.issuer == IDPORTEN else ANSATTPORTEN_LEVELS
    order = list(names)
    least = order.index(asked.acr) if asked.acr in order else 0
    if asked.issuer == ANSATTPORTEN:
        return [Way(f"/{order[-1]}/{number}", f"BankID for {name}")
                for number, name in login.organisations]
    return [Way(f"/{acr}", names[acr]) for acr in login.levels if order.index(acr) >= least]


def _serve_files(app: Flask) -> None:
    assets = Assets()
    app.jinja_env.globals.update(asset=lambda name: f"/static/{name}", icon=Icons(), names=NAMES)

    @app.get("/static/<name>")
    def _file(name: str) -> Response:
        found = assets.get(name)
        if found is None:
            abort(404)
        return Response(found.data, content_type=found.kind)
