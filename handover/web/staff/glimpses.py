"""«Lysglimt»: a teacher offers a pupil something good for the package. Offers only, no answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import glimpses
from handover.errors import Refused
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.staff import words
from handover.web.texts import _, told

TEACHER = staff(*glimpses.TEACHERS)
room = Blueprint("lysglimt", __name__, url_prefix="/lysglimt")


@room.get("")
@needs(TEACHER)
def page() -> str:
    """The pupils of one's own school, and a way to write to each."""
    with reading(house().work) as session:
        mine = glimpses.pupils(house(), session, current())
    return render_template("staff/lysglimt.html", pupils=mine, elsewhere=_(words.ELSEWHERE))


@room.get("/<pupil_id>")
@needs(TEACHER)
def write(pupil_id: str) -> str:
    """The form for one pupil, and what one has offered before."""
    return _form(pupil_id, "")


@room.post("/<pupil_id>")
@needs(TEACHER)
def give(pupil_id: str) -> Response | tuple[str, int]:
    """Puts it before the pupil."""
    text = request.form.get("tekst", "")
    try:
        glimpses.offer(house(), current(), pupil_id, text)
    except Refused as fault:
        return _form(pupil_id, text, told(fault.text)), 422
    flash(_("Lysglimtet er gitt. Eleven velger om det blir med."))
    return redirect(url_for(".write", pupil_id=pupil_id), 303)


@room.post("/<pupil_id>/<glimpse_id>/fjern")
@needs(TEACHER)
def take_back(pupil_id: str, glimpse_id: str) -> Response:
    """Takes an offer back."""
    glimpses.take_back(house(), current(), glimpse_id)
    return redirect(url_for(".write", pupil_id=pupil_id), 303)


def _form(pupil_id: str, text: str, fault: str = "") -> str:
    with reading(house().work) as session:
        name = glimpses.name_of(house(), session, current(), pupil_id)
        given = glimpses.given(house(), session, current(), pupil_id)
    return render_template("staff/lysglimt-skriv.html", pupil_id=pupil_id, name=name, text=text,
                           fault=fault, given=given, longest=glimpses.LONGEST,
                           full=len(given) >= glimpses.MOST)
