"""Admissions says what became of a pupil's place, and the kommune is told (P1, P3).

The promise: only an applicant of the actor's own office, only a school of this node, and
only what the message to the kommune can carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.errors import Refused
from handover.house import House
from handover.receive import county
from handover.receive.cases import cases
from handover.receive.desks import Desk
from handover.rules.actors import Actor
from handover.store.tables import Applicant, Package, Pupil, Unit
from handover.store.work import reading

SLOT = "skole"
ACCEPTED, NO_PLACE, NO_SHOW = "akseptert", "ingen_plass", "ikke_mott"
STATUSES = (ACCEPTED, NO_PLACE, NO_SHOW)


@dataclass(frozen=True)
class Standing:
    """What admissions has said of one pupil's place."""

    pupil_id: str
    status: str
    """ingen until something is reported."""
    unit_id: str
    since: date | None


def schools(house: House, session: Session) -> list[Unit]:
    """The schools here that a place can be at, by name."""
    kinds = [one.id for one in house.policy.receivers.values() if one.slot == SLOT]
    return list(session.exec(select(Unit).where(col(Unit.kind).in_(kinds))
                             .order_by(col(Unit.name))))


def standings(house: House, session: Session, actor: Actor, desk: Desk) -> list[Standing]:
    """Every applicant the actor's admissions office knows, those nothing is reported for first."""
    rows = {row.pupil_id: row for row in session.exec(select(Applicant))}
    found = [_standing(pupil_id, rows.get(pupil_id))
             for pupil_id in _applicants(house, session, actor, desk)]
    return sorted(found, key=lambda one: one.since is not None)


def standing(house: House, session: Session, actor: Actor, desk: Desk, pupil_id: str) -> Standing:
    """One of them. Raises NotFound."""
    if pupil_id not in _applicants(house, session, actor, desk):
        raise gone()
    return _standing(pupil_id, session.exec(
        select(Applicant).where(Applicant.pupil_id == pupil_id)).first())


def report(house: House, actor: Actor, desk: Desk, pupil_id: str, status: str,
           unit_id: str) -> None:
    """Records the place and queues the message. Raises NotFound, and Refused with what to mend."""
    with reading(house.work) as session:
        known = standing(house, session, actor, desk, pupil_id)
        _check(status, unit_id or known.unit_id, schools(house, session))
    chosen = unit_id or known.unit_id
    county.report_place(house, actor, pupil_id, None if status == NO_PLACE else chosen, status)


def _check(status: str, unit_id: str, found: Sequence[Unit]) -> None:
    if status not in STATUSES:
        raise Refused("Velg hva som har skjedd med plassen.", "MANGLER_STATUS")
    if status != NO_PLACE and unit_id not in {unit.id for unit in found}:
        raise Refused("Velg hvilken skole plassen er på.", "MANGLER_SKOLE")


def _applicants(house: House, session: Session, actor: Actor, desk: Desk) -> list[str]:
    """Those whose package lies at admissions, and those it has registered itself.

    A pupil of whom only a school, PPT or the follow-up service has a package is not theirs.
    """
    if not actor.units(*desk.roles):
        return []
    mine = [one.pupil_id for one in cases(house, session, actor, desk)]
    known = session.exec(select(Pupil.id).where(
        col(Pupil.blocked).is_(False), Pupil.school_year == house.settings.node.school_year,
        or_(col(Pupil.id).in_(select(Applicant.pupil_id)),
            col(Pupil.id).not_in(select(Package.pupil_id).where(
                col(Package.pupil_id).is_not(None))))).order_by(col(Pupil.created)))
    return list(dict.fromkeys([*mine, *known]))


def _standing(pupil_id: str, row: Applicant | None) -> Standing:
    if row is None:
        return Standing(pupil_id, "ingen", "", None)
    return Standing(pupil_id, row.status, row.unit_id or "", row.since)
