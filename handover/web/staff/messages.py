"""«Meldinger til foreldreappen»: ready texts to copy. Nothing leaves from here."""

from flask import Blueprint, render_template

from handover.decision import access
from handover.tell.paste import MESSAGES, written
from handover.web.access import needs, staff
from handover.web.here import house

room = Blueprint("foreldreapp", __name__)


@room.get("/foreldreapp")
@needs(staff(*access.SCHOOL, "kontaktlaerer"))
def to_paste() -> str:
    """Every text in every language it has been translated to."""
    address = house().settings.node.address
    return render_template("staff/foreldreapp.html",
                           messages=[(one, written(one, address)) for one in MESSAGES])
