"""Rows that give rights: written, ended and shortened here, each with its event, and read in order.

The promise: every such row has a last day; none is deleted; the last administrator stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import ADMINISTRATORS
from handover.store.audit import Event
from handover.store.tables import Grant
from handover.store.work import Work


@dataclass(frozen=True)
class Wanted:
    """A role to be held in a unit, both days included."""

    role: str
    unit_id: str
    first: date
    last: date


def administers(actor: Actor) -> None:
    """Raises NotFound for everybody but an administrator: the pages do not exist for others."""
    if not actor.units(*ADMINISTRATORS):
        raise gone()


def grant(house: House, work: Work, person_id: str, wanted: Wanted, by: str,
          event: str) -> Grant:
    """Writes the role and its event, in the transaction of what asked for it."""
    row = Grant(id=house.id(), person_id=person_id, role=wanted.role, unit_id=wanted.unit_id,
                valid_from=wanted.first, valid_to=wanted.last, granted_by=by)
    work.session.add(row)
    work.audit(Event(event, by, unit=wanted.unit_id, object_id=row.id,
                     fields={"rolle": wanted.role, "til_dag": wanted.last.isoformat()}))
    return row


def end_in(house: House, work: Work, by: str, grant_id: str) -> None:
    """`end`, inside a transaction that does more."""
    row = work.session.get(Grant, grant_id)
    if row is None or row.valid_to < house.today():
        raise gone()
    if row.role in ADMINISTRATORS and not _others_administer(house, work.session, row):
        raise Refused("Dette er den siste administratoren. Gi rollen til en annen først.",
                      "SISTE_ADMINISTRATOR")
    before, last = row.valid_to, house.today() - timedelta(days=1)
    # A role that began today, or has not begun, never held a whole day.
    row.valid_from, row.valid_to = min(row.valid_from, last), last
    work.session.add(row)
    work.audit(Event("rolle:avsluttet", by, unit=row.unit_id, object_id=row.id,
                     fields={"rolle": row.role, "til_dag": before.isoformat()}))


def shorten_in(house: House, work: Work, by: str, grant_id: str, last: date) -> None:
    """Gives a role an earlier last day. Raises NotFound when it has ended already."""
    row = work.session.get(Grant, grant_id)
    if row is None or not max(row.valid_from, house.today()) <= last < row.valid_to:
        raise gone()
    before, row.valid_to = row.valid_to, last
    work.session.add(row)
    work.audit(Event("rolle:forkortet", by, unit=row.unit_id, object_id=row.id,
                     fields={"rolle": row.role, "til_dag": before.isoformat()}))


def live(session: Session, unit_ids: Iterable[str], today: date) -> list[Grant]:
    """Roles in the units that hold today or later, in a stable order."""
    return list(session.exec(select(Grant).where(
        col(Grant.unit_id).in_(list(unit_ids)), Grant.valid_to >= today)
        .order_by(Grant.unit_id, Grant.role, col(Grant.valid_from), Grant.id)))


def held(session: Session, person_id: str, wanted: Wanted) -> bool:
    """True when the person has the role in the unit for the whole of that time."""
    return session.exec(select(Grant.id).where(
        Grant.person_id == person_id, Grant.role == wanted.role,
        Grant.unit_id == wanted.unit_id, Grant.valid_from <= wanted.first,
        Grant.valid_to >= wanted.last)).first() is not None


def administrators(house: House, session: Session) -> list[Grant]:
    today = house.today()
    return list(session.exec(select(Grant).where(
        col(Grant.role).in_(ADMINISTRATORS), Grant.valid_from <= today,
        Grant.valid_to >= today)))


def _others_administer(house: House, session: Session, row: Grant) -> bool:
    return any(one.person_id != row.person_id for one in administrators(house, session))
