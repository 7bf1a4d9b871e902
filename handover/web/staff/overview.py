"""The leader's overview: who holds what, what is late, and handing out. For both desks.

The promise: figures are counts of work, never of pupils; everything here is about tasks and
deadlines, and no part's content is opened.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from handover.decision import tasks
from handover.house import House
from handover.rules.actors import Actor
from handover.store import persons
from handover.store.tables import Grant, Person, Task
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import cases, deadlines, find, queue, rows, words
from handover.web.staff.cases import Case
from handover.web.staff.desk import Desk
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
class Worker:
    """Somebody with a role in the unit today."""

    person_id: str
    name: str
    role: str
    """The role word of the grant."""
    title: str
    tasks: int
    until: date


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
    workers: list[Worker]
    deputies: list[Worker]


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
    """«Fordel.»"""
    tasks.assign(house(), current(), task_id, request.form.get("til", ""))
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
    with reading(node.work) as session:
        known = cases.load(node, session, desk, actor, desk.leads)
        people = _workers(node, session, actor, desk, known)
    found = [_line(node, actor, case, task, people) for case in known for task in case.tasks]
    found.sort(key=lambda one: (one.due or date.max, one.what, one.task_id))
    waiting = rows.of_cases(node, actor, desk, known)
    return Overview(
        today=node.today(), answers_due=deadlines.answers_due(node),
        unassigned=sum(not one.assigned for one in found),
        late=sum(bool(one.late) for one in found),
        family=sum(one.group == rows.FAMILY for one in waiting),
        to_approve=len(queue.ids(node, actor, desk)), tasks=found, workers=people,
        deputies=[one for one in people if one.role == "avdelingsleder"])


def _line(node: House, actor: Actor, case: Case, task: Task,
          people: Sequence[Worker]) -> TaskLine:
    related = {one.person_id for one in case.guardians}
    names = {one.person_id: one.name for one in people}
    assigned = names.get(task.assigned_to or "", "")
    mine = task.assigned_to == actor.person_id
    return TaskLine(
        task.id, _("%(oppgave)s: %(navn)s", navn=case.known.name,
                   oppgave=_(words.TASKS.get(task.kind, words.ANY_TASK))),
        case.pupil.id, _("Du") if mine else assigned or _("Ingen ennå"), mine, task.due,
        _late(task, node.today()), assigned, task.kind in tasks.DELIVERY,
        tuple((one, name) for one, name in names.items() if one not in related))


def _late(task: Task, today: date) -> str:
    days = (today - task.due).days if task.due else 0
    if days <= 0:
        return ""
    return ngettext("%(num)s dag over", "%(num)s dager over", days) % {"num": days}


def _workers(node: House, session: Session, actor: Actor, desk: Desk,
             known: Sequence[Case]) -> list[Worker]:
    today = node.today()
    held = Counter(task.assigned_to for case in known for task in case.tasks)
    found = session.exec(select(Grant, Person).join(
        Person, col(Person.id) == Grant.person_id).where(
        col(Grant.unit_id).in_(actor.units(*desk.leads)), Grant.valid_from <= today,
        Grant.valid_to >= today).order_by(Grant.role, Grant.id))
    return [Worker(person.id, persons.details(node, person).name, grant.role,
                   _(words.ROLES[grant.role]) if grant.role in words.ROLES else grant.role,
                   held[person.id], grant.valid_to) for grant, person in found]
