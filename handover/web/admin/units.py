"""«Enheter og roller»: the units, who holds which role there, and giving and ending roles.

The promise: no pupil, no part and no task is on these pages; every role on them has a last day.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from handover.decision import appoint, grants, units
from handover.decision.access import gone
from handover.decision.colleagues import Candidate
from handover.decision.grants import Wanted
from handover.decision.units import NewUnit
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import ADMINISTRATORS, ROLES, TWO_PEOPLE, UNIT_KINDS, a_year_from
from handover.store import persons
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.admin import forms, words
from handover.web.here import house
from handover.web.texts import _

room = Blueprint("enheter", __name__)

UNIT_FIELDS = ("navn", "id", "type", "orgnr")
PERSON_FIELDS = ("fornavn", "etternavn", "feide", "nummer", "tittel", "rolle", "fra", "til")


@dataclass(frozen=True)
class UnitRow:
    """One unit in the list."""

    id: str
    name: str
    kind: str
    organisation: str
    roles: int


@dataclass(frozen=True)
class Held:
    """One role somebody holds."""

    grant_id: str
    name: str
    role: str
    first: date
    last: date
    later: bool
    mine: bool


@dataclass(frozen=True)
class UnitPage:
    """Everything about one unit."""

    id: str
    name: str
    kind: str
    organisation: str
    held: list[Held]
    roles: list[tuple[str, str]]
    two: list[str]
    """Names of the roles that need a second administrator."""
    today: date
    latest: date
    can_fetch: bool


@room.get("/enheter")
@needs(staff(*ADMINISTRATORS))
def page() -> str:
    """«Enheter og roller.»"""
    return _listed({"orgnr": house().settings.node.organisation}, [])


@room.post("/enheter")
@needs(staff(*ADMINISTRATORS))
def make() -> Response | tuple[str, int]:
    """«Lag enheten.»"""
    typed = {name: forms.text(name) for name in UNIT_FIELDS}
    try:
        units.make(house(), current(), NewUnit(typed["id"], typed["navn"], typed["type"],
                                               typed["orgnr"]))
    except Refused as fault:
        return _listed(typed, forms.faults(fault, UNIT_FIELDS)), 422
    flash(_("Enheten er laget. Nå kan du gi roller i den."), "success")
    return redirect(url_for("enheter.unit", unit_id=typed["id"]), 303)


@room.get("/enheter/<unit_id>")
@needs(staff(*ADMINISTRATORS))
def unit(unit_id: str) -> str:
    """One unit: who holds which role, until when."""
    return _one(unit_id, {}, [])


@room.post("/enheter/<unit_id>/rolle")
@needs(staff(*ADMINISTRATORS))
def give(unit_id: str) -> Response | tuple[str, int]:
    """«Gi rollen.»"""
    typed = {name: forms.text(name) for name in PERSON_FIELDS}
    try:
        who = Candidate(typed["fornavn"], typed["etternavn"], typed["feide"],
                        typed["nummer"].replace(" ", ""), typed["tittel"])
        holds = appoint.give(house(), current(), who, Wanted(
            typed["rolle"], unit_id, forms.day("fra"), forms.day("til")))
    except Refused as fault:
        # A number never goes back out in a page.
        return _one(unit_id, typed | {"nummer": ""}, forms.faults(fault, PERSON_FIELDS)), 422
    flash(_("Rollen er gitt.") if holds else
          _("En annen administrator må bekrefte rollen før den gjelder."), "success")
    return redirect(url_for("enheter.unit", unit_id=unit_id), 303)


@room.post("/enheter/<unit_id>/rolle/<grant_id>/slutt")
@needs(staff(*ADMINISTRATORS))
def end(unit_id: str, grant_id: str) -> Response:
    """«Avslutt.» At once, and without a reason."""
    appoint.end(house(), current(), grant_id)
    flash(_("Rollen er avsluttet. Den som hadde den, kommer ikke inn lenger."), "success")
    return redirect(url_for("enheter.unit", unit_id=unit_id), 303)


def _listed(typed: dict[str, str], faults: Sequence[tuple[str, str]]) -> str:
    node, actor = house(), current()
    kinds = [(one, words.kind(one)) for one in UNIT_KINDS[node.settings.node.kind]]
    return render_template("admin/enheter.html", rows=_rows(node, actor), kinds=kinds,
                           typed=defaultdict(str, typed), faults=faults,
                           wrong=defaultdict(str, faults))


def _rows(node: House, actor: Actor) -> list[UnitRow]:
    found = appoint.units(node, actor)
    with reading(node.work) as session:
        held = Counter(one.unit_id for one in grants.live(
            session, [one.id for one in found], node.today()))
    return [UnitRow(one.id, one.name, words.kind(one.kind), one.organisation, held[one.id])
            for one in found]


def _one(unit_id: str, typed: dict[str, str], faults: Sequence[tuple[str, str]]) -> str:
    view = _unit(house(), current(), unit_id)
    typed = {"fra": view.today.isoformat()} | typed
    return render_template("admin/enhet.html", view=view, typed=defaultdict(str, typed),
                           faults=faults, wrong=defaultdict(str, faults))


def _unit(node: House, actor: Actor, unit_id: str) -> UnitPage:
    found = next((one for one in appoint.units(node, actor) if one.id == unit_id), None)
    if found is None:
        raise gone()
    today = node.today()
    with reading(node.work) as session:
        held = [Held(one.id, persons.get(node, session, one.person_id).name,
                     words.role(one.role), one.valid_from, one.valid_to, one.valid_from > today,
                     one.person_id == actor.person_id)
                for one in grants.live(session, [unit_id], today)]
    roles = [(one, words.role(one)) for one in ROLES.get(found.kind, ())]
    return UnitPage(found.id, found.name, words.kind(found.kind), found.organisation,
                    sorted(held, key=lambda one: (one.role, one.name, one.first)), roles,
                    [name for one, name in roles if one in TWO_PEOPLE], today,
                    a_year_from(today), found.kind == "grunnskole" and "pifu" in node.sources)
