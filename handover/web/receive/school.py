"""«Nye hos oss»: the pupils a new school, or the county's PPT, has received.

Who has no contact yet stands first. There is no total, so nobody can subtract (S2b).
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template

from handover.house import House
from handover.receive import desks
from handover.receive.cases import Case, cases
from handover.receive.desks import Desk
from handover.rules.actors import Actor
from handover.store import persons
from handover.store.tables import Pupil
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.receive import pages


@dataclass(frozen=True)
class Line:
    """One pupil in the list."""

    pupil_id: str
    name: str
    born: date | None
    sender: str
    received: datetime
    contact: str
    waiting: bool


def _room(desk_id: str, name: str, prefix: str) -> Blueprint:
    room, desk = Blueprint(name, __name__, url_prefix=prefix), desks.load().desks[desk_id]

    @room.get("/nye")
    @needs(staff(*desk.roles))
    def new() -> str:
        return render_template("receive/nye.html", lines=lines(house(), current(), desk),
                               desk=desk_id)

    pages.install(room, desk, f"{name}.new")
    return room


def lines(node: House, actor: Actor, desk: Desk) -> list[Line]:
    """The list for one reader. Names come from the register; no part is opened for it."""
    with reading(node.work) as session:
        found = cases(node, session, actor, desk)
        people = {one.pupil_id: persons.get(
            node, session, session.get_one(Pupil, one.pupil_id).person_id) for one in found}
    return [_line(one, people[one.pupil_id]) for one in found]


def _line(one: Case, known: persons.Details) -> Line:
    return Line(one.pupil_id, known.name, known.born, one.sender_name, one.last,
                one.promise.name if one.promise else "", one.waiting)


room = _room("skole", "mottak", "/mottak")
ppt = _room("ppt", "mottak_ppt", "/mottak-ppt")
