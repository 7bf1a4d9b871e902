"""Who waits for a leader's approval, in the order the leader meets them.

The promise: a few queries however many pupils; those who have waited longest come first.
"""

from sqlmodel import col, func, select

from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.store.tables import Part, Pupil
from handover.store.work import reading
from handover.web.staff.desk import Desk


def ids(house: House, actor: Actor, desk: Desk) -> list[str]:
    """Ids of the pupils with something for this leader to approve."""
    here, own = desk.pupils(house, actor, desk.leads), desk.own_parts(actor, desk.leads)
    oldest = func.min(col(Part.collected))
    with reading(house.work) as session:
        rows = session.exec(
            select(Part.pupil_id).join(Pupil, col(Pupil.id) == Part.pupil_id)
            .where(*here, *own, Part.state == PartState.WITH_LEADER)
            .group_by(Part.pupil_id).order_by(oldest, Part.pupil_id))
        return list(rows)
