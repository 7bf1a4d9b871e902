"""Station 6b: what may go to whom today, sealed and put in the outbox in one transaction.

Law-based parts move only on the county's accepted request (C-17); the others
only when everybody the rule names has said yes to the very bytes. A window
opens on a day, never because a family has just answered (S14).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from handover.decision import corrections, questions, slots
from handover.deliver.directory import Unit
from handover.house import House
from handover.ports import OSLO
from handover.rules.age import age_on
from handover.rules.approval import Status
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism, Window, day_of
from handover.seal import package
from handover.seal.package import Ready
from handover.store import contents, families, persons
from handover.store.audit import Event
from handover.store.seals.guard import Tampered
from handover.store.tables import (
    Carried,
    Decision,
    Delivery,
    Innhenting,
    Part,
    Pupil,
    ReleaseRun,
    Slot,
)
from handover.store.work import Work, reading


@dataclass(frozen=True)
class Opening:
    """One window on one of its days."""

    window: Window
    day: date

    @property
    def id(self) -> str:
        return f"{self.window.id}:{self.day.isoformat()}"


def openings(house: House, today: date) -> list[Opening]:
    """The latest day that has come of each window this school year."""
    first = int(house.settings.node.school_year[:4])
    start = date(first, 8, 1)
    result = []
    for window in house.policy.windows:
        days = [day for year in (first, first + 1) for text in window.days
                if start <= (day := day_of(text, year)) < start + timedelta(days=430)]
        past = [day for day in days if day <= today]
        if past:
            result.append(Opening(window, max(past)))
    return result


def run_due(house: House) -> int:
    """Runs every window whose day has come and has not been run; returns messages queued.

    Safe with any number of workers, and after downtime: a day is run once, late
    rather than never, and older days of the same window are overtaken by it.
    """
    queued = 0
    for opening in openings(house, house.today()):
        if _already_run(house, opening):
            continue
        for pupil_id in _open_pupils(house):
            try:
                queued += _release_pupil(house, pupil_id, opening.window)
            except Tampered:
                continue  # The alarm has sounded; the other pupils are not to wait for it (S25).
        _mark_run(house, opening)
    return queued


def _already_run(house: House, opening: Opening) -> bool:
    with reading(house.work) as session:
        return session.get(ReleaseRun, opening.id) is not None


def _mark_run(house: House, opening: Opening) -> None:
    with house.work() as work:
        if work.session.get(ReleaseRun, opening.id) is None:
            work.session.add(ReleaseRun(id=opening.id, at=house.clock.now()))
            work.commit()


def _open_pupils(house: House) -> list[str]:
    with reading(house.work) as session:
        rows = session.exec(select(Pupil.id).where(
            col(Pupil.blocked).is_(False), Pupil.school_year == house.settings.node.school_year))
        return list(rows)


def _release_pupil(house: House, pupil_id: str, window: Window) -> int:
    with house.work() as work:
        pupil = work.session.get_one(Pupil, pupil_id)
        queued = 0
        for slot in slots.of_pupil(work.session, pupil.id):
            if slot.bound_unit and house.directory.unit(slot.bound_unit).type in window.receivers:
                queued += release_slot(house, work, pupil, slot, window.mechanisms)
        work.commit()
        return queued


def release_slot(house: House, work: Work, pupil: Pupil, slot: Slot,
                 mechanisms: frozenset[Mechanism]) -> int:
    """Seals and queues what may go to the slot now and is not already on its way; 0 or 1."""
    if pupil.blocked or slot.bound_unit is None:
        return 0
    unit = house.directory.unit(slot.bound_unit)
    ready = [part for part in ready_parts(house, work.session, pupil, slot, unit)
             if part.category.mechanism in mechanisms]
    fresh = [part for part in ready if not _carried(work.session, slot, part)]
    if not fresh:
        return 0
    _queue(house, work, pupil, slot, unit, fresh)
    return 1


def ready_parts(house: House, session: Session, pupil: Pupil, slot: Slot,
                unit: Unit) -> list[Ready]:
    """Everything that may go to the unit today, in policy order."""
    found = []
    age = age_on(families.family(house, session, pupil, house.today()).born, house.today())
    for part in contents.live_parts(session, pupil.id, [PartState.APPROVED]):
        category = house.policy.categories[part.category]
        wanted = category.id not in unit.from_vigo
        if wanted and house.policy.may_go_to(category, unit.type) and category.concerns(age):
            ready = _ready(house, session, part, category, slot, unit)
            if ready:
                found.append(ready)
    found = [part for part in found if _has_its_part(session, slot, part, found)]
    return sorted(found, key=lambda part: (part.category.position, part.mark or ""))


def _has_its_part(session: Session, slot: Slot, part: Ready, found: list[Ready]) -> bool:
    """A remark goes only where the part it stands beside goes, or has gone."""
    if part.about is None:
        return True
    if any(one.category.id == part.about for one in found):
        return True
    return bool(session.exec(select(Carried.id).join(
        Delivery, col(Delivery.id) == Carried.delivery_id).where(
        Carried.slot_id == slot.id, Carried.category == part.about,
        Delivery.state != "stanset")).first())


def _ready(house: House, session: Session, part: Part, category: Category, slot: Slot,
           unit: Unit) -> Ready | None:
    if category.mechanism is Mechanism.LAW:
        request = accepted_request(house, session, unit, category)
        return _make(house, session, part, category, request.sha256) if request else None
    if not questions.consent_holds(house, house.today()):
        return None
    if corrections.held(session, part, house.today()):
        return None
    if questions.standing(house, session, part, slot, house.today()) is not Status.MAY_GO:
        return None
    return _make(house, session, part, category, None)


def _make(house: House, session: Session, part: Part, category: Category,
          request: str | None) -> Ready:
    rule = house.policy.rule_for(category, questions.profile(house))
    decisions = list(session.exec(select(Decision).where(
        Decision.part_id == part.id, Decision.sha256 == part.sha256)))
    decided = max((one.at.astimezone(OSLO).date() for one in decisions), default=house.today())
    return Ready(
        part_id=part.id, category=category, rule=rule.id, sha256=part.sha256,
        data=contents.part_bytes(house, session, part),
        files=contents.files(house, session, part), request=request, decided=decided,
        mark=part.mark, about=part.about,
        evidence=package.commitment(house, request or "", *sorted(one.id for one in decisions)))


def accepted_request(house: House, session: Session, unit: Unit,
                     category: Category) -> Innhenting | None:
    """The county's request in force for this unit and category today (C-17, S9)."""
    today, year = house.today(), house.settings.node.school_year
    rows = session.exec(select(Innhenting).where(
        Innhenting.county == unit.county, Innhenting.state == "godtatt",
        Innhenting.school_year == year))
    for row in sorted(rows, key=lambda one: one.received, reverse=True):
        if row.valid_from <= today <= row.valid_to and category.id in row.categories.split():
            return row
    return None


def _carried(session: Session, slot: Slot, part: Ready) -> bool:
    """True when these very bytes are on their way to, or at, the slot's unit."""
    rows = session.exec(select(Delivery.state).join(
        Carried, col(Carried.delivery_id) == Delivery.id).where(
        Carried.slot_id == slot.id, Carried.sha256 == part.sha256))
    return any(state != "stanset" for state in rows)


def _queue(house: House, work: Work, pupil: Pupil, slot: Slot, unit: Unit,
           parts: list[Ready]) -> None:
    message_id = house.id()
    payload = package.seal(house, message_id, unit,
                           persons.get(house, work.session, pupil.person_id), parts)
    now = house.clock.now()
    row = Delivery(id=message_id, kind="pakke", pupil_id=pupil.id, slot_id=slot.id,
                   to_unit=unit.id, payload=payload, sha256=_sha256(payload), state="i_ko",
                   due=now, created=now)
    work.session.add(row)
    work.session.flush()
    for part in parts:
        work.session.add(Carried(
            id=house.id(), delivery_id=row.id, pupil_id=pupil.id, slot_id=slot.id,
            part_id=part.part_id, category=part.category.id, sha256=part.sha256))
    work.audit(Event("pakke:forseglet", "worker", unit=pupil.unit_id, pupil_id=pupil.id,
                     object_id=row.id, fields={"sha256": row.sha256, "enhet": unit.id,
                                               "policy": house.policy.sha256}))


def still_may_go(house: House, session: Session, row: Delivery) -> bool:
    """Asked at the moment of sending: does everything in the package still hold? (S3, C-22, C-56)"""
    if row.kind != "pakke":
        return True
    pupil = session.get_one(Pupil, row.pupil_id)
    slot = session.get_one(Slot, row.slot_id)
    if pupil.blocked or slot.closed or slot.bound_unit != row.to_unit:
        return False
    unit = house.directory.unit(row.to_unit)
    now_ready = {part.sha256 for part in ready_parts(house, session, pupil, slot, unit)}
    inside = session.exec(select(Carried.sha256).where(Carried.delivery_id == row.id))
    return set(inside) <= now_ready


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
