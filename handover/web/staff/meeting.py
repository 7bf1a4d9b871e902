"""«Familien»: who has answered, the meeting that is going on, and what is agreed."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import access, meeting, visits
from handover.decision.meeting import Around, Interpreter
from handover.decision.visits import Appointment
from handover.errors import Refused
from handover.store import persons
from handover.store.work import reading
from handover.tell import queue
from handover.web.access import current, needs
from handover.web.here import house
from handover.web.languages import LANGUAGES, language
from handover.web.staff.family_room import HATS, SCHOOL, room
from handover.web.texts import _, marked

FORMS = (("rommet", marked("I rommet")), ("skjerm", marked("På skjerm")),
         ("telefon", marked("På telefon")))
QUALIFICATIONS = (
    ("A", marked("Kategori A")), ("B", marked("Kategori B")), ("C", marked("Kategori C")),
    ("D", marked("Kategori D")), ("E", marked("Kategori E")),
    ("utenfor", marked("Ikke i Nasjonalt tolkeregister")))
KINDS = {"mote": marked("Møte"), "besok": marked("Besøk")}
NONE = "nei"


@dataclass(frozen=True)
class Line:
    """One of the family on the page."""

    id: str
    name: str
    hat: str
    answered: bool
    here: bool
    task_id: str
    """The open task of reaching them another way; empty when messages do."""


@dataclass(frozen=True)
class Agreed:
    """One appointment on the page."""

    id: str
    kind: str
    starts: datetime
    ends: datetime
    place: str
    at_new_school: bool
    with_whom: str
    cancelled: bool


@dataclass(frozen=True)
class Family:
    """Everything on the page."""

    pupil_id: str
    given: str
    asked: bool
    people: list[Line]
    since: datetime | None
    """When the meeting began; None when there is none."""
    interpreter: str
    agreed: list[Agreed]


@room.get("/elev/<pupil_id>/familien")
@needs(SCHOOL)
def page(pupil_id: str) -> str:
    """«Familien»."""
    return shown(pupil_id)


@room.post("/elev/<pupil_id>/familien/mote")
@needs(SCHOOL)
def begin(pupil_id: str) -> Response | tuple[str, int]:
    """«Start møtet»: the interpreter is written down once."""
    try:
        meeting.begin(house(), current(), pupil_id, request.form.getlist("her"), _interpreter())
    except Refused as fault:
        field = "her" if fault.code == "INGEN_VALGT" else "sprak"
        return shown(pupil_id, [(field, _(fault.text))]), 422
    return redirect(url_for("familien.page", pupil_id=pupil_id), 303)


@room.post("/elev/<pupil_id>/familien/mote/slutt")
@needs(SCHOOL)
def end(pupil_id: str) -> Response:
    """«Avslutt møtet.»"""
    meeting.end(house(), current(), pupil_id)
    flash(_("Møtet er avsluttet."), "success")
    return redirect(url_for("familien.page", pupil_id=pupil_id), 303)


def shown(pupil_id: str, faults: list[tuple[str, str]] | None = None) -> str:
    """The page, with what must be mended in a form when something must."""
    return render_template(
        "staff/familien.html", view=_view(pupil_id), faults=faults or [], form=request.form,
        forms=[(code, _(text)) for code, text in FORMS],
        qualifications=[(code, _(text)) for code, text in QUALIFICATIONS],
        languages=[(code, _(bokmal).capitalize()) for code, _own, bokmal in LANGUAGES],
        kinds=[(code, _(text)) for code, text in KINDS.items()])


def _view(pupil_id: str) -> Family:
    with reading(house().work) as session:
        pupil = access.pupil_of_school(session, current(), pupil_id, access.PREPARES)
        around = meeting.around(house(), session, current(), pupil)
        given = persons.get(house(), session, pupil.person_id).given
        agreed = visits.of_school(house(), session, pupil)
        unreached = queue.unreached(session, pupil)
    here = around.meeting.guests if around.meeting else frozenset()
    return Family(
        pupil_id, given, around.asked,
        [Line(one.id, one.name, _(HATS[one.hat]), one.answered, one.id in here,
              unreached.get(one.id, ""))
         for one in around.people],
        around.meeting.opened if around.meeting else None, _interpreting(around),
        [_agreed(one, around) for one in agreed])


def _agreed(one: Appointment, around: Around) -> Agreed:
    names = [person.given for person in around.people if person.id in one.guests]
    return Agreed(one.id, _(KINDS[one.kind]), one.starts, one.ends, one.place,
                  one.at_new_school, ", ".join(names), one.cancelled)


def _interpreting(around: Around) -> str:
    who = around.meeting.interpreter if around.meeting else None
    if who is None:
        return ""
    parts = (language(who.language), _(dict(FORMS)[who.form]).lower(),
             _(dict(QUALIFICATIONS)[who.qualification]).lower(), who.organisation)
    return ", ".join(part for part in parts if part)


def _interpreter() -> Interpreter | None:
    """The interpreter in the form; None when nobody interprets. Raises Refused."""
    if request.form.get("tolk", "") == NONE:
        return None
    known = {code for code, _own, _bokmal in LANGUAGES}
    spoken = request.form.get("sprak", "")
    return Interpreter(request.form.get("form", ""), spoken if spoken in known else "",
                       request.form.get("kategori", ""),
                       request.form.get("tjeneste", "").strip())
