"""PPT's queue: every pupil PPT has a case about, with deadline, family and age of what there is.

The promise: a fixed number of queries; a pupil without a case with PPT is in no row, and
nothing says how many others there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.decision.access import PPT
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.ppt_queue import Place, Show, shown
from handover.store import persons
from handover.store.tables import Part, Person, Unit
from handover.store.vault import Place as BoxPlace
from handover.store.work import reading
from handover.web.staff import cases, paper, rows
from handover.web.staff.cases import Case
from handover.web.staff.desk import PPT_DESK
from handover.web.texts import _


@dataclass(frozen=True)
class Line:
    """One pupil."""

    pupil_id: str
    name: str
    school: str
    kommune: str
    step: str
    baton: str
    mine: bool
    due: date | None
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """Everything on the page."""

    today: date
    lines: list[Line]
    show: Show
    can_collect: bool


def queue_view(house: House, actor: Actor, show: Show = Show.ALL) -> Queue:
    """The queue across kommuner, what is mine first, then by deadline (P6)."""
    with reading(house.work) as session:
        known = cases.load(house, session, PPT_DESK, actor, PPT)
        units = {unit.id: unit for unit in session.exec(select(Unit))}
        old = _old(house, session, known)
    found = [_line(house, actor, case, units, old) for case in known]
    return Queue(house.today(), shown(found, show), show, "ppt" in house.sources)


def _line(house: House, actor: Actor, case: Case, units: Mapping[str, Unit],
          old: Mapping[str, list[str]]) -> tuple[Place, Line]:
    row = rows.row_of(house, actor, PPT_DESK, case)
    waits = row is not None and row.group == rows.FAMILY
    tags = [_("Venter på familien")] if waits else []
    tags += [_("%(del)s er eldre enn to år", **{"del": title})
             for title in old.get(case.pupil.id, [])]
    school = units[case.pupil.unit_id]
    kommune = units.get(school.organisation)
    step, baton, mine, due = _next(case, row)
    line = Line(case.pupil.id, case.known.name, school.name, kommune.name if kommune else "",
                step, baton, mine, due, tuple(tags))
    return Place(mine, due, line.name, line.kommune, waits, case.pupil.id in old), line


def _next(case: Case, row: rows.Row | None) -> tuple[str, str, bool, date | None]:
    """Step, who holds the baton, whether that is PPT, and by when."""
    if row is not None:
        return row.step, row.baton, row.mine, row.due
    if case.parts:
        return _("Ingenting å gjøre nå"), _("Ingen"), False, None
    return _("Legg til en del"), _("Du"), True, None


def _old(house: House, session: Session, known: Sequence[Case]) -> dict[str, list[str]]:
    """Titles of parts whose content is more than two years old, by pupil."""
    ids = [part.id for case in known for part in case.parts]
    found = session.exec(select(Part.id, Part.content).where(col(Part.id).in_(ids)))
    content = dict(found.all())
    people = {person.id: person for person in session.exec(select(Person).where(
        col(Person.id).in_([case.pupil.person_id for case in known])))}
    old: dict[str, list[str]] = {}
    for case in known:
        box = persons.box(house, people[case.pupil.person_id])
        for part in case.parts:
            data = box.open(content[part.id], BoxPlace("part", part.id, "content"))
            if paper.is_old(paper.dated_on(data, part.as_of), house.today()):
                old.setdefault(case.pupil.id, []).append(house.labels.title(part.category))
    return old


