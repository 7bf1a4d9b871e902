"""The year page for several pupils at once: which lines are shown, and what is done with the chosen.

The promise: a filter hides lines and counts none; an act is done for each chosen pupil by the
same use case as on the pupil's own page, and what happened is told for each in words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from sqlmodel import Session, select

from handover.decision import prepare
from handover.decision.access import PREPARES, gone
from handover.errors import HandoverError, Refused
from handover.house import House
from handover.kit.errors import AdapterError
from handover.rules.actors import Actor
from handover.sources import collect
from handover.store import persons
from handover.store.tables import Part, Person, Pupil
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff.desk import SCHOOL
from handover.web.staff.rows import FAMILY, LEADER, MINE, Row
from handover.web.texts import _, marked

SCHOOL_SOURCE = "pifu"
"""Name of the school's system among the sources in the config."""
SOON = timedelta(days=14)

FILTERS = {
    "": marked("Alle som venter"), MINE: marked("Trenger noe fra deg"),
    FAMILY: marked("Venter på familien"), LEADER: marked("Venter på rektor"),
    "frist": marked("Frist de neste to ukene"),
}
"""What stands in the address → what the reader presses."""


@dataclass(frozen=True)
class Told:
    """What happened for one pupil."""

    pupil_id: str
    name: str
    text: str
    undo: bool = False


@dataclass(frozen=True)
class Chosen:
    """One pupil somebody has ticked."""

    pupil_id: str
    name: str
    number: str


def shown(rows: Iterable[Row], wanted: str, today: date) -> list[Row]:
    """The lines a filter lets through. Raises NotFound for a filter there is not."""
    if wanted not in FILTERS:
        raise gone()
    if wanted == "frist":
        return [one for one in rows if one.due and one.due <= today + SOON]
    return [one for one in rows if not wanted or one.group == wanted]


def act() -> str:
    """Does what was pressed for those who were ticked, and tells of each."""
    what = _ACTS.get(request.form.get("gjor", ""))
    if what is None:
        raise Refused(_("Velg hva som skal gjøres."), "IKKE_VALGT")
    chosen = _chosen(house(), current(), request.form.getlist("elev"))
    if not chosen:
        raise Refused(_("Sett kryss ved minst én elev først."), "INGEN_VALGT")
    told = what.do(house(), current(), chosen)
    return render_template("staff/gjort.html", title=_(what.title), told=told,
                           undo=[one.pupil_id for one in told if one.undo])


def _chosen(node: House, actor: Actor, ids: Sequence[str]) -> list[Chosen]:
    """The ticked pupils, all of them on the actor's own table. Raises NotFound for any other."""
    with reading(node.work) as session:
        rows = session.exec(select(Pupil, Person).join(
            Person, Person.id == Pupil.person_id).where(  # type: ignore[arg-type]
            *SCHOOL.pupils(node, actor, PREPARES))).all()
    known = {pupil.id: person for pupil, person in rows}
    if set(ids) - set(known):
        raise gone()
    found = [(one, persons.details(node, known[one])) for one in dict.fromkeys(ids)]
    return sorted((Chosen(one, who.name, who.number) for one, who in found),
                  key=lambda one: one.name)


def _ready(node: House, actor: Actor, chosen: Sequence[Chosen]) -> list[Told]:
    ready = prepare.ready_law_parts_of(node, actor, frozenset(one.pupil_id for one in chosen))
    return [Told(one.pupil_id, one.name, _("Grunnpakken er klar.") if one.pupil_id in ready
                 else _("Det er ikke hentet noe til grunnpakken ennå.")) for one in chosen]


def _send(node: House, actor: Actor, chosen: Sequence[Chosen]) -> list[Told]:
    return [_sent(node, actor, one) for one in chosen]


def _sent(node: House, actor: Actor, one: Chosen) -> Told:
    try:
        count = prepare.send_to_leader(node, actor, one.pupil_id)
    except HandoverError as fault:
        return Told(one.pupil_id, one.name, fault.text)
    if not count:
        return Told(one.pupil_id, one.name, _("Det var ikke noe klart å sende."))
    return Told(one.pupil_id, one.name, _("Sendt til rektor."), undo=True)


def _take_back(node: House, actor: Actor, chosen: Sequence[Chosen]) -> list[Told]:
    return [Told(one.pupil_id, one.name,
                 _("Tatt tilbake. Delene ligger hos deg igjen.")
                 if prepare.take_back(node, actor, one.pupil_id)
                 else _("Rektor har alt behandlet delene."))
            for one in chosen]


def _gather(node: House, actor: Actor, chosen: Sequence[Chosen]) -> list[Told]:
    """Asks the school's system once for each school, and keeps what it has about the chosen."""
    numbers = frozenset(one.number for one in chosen)
    with reading(node.work) as session:
        before = _versions(session, chosen)
    try:
        for unit in sorted(actor.units(*PREPARES)):
            collect.collect_class(node, SCHOOL_SOURCE, unit, numbers)
    except (AdapterError, Refused) as fault:
        return [Told(one.pupil_id, one.name, fault.text) for one in chosen]
    with reading(node.work) as session:
        after = _versions(session, chosen)
    return [Told(one.pupil_id, one.name, _("Hentet. Noe er nytt.")
                 if after[one.pupil_id] - before[one.pupil_id]
                 else _("Hentet. Ikke noe er nytt.")) for one in chosen]


def _versions(session: Session, chosen: Sequence[Chosen]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {one.pupil_id: set() for one in chosen}
    for pupil_id, part_id in session.exec(select(Part.pupil_id, Part.id).where(
            Part.source == SCHOOL_SOURCE)):
        if pupil_id in found:
            found[pupil_id].add(part_id)
    return found


@dataclass(frozen=True)
class _Act:
    title: str
    do: Callable[[House, Actor, Sequence[Chosen]], list[Told]]


_ACTS = {
    "hent": _Act(marked("Hent fra skolesystemet"), _gather),
    "grunnpakke": _Act(marked("Grunnpakke"), _ready),
    "send": _Act(marked("Send til rektor"), _send),
    "angre": _Act(marked("Ta tilbake fra rektor"), _take_back),
}
