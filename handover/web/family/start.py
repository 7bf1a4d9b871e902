"""The first page, choosing whom it is about, and the page of thanks."""

from flask import redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from handover.decision.access import gone
from handover.store import persons
from handover.store.work import reading
from handover.web.access import current, family, guardian, needs
from handover.web.family.case import asked, children, is_answered
from handover.web.family.room import case, room
from handover.web.family.start_view import last_login, start_view
from handover.web.here import house
from handover.web.session import choose_pupil, last_use

ASKED_ABOUT_INTERPRETER = "tolk"
"""In the cookie, which is new at every log-in: the guardian has been offered an interpreter."""


@room.get("/hjem")
@needs(family)
def home() -> str | Response:
    """What waits for the person. A guardian is offered an interpreter first (P8)."""
    if not case().is_pupil and not cookie.get(ASKED_ABOUT_INTERPRETER):
        return redirect(url_for("familie.offer"), 303)
    with reading(house().work) as session:
        view = start_view(house(), session, case())
    return render_template("family/hjem.html", view=view, last=last_login(last_use()),
                           overdue=house().today() > view.due)


@room.get("/takk")
@needs(family)
def thanks() -> str:
    """After the last question: what happens now, and that nothing more is needed."""
    with reading(house().work) as session:
        waiting = any(not is_answered(house(), session, case(), one)
                      for one in asked(house(), session, case()))
    return render_template("family/takk.html", waiting=waiting)


@room.get("/velg")
@needs(guardian)
def choose() -> str:
    """Whom a guardian of several wants to read about."""
    with reading(house().work) as session:
        mine = [(one.id, persons.get(house(), session, one.person_id).given)
                for one in children(house(), session, current())]
    return render_template("family/velg.html", mine=sorted(mine, key=lambda one: one[1]))


@room.post("/velg")
@needs(guardian)
def chosen() -> Response:
    """Remembers the choice for this log-in."""
    with reading(house().work) as session:
        mine = {one.id for one in children(house(), session, current())}
    wanted = request.form.get("elev", "")
    if wanted not in mine:
        raise gone()
    choose_pupil(wanted)
    return redirect(url_for("familie.home"), 303)
