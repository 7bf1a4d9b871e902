"""«Avtalene dine»: what this person is asked to come to, and a file for their calendar (S24)."""

from flask import Response, render_template

from handover.decision import visits
from handover.decision.visits import Appointment
from handover.rules import calendar as calendars
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.room import case, room
from handover.web.here import house, now
from handover.web.texts import _, plain


@room.get("/avtaler")
@needs(family)
def appointments() -> str:
    """The appointments that are not over."""
    return render_template("family/avtaler.html",
                           coming=[one for one in _mine() if one.ends >= now()])


@room.get("/avtaler/kalender")
@needs(family)
def calendar() -> Response:
    """The same as a calendar file: neutral title, nobody else in it, a name that tells nothing."""
    data = calendars.file(visits.entries(house(), case().actor, _mine()), plain(_("Avtale")))
    return Response(data, content_type="text/calendar; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="avtaler.ics"'})


def _mine() -> list[Appointment]:
    with reading(house().work) as session:
        return visits.of_person(house(), session, case().actor, case().pupil)
