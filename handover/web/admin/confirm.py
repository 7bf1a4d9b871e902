"""«Bekreft roller»: what another administrator has asked for, and needs a second one's word."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import two_people
from handover.decision.grants import administers
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import ADMINISTRATORS
from handover.store import persons
from handover.store.tables import Unit
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.admin import words
from handover.web.here import house
from handover.web.texts import _

room = Blueprint("bekreft", __name__)


@dataclass(frozen=True)
class Request:
    """One role that waits."""

    id: str
    name: str
    role: str
    unit: str
    first: date
    last: date
    asked_by: str
    asked: datetime
    own: bool
    """The reader asked for it, or it is about the reader: it can only be taken back."""


@room.get("/bekreft")
@needs(staff(*ADMINISTRATORS))
def page() -> str:
    """«Bekreft roller.»"""
    return render_template("admin/bekreft.html", rows=_rows(house(), current()))


@room.post("/bekreft/<request_id>")
@needs(staff(*ADMINISTRATORS))
def decide(request_id: str) -> Response:
    """«Bekreft» or «Ikke gi rollen»."""
    yes = request.form.get("svar") == "ja"
    two_people.decide(house(), current(), request_id, yes)
    flash(_("Rollen gjelder nå.") if yes else _("Rollen er ikke gitt."), "success")
    return redirect(url_for("bekreft.page"), 303)


def _rows(node: House, actor: Actor) -> list[Request]:
    administers(actor)
    with reading(node.work) as session:
        return [Request(
            one.id, persons.get(node, session, one.person_id).name, words.role(one.role),
            session.get_one(Unit, one.unit_id).name, one.valid_from, one.valid_to,
            persons.get(node, session, one.asked_by).name, one.asked,
            actor.person_id in (one.asked_by, one.person_id))
            for one in two_people.waiting(node, session)]
