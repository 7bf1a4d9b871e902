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
from handover.store import persons
from handover.store.tables import Part, Person, Unit
from handover.store.vault import Place
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
    can_collect: bool


def queue_view(house: House, actor: Actor) -> Queue:
    """The queue, what is mine first, then by deadline."""
    with reading(house.work) as session:
        known = cases.load(house, session, PPT_DESK, actor, PPT)
        schools = {unit.id: unit.name for unit in session.exec(select(Unit))}
        old = _old(house, session, known)
    found = [_line(house, actor, case, schools, old) for case in known]
    found.sort(key=lambda one: (not one.mine, one.due or date.max, one.name))
    return Queue(house.today(), found, "ppt" in house.sources)


def _line(house: House, actor: Actor, case: Case, schools: Mapping[str, str],
          old: Mapping[str, list[str]]) -> Line:
    row = rows.row_of(house, actor, PPT_DESK, case)
    waits = row is not None and row.group == rows.FAMILY
    tags = [_("Venter på familien")] if waits else []
    tags += [_("%(del)s er eldre enn to år", **{"del": title})
             for title in old.get(case.pupil.id, [])]
    if row is None:
        text = _("Ingenting å gjøre nå") if case.parts else _("Legg til en del")
        return Line(case.pupil.id, case.known.name, schools[case.pupil.unit_id], text,
                    _("Ingen") if case.parts else _("Du"), not case.parts, None, tuple(tags))
    return Line(case.pupil.id, case.known.name, schools[case.pupil.unit_id], row.step, row.baton,
                row.mine, row.due, tuple(tags))


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
            data = box.open(content[part.id], Place("part", part.id, "content"))
            if paper.is_old(paper.dated_on(data, part.as_of), house.today()):
                old.setdefault(case.pupil.id, []).append(house.labels.title(part.category))
    return old


