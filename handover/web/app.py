"""Puts the web application of one node together, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from handover.api import node
from handover.errors import Misconfigured
from handover.house import House
from handover.ports import OSLO
from handover.seal import keyring
from handover.tokens.caller import Gatekeeper
from handover.web import (
    access,
    errors,
    files,
    headers,
    here,
    limits,
    login,
    menu,
    refusals,
    rooms,
    session,
    texts,
)
from handover.web.assets import Assets, Icons
from handover.web.compiled import Compiled
from handover.web.model_words import in_readers_words
from handover.web.oidc import Oidc

SHORTEST_KEY = 32


def create_app(house: House) -> Flask:
    """The application of a node. Raises Misconfigured with a sentence when it cannot be made."""
    app = Flask(__name__, static_folder=None)
    # Every page says the words of the model in its reader's language; elsewhere they are bokmål.
    house = replace(house, labels=in_readers_words(house.labels)) if house.labels else house
    app.extensions[here.EXTENSION] = house
    app.extensions[files.EXTENSION] = Assets()
    app.extensions[login.EXTENSION] = _providers(house)
    app.extensions[node.EXTENSION] = _gatekeeper(house)
    app.config.from_mapping(_config(house))
    _templates(app, house)
    texts.install(app)
    headers.install(app, house)
    errors.install(app)
    limits.install(app, house)
    refusals.install(app, house)
    access.install(app, house, CSRFProtect(app))
    for room in rooms.ROOMS:
        if house.settings.node.kind in room.nodes:
            app.register_blueprint(room.blueprint)
    return app


def _config(house: House) -> dict[str, Any]:
    secure = house.settings.node.address.startswith("https://")
    name = house.settings.cookie_name
    return {
        "SECRET_KEY": _cookie_key(house),
        # The prefix makes the browser itself refuse a cookie set from elsewhere (RFC 6265bis).
        "SESSION_COOKIE_NAME": f"__Host-{name}" if secure else name,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": access.SMALL,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        # The guard asks for the token itself, after it knows whether the route is a person's.
        "WTF_CSRF_CHECK_DEFAULT": False,
        # It lives as long as the session, which has limits of its own.
        "WTF_CSRF_TIME_LIMIT": None,
        # We tell browsers to send no Referer; Sec-Fetch-Site is looked at instead.
        "WTF_CSRF_SSL_STRICT": False,
    }


def _cookie_key(house: House) -> bytes:
    try:
        key = keyring.private(Path(house.settings.keys.cookie)).read_bytes()
    except OSError as fault:
        raise Misconfigured("Kunne ikke lese nøkkelen i «keys.cookie».") from fault
    if len(key) < SHORTEST_KEY:
        raise Misconfigured("Nøkkelen i «keys.cookie» må være minst 32 byte.")
    return key


def _providers(house: House) -> dict[str, Oidc]:
    """The log-ins this node offers. A county has no pages for families, so no ID-porten."""
    family = house.settings.node.kind == "kommune"
    made = (Oidc(name, settings, house) for name, settings in house.settings.login.items())
    return {one.name: one for one in made if family or not one.for_families}


def _gatekeeper(house: House) -> Gatekeeper | None:
    """Whoever calls from another node shows a token, when the settings say so."""
    said = house.settings.maskinporten
    return Gatekeeper(house, said) if said is not None and said.accepts else None


def _templates(app: Flask, house: House) -> None:
    icons = Icons()
    env = app.jinja_env
    env.bytecode_cache = Compiled()
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(icon=icons, duo=icons.duo, asset=files.asset)

    @app.context_processor
    def _frame() -> dict[str, Any]:
        here_now = house.settings.node
        return {"node": here_now, "session_ends": session.soon_over, "actor": access.visitor(),
                "shown_as": access.shown_as,
                "menu": lambda: menu.menu_of(access.current(), frozenset(app.view_functions)),
                "demo_now": house.clock.now().astimezone(OSLO) if here_now.demo else None}
