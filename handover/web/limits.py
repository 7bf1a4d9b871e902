"""How often something may be asked for: every POST has a limit, and whoever wants another says so.

The counts are rows, so that two processes, or ten, keep one limit together. Too much is 429
with `Retry-After`, as a calm page or problem+json. A whole class may sit behind one
address, so addresses get far more than sessions (ASVS 5.0 V2.4, V6.3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Response, current_app, request
from flask import session as cookie

from handover.house import House
from handover.store import counters
from handover.web import access, errors
from handover.web.session import COOKIE, digest

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Limit:
    """At most so many in a window of so many seconds."""

    name: str
    session: int
    """From one log-in; for somebody without one, only the address counts."""
    address: int
    seconds: int = 60


POST = Limit("post", session=60, address=900)
"""Whatever changes something."""
LARGE = Limit("fil", session=15, address=200)
"""Routes that take more than a form: each file costs work."""
LOGIN = Limit("innlogging", session=30, address=300)
"""Starting and ending a log-in, which costs a call to the provider."""
DOOR = Limit("dor", session=0, address=1200)
"""Other nodes: a release day comes in one go."""
FREE = Limit("fri", session=0, address=0)
"""Reading pages: not counted here."""

_DECLARED = "overgang_limit"


def at_most(limit: Limit) -> Callable[[View], View]:
    """Declares another limit for a route, whatever its method."""
    def declare(view: View) -> View:
        setattr(view, _DECLARED, limit)
        return view
    return declare


def limit_of(app: Flask, endpoint: str, method: str) -> Limit:
    """The limit of a request: what the route says, else by what kind of request it is."""
    said: Limit | None = getattr(app.view_functions.get(endpoint), _DECLARED, None)
    if said is not None:
        return said
    if endpoint.startswith("inn.") and (method == "POST" or "provider" in _arguments(app, endpoint)):
        return LOGIN
    if method in ("GET", "HEAD", "OPTIONS"):
        return FREE
    rule = access.declared(app, endpoint)
    if rule is not None and access.system in rule.gates:
        return DOOR
    return LARGE if rule is not None and rule.limit > access.SMALL else POST


def install(app: Flask, node: House) -> None:
    """Counts before anything else is looked at. To be installed before the guard."""
    @app.before_request
    def _count() -> Response | None:
        if request.endpoint is None:
            return None
        limit = limit_of(current_app, request.endpoint, request.method)
        sources = [("adresse", request.remote_addr or "", limit.address)]
        if limit.session and (secret := cookie.get(COOKIE)):
            sources.append(("okt", digest(secret), limit.session))
        for kind, who, most in sources:
            if most and (wait := _too_many(node, limit, f"{kind}:{who}", most)):
                answer = errors.answer(429, code="FOR_MANGE")
                answer.headers["Retry-After"] = str(wait)
                return answer
        return None


def _too_many(node: House, limit: Limit, who: str, most: int) -> int:
    """Seconds to wait; 0 when there is still room."""
    counted = counters.count(node, limit.name, who, limit.seconds)
    return counted.seconds_left if counted.count > most else 0


def _arguments(app: Flask, endpoint: str) -> set[str]:
    return {name for rule in app.url_map.iter_rules(endpoint) for name in rule.arguments}
