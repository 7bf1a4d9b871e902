"""«Noen andre har brukt innloggingen min»: the pupil's own page for it (S5)."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from handover.decision import misused
from handover.decision.access import gone
from handover.errors import Refused
from handover.store.tables import Pupil
from handover.store.work import reading
from handover.web.access import current, needs, public, pupil
from handover.web.family.case import children
from handover.web.headers import CLEAR
from handover.web.here import house
from handover.web.inn.views import lines

room = Blueprint("misbruk", __name__)


@room.get("/innlogginger")
@needs(pupil)
def page() -> str:
    """The log-ins one chooses among, and what will happen."""
    return _page()


@room.post("/innlogginger")
@needs(pupil)
def report() -> Response | tuple[str, int]:
    """Undoes what was done in the chosen log-ins and shuts the pupil's log-in."""
    try:
        misused.report(house(), current(), _me().id, frozenset(request.form.getlist("okt")))
    except Refused as fault:
        return _page(fault.text), 422
    cookie.clear()
    answer = redirect(url_for("misbruk.shut"), 303)
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer


@room.get("/innlogging-stengt")
@needs(public)
def shut() -> str:
    """What happens now. Says nothing of who reads it; only having asked for it leads here."""
    return render_template("inn/stengt.html")


def _me() -> Pupil:
    with reading(house().work) as session:
        mine = children(house(), session, current())
    if not mine:
        raise gone()
    return mine[0]


def _page(fault: str = "") -> str:
    with reading(house().work) as session:
        rows = misused.logins(session, _me())
    return render_template("inn/innlogginger.html", fault=fault,
                           lines=lines(rows, current().session_id))
