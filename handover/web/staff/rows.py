"""The work list: one line per pupil who waits for somebody, and for whom.

The promise: pupils who need nothing give no line, and nothing here counts them. What is
mine comes first, then the nearest deadline.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from handover.decision import interpreter
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.store.tables import Part, Task
from handover.store.work import reading
from handover.web.languages import language
from handover.web.staff import answers, cases, deadlines, words
from handover.web.staff.cases import Case
from handover.web.staff.desk import Desk
from handover.web.texts import _, dag, tid

MINE, LEADER, FAMILY = "deg", "leder", "familien"


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    pupil_id: str
    name: str
    step: str
    group: str
    """deg | leder | familien: who it waits for."""
    baton: str
    due: date | None
    done: tuple[str, ...]
    """Given names of those who have answered."""
    missing: tuple[str, ...]
    task_id: str = ""

    @property
    def mine(self) -> bool:
        """True when it waits for the one who prepares."""
        return self.group == MINE


@dataclass(frozen=True)
class _Next:
    step: str
    group: str
    baton: str
    categories: tuple[Category, ...] = ()
    due: date | None = None
    task_id: str = ""


def of_desk(house: House, actor: Actor, desk: Desk, roles: tuple[str, ...]) -> list[Row]:
    """The lines of a table, mine first, then by deadline and name."""
    with reading(house.work) as session:
        return of_cases(house, actor, desk, cases.load(house, session, desk, actor, roles))


def of_cases(house: House, actor: Actor, desk: Desk, known: Iterable[Case]) -> list[Row]:
    """The lines of pupils that are read already."""
    found = [row for case in known if (row := row_of(house, actor, desk, case))]
    return sorted(found, key=lambda one: (not one.mine, one.due or date.max, one.name))


def row_of(house: House, actor: Actor, desk: Desk, case: Case) -> Row | None:
    """The pupil's line, or None when nobody is waited for."""
    said = answers.of_case(house, case)
    step = _next(house, actor, desk, case, said)
    if step is None:
        return None
    return Row(case.pupil.id, case.known.name, step.step, step.group, step.baton,
               step.due or deadlines.soonest(house, step.categories), said.done, said.missing,
               step.task_id)


def _next(house: House, actor: Actor, desk: Desk, case: Case,
          said: answers.Answers) -> _Next | None:
    """The first thing that stands still: what is mine before what is others'."""
    return (_task(actor, desk, case) or _preparing(house, desk, case) or _unclear(house, case, said)
            or _with_leader(house, desk, case) or _family(said) or _question(desk, case))


def _task(actor: Actor, desk: Desk, case: Case) -> _Next | None:
    mine = [one for one in case.tasks if _is_mine(actor, desk, one)]
    if not mine:
        return None
    first = min(mine, key=lambda one: (one.due or date.max, one.id))
    return _Next(_what(first, case), MINE, _("Du"), due=first.due, task_id=first.id)


def _what(task: Task, case: Case) -> str:
    """What the task is. A call with an interpreter says whom, when and in which language (P8)."""
    if task.kind != interpreter.KIND:
        return _(words.TASKS.get(task.kind, words.ANY_TASK))
    wish = interpreter.parse(task.object_id)
    who = next((one for one in case.guardians if one.person_id == wish.person_id), None)
    if who is None:
        return _(words.ANY_TASK)
    return _("Ring %(navn)s %(telefon)s med tolk. Språk: %(sprak)s. %(dag)s %(tid)s",
             navn=who.name, telefon=who.phone, sprak=language(wish.language), dag=dag(wish.at),
             tid=tid(wish.at))


def _is_mine(actor: Actor, desk: Desk, task: Task) -> bool:
    if task.assigned_to is not None:
        return task.assigned_to == actor.person_id
    return task.role in desk.prepares and bool(actor.units(task.role))


def _preparing(house: House, desk: Desk, case: Case) -> _Next | None:
    steps: tuple[tuple[Callable[[Part], bool], str], ...] = (
        (lambda part: part.state == PartState.CHOSEN and part.screened_by is not None,
         _("Se på det %(leder)s sendte tilbake", leder=_(desk.leader))),
        (lambda part: part.state == PartState.CHOSEN, _("Les gjennom det du har valgt")),
        (lambda part: part.state == PartState.SCREENED,
         _("Send til %(leder)s", leder=_(desk.leader))),
        (lambda part: part.state == PartState.FOUND, _(desk.choice)))
    for matches, text in steps:
        parts = [part for part in _to_choose(house, case) if matches(part)]
        if parts:
            return _Next(text, MINE, _("Du"), _categories(house, parts))
    return None


def _unclear(house: House, case: Case, said: answers.Answers) -> _Next | None:
    if not said.unclear:
        return None
    approved = [part for part in _to_choose(house, case) if part.state == PartState.APPROVED]
    return _Next(_("Avklar hvem som skal spørres"), MINE, _("Du"), _categories(house, approved))


def _with_leader(house: House, desk: Desk, case: Case) -> _Next | None:
    parts = [part for part in case.parts if part.state == PartState.WITH_LEADER]
    if not parts:
        return None
    return _Next(_("Ligger til godkjenning"), LEADER, desk.leader_title,
                 _categories(house, parts))


def _family(said: answers.Answers) -> _Next | None:
    if said.pupil_waits:
        return _Next(_("Eleven leser og svarer"), FAMILY, _("Eleven"), said.pupil_waits)
    if said.guardian_waits:
        return _Next(_("De foresatte leser og svarer"), FAMILY, _("Familien"),
                     said.guardian_waits)
    return None


def _question(desk: Desk, case: Case) -> _Next | None:
    """A question the leader has not answered yet."""
    open_tasks = [one for one in case.tasks if one.role not in desk.prepares]
    if not open_tasks:
        return None
    return _Next(_("Venter på svar fra %(leder)s", leder=_(desk.leader)), LEADER,
                 desk.leader_title, due=open_tasks[0].due)


def _to_choose(house: House, case: Case) -> list[Part]:
    """Parts somebody has a choice about: not what the law sends."""
    return [part for part in case.parts
            if house.policy.categories[part.category].mechanism is not Mechanism.LAW]


def _categories(house: House, parts: Iterable[Part]) -> tuple[Category, ...]:
    return tuple(house.policy.categories[part.category] for part in parts)
