"""Logging in and out: ID-porten for families, Feide for staff; no password is ever ours.

Whatever goes wrong on the way, and whoever is not known here, meets one and the same
page. The log gets a reason code, never a person.
"""

import logging
from typing import cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from handover.rules.actors import Level
from handover.store.audit import Event
from handover.web import attempts, identity, session
from handover.web.access import NEXT, needs, public, visitor
from handover.web.headers import CLEAR
from handover.web.here import house
from handover.web.oidc import Oidc
from handover.web.oidc_errors import LoginRefused, ProviderSilent
from handover.web.oidc_tokens import Identity

log = logging.getLogger("overgang.login")

room = Blueprint("inn", __name__)

EXTENSION = "overgang_login"
WANTED = "niva"
"""The level asked for: a weaker answer to a step-up is no answer."""


def providers() -> dict[str, Oidc]:
    """The providers this node offers, by name."""
    return cast(dict[str, Oidc], current_app.extensions[EXTENSION])


@room.get("/logg-inn")
@needs(public)
def page() -> str | AnyResponse:
    """Where to choose how to log in."""
    if visitor() is not None:
        return redirect(url_for("apen.front"), 303)
    return render_template("logg-inn.html", providers=providers())


@room.get("/logg-inn/<any(idporten, feide):provider>")
@needs(public)
def start(provider: str) -> AnyResponse:
    """Sends the browser to the provider, with what must come back unchanged."""
    oidc = providers().get(provider)
    if oidc is None:
        abort(404)
    level = Level.HIGH if request.args.get("niva") == Level.HIGH else Level.SUBSTANTIAL
    cookie[WANTED] = level.value
    attempt = attempts.begin(house(), provider)
    try:
        return redirect(oidc.address(attempt, level), 303)
    except ProviderSilent as fault:
        log.warning("login_provider_silent provider=%s code=%s", provider, fault.code)
        return make_response(render_template("logg-inn-stille.html"), 503)


@room.get("/logg-inn/idporten/svar")
@needs(public)
def answer_idporten() -> AnyResponse:
    """Where ID-porten sends people back. A path of its own, so that answers cannot be mixed up."""
    return _answer("idporten")


@room.get("/logg-inn/feide/svar")
@needs(public)
def answer_feide() -> AnyResponse:
    """Where Feide sends people back."""
    return _answer("feide")


@room.post("/logg-ut")
@needs(public)
def leave() -> AnyResponse:
    """Ends the session and says so."""
    session.end(house())
    return redirect(url_for("inn.left"), 303)


@room.get("/logget-ut")
@needs(public)
def left() -> str:
    """Shown after logging out."""
    return render_template("logget-ut.html")


@room.post("/avslutt")
@needs(public)
def quick_exit() -> AnyResponse:
    """Ends the session at once and wipes what the browser has kept (S24)."""
    session.end(house())
    answer = redirect(url_for("inn.neutral"), 303)
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer


@room.get("/ferdig")
@needs(public)
def neutral() -> Response:
    """A page that says nothing about what was open."""
    answer = make_response(render_template("ferdig.html"))
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer


def _answer(provider: str) -> AnyResponse:
    oidc = providers().get(provider)
    if oidc is None:
        abort(404)
    try:
        return redirect(_welcome(_identity(oidc, provider)), 303)
    except (LoginRefused, ProviderSilent) as fault:
        log.warning("login_refused provider=%s code=%s", provider, fault.code)
        return make_response(render_template("logg-inn-nei.html"), 403)


def _identity(oidc: Oidc, provider: str) -> Identity:
    attempt = attempts.take(house(), provider, request.args.get("state", ""))
    if attempt is None:
        raise LoginRefused("LOGIN_NOT_ASKED_FOR")
    wanted = Level(cookie.pop(WANTED, Level.SUBSTANTIAL.value))
    return oidc.identity(attempt, request.args, wanted)


def _welcome(who: Identity) -> str:
    """Opens a session for the person; the answer is where they go."""
    node = house()
    was, after = visitor(), cookie.get(NEXT)
    with node.work() as work:
        person = identity.person_of(node, work.session, who.provider, who.subject)
        hat = identity.hat_of(node, work.session, who.provider, person.id) if person else None
        if person is None or hat is None:
            raise LoginRefused("LOGIN_NOBODY_HERE")
        row = session.begin(node, work.session, person.id, who.provider, who.level)
        work.audit(Event("innlogging:ny", person.id, hat.value, object_id=row.id,
                         fields={"niva": who.level.value, "leverandor": who.provider}))
        work.commit()
    same = was is not None and was.person_id == person.id
    return after if same and after else url_for("apen.front")
