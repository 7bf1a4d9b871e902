"""A leader's page of one pupil: where things stand, questions to answer, and the way out.

The promise: a part's content is opened only when an open question makes it the leader's to
read (S6). «Ta ut av digital overgang» works on any pupil and asks for no reason (P4).
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import access, lead, look, prepare, tasks
from handover.decision.access import gone
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.tables import Task
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import cases, part_view, rows, workbench
from handover.web.staff.desk import Desk
from handover.web.staff.paper import Paper, paper
from handover.web.staff.rows import Row
from handover.web.texts import _


@dataclass(frozen=True)
class Question:
    """A part somebody has asked the leader about."""

    task_id: str
    paper: Paper
    source: str
    may_leave_out: bool


@dataclass(frozen=True)
class PupilPage:
    """Everything on the page."""

    pupil_id: str
    given: str
    name: str
    row: Row | None
    questions: list[Question]


def page(desk: Desk, pupil_id: str) -> str:
    """Where things stand with one pupil."""
    return render_template("staff/leder-elev.html", desk=desk,
                           view=_page(house(), current(), desk, pupil_id))


def leave_out(desk: Desk, task_id: str) -> Response:
    """The leader's answer to a question: the part stays outside, and the question is answered."""
    with reading(house().work) as session:
        task = _question(session, task_id)
        desk.pupil(house(), session, current(), task.pupil_id or "", desk.leads)
    prepare.choose(house(), current(), task.object_id, take=False)
    tasks.finish(house(), current(), task_id)
    flash(_("Delen står utenfor."), "success")
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
        pupil = desk.pupil(node, session, actor, pupil_id, desk.leads)
        known = persons.get(node, session, pupil.person_id)
        case = next(one for one in cases.load(node, session, desk, actor, desk.leads)
                    if one.pupil.id == pupil_id)
    asked = [one for one in case.tasks if one.kind == tasks.QUESTION]
    live = {one.id for one in case.parts}
    opened = look.look(node, actor, [one.object_id for one in asked if one.object_id in live])
    by_part = {one.part.id: one for one in opened}
    return PupilPage(pupil_id, known.given, known.name, rows.row_of(node, actor, desk, case), [
        Question(one.id, paper(node, by_part[one.object_id]),
                 part_view.source_of(by_part[one.object_id].part),
                 by_part[one.object_id].part.state in (
                     PartState.FOUND, PartState.CHOSEN, PartState.SCREENED))
        for one in asked if one.object_id in by_part])
