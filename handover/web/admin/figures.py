"""«Tall»: how the transition goes, for leaders: whole weeks, small groups left out (S14).

The promise: a leader sees their own school and an administrator all schools; what is shown was
settled once and is read, never counted, here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, render_template
from sqlmodel import Session, col, select

from handover.decision import figures as settled
from handover.doors import table
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.suppression import LEAST, Kind
from handover.store.tables import Figure, Unit
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.admin.plot import Plot, plot
from handover.web.here import house
from handover.web.languages import language
from handover.web.texts import _, dag, marked

room = Blueprint("tall", __name__)

LEADERS = ("rektor", "avdelingsleder")
READERS = (*LEADERS, "skoleeier")
WEEKS = 12
"""How many weeks the page shows; the file has the whole school year."""

MEASURES = {
    "svart": (marked("Svarte innen tre uker"),
              marked("Av familiene som fikk sitt første spørsmål den uken.")),
    "i_tide": (marked("Kom fram innen to døgn"),
               marked("Av elevene det ble sendt noe om den uken.")),
    "pa_skolen": (marked("Svarte på skolen, sammen med en voksen"),
                  marked("Av familiene som svarte den uken.")),
    "dager": (marked("Dager fra klar til framme"),
              marked("Den midterste av elevene som fikk pakken sin levert den uken.")),
}
"""Measure → heading and what it is counted among."""
PLOTTED = "svart"


@dataclass(frozen=True)
class Week:
    """One week of one school: what is told of each measure."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class School:
    """One school's weeks, or all schools'."""

    id: str
    name: str
    weeks: list[Week]
    plot: Plot


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    schools: list[School]
    languages: list[tuple[str, str, str]]
    """Week, language and share; only for administrators, for all schools together."""
    columns: list[str]
    notes: list[tuple[str, str]]
    least: int


@room.get("/tall")
@needs(staff(*READERS))
def page() -> str:
    """«Tall.»"""
    return render_template("admin/tall.html", view=view(house(), current(), WEEKS))


@room.get("/tall/fil")
@needs(staff(*READERS))
def download() -> Response:
    """The same figures for the whole year as a file."""
    made = view(house(), current(), 60)
    rows = [(one.name, week.label, *week.cells) for one in made.schools for week in one.weeks]
    rows += [(_("Alle skolene"), week, name, share, "", "") for week, name, share in made.languages]
    data = table.write([_("skole"), _("uke"), *made.columns], rows)
    return Response(data, content_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="overgang-tall.csv"'})


def view(node: House, actor: Actor, weeks: int) -> Figures:
    """The settled figures the actor may see, the last weeks that hold something."""
    with reading(node.work) as session:
        schools = _schools(node, session, actor)
        ids = [one for one, _name in schools]
        rows = list(session.exec(select(Figure).where(
            col(Figure.unit_id).in_(ids), Figure.part == "").order_by(col(Figure.week))))
        spoken = _languages(session) if settled.ALL in ids else []
    shown = sorted({one.week for one in rows})[-weeks:]
    return Figures(
        [_school(one, name, shown, [row for row in rows if row.unit_id == one])
         for one, name in schools],
        spoken[-weeks * 4:], [_(title) for title, _of in MEASURES.values()],
        [(_(title), _(of)) for title, of in MEASURES.values()], LEAST)


def _schools(node: House, session: Session, actor: Actor) -> list[tuple[str, str]]:
    """A leader's own schools; an administrator's all of them, and the whole."""
    query = select(Unit).where(Unit.kind == "grunnskole").order_by(Unit.name, Unit.id)
    if actor.units("skoleeier"):
        whole = [(settled.ALL, _("Alle skolene"))]
        return whole + [(one.id, one.name) for one in session.exec(query)]
    own = actor.units(*LEADERS)
    return [(one.id, one.name) for one in session.exec(query) if one.id in own]


def _school(unit_id: str, name: str, weeks: Sequence[date], rows: Sequence[Figure]) -> School:
    told = {(one.week, one.measure): one for one in rows}
    lines = [Week(label(week), [said(told.get((week, one))) for one in MEASURES])
             for week in weeks if told]
    points = [(str(week.isocalendar().week), _height(told.get((week, PLOTTED))),
               said(told.get((week, PLOTTED)))) for week in weeks]
    return School(unit_id, name, lines, plot(points))


def said(row: Figure | None) -> str:
    """«70 %», «12 dager», «nesten alle», or «for få», also when there was nobody that week."""
    if row is None:
        return _("for få")
    words = {Kind.MOST: _("nesten alle"), Kind.FEW: _("nesten ingen")}
    if row.kind in words:
        return words[Kind(row.kind)]
    return _("%(n)s dager", n=row.value) if row.kind == Kind.DAYS else f"{row.value} %"


def label(monday: date) -> str:
    """«Uke 17, 26. april til 2. mai.»"""
    return _("Uke %(nr)s, %(fra)s til %(til)s", nr=monday.isocalendar().week, fra=dag(monday),
             til=dag(monday + timedelta(days=6)))


def _height(row: Figure | None) -> int | None:
    if row is None or row.kind == Kind.DAYS:
        return None
    return {Kind.MOST: 95, Kind.FEW: 5}.get(Kind(row.kind), row.value)


def _languages(session: Session) -> list[tuple[str, str, str]]:
    """The languages that may be told of. Those in small groups are left out, not counted."""
    rows = session.exec(select(Figure).where(
        Figure.measure == "sprak", Figure.kind == Kind.PERCENT)
        .order_by(col(Figure.week), Figure.part))
    return [(label(one.week), _language(one.part), said(one)) for one in rows]


def _language(code: str) -> str:
    return {"nb": _("Bokmål"), "nn": _("Nynorsk")}.get(code) or language(code) or code
