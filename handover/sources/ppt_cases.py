"""PPT finds its own pupils without seeing anybody's roster (S6).

The promise: PPT's system is asked about the pupils of the schools it serves, one by one, and
only those it answers for become visible to PPT's people. The others leave no row, no name
and no count behind on PPT's side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from handover.decision.access import PPT, gone, related_to
from handover.errors import Refused
from handover.house import House
from handover.kit.accept import accept
from handover.kit.errors import Permanent
from handover.kit.process import AdapterProcess
from handover.kit.types import CollectRequest
from handover.rules.actors import Actor
from handover.rules.findings import Finding
from handover.rules.part_states import PartState
from handover.sources import collect
from handover.sources.inert import Rebuilder
from handover.store.tables import Collection, Part, Pupil, Unit
from handover.store.work import reading

SOURCE = "ppt"
"""Name of the source in the config."""
UNKNOWN = "UKJENT_ELEV"
"""PPT's own «we have no case about this pupil»: an answer, not a fault."""


@dataclass(frozen=True)
class Cases:
    """What asking ended as. Says nothing about how many were asked."""

    findings: tuple[Finding, ...]


def collect_cases(house: House, actor: Actor) -> Cases:
    """Asks PPT's system about every open pupil and keeps what it has as PPT's own parts.

    One process answers for all of them, as a class list does. Raises NotFound for others than
    PPT's people, Refused when no source is set up, and the adapter's errors when it fails.
    """
    units = sorted(actor.units(*PPT))
    if not units:
        raise gone()
    spec = house.sources.get(SOURCE)
    if spec is None:
        raise Refused("Denne kilden er ikke satt opp.", "UKJENT_KILDE")
    findings: list[Finding] = []
    with AdapterProcess(spec) as adapter, collect.rebuilder(house) as inert:
        for pupil in _open_pupils(house, actor):
            findings += _ask_about(house, adapter, inert, pupil, units[0])
    return Cases(tuple(dict.fromkeys(findings)))


def pupil_of_ppt(house: House, session: Session, actor: Actor, pupil_id: str) -> Pupil:
    """A pupil PPT has a case about, and the actor is not related to. Raises NotFound (P11, S6)."""
    conditions = [*cases(house, actor, actor.units(*PPT)), Pupil.id == pupil_id]
    pupil = session.exec(select(Pupil).where(*conditions)).first()
    if pupil is None:
        raise gone()
    return pupil


def cases(house: House, actor: Actor, units: frozenset[str]) -> list[Any]:
    """The conditions under which a pupil row is one of the actor's PPT cases."""
    parts = select(Part.pupil_id).where(
        col(Part.owner_unit).in_(units), Part.state != PartState.REPLACED)
    known = select(Collection.pupil_id).where(
        col(Collection.unit_id).in_(units), Collection.source == SOURCE,
        Collection.outcome == "ok", col(Collection.pupil_id).is_not(None))
    return [*_open(house, actor), or_(col(Pupil.id).in_(parts), col(Pupil.id).in_(known))]


def _open(house: House, actor: Actor) -> list[Any]:
    return [Pupil.school_year == house.settings.node.school_year,
            col(Pupil.blocked).is_(False), col(Pupil.id).not_in(related_to(actor.person_id))]


def _open_pupils(house: House, actor: Actor) -> Sequence[Pupil]:
    with reading(house.work) as session:
        return list(session.exec(select(Pupil).where(*_open(house, actor)).order_by(Pupil.id)))


def _ask_about(house: House, adapter: AdapterProcess, inert: Rebuilder, pupil: Pupil,
               unit: str) -> list[Finding]:
    with reading(house.work) as session:
        school = session.get_one(Unit, pupil.unit_id)
        request = CollectRequest(
            correlation_id=house.id(), school=school.organisation,
            school_year=pupil.school_year, pupil=collect._ref(house, session, pupil),
            categories=tuple(collect._categories(house, SOURCE)))
    try:
        answer = collect.rebuilt(inert, accept(request, adapter.collect(request)))
    except Permanent as fault:
        if fault.code == UNKNOWN:
            return []
        raise
    return _keep(house, pupil, answer, unit)


def _keep(house: House, pupil: Pupil, answer: collect.PersonAnswer, unit: str) -> list[Finding]:
    findings = list(answer.findings)
    with house.work() as work:
        for facts in answer.persons:
            findings += collect._keep_facts(house, work, pupil, facts, SOURCE, unit, answer.texts)
        work.session.add(Collection(id=house.id(), unit_id=unit, pupil_id=pupil.id,
                                    source=SOURCE, at=house.clock.now(), outcome="ok"))
        work.commit()
    return findings
