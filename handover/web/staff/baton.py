"""«Stafettpinnen» on every staff page about a pupil: one function, one holder.

In a template: `{{ stafettpinnen(desk, view.pupil_id) }}` gives the ready words, in Python
`of_case(house, actor, desk, case)`. The rule itself is `handover.rules.baton`.
"""

from dataclasses import dataclass

from handover.house import House
from handover.rules import baton
from handover.rules.actors import Actor
from handover.rules.baton import Holder, Standing
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.store.tables import Task
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import answers, cases
from handover.web.staff.cases import Case
from handover.web.staff.desk import Desk
from handover.web.texts import _, marked

WORDS = {
    Holder.PUPIL: marked("Eleven"),
    Holder.GUARDIANS: marked("Familien"),
    Holder.SENDER: marked("Kommunen, til neste sendedag"),
    Holder.RECEIVER: marked("Mottakeren"),
}


@dataclass(frozen=True)
class Baton:
    """Who holds it, in words, and whether that is the reader."""

    holder: Holder
    text: str
    mine: bool


def stafettpinnen(desk: Desk, pupil_id: str) -> Baton | None:
    """Who holds the baton of a pupil on this table; None for a pupil that is not on it."""
    with reading(house().work) as session:
        found = cases.load(house(), session, desk, current(), desk.everybody, pupil_id)
    return of_case(house(), current(), desk, found[0]) if found else None


def of_case(node: House, actor: Actor, desk: Desk, case: Case) -> Baton:
    """Who holds the baton of a case that is read already."""
    holder = baton.holder(standing(node, desk, case))
    if holder is Holder.PREPARER:
        mine = bool(actor.units(*desk.prepares))
        return Baton(holder, _("Du") if mine else _(desk.preparer), mine)
    if holder is Holder.LEADER:
        mine = bool(actor.units(*desk.leads))
        return Baton(holder, _("Du") if mine else desk.leader_title, mine)
    return Baton(holder, _(WORDS[holder]), False)


def standing(node: House, desk: Desk, case: Case) -> Standing:
    """The facts the rule looks at."""
    said = answers.of_case(node, case)
    law = {part.id for part in case.parts
           if node.policy.categories[part.category].mechanism is Mechanism.LAW}
    return Standing(
        taken_out=case.pupil.blocked, halted=case.halted,
        choices=frozenset(PartState(part.state) for part in case.parts if part.id not in law),
        readied=not any(part.id in law and part.state == PartState.FOUND for part in case.parts),
        preparer_tasks=any(not _leaders(desk, case, task) for task in case.tasks),
        leader_tasks=any(_leaders(desk, case, task) for task in case.tasks),
        unclear=said.unclear, pupil_waits=bool(said.pupil_waits),
        guardians_wait=bool(said.guardian_waits), stuck=baton.stuck(case.trips),
        arrived=baton.arrived(
            case.trips, baton.LAST if desk.source == "skole" else baton.LAST_OF_PPT))


def _leaders(desk: Desk, case: Case, task: Task) -> bool:
    """True for a task the leader has: by name when it is handed out, else by its role."""
    if task.assigned_to is not None:
        return task.assigned_to in case.leaders
    return task.role in desk.leads
