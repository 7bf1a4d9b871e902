"""Appointments: written down here, fetched by each person after logging in (S24)."""

from datetime import date, time

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from handover.decision import visits
from handover.decision.visits import Plan
from handover.errors import Refused
from handover.web.access import current, needs
from handover.web.here import house
from handover.web.staff.family_room import SCHOOL, room
from handover.web.staff.meeting import shown
from handover.web.texts import _

FIELDS = {"INGEN_VALGT": "med", "UKJENT_SLAG": "slag", "FOR_LANGT": "sted"}
"""Where on the page a refusal belongs; the rest is about the time."""


@room.post("/elev/<pupil_id>/familien/avtale")
@needs(SCHOOL)
def agree(pupil_id: str) -> Response | tuple[str, int]:
    """«Lagre avtalen.»"""
    try:
        visits.register(house(), current(), pupil_id, _plan())
    except Refused as fault:
        return shown(pupil_id, [(FIELDS.get(fault.code, "dag"), _(fault.text))]), 422
    flash(_("Avtalen er lagret. De det gjelder, ser den når de logger inn."), "success")
    return redirect(url_for("familien.page", pupil_id=pupil_id), 303)


@room.post("/elev/<pupil_id>/familien/avtale/<visit_id>/avlys")
@needs(SCHOOL)
def call_off(pupil_id: str, visit_id: str) -> Response:
    """«Avlys.»"""
    visits.cancel(house(), current(), pupil_id, visit_id)
    flash(_("Avtalen er avlyst."), "success")
    return redirect(url_for("familien.page", pupil_id=pupil_id), 303)


def _plan() -> Plan:
    form = request.form
    try:
        day = date.fromisoformat(form.get("dag", ""))
        begins, ends = (_clock(form.get(name, "")) for name in ("fra", "til"))
    except ValueError as fault:
        raise Refused("Fyll inn dag, start og slutt.", "TID_MANGLER") from fault
    return Plan(form.get("slag", ""), day, begins, ends, form.get("sted", ""),
                form.get("ny_skole") == "ja", frozenset(form.getlist("med")))


def _clock(text: str) -> time:
    """«09:30», as browsers send it. Raises ValueError."""
    found = time.fromisoformat(text)
    if len(text) != 5 or found.tzinfo is not None:
        raise ValueError("a time of day is written HH:MM")
    return found
