"""Slots: the receivers-to-be a family decides about (P1)."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from handover.errors import Refused
from handover.house import House
from handover.rules.policy import Category
from handover.store.audit import Event
from handover.store.tables import Pupil, Slot
from handover.store.work import Work

CERTAIN = ("inntak", "ppt_fylke")
"""Slot kinds whose receiver is known from the start."""


def open_slot(house: House, work: Work, pupil: Pupil, kind: str, units: Iterable[str]) -> Slot:
    """Opens a slot for a closed list of units.

    Admissions and PPT are certain and bound at once. A school is bound by an accepted
    place, the follow-up service by admissions saying that there is none (P1, P3).
    """
    closed = sorted(set(units))
    if not closed:
        raise Refused("En mottakerliste må ha minst én mottaker.", "TOM_LISTE")
    for unit in closed:
        if house.policy.receivers[house.directory.unit(unit).type].slot != kind:
            raise Refused("Mottakeren er ikke av riktig slag.", "FEIL_MOTTAKER")
    slot = Slot(id=house.id(), pupil_id=pupil.id, kind=kind, units=" ".join(closed))
    if len(closed) == 1 and kind in CERTAIN:
        slot.bound_unit, slot.bound_on = closed[0], house.today()
    work.session.add(slot)
    work.session.flush()
    work.audit(Event("plass:apnet", "node", unit=pupil.unit_id, pupil_id=pupil.id,
                     object_id=slot.id, fields={"slag": kind}))
    return slot


def open_standard(house: House, work: Work, pupil: Pupil) -> None:
    """Opens the slots every pupil has: the county's admissions, its PPT, its follow-up service."""
    for kind in (*CERTAIN, "ot"):
        units = [unit.id for unit in house.directory
                 if unit.county == house.settings.node.county
                 and unit.type in house.policy.receivers
                 and house.policy.receivers[unit.type].slot == kind]
        if units and current(work.session, pupil.id, kind) is None:
            open_slot(house, work, pupil, kind, units)


def bind(house: House, work: Work, pupil: Pupil, unit_id: str, day: date) -> Slot:
    """Binds the school slot to the accepted place.

    A place inside the closed list binds the slot that was asked about. A place outside
    it closes that slot — the answers named other schools — and opens a new one, about
    which one new question is asked (C-60, P1).
    """
    slot = current(work.session, pupil.id, "skole")
    if slot is not None and slot.bound_unit == unit_id:
        return slot
    if slot is not None and slot.bound_unit is None and unit_id in slot.units.split():
        return _bind(work, slot, unit_id, day)
    if slot is not None:
        slot.closed = True
        work.session.add(slot)
    return _bind(work, open_slot(house, work, pupil, "skole", [unit_id]), unit_id, day)


def bind_service(house: House, work: Work, pupil: Pupil, unit_id: str, day: date) -> Slot:
    """Binds the follow-up service's slot: admissions has said that the pupil has no place."""
    slot = current(work.session, pupil.id, "ot")
    if slot is None:
        slot = open_slot(house, work, pupil, "ot", [unit_id])
    return slot if slot.bound_unit else _bind(work, slot, unit_id, day)


def _bind(work: Work, slot: Slot, unit_id: str, day: date) -> Slot:
    slot.bound_unit, slot.bound_on = unit_id, day
    work.session.add(slot)
    work.audit(Event("plass:bundet", "node", pupil_id=slot.pupil_id, object_id=slot.id,
                     fields={"enhet": unit_id}))
    return slot


def current(session: Session, pupil_id: str, kind: str) -> Slot | None:
    """The open slot of a kind, when there is one."""
    return session.exec(select(Slot).where(
        Slot.pupil_id == pupil_id, Slot.kind == kind, Slot.closed == False)).first()  # noqa: E712 - SQL


def of_pupil(session: Session, pupil_id: str) -> list[Slot]:
    """Every open slot of a pupil."""
    rows = session.exec(select(Slot).where(Slot.pupil_id == pupil_id,
                                           Slot.closed == False))  # noqa: E712 - SQL
    return sorted(rows, key=lambda slot: slot.kind)


def for_category(house: House, slots: Iterable[Slot], category: Category) -> list[Slot]:
    """The slots a category may go to: those with at least one unit of a type the policy names."""
    return [slot for slot in slots if any(
        house.policy.may_go_to(category, house.directory.unit(unit).type)
        for unit in slot.units.split())]


def types(house: House, slot: Slot) -> frozenset[str]:
    """The receiver types a slot can end as."""
    units = [slot.bound_unit] if slot.bound_unit else slot.units.split()
    return frozenset(house.directory.unit(unit).type for unit in units)
