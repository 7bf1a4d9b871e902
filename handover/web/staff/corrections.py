"""«Meldt feil»: what a family says is wrong in one's own parts, and the owner's answer to them.

The promise: only the part's owner sees it; the answer is read by the one who asked and by
nobody else; nothing is called mended before it is.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import access, corrections
from handover.decision.corrections import Look, Said
from handover.errors import Refused
from handover.house import House
from handover.preview import view as views
from handover.preview.sheet import Sheet
from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.tables import Part, Pupil
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.staff import words
from handover.web.texts import _, marked, told

OWNER = staff(*access.SCHOOL, *access.PPT)
WHO = {"elev": marked("Eleven"), "foresatt": marked("En foresatt")}
room = Blueprint("retting", __name__, url_prefix="/meldt-feil")


@dataclass(frozen=True)
class Line:
    """One that waits for an answer."""

    id: str
    pupil: str
    part: str
    who: str
    due: date
    late: bool


@dataclass(frozen=True)
class OnePage:
    """One «noe er feil» with the part it is about."""

    line: Line
    text: str
    on: date
    sheet: Sheet
    mended: bool
    """A newer version has come since."""


@room.get("")
@needs(OWNER)
def waiting() -> str:
    """What waits, the one due first in front."""
    with reading(house().work) as session:
        found = [_line(house(), session, one)
                 for one in corrections.waiting(house(), session, current())]
    return render_template("staff/meldt-feil.html", lines=found, elsewhere=_(words.ELSEWHERE))


@room.get("/<correction_id>")
@needs(OWNER)
def one(correction_id: str) -> str:
    """What was said, the part as it was, and the form of the answer."""
    return _page(correction_id)


@room.post("/<correction_id>")
@needs(OWNER)
def reply(correction_id: str) -> Response | tuple[str, int]:
    """Answers the one who asked."""
    outcome, text = request.form.get("utfall", ""), request.form.get("svar", "")
    try:
        corrections.reply(house(), current(), correction_id, outcome, text)
    except Refused as fault:
        return _page(correction_id, outcome, text, told(fault.text)), 422
    flash(_("Svaret er gitt. Den som sa fra, kan lese det nå."))
    return redirect(url_for(".waiting"), 303)


def _page(correction_id: str, outcome: str = "", text: str = "", fault: str = "") -> str:
    seen = corrections.look(house(), current(), correction_id)
    with reading(house().work) as session:
        page = _one(house(), session, seen)
    return render_template("staff/meldt-feil-en.html", page=page, outcome=outcome, text=text,
                           fault=fault, longest=corrections.LONGEST)


def _one(node: House, session: Session, seen: Look) -> OnePage:
    said = seen.said
    return OnePage(_line(node, session, said), said.text, said.on,
                   views.view(seen.data, node.labels), seen.part.state == PartState.REPLACED)


def _line(node: House, session: Session, said: Said) -> Line:
    pupil = session.get_one(Pupil, session.get_one(Part, said.part_id).pupil_id)
    return Line(said.id, persons.get(node, session, pupil.person_id).name,
                told(node.labels.title(said.category)), _(WHO[said.hat]), said.due,
                said.due < node.today())
