"""Admissions: notices to 1 October as a work list, and what needs individual handling early.

The figures are the filter. A late notice is neutral: received, with its reason (P12).
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template, request
from sqlmodel import select

from handover.house import House
from handover.ports import OSLO
from handover.receive import desks, notices
from handover.receive.cases import cases
from handover.receive.notices import Notice, NoticeState
from handover.receive.read import OpenPart, ReceivedView, glance
from handover.rules.actors import Actor
from handover.rules.policy import Category, Mechanism, day_of
from handover.store import persons
from handover.store.tables import Pupil, ReceivedPart
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.receive import pages

DESK = desks.load().desks["inntak"]
room = Blueprint("inntak", __name__, url_prefix="/inntak")
early = Blueprint("individuelt", __name__, url_prefix="/inntak")


@dataclass(frozen=True)
class Line:
    """One notice in the list."""

    pupil_id: str
    name: str
    sender: str
    notice: Notice
    received: datetime
    missing: tuple[str, ...]
    """The labels of what is missing."""


@dataclass(frozen=True)
class Group:
    """The notices under one paragraph of the regulation."""

    code: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class EarlyList:
    """One list of pupils who need individual handling."""

    title: str
    text: str
    due: date | None
    lines: list[tuple[str, str, str, datetime]]
    """(pupil id, name, sender, received)"""


@room.get("/meldinger")
@needs(staff(*DESK.roles))
def messages() -> str:
    """All notices, or the pile that was chosen."""
    found = notice_lines(house(), current())
    chosen = request.args.get("vis", "")
    shown = [one for one in found if chosen in ("", one.notice.state.value)]
    counts = {state.value: sum(one.notice.state is state for one in found)
              for state in NoticeState}
    return render_template("receive/meldinger.html", groups=groups(house(), shown),
                           counts=counts, chosen=chosen if chosen in counts else "",
                           today=house().today())


@early.get("/individuelt")
@needs(staff(*DESK.roles))
def individual() -> str:
    """Who needs individual handling, by what and by when."""
    return render_template("receive/individuelt.html", lists=early_lists(house(), current()))


def notice_lines(node: House, actor: Actor) -> list[Line]:
    """Every notice at the desk. Opening them for the list is audited once a day."""
    views = glance(node, actor, DESK, _is_notice)
    return [_line(node, view, part) for view in views for part in view.parts]


def groups(node: House, found: list[Line]) -> list[Group]:
    """The notices by paragraph, the oldest first."""
    made = []
    for code in desks.load().notice.demands:
        mine = sorted((one for one in found if one.notice.group == code),
                      key=lambda one: one.received)
        made.append(Group(code, node.labels.code("", "type", code), mine))
    return [group for group in made if group.lines]


def early_lists(node: House, actor: Actor) -> list[EarlyList]:
    """Pupils by what they need. That a part is there is enough for this list; none is opened."""
    table = desks.load()
    made = [EarlyList(one.title, one.text, _due(node, one.due), [])
            for one in table.individual]
    with reading(node.work) as session:
        for case in cases(node, session, actor, DESK):
            held = set(session.exec(select(ReceivedPart.category).where(
                ReceivedPart.pupil_id == case.pupil_id, ReceivedPart.unit_id == case.unit_id)))
            pupil = session.get_one(Pupil, case.pupil_id)
            name = persons.get(node, session, pupil.person_id).name
            for one, target in zip(table.individual, made, strict=True):
                if held & set(one.categories):
                    target.lines.append((case.pupil_id, name, case.sender_name, case.last))
    return made


def _is_notice(category: Category | None) -> bool:
    return category is not None and category.mechanism is Mechanism.PUPIL_CONSENT


def _line(node: House, view: ReceivedView, part: OpenPart) -> Line:
    notice = notices.judge(part.facts, part.first.astimezone(OSLO).date(),
                           node.settings.node.school_year, desks.load().notice)
    missing = tuple(node.labels.field(part.category, name) for name in notice.missing)
    return Line(view.case.pupil_id, view.pupil.name, view.case.sender_name, notice, part.first,
                missing)


def _due(node: House, month_day: str) -> date | None:
    """The day in the spring of the school year."""
    return day_of(month_day, int(node.settings.node.school_year[5:])) if month_day else None


pages.install(room, DESK, "inntak.messages")
