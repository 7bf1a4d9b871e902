"""Which language a page is in: what the reader has chosen, else what is known of them.

The order: the reader's own choice in this browser, the language the school has noted for a
guardian, the målform of the municipality. Staff read bokmål or nynorsk (språklova § 4, opplæringslova
§ 15-2). The choice lies in a cookie of its own, because it outlives a log-in and says
nothing of who somebody is; it ends with the browser.
"""

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from handover.rules.actors import Hat
from handover.store import persons
from handover.store.work import reading
from handover.texts.tongues import FOR_STAFF, NB, TONGUES, Tongue, tongue
from handover.web.access import needs, public, visitor
from handover.web.here import house

room = Blueprint("sprak", __name__)


@room.get("/sprak/<code>")
@needs(public)
def choose(code: str) -> Response:
    """Remembers the language in this browser and goes back to the page it was chosen on.

    A link and not a form: it changes nothing but what this browser is shown, and it can
    stand on paper.
    """
    wanted = tongue(code)
    if wanted is None:
        abort(404)
    answer = redirect(_back(request.args.get("neste", "")), 303)
    answer.set_cookie(cookie_name(), wanted.code, httponly=True, samesite="Lax", path="/",
                      secure=house().settings.node.address.startswith("https://"))
    return answer


def cookie_name() -> str:
    """The cookie's name: per node, because cookies ignore ports."""
    node = house().settings
    name = f"{node.cookie_name}_sprak"
    return f"__Host-{name}" if node.node.address.startswith("https://") else name


def chosen() -> Tongue:
    """The language of this request's reader."""
    own = asked_for()
    actor = visitor()
    if actor is None:
        return own or _house_tongue()
    if actor.hat is Hat.STAFF:
        return own if own and own.code in FOR_STAFF else _house_tongue()
    # A pupil is taught in Norwegian here; what is spoken at home is no need until they choose it.
    noted = _noted(actor.person_id) if own is None and actor.hat is Hat.GUARDIAN else None
    return own or noted or _house_tongue()


def asked_for() -> Tongue | None:
    """What the browser says was chosen; the same for everybody, logged in or not."""
    return tongue(request.cookies.get(cookie_name(), ""))


def offered() -> tuple[Tongue, ...]:
    """The languages this reader may choose among."""
    actor = visitor()
    if actor is not None and actor.hat is Hat.STAFF:
        return tuple(one for one in TONGUES if one.code in FOR_STAFF)
    return TONGUES


def _noted(person_id: str) -> Tongue | None:
    """The language the school has noted; bokmål is what stands when nobody has noted anything."""
    with reading(house().work) as session:
        code = persons.get(house(), session, person_id).language
    return tongue(code) if code != NB.code else None


def _house_tongue() -> Tongue:
    return tongue(house().settings.node.language) or NB


def _back(path: str) -> str:
    """A page of this node's own that can be read; else the front page."""
    front = url_for("apen.front")
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        return front
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return front
    return path
