"""Logging in and out: ID-porten for families, Feide and Ansattporten for staff.

No password is ever ours. Whatever goes wrong on the way, and whoever is not known here,
meets one and the same page. The log and the audit get a reason code, never a person.
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

from handover.decision import misused
from handover.rules.actors import Hat, Level
from handover.store.audit import Event
from handover.store.work import Work
from handover.tokens.errors import Silent, Untrusted
from handover.web import attempts, identity, refusals, session
from handover.web.access import NEXT, needs, public, visitor
from handover.web.headers import CLEAR
from handover.web.here import house
from handover.web.limits import LOGIN, at_most
from handover.web.oidc import Oidc
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


@room.get("/logg-inn/<any(idporten, feide, ansattporten):provider>")
@needs(public)
def start(provider: str) -> AnyResponse:
    """Sends the browser to the provider, with what must come back unchanged."""
    oidc = _provider(provider)
    level = Level.HIGH if request.args.get("niva") == Level.HIGH else Level.SUBSTANTIAL
    cookie[WANTED] = level.value
    attempt = attempts.begin(house(), provider)
    try:
        return redirect(oidc.address(attempt, level), 303)
    except Silent as fault:
        log.warning("login_provider_silent provider=%s code=%s", provider, fault.code)
        return make_response(render_template("logg-inn-stille.html"), 503)
    except Untrusted as fault:
        return _refused(provider, fault.code)


@room.get("/logg-inn/idporten/svar")
@needs(public)
@at_most(LOGIN)
def answer_idporten() -> AnyResponse:
    """Where ID-porten sends people back. A path of its own, so that answers cannot be mixed up."""
    return _answer("idporten")


@room.get("/logg-inn/feide/svar")
@needs(public)
@at_most(LOGIN)
def answer_feide() -> AnyResponse:
    """Where Feide sends people back."""
    return _answer("feide")


@room.get("/logg-inn/ansattporten/svar")
@needs(public)
@at_most(LOGIN)
def answer_ansattporten() -> AnyResponse:
    """Where Ansattporten sends people back."""
    return _answer("ansattporten")


@room.get("/logg-inn/nei")
@needs(public)
def not_in() -> Response:
    """The one page for everybody who does not get in, whatever the reason."""
    return make_response(render_template("logg-inn-nei.html"), 403)


@room.get("/logget-av")
@needs(public)
def ran_out() -> str:
    """Shown to somebody whose session ended by itself: what is kept, and how to come back."""
    return render_template("logget-av.html")


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


def _provider(name: str) -> Oidc:
    oidc = providers().get(name)
    if oidc is None:
        abort(404)
    return oidc


def _answer(provider: str) -> AnyResponse:
    oidc = _provider(provider)
    try:
        return redirect(_welcome(_identity(oidc, provider)), 303)
    except (Untrusted, Silent) as fault:
        return _refused(provider, fault.code)


def _refused(provider: str, code: str) -> AnyResponse:
    """The one page, and the reason where no visitor reads it."""
    log.warning("login_refused provider=%s code=%s", provider, code)
    refusals.remember(house(), "innlogging:avvist", leverandor=provider, kode=code)
    # A page of its own: the answer's address, with its code, does not stay in the browser.
    return redirect(url_for("inn.not_in"), 303)


def _identity(oidc: Oidc, provider: str) -> Identity:
    attempt = attempts.take(house(), provider, request.args.get("state", ""))
    if attempt is None:
        raise Untrusted("LOGIN_NOT_ASKED_FOR")
    wanted = Level(cookie.pop(WANTED, Level.SUBSTANTIAL.value))
    return oidc.identity(attempt, request.args, wanted)


def _welcome(who: Identity) -> str:
    """Opens a session for the person; the answer is where they go."""
    node, before, after = house(), session.whose(), cookie.get(NEXT)
    with node.work() as work:
        person_id, hat = _let_in(work, who)
        row = session.begin(node, work.session, person_id, who.provider, who.level,
                            who.organisation)
        work.audit(Event("innlogging:ny", person_id, hat.value, object_id=row.id,
                         fields={"niva": who.level.value, "leverandor": who.provider}))
        work.commit()
    return after if before == person_id and after else url_for("apen.front")


def _let_in(work: Work, who: Identity) -> tuple[str, Hat]:
    """The person and the hat they wear here today. Raises Untrusted for everybody else."""
    node, db = house(), work.session
    person = identity.person_of(node, db, who)
    hat = identity.hat_of(node, db, who.provider, person.id,
                          who.organisation or None) if person else None
    if person is None or hat is None:
        raise Untrusted("LOGIN_NOBODY_HERE")
    if hat is Hat.STAFF and not who.employee:
        raise Untrusted("LOGIN_NOT_EMPLOYED")
    if hat is Hat.PUPIL and misused.is_shut(db, person.id):
        raise Untrusted("LOGIN_SHUT")
    return person.id, hat
