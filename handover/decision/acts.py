"""What a family member does in a session, written down so that it can be undone (S5)."""

from collections.abc import Collection

from sqlmodel import col, select

from handover.house import House
from handover.rules.actors import Actor
from handover.store.tables import SessionAct
from handover.store.work import Work


def note(house: House, work: Work, actor: Actor, kind: str, object_id: str) -> None:
    """Remembers the act, in the transaction that does it. `kind`: svar | innsyn | kladd."""
    work.session.add(SessionAct(id=house.id(), session_id=actor.session_id, kind=kind,
                                object_id=object_id, at=house.clock.now()))


def done(work: Work, session_ids: Collection[str], kind: str) -> list[str]:
    """Ids of what was done of a kind in these sessions, oldest first."""
    rows = work.session.exec(select(SessionAct).where(
        col(SessionAct.session_id).in_(session_ids), SessionAct.kind == kind).order_by(
        col(SessionAct.at)))
    return [row.object_id for row in rows]
