"""«Fra fil»: lists of units and staff from a file or the school's system, seen before used.

The promise: sending a list in changes nothing; the page says line by line what would change, and
only what was ticked on that very page is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from handover.decision import staff_changes
from handover.decision.grants import administers
from handover.decision.staff_changes import LEAVES, Plan
from handover.doors import table
from handover.errors import BadInput
from handover.house import House
from handover.kit.errors import AdapterError
from handover.rules.actors import Actor
from handover.rules.appointing import ADMINISTRATORS, ROLES, UNIT_KINDS
from handover.rules.findings import Finding, error
from handover.sources import staff_import
from handover.store.tables import StaffImport, Unit
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.admin import forms, words
from handover.web.here import house
from handover.web.texts import _

room = Blueprint("lister", __name__)

SOURCE = "pifu"
"""Name of the school's system among the sources in the config."""


@dataclass(frozen=True)
class Row:
    """One change as it stands on the page."""

    key: str
    action: str
    name: str
    role: str
    unit: str
    first: date | None
    last: date | None
    two: bool
    chosen: bool
    """Ticked beforehand: all but somebody's leaving, which a person must mean."""


@room.get("/lister")
@needs(staff(*ADMINISTRATORS))
def page() -> str:
    """«Fra fil.»"""
    return _page(())


@room.post("/lister")
@needs(staff(*ADMINISTRATORS), limit=table.LARGEST + 10_000)
def send() -> Response | tuple[str, int]:
    """Takes a file in and shows what it would change."""
    administers(current())
    sent = request.files.get("fil")
    try:
        made = staff_import.from_file(house(), current(), forms.text("slag"),
                                      sent.read() if sent else b"")
    except BadInput as fault:
        return _page(fault.findings or (error(fault.code, "", fault.text),)), 422
    return redirect(url_for("lister.look", import_id=made), 303)


@room.post("/lister/hent/<unit_id>")
@needs(staff(*ADMINISTRATORS))
def fetch(unit_id: str) -> Response:
    """«Hent ansatte fra skolesystemet.»"""
    try:
        made, findings = staff_import.from_system(house(), current(), SOURCE, unit_id)
    except AdapterError as fault:
        flash(fault.text, "warning")
        return redirect(url_for("enheter.unit", unit_id=unit_id), 303)
    for text in dict.fromkeys(one.text for one in findings):
        flash(text, "warning")
    return redirect(url_for("lister.look", import_id=made), 303)


@room.get("/lister/<import_id>")
@needs(staff(*ADMINISTRATORS))
def look(import_id: str) -> str:
    """What the list would change."""
    node, actor = house(), current()
    with reading(node.work) as session:
        row = staff_import.waiting(session, actor, import_id)
        names = {one.id: one.name for one in session.exec(select(Unit))}
        plan = plan_of(node, session, actor, row)
    return render_template("admin/liste.html", import_id=import_id, digest=plan.digest,
                           rows=_rows(plan, names), findings=plan.findings[:20],
                           more=max(0, len(plan.findings) - 20), unchanged=plan.unchanged,
                           from_system=row.source != staff_import.FILE)


@room.post("/lister/<import_id>")
@needs(staff(*ADMINISTRATORS))
def use(import_id: str) -> Response:
    """«Gjør det jeg har krysset av for», or «Ikke bruk listen»."""
    node, actor = house(), current()
    if request.form.get("gjor") != "bruk":
        staff_import.drop(node, actor, import_id)
        flash(_("Listen er ikke brukt. Ingenting er endret."), "info")
        return redirect(url_for("lister.page"), 303)
    with node.work() as work:
        row = staff_import.waiting(work.session, actor, import_id)
        plan = plan_of(node, work.session, actor, row)
        done = staff_changes.apply(node, work, actor, plan, request.form.get("sum", ""),
                                   frozenset(request.form.getlist("endring")))
        staff_import.close(work, actor, row, staff_import.USED)
        work.commit()
    flash(_("Listen er brukt. Endringer: %(n)s.", n=done), "success")
    return redirect(url_for("enheter.page"), 303)


def plan_of(node: House, session: Session, actor: Actor, row: StaffImport) -> Plan:
    """What the list would change now."""
    if row.kind == staff_import.UNITS:
        return staff_changes.of_units(node, session, staff_import.unit_lines(node, row))
    lines, told = staff_import.staff_lines(node, row)
    return staff_changes.of_staff(node, session, actor, lines, told, row.unit_id)


def _page(findings: Sequence[Finding]) -> str:
    kind = house().settings.node.kind
    roles = sorted({role for one in (*UNIT_KINDS[kind], kind) for role in ROLES[one]})
    return render_template(
        "admin/lister.html", findings=findings, staff=staff_import.STAFF_COLUMNS,
        units=staff_import.UNIT_COLUMNS, roles=[(one, words.role(one)) for one in roles],
        kinds=[(one, words.kind(one)) for one in UNIT_KINDS[kind]])


def _rows(plan: Plan, names: dict[str, str]) -> list[Row]:
    return [Row(one.key, _(words.ACTIONS[one.action]), one.name,
                words.role(one.role) if one.role else "", names.get(one.unit_id, one.unit_id),
                one.first, one.last, one.two, one.action != LEAVES) for one in plan.changes]
