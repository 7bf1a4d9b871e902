"""Approving: one pupil a page, the whole content, one solid button. For both desks.

The promise: what is approved is exactly the bytes that stood on the page (their hashes go
with the form); the leader never answers for the pupil (C-41).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import lead, look
from handover.decision.access import gone
from handover.decision.look import Look
from handover.house import House
from handover.rules.actors import Actor
from handover.store import persons
from handover.store.tables import Part
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import guidance, part_view, queue, workbench
from handover.web.staff.desk import Desk
from handover.web.staff.guidance import Card
from handover.web.staff.paper import Paper, paper
from handover.web.texts import _, ngettext

LONG_ENOUGH = 40
"""Shorter texts may well stand in two places by chance."""


@dataclass(frozen=True)
class Waiting:
    """One part to approve."""

    paper: Paper
    source: str
    purpose: str
    receivers: str


@dataclass(frozen=True)
class Approval:
    """Everything on the page."""

    pupil_id: str
    given: str
    name: str
    prepared_by: str
    parts: list[Waiting]
    checks: list[tuple[str, str, str]]
    """Icon, title and text of each finding on top of the page."""
    card: Card | None
    next_id: str
    more: bool
    """Others wait too."""


def first(desk: Desk) -> str | Response:
    """The one who waits at the front, or a calm page."""
    waiting = queue.ids(house(), current(), desk)
    if waiting:
        return redirect(desk.lead_url("pupil", pupil_id=waiting[0]), 303)
    return render_template("staff/ingen-venter.html", desk=desk)


def page(desk: Desk, pupil_id: str) -> str:
    """Everything that waits for one pupil."""
    return render_template("staff/godkjenn.html", desk=desk,
                           view=_approval(house(), current(), desk, pupil_id))


def approve(desk: Desk, pupil_id: str) -> Response:
    """«Godkjenn pakken.»"""
    _check(desk, pupil_id)
    lead.approve(house(), current(), pupil_id, frozenset(request.form.getlist("sett")))
    flash(_("Godkjent. Nå kan eleven lese og svare."), "success")
    return redirect(desk.lead_url("waiting"), 303)


def send_back(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Send tilbake», one part."""
    if part_id not in {one.id for one in _check(desk, pupil_id)}:
        raise gone()
    lead.send_back(house(), current(), part_id)
    flash(_("Sendt tilbake. Resten venter fortsatt her."), "success")
    return redirect(desk.lead_url("waiting"), 303)


def attachment(desk: Desk, pupil_id: str, part_id: str, sha256: str) -> Response:
    """The document of a part that waits here."""
    if part_id not in {one.id for one in _check(desk, pupil_id)}:
        raise gone()
    file = look.file(house(), current(), part_id, sha256)
    return workbench.as_download(file.data, file.media_type)


def _check(desk: Desk, pupil_id: str) -> list[Part]:
    """The parts that wait for this leader at this desk. Raises NotFound."""
    with reading(house().work) as session:
        return _parts(house(), session, current(), desk, pupil_id)


def _parts(node: House, session: Session, actor: Actor, desk: Desk, pupil_id: str) -> list[Part]:
    desk.pupil(node, session, actor, pupil_id, desk.leads)
    parts = lead.parts_waiting(session, actor, pupil_id)
    return sorted(parts, key=lambda one: node.policy.categories[one.category].position)


def _approval(node: House, actor: Actor, desk: Desk, pupil_id: str) -> Approval:
    with reading(node.work) as session:
        pupil = desk.pupil(node, session, actor, pupil_id, desk.leads)
        known = persons.get(node, session, pupil.person_id)
        parts = _parts(node, session, actor, desk, pupil_id)
        by = _prepared_by(node, session, parts)
    if not parts:
        raise gone()
    opened = look.look(node, actor, [one.id for one in parts])
    waiting = queue.ids(node, actor, desk)
    after = [one for one in waiting if one != pupil_id]
    papers = [_waiting(node, one) for one in opened]
    return Approval(
        pupil_id, known.given, known.name, by, papers,
        _checks(opened, [one.paper for one in papers], by), guidance.pick({"steg:godkjenn"}),
        _next(waiting, pupil_id), bool(after))


def _next(waiting: Sequence[str], pupil_id: str) -> str:
    """The one after this one, round and round."""
    if pupil_id not in waiting or len(waiting) < 2:
        return ""
    return waiting[(waiting.index(pupil_id) + 1) % len(waiting)]


def _waiting(node: House, one: Look) -> Waiting:
    category = node.policy.categories[one.part.category]
    return Waiting(paper(node, one), part_view.source_of(one.part), category.purpose,
                   part_view.receivers(node, category))


def _prepared_by(node: House, session: Session, parts: Sequence[Part]) -> str:
    people = sorted({one.screened_by for one in parts if one.screened_by})
    return ", ".join(persons.get(node, session, one).name for one in people)


def _checks(opened: Sequence[Look], papers: Sequence[Paper],
            by: str) -> list[tuple[str, str, str]]:
    return [_names(papers, by), _doubles(opened), _ages(papers)]


def _names(papers: Sequence[Paper], by: str) -> tuple[str, str, str]:
    title = _("Sett på for navn på andre")
    if any(one.marked for one in papers):
        return ("ExclamationmarkTriangle", title, _("Noe er merket i teksten. Se på det."))
    return ("CheckmarkCircle", title, _("Lest av %(navn)s", navn=by) if by else "")


def _doubles(opened: Sequence[Look]) -> tuple[str, str, str]:
    texts = Counter(text.strip() for one in opened for text in one.screening.texts.values()
                    if len(text.strip()) >= LONG_ENOUGH)
    if any(count > 1 for count in texts.values()):
        return ("ExclamationmarkTriangle", _("Noe står to ganger"),
                _("Samme tekst står i flere deler"))
    return ("CheckmarkCircle", _("Ingenting er dobbelt"), _("Samme tekst står ett sted"))


def _ages(papers: Sequence[Paper]) -> tuple[str, str, str]:
    old = [one for one in papers if one.old]
    if not old:
        return ("CheckmarkCircle", _("Ingenting er gammelt"), _("Alt er fra de siste to årene"))
    title = ngettext("Én del er over to år", "%(num)s deler er over to år", len(old))
    return ("Clock", title % {"num": len(old)}, ", ".join(one.title for one in old))
