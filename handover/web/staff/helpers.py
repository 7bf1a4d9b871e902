"""«Hjelpere»: the school invites somebody from elsewhere into one pupil's case (guidance 5.0).

The promise: the school sees whether the pupil has said yes, and nothing about why not.
"""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import access, helpers
from handover.decision.helpers import Invitation
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.store import contents, persons
from handover.store.tables import CaseGrant
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff.crew import day
from handover.web.staff.desk import Desk
from handover.web.texts import _, marked

STATES = {
    "": (marked("Venter på eleven"), "neutral"),
    helpers.YES: (marked("Kan lese"), "success"),
    helpers.NO: (marked("Kan ikke lese"), "neutral"),
}


@dataclass(frozen=True)
class Helper:
    """One invitation."""

    case_id: str
    name: str
    title: str
    last: date
    parts: str
    state: str
    colour: str


@dataclass(frozen=True)
class HelperPage:
    """Everything on the page."""

    pupil_id: str
    given: str
    helpers: list[Helper]
    choices: list[tuple[str, str]]
    back: str


def page(desk: Desk, pupil_id: str) -> str:
    """Who helps, and the form that invites. Only parts that exist are asked about (P7)."""
    return render_template("staff/hjelpere.html", desk=desk,
                           view=_page(house(), current(), desk, pupil_id))


def invite(desk: Desk, pupil_id: str) -> Response:
    """«Spør eleven.»"""
    form = request.form
    helpers.invite(house(), current(), pupil_id, Invitation(
        given=form.get("fornavn", "").strip(), family=form.get("etternavn", "").strip(),
        title=form.get("stilling", "").strip(), feide=form.get("bruker", "").strip(),
        last=day(form.get("til", "")), categories=frozenset(form.getlist("del"))))
    flash(_("Eleven er spurt. Hjelperen kan lese når eleven har sagt ja."), "success")
    return redirect(url_for(f"{desk.crew_room}.helpers", pupil_id=pupil_id), 303)


def end(desk: Desk, pupil_id: str, case_id: str) -> Response:
    """«Avslutt.»"""
    with reading(house().work) as session:
        access.pupil_of_school(session, current(), pupil_id)
        if case_id not in {one.id for one in helpers.asked(session, pupil_id, house().today())}:
            raise access.gone()
    helpers.end(house(), current(), case_id)
    flash(_("Hjelperen kan ikke lese lenger."), "success")
    return redirect(url_for(f"{desk.crew_room}.helpers", pupil_id=pupil_id), 303)


def _page(node: House, actor: Actor, desk: Desk, pupil_id: str) -> HelperPage:
    with reading(node.work) as session:
        pupil = access.pupil_of_school(session, actor, pupil_id)
        known = persons.get(node, session, pupil.person_id)
        found = [_helper(node, one, persons.get(node, session, one.person_id))
                 for one in helpers.asked(session, pupil_id, node.today())]
        held = {one.category for one in contents.live_parts(session, pupil_id)
                if one.state != PartState.LEFT_OUT}
    choices = [(one.id, node.labels.title(one.id)) for one in node.policy.categories.values()
               if one.id in held and helpers.may_show(one)]
    back = desk.url("pupil", pupil_id=pupil_id) if actor.units(*desk.prepares) \
        else desk.over_url("pupil", pupil_id=pupil_id)
    return HelperPage(pupil_id, known.given, found, choices, back)


def _helper(node: House, row: CaseGrant, known: persons.Details) -> Helper:
    state, colour = STATES[row.answer]
    titles = [node.labels.title(one) for one in row.categories.split()]
    return Helper(row.id, known.name, known.title, row.valid_to, ", ".join(titles), _(state),
                  colour)
