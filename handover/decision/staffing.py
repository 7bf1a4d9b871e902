"""Who is away, who stands in, and whose last day it is. Only the unit's own leader decides.

The promise: nobody is away without a deputy, no deputy's grant outlives the absence, a leader
cannot end their own grant, and open tasks are never left with somebody who is gone.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from handover.decision import access, pool
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.roles import HELPER, LEADS_OVER, LONGEST_ABSENCE, Period, period
from handover.store.audit import Event
from handover.store.tables import Absence, Grant
from handover.store.work import Work

LEADS = (*access.LEADS, "ppt_leder")


def set_absence(house: House, actor: Actor, person_id: str, deputy_id: str,
                days: tuple[date | None, date | None]) -> str:
    """Somebody is away from the first to the last day, and who stands in; the absence's id.

    The deputy works in the same unit, is there on all those days, and gets the roles of the
    one who is away for exactly those days. Raises Refused, and NotFound for a person the
    actor does not lead.
    """
    when = period(*days, house.today(), LONGEST_ABSENCE)
    with house.work() as work:
        unit, held = _led(work.session, actor, person_id, house.today())
        _check_deputy(work.session, unit, person_id, deputy_id, when)
        row = Absence(id=house.id(), person_id=person_id, unit_id=unit, valid_from=when.first,
                      valid_to=when.last, deputy_id=deputy_id, set_by=actor.person_id)
        work.session.add(row)
        work.audit(_event("fravaer:satt", actor, unit, row.id, when, deputy_id))
        work.session.flush()
        for role in sorted({one.role for one in held}):
            _stand_in(house, work, actor, row, role)
        if when.covers(house.today()):
            pool.give_back(house, work, person_id, pool.AWAY, unit_id=unit)
        work.commit()
        return row.id


def end_absence(house: House, actor: Actor, absence_id: str) -> None:
    """Back again, or a mistake: the deputy's grant ends with it. Raises NotFound."""
    with house.work() as work:
        row = work.session.get(Absence, absence_id)
        if row is None or row.ended or row.unit_id not in actor.units(*LEADS):
            raise access.gone()
        row.ended = house.clock.now()
        work.session.add(row)
        for grant in work.session.exec(select(Grant).where(Grant.absence_id == row.id)):
            _end(work, actor, grant, house.today() - timedelta(days=1))
        work.audit(Event("fravaer:avsluttet", actor.person_id, role="leder", unit=row.unit_id,
                         object_id=row.id))
        work.commit()


def last_day(house: House, actor: Actor, person_id: str, day: date | None) -> None:
    """Somebody stops in the unit: their grants end, and from the day after their tasks are in the
    pool. A day that has passed holds at once. Raises Refused for oneself, NotFound for others'."""
    if day is None:
        raise Refused("Skriv siste dag.", "UTEN_SLUTT")
    if person_id == actor.person_id:
        raise Refused("Du kan ikke avslutte din egen tilgang. Be skoleeier om det.", "EGEN_TILGANG")
    with house.work() as work:
        unit, held = _led(work.session, actor, person_id, house.today())
        for grant in held:
            _end(work, actor, grant, day)
        if day < house.today():
            pool.give_back(house, work, person_id, pool.GONE, unit_id=unit)
        work.commit()


def absences(session: Session, units: Iterable[str], today: date) -> list[Absence]:
    """Those that hold now or are to come, by first day."""
    return list(session.exec(select(Absence).where(
        col(Absence.unit_id).in_(list(units)), Absence.valid_to >= today,
        col(Absence.ended).is_(None)).order_by(col(Absence.valid_from), Absence.id)))


def _led(session: Session, actor: Actor, person_id: str,
         today: date) -> tuple[str, list[Grant]]:
    """The unit where the actor leads this person, and the person's own grants there."""
    for unit in sorted(actor.units(*LEADS)):
        over = {role for lead in LEADS if actor.has(lead, unit) for role in LEADS_OVER[lead]}
        held = session.exec(select(Grant).where(
            Grant.person_id == person_id, Grant.unit_id == unit, Grant.valid_to >= today,
            col(Grant.absence_id).is_(None), Grant.role != HELPER)).all()
        if held and {one.role for one in held} <= over:
            return unit, list(held)
    raise access.gone()


def _check_deputy(session: Session, unit: str, person_id: str, deputy_id: str,
                  when: Period) -> None:
    if deputy_id == person_id or deputy_id not in pool.works_here(session, unit, when.first):
        raise Refused("Velg en stedfortreder som arbeider her da.", "UTEN_STEDFORTREDER")
    stays = session.exec(select(Grant.id).where(
        Grant.person_id == deputy_id, Grant.unit_id == unit, Grant.valid_to >= when.last,
        Grant.role != HELPER)).first()
    if stays is None or _away_meanwhile(session, unit, deputy_id, when):
        raise Refused("Stedfortrederen er ikke her hele tiden. Velg en annen, eller del opp "
                      "fraværet.", "STEDFORTREDER_BORTE")
    if _deputy_meanwhile(session, unit, person_id, when):
        raise Refused("Den som skal bort, er selv stedfortreder for en annen da. Sett en ny "
                      "stedfortreder der først.", "ER_STEDFORTREDER")


def _away_meanwhile(session: Session, unit: str, person_id: str, when: Period) -> bool:
    rows = session.exec(select(Absence).where(
        Absence.unit_id == unit, Absence.person_id == person_id, col(Absence.ended).is_(None)))
    return any(when.overlaps(Period(row.valid_from, row.valid_to)) for row in rows)


def _deputy_meanwhile(session: Session, unit: str, person_id: str, when: Period) -> bool:
    rows = session.exec(select(Absence).where(
        Absence.unit_id == unit, Absence.deputy_id == person_id, col(Absence.ended).is_(None)))
    return any(when.overlaps(Period(row.valid_from, row.valid_to)) for row in rows)


def _stand_in(house: House, work: Work, actor: Actor, row: Absence, role: str) -> None:
    grant = Grant(id=house.id(), person_id=row.deputy_id, role=role, unit_id=row.unit_id,
                  valid_from=row.valid_from, valid_to=row.valid_to,
                  granted_by=actor.person_id, absence_id=row.id)
    work.session.add(grant)
    work.audit(Event("rolle:gitt", actor.person_id, role=role, unit=row.unit_id,
                     object_id=row.deputy_id, fields={"til": row.valid_to.isoformat()}))


def _end(work: Work, actor: Actor, grant: Grant, day: date) -> None:
    grant.valid_to = min(grant.valid_to, day)
    work.session.add(grant)
    work.audit(Event("rolle:avsluttet", actor.person_id, role=grant.role, unit=grant.unit_id,
                     object_id=grant.person_id, fields={"til": grant.valid_to.isoformat()}))


def _event(name: str, actor: Actor, unit: str, row: str, when: Period, deputy: str) -> Event:
    return Event(name, actor.person_id, role="leder", unit=unit, object_id=row, fields={
        "fra": when.first.isoformat(), "til": when.last.isoformat(), "stedfortreder": deputy})
