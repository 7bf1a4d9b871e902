"""«10. trinn»: the year, what waits for me, what waits for others, and nothing to count (S2b).

The promise: the page costs a fixed number of queries, and always ends with the same sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from handover.decision.access import PREPARES
from handover.decision.prepare import ready_law_parts
from handover.errors import Refused
from handover.house import House
from handover.kit.errors import AdapterError
from handover.rules.actors import Actor
from handover.rules.findings import Finding
from handover.rules.policy import Mechanism, day_of
from handover.sources import collect
from handover.store.tables import Collection
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.staff import batch, deadlines, find, guidance, routes, rows
from handover.web.staff.batch import SCHOOL_SOURCE
from handover.web.staff.desk import SCHOOL
from handover.web.staff.rows import Row
from handover.web.texts import _, dag, told

room = Blueprint("klargjor", __name__)
routes.add(room, SCHOOL, routes.PREPARING, PREPARES)

SHOWN = 5
"""Sentences of findings told at once; the rest is told when these are mended."""


@dataclass(frozen=True)
class Year:
    """Everything on the page."""

    today: date
    steps: list[dict[str, str | bool]]
    filters: dict[str, str]
    """What stands in the address → what the reader presses."""
    wanted: str
    """The filter in use; empty for all."""
    ticked: bool
    """Every line is ticked beforehand, because somebody pressed «Merk alle»."""
    mine: list[Row]
    waiting: list[Row]
    nearest: str
    can_collect: bool
    collected: datetime | None
    card: guidance.Card | None


@room.get("/trinn")
@needs(staff(*PREPARES))
def home() -> str:
    """«10. trinn»."""
    return render_template("staff/trinn.html", view=_year(house(), current()), found=None)


@room.post("/trinn/valgte")
@needs(staff(*PREPARES))
def chosen() -> str:
    """What is done for several pupils at once."""
    return batch.act()


@room.post("/trinn/grunnpakke")
@needs(staff(*PREPARES))
def ready_all() -> Response:
    """«Gjør klar grunnpakke for alle.»"""
    ready_law_parts(house(), current())
    flash(_("Grunnpakken er klar. Den sendes når fylket har bedt om den, tidligst %(dag)s.",
            dag=_first_sending(house())), "success")
    return redirect(url_for("klargjor.home"), 303)


@room.post("/trinn/hent")
@needs(staff(*PREPARES))
def fetch() -> Response:
    """«Hent fra skolesystemet»: every school where the actor prepares."""
    try:
        findings = [one for unit in sorted(current().units(*PREPARES))
                    for one in collect.collect_class(house(), SCHOOL_SOURCE, unit).findings]
    except (AdapterError, Refused) as fault:
        flash(fault.text, "warning")
    else:
        tell(_("Hentet fra skolesystemet."), findings)
    return redirect(url_for("klargjor.home"), 303)


@room.post("/trinn/finn")
@needs(staff(*PREPARES))
def search() -> str:
    """A pupil of one's own school by name. The name never stands in an address (S24)."""
    found = find.by_name(house(), current(), SCHOOL, PREPARES, request.form.get("navn", ""))
    return render_template("staff/trinn.html", view=_year(house(), current()), found=found)


def tell(done: str, findings: Sequence[Finding]) -> None:
    """What was done, and what could not be used, in sentences without persons."""
    texts = list(dict.fromkeys(one.text for one in findings))[:SHOWN]
    flash(" ".join([done, *texts]), "warning" if texts else "success")


def _year(node: House, actor: Actor) -> Year:
    wanted = request.args.get("vis", "")
    every = rows.of_desk(node, actor, SCHOOL, PREPARES)
    found = batch.shown(every, wanted, node.today())
    mine = [one for one in found if one.mine]
    with reading(node.work) as session:
        last = _last_collection(session, actor)
    return Year(
        today=node.today(), steps=steps(node), filters=batch.FILTERS, wanted=wanted,
        ticked=request.args.get("merk") == "alle", mine=mine,
        waiting=[one for one in found if not one.mine], nearest=nearest(node, mine),
        can_collect=SCHOOL_SOURCE in node.sources, collected=last,
        card=guidance.pick({"steg:svar"}))


def steps(node: House) -> list[dict[str, str | bool]]:
    """The line of the year: what is done, what is now."""
    today, until = node.today(), _ends(deadlines.start(node))
    now = next((at for at, day in enumerate(until) if today <= day), len(until))
    return [{"tittel": told(step.title), "tekst": _with_state(told(step.text), at, now),
             "ferdig": at < now, "na": at == now}
            for at, step in enumerate(guidance.year_steps())]


def _with_state(text: str, at: int, now: int) -> str:
    if at == now:
        return _("%(dag)s. Nå", dag=text)
    return _("%(dag)s. Ferdig", dag=text) if at < now else text


def _ends(start: date) -> list[date]:
    """The last day of each step: each the first such day after the one before it."""
    found: list[date] = []
    for step in guidance.year_steps():
        before = found[-1] if found else start
        day = day_of(step.until, before.year)
        found.append(day if day > before else day_of(step.until, before.year + 1))
    return found


def nearest(node: House, mine: Sequence[Row]) -> str:
    """«Nærmeste frist: 1. oktober, om 7 dager», or nothing."""
    days = sorted(one.due for one in mine if one.due)
    if not days:
        return ""
    left = (days[0] - node.today()).days
    when = _("i dag") if left == 0 else _("i morgen") if left == 1 else \
        _("om %(n)s dager", n=left) if left > 0 else _("fristen er ute")
    return _("Nærmeste frist: %(dag)s, %(nar)s", dag=dag(days[0]), nar=when)


def _first_sending(node: House) -> str:
    law = [one for one in node.policy.categories.values() if one.mechanism is Mechanism.LAW]
    day = min((found for one in law if (found := deadlines.next_sending(node, one))),
              default=None)
    return dag(day) if day else _("neste skoleår")


def _last_collection(session: Session, actor: Actor) -> datetime | None:
    return session.exec(
        select(Collection.at).where(
            col(Collection.unit_id).in_(actor.units(*PREPARES)),
            Collection.source == SCHOOL_SOURCE, Collection.outcome == "ok")
        .order_by(col(Collection.at).desc()).limit(1)).first()


