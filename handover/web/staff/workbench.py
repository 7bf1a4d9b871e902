"""Preparing one pupil: the list of parts, the sheet, the source and the choice. For both desks.

The promise: each act is one form and one use case; what a page shows is read anew each time.
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from handover.decision import look, prepare, tasks
from handover.decision.access import gone
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.store import persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import Part, Pupil, Task
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import guidance, part_view, words
from handover.web.staff.desk import Desk
from handover.web.staff.guidance import Card
from handover.web.staff.part_view import PartLine, PartView
from handover.web.texts import _


@dataclass(frozen=True)
class Bench:
    """Everything on the page."""

    pupil_id: str
    given: str
    asked: list[PartLine]
    law: list[PartLine]
    part: PartView | None
    part_kind: str
    """The category of the open part, for the form that mends it."""
    card: Card | None
    """Advice when there is nothing to choose."""
    unseen: int
    """Chosen parts nobody has read for other people's data."""
    ready: bool
    """There is something to send to the leader."""


def page(desk: Desk, pupil_id: str, part_id: str = "") -> str:
    """The page of one pupil, with one part open."""
    return render_template("staff/klargjor.html", desk=desk,
                           instead=words.INSTEAD,
                           view=_bench(house(), current(), desk, pupil_id, part_id))


def choose(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Trenger den nye skolen dette?»"""
    answer = request.form.get("trenger", "")
    if answer not in ("ja", "nei"):
        raise Refused(_("Velg ja eller nei før du går videre."), "IKKE_VALGT")
    _check(desk, pupil_id, part_id)
    prepare.choose(house(), current(), part_id, answer == "ja")
    _remember_advice(part_id)
    return _onward(desk, pupil_id, part_id if answer == "ja" else "")


def screen(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Jeg har lest gjennom.»"""
    _check(desk, pupil_id, part_id)
    prepare.screen(house(), current(), part_id, request.form.get("sha256", ""))
    _remember_advice(part_id)
    return _onward(desk, pupil_id)


def let_stand(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Det er ikke et navn her.»"""
    _check(desk, pupil_id, part_id)
    prepare.let_stand(house(), current(), part_id, request.form.get("sha256", ""),
                      request.form.get("merke", ""))
    return _onward(desk, pupil_id, part_id)


def ask(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Spør lederen min.»"""
    _check(desk, pupil_id, part_id)
    tasks.ask_leader(house(), current(), part_id)
    flash(_("Spørsmålet ligger hos lederen din nå."), "success")
    return _onward(desk, pupil_id, part_id)


def send(desk: Desk, pupil_id: str) -> Response:
    """«Send til rektor.»"""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.prepares)
    if prepare.send_to_leader(house(), current(), pupil_id) == 0:
        raise Refused(_("Det er ikke noe klart til å sendes ennå."), "INGENTING_KLART")
    flash(_("Sendt til %(leder)s.", leder=_(desk.leader)), "success")
    return redirect(desk.url("home"), 303)


def attachment(desk: Desk, pupil_id: str, part_id: str, sha256: str) -> Response:
    """The document a part carries, to be saved and never shown inside our own pages."""
    _check(desk, pupil_id, part_id)
    file = look.file(house(), current(), part_id, sha256)
    return as_download(file.data, file.media_type)


def as_download(data: bytes, media_type: str) -> Response:
    """A file to be saved, never opened inside our own pages, with a name that tells nothing."""
    return Response(data, content_type=media_type, headers={
        "Content-Disposition": 'attachment; filename="vedlegg.pdf"'})


def own_parts(desk: Desk, session: Session, actor: Actor, roles: tuple[str, ...],
              pupil_id: str) -> list[Part]:
    """The table's own live parts of one pupil."""
    return list(session.exec(select(Part).join(Pupil, col(Pupil.id) == Part.pupil_id).where(
        *desk.own_parts(actor, roles), Part.pupil_id == pupil_id,
        Part.state != PartState.REPLACED)))


def _bench(node: House, actor: Actor, desk: Desk, pupil_id: str, part_id: str) -> Bench:
    with reading(node.work) as session:
        pupil = desk.pupil(node, session, actor, pupil_id, desk.prepares)
        known = persons.get(node, session, pupil.person_id)
        parts = own_parts(desk, session, actor, desk.prepares, pupil_id)
        here = part_id or part_view.first_to_see(node, parts)
        asked_leader = _asked_leader(session, here)
    opened = _open(node, actor, parts, here, known, asked_leader=asked_leader)
    choices = [one for one in parts
               if node.policy.categories[one.category].mechanism is not Mechanism.LAW]
    return Bench(
        pupil_id, known.given, part_view.lines(node, parts, here, law=False),
        part_view.lines(node, parts, here, law=True), opened,
        next((one.category for one in parts if one.id == here), ""),
        guidance.pick({"steg:velg"}),
        sum(one.state == PartState.CHOSEN for one in choices),
        any(one.state == PartState.SCREENED for one in choices))


def _open(node: House, actor: Actor, parts: list[Part], here: str, known: Details, *,
          asked_leader: bool) -> PartView | None:
    if not here:
        return None
    if here not in {one.id for one in parts}:
        raise gone()
    found = look.look(node, actor, [here])[0]
    with reading(node.work) as session:
        past = part_view.history(node, session, found.part)
    return part_view.part_view(node, found, known, past, asked_leader=asked_leader)


def _asked_leader(session: Session, part_id: str) -> bool:
    return session.exec(select(Task.id).where(
        Task.object_id == part_id, Task.kind == tasks.QUESTION,
        col(Task.done).is_(None))).first() is not None


def _check(desk: Desk, pupil_id: str, part_id: str) -> None:
    """The part lies on this table, and is the pupil's whose address it came under."""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.prepares)
        parts = own_parts(desk, session, current(), desk.prepares, pupil_id)
    if part_id not in {one.id for one in parts}:
        raise gone()


def _remember_advice(part_id: str) -> None:
    """Writes down which card stood beside the decision (guidance 5)."""
    card = request.form.get("kort", "")
    if not card:
        return
    with house().work() as work:
        part = prepare.own_part(work.session, current(), part_id)
        known = [one for one in guidance.cards() if one.id == card]
        for one in known:
            work.audit(Event("veiledning:vist", current().person_id, unit=part.owner_unit,
                             pupil_id=part.pupil_id, object_id=part.id,
                             fields={"kort": one.id, "lest": one.reviewed.isoformat()}))
        work.commit()


def _onward(desk: Desk, pupil_id: str, part_id: str = "") -> Response:
    """To the same part, or to whatever must be looked at next."""
    if part_id:
        return redirect(desk.url("part", pupil_id=pupil_id, part_id=part_id), 303)
    return redirect(desk.url("pupil", pupil_id=pupil_id), 303)
