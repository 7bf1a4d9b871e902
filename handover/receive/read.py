"""Station 7d: opening what a unit has received, for somebody who may, and remembering that.

The promise: wrong unit, wrong role, a pupil whose place is elsewhere now, and a pupil who
never was, give one and the same answer (S6). A part the role may not open is not there at
all. Nothing is handed out before the audit event that says so is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.house import House
from handover.parts.build import read
from handover.parts.facts import Facts
from handover.ports import OSLO
from handover.receive.cases import Case, case, cases
from handover.receive.desks import Desk, may_open
from handover.receive.take_in import parts_of, place
from handover.rules.actors import Actor
from handover.rules.policy import Category
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import AuditEvent, Package, Pupil, ReceivedFile, ReceivedPart
from handover.store.vault import Place
from handover.store.work import Work

LAST = 10_000
"""Where a category the policy here does not know stands in a list."""

Wanted = Callable[[Category | None], bool]
"""Which of the parts a list needs to open."""


@dataclass(frozen=True)
class OpenPart:
    """A part as it was carried, and what the index says about it."""

    id: str
    package_id: str
    category: str
    known: Category | None
    """The category in the policy here, when it has it."""
    sha256: str
    data: bytes
    facts: Facts
    basis: str
    purpose: str
    retention: str
    only_to: str
    first: datetime
    """When the unit first got a part of this kind about the pupil."""
    about: str | None = None
    """The category of the part it is a remark beside."""


@dataclass(frozen=True)
class OpenFile:
    """An attachment that an opened part names."""

    id: str
    sha256: str
    data: bytes


@dataclass(frozen=True)
class ReceivedView:
    """What one person may see of what one unit has received about one pupil."""

    case: Case
    pupil: Details
    parts: tuple[OpenPart, ...]
    files: dict[str, str]
    """SHA-256 → id of the attachments the parts name."""


def package_for(house: House, actor: Actor, pupil_id: str, desk: Desk) -> ReceivedView:
    """Opens everything the actor may see of a pupil, and audits each part by its hash.

    Raises NotFound for whoever may not, and whatever is not there.
    """
    with house.work() as work:
        found = case(house, work.session, actor, desk, pupil_id)
        view = peek(house, work.session, actor, desk, found, lambda category: True)
        _remember(work, actor, desk, view)
        work.commit()
    return view


def glance(house: House, actor: Actor, desk: Desk, wanted: Wanted) -> list[ReceivedView]:
    """Opens only what a list shows of each pupil.

    Looking at the same list again the same day is the same reading, and audited once.
    """
    with house.work() as work:
        views = [peek(house, work.session, actor, desk, found, wanted)
                 for found in cases(house, work.session, actor, desk)]
        before = _read_today(house, work.session, actor)
        for view in views:
            _remember(work, actor, desk, view, before)
        work.commit()
    return [view for view in views if view.parts]


def attachment(house: House, actor: Actor, pupil_id: str, file_id: str, desk: Desk) -> OpenFile:
    """The bytes of an attachment of a part the actor may open, audited by its hash."""
    with house.work() as work:
        found = case(house, work.session, actor, desk, pupil_id)
        view = peek(house, work.session, actor, desk, found, lambda category: True)
        row = work.session.get(ReceivedFile, file_id)
        if row is None or view.files.get(row.sha256) != row.id:
            raise gone()
        box = contents.pupil_box(house, work.session, pupil_id)
        data = box.open(row.content, Place("receivedfile", row.id, "content"))
        work.audit(_event("vedlegg:lest", actor, desk, found, row.id, row.sha256))
        work.commit()
    return OpenFile(row.id, row.sha256, data)


def peek(house: House, session: Session, actor: Actor, desk: Desk, found: Case,
         wanted: Wanted) -> ReceivedView:
    """The view without an audit event: for use cases that show its content to nobody."""
    ceiling = desk.ceiling(actor, found.unit_id)
    rows = parts_of(session, found.pupil_id, found.unit_id)
    known = house.policy.categories
    first = _first(session, found)
    parts = [_open(house, session, row, first[row.category]) for row in rows
             if _may_open(house, ceiling, row) and wanted(known.get(row.category))]
    parts.sort(key=lambda part: part.known.position if part.known else LAST)
    pupil = session.get_one(Pupil, found.pupil_id)
    return ReceivedView(found, persons.get(house, session, pupil.person_id), tuple(parts),
                        _files(session, found, parts))


def _may_open(house: House, ceiling: int | None, row: ReceivedPart) -> bool:
    """A remark is as private as the part it stands beside: that the part exists is content (S6)."""
    known = house.policy.categories
    return may_open(ceiling, known.get(row.category)) and (
        row.about is None or may_open(ceiling, known.get(row.about)))


def _open(house: House, session: Session, row: ReceivedPart, first: datetime) -> OpenPart:
    box = contents.pupil_box(house, session, row.pupil_id)
    data = box.open(row.content, place(row, "content"))
    entry = box.open_values(row.entry, place(row, "entry"))
    return OpenPart(
        id=row.id, package_id=row.package_id, category=row.category,
        known=house.policy.categories.get(row.category), sha256=row.sha256, data=data,
        facts=read(data), basis=entry["basis"], purpose=entry["purpose"],
        retention=entry["retention"], only_to=entry["only_to"], first=first, about=row.about)


def _first(session: Session, found: Case) -> dict[str, datetime]:
    """When each kind of part first came: a newer version does not make a notice late."""
    rows = session.exec(select(ReceivedPart.category, Package.at).join(
        Package, col(Package.id) == ReceivedPart.package_id).where(
        ReceivedPart.pupil_id == found.pupil_id, ReceivedPart.unit_id == found.unit_id)
        .order_by(col(Package.at).desc()))
    return dict(rows.all())


def _files(session: Session, found: Case, parts: Sequence[OpenPart]) -> dict[str, str]:
    """Only attachments that an opened part itself names, out of that part's own package."""
    named = {(part.package_id, sha256) for part in parts for sha256 in _named(part.facts)}
    rows = session.exec(select(ReceivedFile.id, ReceivedFile.package_id, ReceivedFile.sha256)
                        .where(ReceivedFile.pupil_id == found.pupil_id)) if named else ()
    return {sha256: file_id for file_id, package_id, sha256 in rows
            if (package_id, sha256) in named}


def _named(facts: Facts) -> list[str]:
    """The hashes of attachments in a part: every group that names a file and its sum."""
    found: list[str] = []
    for value in facts.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found += [str(item["sha256"])] if {"fil", "sha256"} <= set(item) else []
                found += _named(item)
    return found


def _remember(work: Work, actor: Actor, desk: Desk, view: ReceivedView,
              before: frozenset[str] = frozenset()) -> None:
    for part in view.parts:
        if part.id not in before:
            work.audit(_event("del:lest", actor, desk, view.case, part.id, part.sha256))


def _read_today(house: House, session: Session, actor: Actor) -> frozenset[str]:
    """The parts the actor has read since midnight in Norway."""
    since = datetime.combine(house.today(), time(), OSLO).astimezone(UTC)
    return frozenset(session.exec(select(AuditEvent.object_id).where(
        AuditEvent.actor == actor.person_id, AuditEvent.event == "del:lest",
        AuditEvent.at >= since)))


def _event(name: str, actor: Actor, desk: Desk, found: Case, object_id: str,
           sha256: str) -> Event:
    """`grunn` is what makes the reading rightful: a package to receive, or a pupil to follow up."""
    role = next(role for role in desk.roles if actor.has(role, found.unit_id))
    return Event(name, actor.person_id, role=role, unit=found.unit_id, pupil_id=found.pupil_id,
                 object_id=object_id, fields={
                     "sha256": sha256, "grunn": "mottak" if found.waiting else "oppfolging"})
