"""The schools a pupil has applied to: the closed list a family decides about (P1)."""

from collections.abc import Iterable

from handover.decision import access, slots
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor


def register(house: House, actor: Actor, pupil_id: str, units: Iterable[str]) -> None:
    """Records the schools the pupil has applied to; the rådgiver does it from the application.

    The list is closed once somebody may have answered about it: a second registration
    of another list is refused, and a place outside it asks one new question instead.
    """
    wanted = sorted(set(units))
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        before = slots.current(work.session, pupil.id, "skole")
        if before is None:
            slots.open_slot(house, work, pupil, "skole", wanted)
        elif before.units.split() != wanted:
            raise Refused("Listen over skoler er låst. Familien svarer ut fra den.", "LISTE_LAST")
        work.commit()
