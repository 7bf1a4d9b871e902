"""«Stedfortreder»: who is away, who stands in, and whose last day it is. For both desks.

The promise: every form needs an end, a stop is one press and a start needs a reason; nothing
here shows a pupil.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import halt, staffing
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.roles import RESTART
from handover.store import persons
from handover.store.tables import Absence
from handover.store.work import reading
from handover.web import reasons
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import workers
from handover.web.staff.desk import Desk
from handover.web.staff.workers import Worker
from handover.web.texts import _


@dataclass(frozen=True)
class Away:
    """One absence that holds or is to come."""

    absence_id: str
    name: str
    first: date
    last: date
    deputy: str
    now: bool


@dataclass(frozen=True)
class Crew:
    """Everything on the page."""

    today: date
    away: list[Away]
    people: Sequence[tuple[str, str]]
    """Those the leader may set away: id and name."""
    deputies: Sequence[tuple[str, str]]
    leaving: Sequence[tuple[str, str]]
    """Those whose last day the leader may set: everybody but the leader."""
    workers: list[Worker]


def page(desk: Desk) -> str:
    """«Stedfortreder.»"""
    return render_template("staff/stedfortreder.html", desk=desk,
                           view=_crew(house(), current(), desk))


def set_absence(desk: Desk) -> Response:
    """«Sett stedfortreder.»"""
    form = request.form
    staffing.set_absence(house(), current(), form.get("hvem", ""), form.get("stedfortreder", ""),
                         (day(form.get("fra", "")), day(form.get("til", ""))))
    flash(_("Stedfortrederen er satt. Åpne oppgaver går tilbake til enheten."), "success")
    return redirect(desk.crew_url("page"), 303)


def end_absence(desk: Desk, absence_id: str) -> Response:
    """«Er tilbake.»"""
    staffing.end_absence(house(), current(), absence_id)
    flash(_("Fraværet er avsluttet. Stedfortrederen har ikke lenger tilgangen."), "success")
    return redirect(desk.crew_url("page"), 303)


def last_day(desk: Desk) -> Response:
    """«Sett siste dag.»"""
    staffing.last_day(house(), current(), request.form.get("slutter", ""),
                      day(request.form.get("siste", "")))
    flash(_("Siste dag er satt. Etter den går åpne oppgaver tilbake til enheten."), "success")
    return redirect(desk.crew_url("page"), 303)


def stop(desk: Desk) -> Response:
    """«Stopp all sending.»"""
    halt.stop(house(), current())
    flash(_("All sending er stoppet. Ingenting er slettet."), "success")
    return redirect(desk.over_url("page"), 303)


def start(desk: Desk) -> Response:
    """«Start sendingen igjen.»"""
    halt.start(house(), current(), request.form.get("grunn", ""))
    flash(_("Sendingen er i gang igjen."), "success")
    return redirect(desk.over_url("page"), 303)


def sending_stopped() -> bool:
    """True when sending is stopped in a unit where the reader works: the banner of every page."""
    units = {role.unit for role in current().roles}
    if not units:
        return False
    with reading(house().work) as session:
        return bool(halt.in_force(session, units))


def restart_reasons() -> list[tuple[str, str]]:
    """What may be chosen when sending is started again."""
    return reasons.choices(RESTART)


def day(text: str) -> date | None:
    """The day a form holds, or None when it holds none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _crew(node: House, actor: Actor, desk: Desk) -> Crew:
    units = actor.units(*desk.leads)
    with reading(node.work) as session:
        people = workers.of_units(node, session, units)
        names = {one.person_id: one.name for one in people}
        away = [_away(node, session, names, row)
                for row in staffing.absences(session, units, node.today())]
    everybody = sorted(names.items(), key=lambda one: one[1])
    return Crew(today=node.today(), away=away, people=everybody, deputies=everybody,
                leaving=[one for one in everybody if one[0] != actor.person_id], workers=people)


def _away(node: House, session: Session, names: dict[str, str], row: Absence) -> Away:
    def name(person_id: str) -> str:
        return names.get(person_id) or persons.get(node, session, person_id).name
    return Away(row.id, name(row.person_id), row.valid_from, row.valid_to, name(row.deputy_id),
                row.valid_from <= node.today())
