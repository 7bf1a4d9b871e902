"""What has arrived where, as one person may know of it: the ground of «Hvem har pakken nå?».

The promise: a delivery in which the person may see no part is as if it had never been,
for it would tell that the part exists (S1, S5).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from handover.decision.reread import ARRIVED, arrived, guardian_sees_sent
from handover.house import House
from handover.ports import OSLO
from handover.store import contents
from handover.store.tables import Delivery, Part, Receipt
from handover.store.vault import Place
from handover.web.family import receivers
from handover.web.family.case import Case, reads_part
from handover.web.texts import _, inni


@dataclass(frozen=True)
class Contact:
    """Who follows the pupil up, as the receiver has said it."""

    name: str
    role: str
    first_step: str
    day: date


@dataclass(frozen=True)
class Sent:
    """One package that has arrived."""

    kind: str
    """Slot kind of the receiver."""
    name: str
    """The receiver, or what may be said of it (S1b)."""
    day: date
    parts: list[Part]
    contact: Contact | None
    """Given only to those who may know the receiver."""
    confirmed: date | None


def all_sent(house: House, session: Session, case: Case) -> list[Sent]:
    """The packages in the order they arrived."""
    rows = session.exec(select(Delivery).where(
        Delivery.pupil_id == case.pupil.id, Delivery.kind == "pakke",
        col(Delivery.state).in_(ARRIVED)))
    inside = _parts(house, session, case)
    found = [_sent(house, session, case, row, inside[row.id])
             for row in rows if inside.get(row.id)]
    return sorted(found, key=lambda one: one.day)


def end_of(sent: list[Sent]) -> Sent | None:
    """Where the pupil goes on to: the new school or the follow-up service, the one that has
    confirmed before the others."""
    ends = [one for one in sent if one.kind in ("skole", "ot")]
    best = [one for one in ends if one.confirmed] or ends
    return best[-1] if best else None


def may_see(house: House, case: Case, part: Part) -> bool:
    """True when this person may know of the part once it is sent."""
    if not reads_part(house, case, part) or case.restricted:
        return False
    return case.is_pupil or guardian_sees_sent(house, case.actor.person_id, case.pupil, part)


def _parts(house: House, session: Session, case: Case) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for carried in arrived(session, case.pupil.id):
        part = session.get(Part, carried.part_id)
        if part is not None and may_see(house, case, part):
            found.setdefault(carried.delivery_id, []).append(part)
    return found


def _sent(house: House, session: Session, case: Case, row: Delivery, parts: list[Part]) -> Sent:
    unit = house.directory.unit(row.to_unit)
    kind = house.policy.receivers[unit.type].slot
    receipt = session.exec(select(Receipt).where(
        Receipt.delivery_id == row.id, Receipt.kind == "bekreftelse")).first()
    return Sent(
        kind=kind, name=unit.name if case.safe else _(receivers.SLOTS[kind]),
        day=_day(row.delivered or row.opened or row.created), parts=parts,
        contact=_contact(house, session, case, receipt) if receipt and case.safe else None,
        confirmed=_day(receipt.at) if receipt else None)


def _contact(house: House, session: Session, case: Case, receipt: Receipt) -> Contact | None:
    if receipt.details is None:
        return None
    said = contents.pupil_box(house, session, case.pupil.id).open_values(
        receipt.details, Place("receipt", receipt.id, "details"))
    return Contact(f"{said['given']} {said['family']}", inni(said["role"]),
                   said["first_step"], date.fromisoformat(said["day"]))


def _day(at: datetime) -> date:
    return at.astimezone(OSLO).date()
