"""«Plasser»: admissions says who has a place where, who has none, and who did not meet (P1, P3)."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.errors import Refused
from handover.receive import desks, places
from handover.store import persons
from handover.store.tables import Pupil
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.texts import marked

room = Blueprint("plasser", __name__, url_prefix="/inntak/plasser")
DESK = desks.load().desks["inntak"]

STATUSES = {
    "ingen": (marked("Ikke meldt"), "neutral"),
    places.ACCEPTED: (marked("Har takket ja"), "success"),
    places.NO_PLACE: (marked("Har ikke plass"), "warning"),
    places.NO_SHOW: (marked("Har ikke møtt"), "warning"),
}
"""What admissions has reported → word and colour."""


@room.get("")
@needs(staff(*DESK.roles))
def overview() -> str:
    """Everybody admissions has, those nothing is reported for first."""
    node = house()
    with reading(node.work) as session:
        found = places.standings(node, session, current(), DESK)
        names = {one.pupil_id: persons.get(
            node, session, session.get_one(Pupil, one.pupil_id).person_id) for one in found}
        found.sort(key=lambda one: (one.since is not None, names[one.pupil_id].family,
                                    names[one.pupil_id].given))
        schools = {unit.id: unit.name for unit in places.schools(node, session)}
    return render_template("receive/plasser.html", standings=found, names=names,
                           schools=schools, statuses=STATUSES)


@room.get("/<pupil_id>")
@needs(staff(*DESK.roles))
def one(pupil_id: str) -> str:
    """The place of one pupil."""
    return _form(pupil_id)


@room.post("/<pupil_id>")
@needs(staff(*DESK.roles))
def report(pupil_id: str) -> Response | tuple[str, int]:
    """Records the place and tells the kommune."""
    try:
        places.report(house(), current(), DESK, pupil_id, request.form.get("status", ""),
                      request.form.get("skole", ""))
    except Refused as wrong:
        field = "skole" if wrong.code == "MANGLER_SKOLE" else "status"
        return _form(pupil_id, [(field, wrong.text)]), 422
    return redirect(url_for("plasser.overview"), 303)


def _form(pupil_id: str, faults: list[tuple[str, str]] | None = None) -> str:
    node, found = house(), faults or []
    with reading(node.work) as session:
        standing = places.standing(node, session, current(), DESK, pupil_id)
        pupil = session.get_one(Pupil, pupil_id)
        known = persons.get(node, session, pupil.person_id)
        schools = [(unit.id, unit.name) for unit in places.schools(node, session)]
    return render_template("receive/plass.html", standing=standing, known=known,
                           schools=schools, statuses=STATUSES, faults=found, fault=dict(found),
                           status=request.form.get("status", standing.status),
                           school=request.form.get("skole", standing.unit_id))
