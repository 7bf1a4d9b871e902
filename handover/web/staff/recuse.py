"""«Jeg er inhabil»: a member of staff leaves a pupil's case at once. For both desks (P11)."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from handover.decision import recusal
from handover.store import persons
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff.desk import Desk
from handover.web.texts import _


def page(desk: Desk, pupil_id: str) -> str:
    """Asks once more."""
    with reading(house().work) as session:
        pupil = desk.pupil(house(), session, current(), pupil_id, desk.everybody)
        known = persons.get(house(), session, pupil.person_id)
    return render_template("staff/inhabil.html", desk=desk, pupil_id=pupil_id, name=known.name)


def declare(desk: Desk, pupil_id: str) -> Response:
    """«Jeg er inhabil.»"""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.everybody)
    recusal.declare(house(), current(), pupil_id)
    flash(_("Du er ute av saken. Andre på enheten tar over."), "success")
    return redirect(_home(desk), 303)


def lift(desk: Desk, recusal_id: str) -> Response:
    """A leader takes somebody's «inhabil» back."""
    recusal.lift(house(), current(), recusal_id)
    flash(_("Personen kan arbeide med saken igjen."), "success")
    return redirect(desk.over_url("page"), 303)


def _home(desk: Desk) -> str:
    """To one's own list, and for a leader to the overview."""
    if current().units(*desk.prepares):
        return url_for(f"{desk.room}.home")
    return desk.over_url("page")
