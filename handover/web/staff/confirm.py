"""The rådgiver meets the family at school: confirms who somebody is, and shuts or opens a log-in.

The promise: only for pupils of the rådgiver's own school, never for relatives (P11), and
no content of the case stands on these pages.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import access, at_school, misused
from handover.decision.at_school import Waiting
from handover.errors import Refused
from handover.store import persons
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.inn.views import lines

room = Blueprint("pa_skolen", __name__)

GATE = staff(*access.PREPARES)


@room.get("/elev/<pupil_id>/pa-skolen")
@needs(GATE)
def enter(pupil_id: str) -> str:
    """Where the code is typed."""
    return _enter(pupil_id)


@room.post("/elev/<pupil_id>/pa-skolen")
@needs(GATE)
def look(pupil_id: str) -> str | tuple[str, int]:
    """Shows whose screen the code stands on. Nothing is changed yet."""
    code = request.form.get("kode", "")
    try:
        waiting = at_school.find(house(), current(), pupil_id, code)
    except Refused as fault:
        return _enter(pupil_id, fault.text), 422
    return _who(pupil_id, waiting, code)


@room.post("/elev/<pupil_id>/pa-skolen/ja")
@needs(GATE)
def confirm(pupil_id: str) -> Response | tuple[str, int]:
    """The rådgiver says that it is the one named."""
    code, known = request.form.get("kode", ""), request.form.get("hvordan", "")
    if known not in at_school.KNOWN:
        waiting = at_school.find(house(), current(), pupil_id, code)
        return _who(pupil_id, waiting, code, "Si hvordan du vet hvem det er."), 422
    try:
        at_school.confirm(house(), current(), pupil_id, code, known)
    except Refused as fault:
        return _enter(pupil_id, fault.text), 422
    return redirect(url_for("pa_skolen.done", pupil_id=pupil_id), 303)


@room.get("/elev/<pupil_id>/pa-skolen/klar")
@needs(GATE)
def done(pupil_id: str) -> str:
    """What to say to the one who waits."""
    return render_template("staff/bekreftet.html", name=_name(pupil_id), pupil_id=pupil_id)


@room.get("/elev/<pupil_id>/innlogginger")
@needs(GATE)
def logins(pupil_id: str) -> str:
    """The pupil's log-ins: to undo what another did in them, or to open what is shut."""
    return _logins(pupil_id)


@room.post("/elev/<pupil_id>/innlogginger")
@needs(GATE)
def report(pupil_id: str) -> Response | tuple[str, int]:
    """On the pupil's word at school: undoes what was done, and shuts the log-in."""
    try:
        misused.report(house(), current(), pupil_id, frozenset(request.form.getlist("okt")))
    except Refused as fault:
        return _logins(pupil_id, fault.text), 422
    return redirect(url_for("pa_skolen.logins", pupil_id=pupil_id), 303)


@room.post("/elev/<pupil_id>/innlogginger/apne")
@needs(GATE)
def open_again(pupil_id: str) -> Response:
    """The pupil has met: the log-in works again."""
    misused.open_again(house(), current(), pupil_id)
    return redirect(url_for("pa_skolen.logins", pupil_id=pupil_id), 303)


def _name(pupil_id: str) -> str:
    with reading(house().work) as session:
        row = access.pupil_of_school(session, current(), pupil_id, access.PREPARES)
        return persons.get(house(), session, row.person_id).name


def _enter(pupil_id: str, fault: str = "") -> str:
    return render_template("staff/bekreft.html", name=_name(pupil_id), pupil_id=pupil_id,
                           fault=fault)


def _who(pupil_id: str, waiting: Waiting, code: str, fault: str = "") -> str:
    with reading(house().work) as session:
        who = persons.get(house(), session, waiting.person_id).name
    return render_template("staff/bekreft-hvem.html", name=_name(pupil_id), pupil_id=pupil_id,
                           who=who, is_pupil=waiting.is_pupil, code=code, fault=fault)


def _logins(pupil_id: str, fault: str = "") -> str:
    with reading(house().work) as session:
        row = access.pupil_of_school(session, current(), pupil_id, access.PREPARES)
        rows, shut = misused.logins(session, row), misused.is_shut(session, row.person_id)
    return render_template("staff/innlogginger.html", name=_name(pupil_id), pupil_id=pupil_id,
                           lines=lines(rows), shut=shut, fault=fault)
