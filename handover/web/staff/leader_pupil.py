"""A leader's page of one pupil: where things stand, tasks, questions to answer, and the way out.

The promise: a part's content is opened only when an open question makes it the leader's to
read, or with a reason the pupil reads (S6). «Ta ut av digital overgang» works on any pupil
and asks for no reason (P4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import access, insight, lead, look, prepare, recusal, tasks
from handover.decision.access import gone
from handover.decision.look import Look
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.rules.roles import INSIGHT, REASSIGN
from handover.store import persons
from handover.store.tables import Task
from handover.store.work import reading
from handover.web import reasons
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import baton, cases, part_view, rows, task_log, words, workbench
from handover.web.staff.baton import Baton
from handover.web.staff.cases import Case
from handover.web.staff.desk import Desk
from handover.web.staff.paper import Paper, paper
from handover.web.staff.rows import Row
from handover.web.staff.task_log import Entry
from handover.web.texts import _


@dataclass(frozen=True)
class Question:
    """A part somebody has asked the leader about."""

    task_id: str
    paper: Paper
    source: str
    may_leave_out: bool


@dataclass(frozen=True)
class OpenTask:
    """A task about the pupil, to be handed out or handed on."""

    task_id: str
    what: str
    holder: str
    people: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Out:
    """Somebody who does not handle this pupil."""

    recusal_id: str
    name: str


@dataclass(frozen=True)
class PupilPage:
    """Everything on the page."""

    pupil_id: str
    given: str
    name: str
    row: Row | None
    baton: Baton
    questions: list[Question]
    tasks: list[OpenTask]
    history: list[Entry]
    out: list[Out]
    reassign: list[tuple[str, str]]
    insight: list[tuple[str, str]]


def page(desk: Desk, pupil_id: str) -> str:
    """Where things stand with one pupil."""
    return render_template("staff/leder-elev.html", desk=desk, opened=None,
                           view=_page(house(), current(), desk, pupil_id))


def read(desk: Desk, pupil_id: str) -> str:
    """«Les innholdet», with the reason the pupil will read. Nothing is opened by an address."""
    view = _page(house(), current(), desk, pupil_id)
    opened = insight.open_all(house(), current(), pupil_id, request.form.get("grunn", ""))
    return render_template("staff/leder-elev.html", desk=desk, view=view,
                           opened=[(paper(house(), one), part_view.source_of(one.part))
                                   for one in opened])


def read_attachment(desk: Desk, pupil_id: str, part_id: str, sha256: str) -> Response:
    """The document of a part the leader has opened today, with a reason."""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.leads)
        if not insight.opened_today(house(), session, current(), pupil_id, part_id):
            raise gone()
    found = look.file(house(), current(), part_id, sha256)
    return workbench.as_download(found.data, found.media_type)


def leave_out(desk: Desk, task_id: str) -> Response:
    """The leader's answer to a question: the part stays outside, and the question is answered."""
    with reading(house().work) as session:
        task = _question(session, task_id)
        desk.pupil(house(), session, current(), task.pupil_id or "", desk.leads)
    prepare.choose(house(), current(), task.object_id, take=False)
    tasks.finish(house(), current(), task_id)
    flash(_("Delen står utenfor."), "success")
    return redirect(desk.over_url("page"), 303)


def let_in(desk: Desk, task_id: str) -> Response:
    """«Det kan være med»: the leader has read the marked words, and they may stand (C-68)."""
    with reading(house().work) as session:
        task = _question(session, task_id)
        desk.pupil(house(), session, current(), task.pupil_id or "", desk.leads)
    prepare.leader_lets_stand(house(), current(), task.object_id)
    tasks.finish(house(), current(), task_id)
    flash(_("Delen kan være med. Den som klargjør, ser at du har sett på den."), "success")
    return redirect(desk.over_url("page"), 303)


def attachment(desk: Desk, task_id: str, sha256: str) -> Response:
    """The document of a part the leader has been asked about."""
    with reading(house().work) as session:
        task = _question(session, task_id)
        desk.pupil(house(), session, current(), task.pupil_id or "", desk.leads)
    found = look.file(house(), current(), task.object_id, sha256)
    return workbench.as_download(found.data, found.media_type)


def way_out(desk: Desk, pupil_id: str) -> str:
    """Asks once more before a pupil is taken out."""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.leads)
    return render_template("staff/ta-ut.html", desk=desk, pupil_id=pupil_id)


def take_out(desk: Desk, pupil_id: str) -> Response:
    """«Ta ut av digital overgang.»"""
    lead.take_out(house(), current(), pupil_id)
    flash(_("Eleven er ikke med i digital overgang. Avklar trygg overgang med rektor på den "
            "nye skolen, på telefon."), "success")
    return redirect(desk.over_url("page"), 303)


def _question(session: Session, task_id: str) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.kind != tasks.QUESTION or task.done is not None \
            or task.unit_id not in current().units(*access.LEADS, "ppt_leder"):
        raise gone()
    return task


def _page(node: House, actor: Actor, desk: Desk, pupil_id: str) -> PupilPage:
    with reading(node.work) as session:
        found = cases.load(node, session, desk, actor, desk.leads, pupil_id)
        if not found:
            raise gone()
        case = found[0]
        open_tasks = [_task(node, session, one) for one in case.tasks]
        history = task_log.entries(node, session, actor.units(*desk.leads), pupil_id)
        out = [Out(one.id, persons.get(node, session, one.person_id).name)
               for one in recusal.declared(session, actor, pupil_id)]
    return PupilPage(
        pupil_id, case.known.given, case.known.name, rows.row_of(node, actor, desk, case),
        baton.of_case(node, actor, desk, case), _questions(node, actor, case), open_tasks,
        history, out, reasons.choices(REASSIGN), reasons.choices(INSIGHT))


def _questions(node: House, actor: Actor, case: Case) -> list[Question]:
    asked = [one for one in case.tasks if one.kind == tasks.QUESTION]
    live = {one.id for one in case.parts}
    opened = look.look(node, actor, [one.object_id for one in asked if one.object_id in live])
    by_part: Mapping[str, Look] = {one.part.id: one for one in opened}
    return [_asked(node, one.id, by_part[one.object_id]) for one in asked
            if one.object_id in by_part]


def _asked(node: House, task_id: str, opened: Look) -> Question:
    return Question(task_id, paper(node, opened), part_view.source_of(opened.part),
                    opened.part.state in (PartState.FOUND, PartState.CHOSEN, PartState.SCREENED))


def _task(node: House, session: Session, task: Task) -> OpenTask:
    people = [(one, persons.get(node, session, one).name)
              for one in tasks.hands(node, session, task)]
    holder = persons.get(node, session, task.assigned_to).name if task.assigned_to else ""
    return OpenTask(task.id, _(words.TASKS.get(task.kind, words.ANY_TASK)), holder,
                    sorted(people, key=lambda one: one[1]))
