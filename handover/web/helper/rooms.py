"""Helpers: the pupil answers who may read, and the helper reads (guidance 5.0).

The promise: the helper sees the pupils who have said yes and the parts they said yes to, and
nobody else; what is read stands in the pupil's log.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from handover.decision import helpers
from handover.decision.access import gone
from handover.house import House
from handover.preview.sheet import Sheet
from handover.preview.view import view
from handover.rules.actors import Actor, Level
from handover.rules.roles import HELPER
from handover.store import persons
from handover.store.tables import CaseGrant, Pupil, Unit
from handover.store.work import reading
from handover.web.access import current, needs, pupil, staff
from handover.web.here import house
from handover.web.receive.views import runs
from handover.web.texts import _

room = Blueprint("hjelpere", __name__)
desk = Blueprint("hjelper", __name__)


@dataclass(frozen=True)
class Asked:
    """One invitation as the pupil reads it."""

    case_id: str
    name: str
    title: str
    last: date
    parts: list[str]
    answer: str


@dataclass(frozen=True)
class Helped:
    """One pupil as the helper sees them in the list."""

    case_id: str
    name: str
    school: str
    last: date


@room.get("/hjelpere")
@needs(pupil, level=Level.SUBSTANTIAL)
def mine() -> str:
    """Who wants to help, and who may read."""
    with reading(house().work) as session:
        found = [_asked(house(), session, one) for one in _own(house(), session, current())]
    return render_template("helper/hjelpere.html", asked=found)


@room.post("/hjelpere/<case_id>")
@needs(pupil, level=Level.SUBSTANTIAL)
def answer(case_id: str) -> Response:
    """«Ja» or «Nei», any number of times."""
    with reading(house().work) as session:
        if case_id not in {one.id for one in _own(house(), session, current())}:
            raise gone()
    said = request.form.get("svar", "")
    helpers.answer(house(), current(), case_id, said)
    flash(_("Takk. Hjelperen kan lese nå.") if said == helpers.YES
          else _("Takk. Hjelperen kan ikke lese."), "success")
    return redirect(url_for("hjelpere.mine"), 303)


@desk.get("/hjelper")
@needs(staff(HELPER))
def home() -> str:
    """«Elever du hjelper.»"""
    with reading(house().work) as session:
        found = [_helped(house(), session, one)
                 for one in helpers.cases(house(), session, current())]
    return render_template("helper/elever.html", cases=sorted(found, key=lambda one: one.name))


@desk.get("/hjelper/<case_id>")
@needs(staff(HELPER))
def case(case_id: str) -> str:
    """The parts the pupil has said yes to."""
    opened = helpers.read(house(), current(), case_id)
    with reading(house().work) as session:
        row = next(one for one in helpers.cases(house(), session, current())
                   if one.id == case_id)
        about = _helped(house(), session, row)
    sheets: list[Sheet] = [view(one.data, house().labels) for one in opened]
    return render_template("helper/elev.html", case=about, sheets=sheets, runs=runs)


def helpers_asked() -> bool:
    """True when somebody has asked to help the pupil who reads: the link on their first page."""
    with reading(house().work) as session:
        return bool(_own(house(), session, current()))


room.add_app_template_global(helpers_asked)


def _own(node: House, session: Session, actor: Actor) -> list[CaseGrant]:
    own = session.exec(select(Pupil).where(
        Pupil.person_id == actor.person_id,
        Pupil.school_year == node.settings.node.school_year)).first()
    return helpers.asked(session, own.id, node.today()) if own else []


def _asked(node: House, session: Session, row: CaseGrant) -> Asked:
    known = persons.get(node, session, row.person_id)
    return Asked(row.id, known.name, known.title, row.valid_to,
                 [node.labels.title(one) for one in row.categories.split()], row.answer)


def _helped(node: House, session: Session, row: CaseGrant) -> Helped:
    found = session.get_one(Pupil, row.pupil_id)
    school = session.get_one(Unit, row.unit_id)
    return Helped(row.id, persons.get(node, session, found.person_id).name, school.name,
                  row.valid_to)
