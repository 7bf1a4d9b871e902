"""«Loggen»: the audit trail for the data protection officer, as a page and as a file.

The promise: no content, no name and nobody's answer; who did something is a role and a unit.
Reading the log is itself in the log.
"""

from datetime import date

from flask import Blueprint, Response, render_template, request

from handover.doors import table
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.store.audit import Event
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.admin import log_view
from handover.web.admin.log_view import Filter
from handover.web.here import house
from handover.web.texts import _

room = Blueprint("revisjon", __name__)

READERS = ("personvernombud",)
FIELDS = ("fra", "til", "hendelse", "enhet", "objekt")
MOST_ROWS = 100_000
"""Lines of one file: more is asked for in shorter periods."""


@room.get("/loggen")
@needs(staff(*READERS))
def page() -> str | tuple[str, int]:
    """«Loggen»: fifty lines at a time, newest first."""
    node, actor = house(), current()
    typed = {name: request.args.get(name, "").strip()[:80] for name in FIELDS}
    try:
        wanted, wrong = _filter(typed), ""
    except Refused as fault:
        wanted, wrong = Filter(), fault.text
    _remember(node, actor, "revisjon:lest", wanted)
    with reading(node.work) as session:
        view = log_view.page(node, session, wanted, _cursor())
    shown = render_template("admin/loggen.html", view=view, typed=typed, wrong=wrong)
    return (shown, 422) if wrong else shown


@room.post("/loggen/fil")
@needs(staff(*READERS))
def export() -> Response:
    """The same lines as a file, at most a hundred thousand of them."""
    node, actor = house(), current()
    wanted = _filter({name: request.form.get(name, "").strip()[:80] for name in FIELDS})
    _remember(node, actor, "revisjon:hentet", wanted)
    with reading(node.work) as session:
        rows = log_view.export(node, session, wanted, MOST_ROWS)
        data = table.write(log_view.COLUMNS, rows)
    return Response(data, content_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="overgang-logg.csv"'})


def _filter(typed: dict[str, str]) -> Filter:
    return Filter(_day(typed["fra"]), _day(typed["til"]), typed["hendelse"], typed["enhet"],
                  typed["objekt"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(_("Skriv datoen som 2027-05-20."), "DATO_FEIL") from None


def _cursor() -> int | None:
    text = request.args.get("for", "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _remember(node: House, actor: Actor, name: str, wanted: Filter) -> None:
    """Who looked in the log, and for which days. What they looked for may be about somebody."""
    unit = next(iter(sorted(actor.units(*READERS))))
    with node.work() as work:
        work.audit(Event(name, actor.person_id, role=READERS[0], unit=unit, fields={
            "fra_dag": wanted.first.isoformat() if wanted.first else "",
            "til_dag": wanted.last.isoformat() if wanted.last else ""}))
        work.commit()
