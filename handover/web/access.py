"""Who may open what: every route says so itself, and a route that says nothing is not there.

Somebody with the wrong role gets the same page as somebody who guessed an address
(S2, ASVS 5.0 V8). What the view then shows of whom is decided by the use cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from handover.errors import NotAllowed
from handover.house import House
from handover.rules.actors import Actor, Hat, Level
from handover.store.work import reading
from handover.web import identity, session
from handover.web.here import house

View = TypeVar("View", bound=Callable[..., object])

SMALL = 256 * 1024
"""Bytes a request may hold unless its route says otherwise. Forms are far below."""

NEXT = "neste"
"""Where a step-up leads back to. Only ever an address of this node's own."""


@dataclass(frozen=True)
class Gate:
    """One way in."""

    name: str
    opens_for: Callable[[Actor], bool]


public = Gate("public", lambda actor: True)
"""Anybody, logged in or not."""
system = Gate("system", lambda actor: False)
"""Other nodes: no cookie is read. The view itself verifies who signed what came."""
plain = Gate("plain", lambda actor: False)
"""Files and probes anybody may fetch: no cookie is read, so an answer can be kept by a browser."""
WITHOUT_COOKIE = (system, plain)
pupil = Gate("pupil", lambda actor: actor.hat is Hat.PUPIL)
guardian = Gate("guardian", lambda actor: actor.hat is Hat.GUARDIAN)
family = Gate("family", lambda actor: actor.hat in (Hat.PUPIL, Hat.GUARDIAN))


def staff(*roles: str) -> Gate:
    """Staff who hold one of the roles today, in any unit; any staff when none is named."""
    def opens(actor: Actor) -> bool:
        return actor.hat is Hat.STAFF and (not roles or any(map(actor.has, roles)))
    return Gate("staff:" + ",".join(roles), opens)


@dataclass(frozen=True)
class Rule:
    """What a route has declared."""

    gates: tuple[Gate, ...]
    level: Level | None = None
    """The log-in needed to see it; a family member with less is sent to log in again."""
    limit: int = SMALL
    """Bytes a request to it may hold."""


_DECLARED = "overgang_rule"


def needs(*gates: Gate, level: Level | None = None, limit: int = SMALL) -> Callable[[View], View]:
    """Declares who may use a route: anybody one of the gates opens for."""
    if not gates:
        raise ValueError("a route must name at least one gate")

    def declare(view: View) -> View:
        setattr(view, _DECLARED, Rule(gates, level, limit))
        return view
    return declare


def declared(app: Flask, endpoint: str | None) -> Rule | None:
    """What the route has declared; None when it has said nothing."""
    view = app.view_functions.get(endpoint or "")
    rule: Rule | None = getattr(view, _DECLARED, None)
    return rule


def current() -> Actor:
    """Who is acting in this request. Raises NotAllowed when nobody is logged in."""
    actor = visitor()
    if actor is None:
        raise NotAllowed("Du er ikke logget inn.")
    return actor


def visitor() -> Actor | None:
    """Who is acting in this request, if anybody: for pages that are open to all."""
    actor: Actor | None = g.get("actor")
    return actor


def step_up(level: Level) -> Response:
    """Sends somebody to log in with a stronger electronic identity, and then back here."""
    if request.method == "GET":
        cookie[NEXT] = request.path
    return redirect(url_for("inn.start", provider="idporten", niva=level.value), 303)


def install(app: Flask, node: House, csrf: CSRFProtect) -> None:
    """Puts the guard in front of every route."""
    @app.before_request
    def _guard() -> Response | None:
        if request.endpoint is None:
            return None  # An unknown address: the router answers.
        rule = declared(current_app, request.endpoint)
        if rule is None:
            abort(404)
        request.max_content_length = rule.limit
        if any(gate in WITHOUT_COOKIE for gate in rule.gates):
            return None
        g.actor = _actor(node)
        return _checked(rule, csrf)


def _checked(rule: Rule, csrf: CSRFProtect) -> Response | None:
    actor = visitor()
    if public not in rule.gates:
        if actor is None:
            return _to_login()
        if not any(gate.opens_for(actor) for gate in rule.gates):
            raise NotAllowed("Rollen gir ikke tilgang.")
        if rule.level is not None and not actor.reaches(rule.level):
            return step_up(rule.level)
    _require_own_form(csrf)
    return None


def _to_login() -> Response:
    """To where one logs in; somebody whose session ran out is told so, and comes back here."""
    if not session.has_run_out():
        return redirect(url_for("inn.page"), 303)
    if request.method == "GET":
        cookie[NEXT] = request.path
    return redirect(url_for("inn.ran_out"), 303)


def _require_own_form(csrf: CSRFProtect) -> None:
    """Refuses a change that another site's page asked for (RFC 6265 8.8, Fetch Metadata)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    csrf.protect()


def _actor(node: House) -> Actor | None:
    row = session.find(node)
    if row is None:
        return None
    with reading(node.work) as db:
        actor = identity.actor_of(node, db, row)
    if actor is not None:
        g.session_row = row
    return actor


def shown_as() -> tuple[str, str]:
    """Name and title of who is logged in, for the top of the page; opened once a request."""
    if "shown_as" not in g:
        with reading(house().work) as db:
            g.shown_as = identity.shown_as(house(), db, current())
    shown: tuple[str, str] = g.shown_as
    return shown
