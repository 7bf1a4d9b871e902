"""PPT's own rooms: its queue, its drafts, its approval, its overview (P6).

The promise: only pupils PPT has a case about are here, and only for PPT's own people.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision.access import PPT
from handover.errors import Refused
from handover.kit.errors import AdapterError
from handover.rules.ppt_queue import asked
from handover.sources import ppt_cases
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.ppt.queue import queue_view
from handover.web.staff import routes
from handover.web.staff.desk import PPT_DESK
from handover.web.staff.year import tell
from handover.web.texts import _

room = Blueprint(PPT_DESK.room, __name__)
routes.add(room, PPT_DESK, routes.PREPARING, PPT, "/ppt")

approval = Blueprint(PPT_DESK.lead_room, __name__)
routes.add(approval, PPT_DESK, routes.APPROVING, PPT_DESK.leads, "/ppt")

overview = Blueprint(PPT_DESK.over_room, __name__)
routes.add(overview, PPT_DESK, routes.LEADING, PPT_DESK.leads, "/ppt")


@room.get("/ppt")
@needs(staff(*PPT))
def home() -> str:
    """«Elever med PPT-sak.»"""
    return render_template("ppt/ko.html", view=queue_view(
        house(), current(), asked(request.args.get("vis", ""))))


@room.post("/ppt/hent")
@needs(staff(*PPT))
def fetch() -> Response:
    """«Hent fra PPT-systemet.»"""
    try:
        found = ppt_cases.collect_cases(house(), current())
    except (AdapterError, Refused) as fault:
        flash(fault.text, "warning")
    else:
        tell(_("Hentet fra PPT-systemet."), found.findings)
    return redirect(url_for("ppt.home"), 303)
