"""The leader's overview: who holds what, what is late, and handing out. For both desks.

The promise: figures are counts of work, never of pupils; everything here is about tasks and
deadlines, and no part's content is opened.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from handover.decision import halt, pool, staffing, tasks
from handover.house import House
from handover.rules.actors import Actor
from handover.store import persons
from handover.store.tables import Recusal, Task
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import cases, crew, deadlines, find, queue, rows, words, workers
from handover.web.staff.cases import Case
from handover.web.staff.desk import Desk
from handover.web.staff.workers import Worker
from handover.web.texts import _, ngettext


@dataclass(frozen=True)
class TaskLine:
    """One task to be handed out, finished or tried again."""

    task_id: str
    what: str
    pupil_id: str
    baton: str
    mine: bool
    due: date | None
    late: str
    """«5 dager over», or nothing."""
    assigned: str
    retry: bool
    people: tuple[tuple[str, str], ...]
    """Who may have it: id and name."""


@dataclass(frozen=True)
class Notice:
    """Something the leader is told that is about no pupil."""

    task_id: str
    text: str


@dataclass(frozen=True)
class Deputy:
    """Who stands in for whom, and when."""

    name: str
    who: str
    first: date
    last: date


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    today: date
    answers_due: date
    unassigned: int
    late: int
    family: int
    to_approve: int
    tasks: list[TaskLine]
    notices: list[Notice]
    workers: list[tuple[Worker, int]]
    """With how many open tasks each has."""
    deputies: list[Deputy]
    standing: list[Worker]
    """Those who lead beside the reader the whole year."""
    stopped: date | None
    """Since when all sending is stopped."""
    restart: list[tuple[str, str]]


def page(desk: Desk) -> str:
    """«Oversikt.»"""
    return render_template("staff/oversikt.html", desk=desk, found=None,
                           view=overview(house(), current(), desk))


def search(desk: Desk) -> str:
    """A pupil of one's own school by name, to be looked after or taken out."""
    found = find.by_name(house(), current(), desk, desk.leads, request.form.get("navn", ""))
    return render_template("staff/oversikt.html", desk=desk, found=found,
                           view=overview(house(), current(), desk))


def assign(desk: Desk, task_id: str) -> Response:
    """«Fordel», and «Fordel på nytt» with a reason."""
    tasks.assign(house(), current(), task_id, request.form.get("til", ""),
                 request.form.get("grunn", ""))
    flash(_("Oppgaven er fordelt."), "success")
    return redirect(desk.over_url("page"), 303)


def finish(desk: Desk, task_id: str) -> Response:
    """«Ferdig.»"""
    tasks.finish(house(), current(), task_id)
    flash(_("Oppgaven er ferdig."), "success")
    back = desk.over_url("page") if current().units(*desk.leads) else desk.url("home")
    return redirect(back, 303)


def retry(desk: Desk, task_id: str) -> Response:
    """«Prøv igjen.»"""
    tasks.try_again(house(), current(), task_id)
    flash(_("Sendingen prøves igjen nå."), "success")
    return redirect(desk.over_url("page"), 303)


def overview(node: House, actor: Actor, desk: Desk) -> Overview:
    """The figures, the tasks and the people of the leader's unit."""
    units = actor.units(*desk.leads)
    with reading(node.work) as session:
        known = cases.load(node, session, desk, actor, desk.leads)
        people = workers.of_units(node, session, units)
        closed = _closed(session, node, units, known)
        notices = _notices(session, units)
        deputies = _deputies(node, session, units)
        stopped = halt.in_force(session, units)
    found = [_line(node, actor, case, task, people, closed) for case in known
             for task in case.tasks]
    found.sort(key=lambda one: (one.due or date.max, one.what, one.task_id))
    waiting = rows.of_cases(node, actor, desk, known)
    held = Counter(task.assigned_to for case in known for task in case.tasks)
    return Overview(
        today=node.today(), answers_due=deadlines.answers_due(node),
        unassigned=sum(not one.assigned for one in found),
        late=sum(bool(one.late) for one in found),
        family=sum(one.group == rows.FAMILY for one in waiting),
        to_approve=len(queue.ids(node, actor, desk)), tasks=found, notices=notices,
        workers=[(one, held[one.person_id]) for one in people], deputies=deputies,
        standing=[one for one in people if one.person_id != actor.person_id
                  and set(one.roles) & set(desk.leads)],
        stopped=min((one.at.date() for one in stopped), default=None),
        restart=crew.restart_reasons())


def _closed(session: Session, node: House, units: frozenset[str],
            known: Sequence[Case]) -> Mapping[str, frozenset[str]]:
    """Who cannot have a task about each pupil: the away, the related, the ones who said so."""
    gone = frozenset(one for unit in units
                     for one in pool.away(session, unit, node.today()))
    said: dict[str, set[str]] = {}
    for row in session.exec(select(Recusal).where(
            col(Recusal.unit_id).in_(units), col(Recusal.lifted).is_(None))):
        said.setdefault(row.pupil_id, set()).add(row.person_id)
    return {case.pupil.id: gone | said.get(case.pupil.id, set())
            | {one.person_id for one in case.guardians} for case in known}


def _notices(session: Session, units: frozenset[str]) -> list[Notice]:
    rows_ = session.exec(select(Task).where(
        col(Task.unit_id).in_(units), col(Task.pupil_id).is_(None),
        col(Task.done).is_(None)).order_by(col(Task.created), Task.id))
    return [Notice(one.id, _(words.TASKS.get(one.kind, words.ANY_TASK))) for one in rows_]


def _deputies(node: House, session: Session, units: frozenset[str]) -> list[Deputy]:
    return [Deputy(persons.get(node, session, row.deputy_id).name,
                   persons.get(node, session, row.person_id).name, row.valid_from, row.valid_to)
            for row in staffing.absences(session, units, node.today())]


def _line(node: House, actor: Actor, case: Case, task: Task, people: Sequence[Worker],
          closed: Mapping[str, frozenset[str]]) -> TaskLine:
    names = {one.person_id: one.name for one in people}
    assigned = names.get(task.assigned_to or "", "")
    mine = task.assigned_to == actor.person_id
    return TaskLine(
        task.id, _("%(oppgave)s: %(navn)s", navn=case.known.name,
                   oppgave=_(words.TASKS.get(task.kind, words.ANY_TASK))),
        case.pupil.id, _("Du") if mine else assigned or _("Ingen ennå"), mine, task.due,
        _late(task, node.today()), assigned, task.kind in tasks.DELIVERY,
        tuple((one, name) for one, name in names.items()
              if one not in closed[case.pupil.id]))


def _late(task: Task, today: date) -> str:
    days = (today - task.due).days if task.due else 0
    if days <= 0:
        return ""
    return ngettext("%(num)s dag over", "%(num)s dager over", days) % {"num": days}
