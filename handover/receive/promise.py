"""Saying who follows a pupil up, from one desk: checked there before it is sent (P9)."""

from handover.decision.access import gone
from handover.errors import Conflict
from handover.house import House
from handover.receive import county
from handover.receive.cases import Case, case
from handover.receive.county import FirstStep
from handover.receive.desks import Desk
from handover.rules.actors import Actor
from handover.store.work import reading


def may_promise(actor: Actor, desk: Desk, found: Case) -> bool:
    """True for a role that may say it in the unit that has the package."""
    return any(actor.has(role, found.unit_id) for role in desk.confirms)


def promise(house: House, actor: Actor, desk: Desk, pupil_id: str, step: FirstStep) -> None:
    """Records the contact and the first step, and queues it for the pupil to read.

    Raises NotFound for whoever may not, Conflict when there is nothing left to confirm,
    and Refused while a name or the first step is missing.
    """
    with reading(house.work) as session:
        found = case(house, session, actor, desk, pupil_id)
    if not may_promise(actor, desk, found):
        raise gone()
    if not found.waiting:
        raise Conflict("Noen har allerede bekreftet. Last siden på nytt for å se hvem.",
                       "ALT_BEKREFTET")
    county.confirm(house, actor, pupil_id, step, found.unit_id)
