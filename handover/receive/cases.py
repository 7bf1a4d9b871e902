"""Which pupils lie at a desk, for whom, and what has been promised them. No content is opened.

The promise: access ends the day the place is somewhere else (S6); a pupil taken out of
the service is in no list (P4); everything else is as if it did not exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.house import House
from handover.receive.desks import Desk
from handover.rules.actors import Actor
from handover.store.tables import Acknowledgement, Applicant, Package, Pupil, Unit
from handover.store.vault import Place

OPENED = ("mottatt", "bekreftet")
"""States of a package that has verified; one in quarantine is nobody's to read."""


@dataclass(frozen=True)
class Promise:
    """What the receiver has told the pupil: who, and what happens first (P9)."""

    given: str
    family: str
    role: str
    text: str
    at: datetime

    @property
    def name(self) -> str:
        """The whole name in reading order."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Case:
    """One pupil at one unit."""

    pupil_id: str
    unit_id: str
    sender_name: str
    """Who sent the newest package."""
    first: datetime
    """When the first package came."""
    last: datetime
    waiting: bool
    """A package has come that nobody has said they follow up."""
    promise: Promise | None


def cases(house: House, session: Session, actor: Actor, desk: Desk) -> list[Case]:
    """The pupils the actor may work with at the desk: first those without a contact, oldest first.

    One pupil stands there once, at the unit that got the newest package.
    """
    by_pupil: dict[str, list[Package]] = {}
    for row in _packages(session, actor, desk):
        by_pupil.setdefault(row.pupil_id or "", []).append(row)
    places = _places(session, by_pupil)
    found = [_case(house, session, rows) for pupil_id, rows in by_pupil.items()
             if _holds(desk, places.get(pupil_id), rows[-1].unit_id)]
    return sorted(found, key=lambda one: (one.promise is not None, not one.waiting, one.first))


def case(house: House, session: Session, actor: Actor, desk: Desk, pupil_id: str) -> Case:
    """The pupil at the desk. Raises NotFound when the actor may not, or there is none."""
    rows = _packages(session, actor, desk, pupil_id)
    places = _places(session, [pupil_id])
    if not rows or not _holds(desk, places.get(pupil_id), rows[-1].unit_id):
        raise gone()
    return _case(house, session, rows)


def units(session: Session, actor: Actor, desk: Desk) -> list[str]:
    """The units of the right kind where the actor sits at the desk today."""
    return list(session.exec(select(Unit.id).where(
        col(Unit.id).in_(actor.units(*desk.roles)), col(Unit.kind).in_(desk.receivers))))


def _packages(session: Session, actor: Actor, desk: Desk, pupil_id: str = "") -> list[Package]:
    """Oldest first."""
    query = select(Package).join(Pupil, col(Pupil.id) == col(Package.pupil_id)).where(
        col(Package.unit_id).in_(units(session, actor, desk)),
        col(Package.state).in_(OPENED), col(Pupil.blocked).is_(False))
    if pupil_id:
        query = query.where(Package.pupil_id == pupil_id)
    # The package itself and its receipt are large, and nobody here reads them.
    light = query.options(defer(Package.payload), defer(Package.receipt))  # type: ignore[arg-type]
    return list(session.exec(light.order_by(col(Package.at), col(Package.id))))


def _places(session: Session, pupils: Iterable[str]) -> Mapping[str, Applicant]:
    rows = session.exec(select(Applicant).where(col(Applicant.pupil_id).in_(list(pupils))))
    return {row.pupil_id: row for row in rows}


def _holds(desk: Desk, place: Applicant | None, unit_id: str) -> bool:
    """True while what admissions has reported lets the unit see the pupil.

    Where nothing is reported, as at a school with a node of its own, the package itself
    says it: a sender sends only to the place that was accepted.
    """
    if place is None:
        return True
    return place.status in desk.places and (not desk.here or place.unit_id == unit_id)


def _case(house: House, session: Session, rows: list[Package]) -> Case:
    newest = rows[-1]
    mine = [row for row in rows if row.unit_id == newest.unit_id]
    return Case(
        pupil_id=newest.pupil_id or "", unit_id=newest.unit_id, sender_name=newest.sender_name,
        first=mine[0].at, last=newest.at, waiting=any(row.state == "mottatt" for row in mine),
        promise=_promise(house, session, newest.pupil_id or "", newest.unit_id))


def _promise(house: House, session: Session, pupil_id: str, unit_id: str) -> Promise | None:
    row = session.exec(select(Acknowledgement).where(
        Acknowledgement.pupil_id == pupil_id, Acknowledgement.unit_id == unit_id)
        .order_by(col(Acknowledgement.at).desc()).limit(1)).first()
    if row is None:
        return None
    said = house.vault.node.open_values(row.details,
                                        Place("acknowledgement", row.id, "details"))
    return Promise(said["given"], said["family"], said["role"], said["text"], row.at)
