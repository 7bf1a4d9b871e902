"""«Vis hvem du er på skolen»: a code on one's own screen that the rådgiver types (C-44).

The promise: the code is shown in the browser it was made for and nowhere else, and what
it opens is that session.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from handover.decision import at_school
from handover.web.access import current, family, needs
from handover.web.here import house

room = Blueprint("vis_hvem", __name__)

CODE = "skolekode"
"""In the cookie of the browser that shows it. Worth nothing without the rådgiver."""
MINUTES = int(at_school.LIVES.total_seconds()) // 60


@room.get("/pa-skolen")
@needs(family)
def page() -> str:
    """How it is done, the code when there is one, or that it is done."""
    code = cookie.get(CODE, "")
    if current().raised:
        cookie.pop(CODE, None)
    return render_template("inn/pa-skolen.html", raised=current().raised, minutes=MINUTES,
                           code=f"{code[:3]} {code[3:]}" if code else "")


@room.post("/pa-skolen")
@needs(family)
def new_code() -> Response:
    """A new code, in place of the one before."""
    cookie[CODE] = at_school.new_code(house(), current())
    return redirect(url_for("vis_hvem.page"), 303)
