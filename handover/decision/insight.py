"""A leader opens content that no task has asked about: with a reason, which the pupil reads (S6).

The promise: without a reason from the list nothing opens, and reason and reading are written in
the same transaction as the bytes are given.
"""

from sqlmodel import Session, select

from handover.decision import access, prepare
from handover.decision.look import Look
from handover.house import House
from handover.ports import OSLO
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.rules.roles import INSIGHT, reason
from handover.store import contents
from handover.store.audit import Event, fields_of
from handover.store.tables import AuditEvent, Part
from handover.store.work import Work


def open_all(house: House, actor: Actor, pupil_id: str, why: str) -> list[Look]:
    """The leader's own table's parts of a pupil, in policy order. Never anybody's own words.

    Raises Refused without a reason, NotFound for a pupil the actor does not lead.
    """
    with house.work() as work:
        parts = _parts(work, actor, pupil_id)
        given = reason(why, INSIGHT)
        found = []
        for part in sorted(parts, key=lambda one: house.policy.categories[one.category].position):
            work.audit(Event("del:lest", actor.person_id, role="leder", unit=part.owner_unit,
                             pupil_id=pupil_id, object_id=part.id,
                             fields={"sha256": part.sha256, "grunn": given}))
            found.append(Look(part, contents.part_bytes(house, work.session, part),
                              prepare.screening(house, work.session, part)))
        work.commit()
        return found


def opened_today(house: House, session: Session, actor: Actor, pupil_id: str,
                 part_id: str) -> bool:
    """True when the actor has opened this part today with a reason: its documents go with it."""
    rows = session.exec(select(AuditEvent).where(
        AuditEvent.event == "del:lest", AuditEvent.actor == actor.person_id,
        AuditEvent.pupil_id == pupil_id, AuditEvent.object_id == part_id))
    return any(row.at.astimezone(OSLO).date() == house.today() and "grunn" in fields_of(row)
               for row in rows)


def _parts(work: Work, actor: Actor, pupil_id: str) -> list[Part]:
    units = actor.units("ppt_leder")
    if units:
        access.pupil_of_ppt(work.session, actor, pupil_id)
    else:
        units = frozenset({access.pupil_of_school(work.session, actor, pupil_id,
                                                  access.LEADS).unit_id})
    return [part for part in contents.live_parts(work.session, pupil_id)
            if part.owner_unit in units and part.author_id is None
            and part.state != PartState.LEFT_OUT]
