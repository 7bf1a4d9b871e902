"""What a list of units or staff would change, and doing exactly the part of it that was ticked.

The promise: the same list and the same roles give the same changes in the same order, with a
digest over all of them; nothing is done when the digest is no longer what was shown.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlmodel import Session, select

from handover.decision import appoint, colleagues, grants, units
from handover.decision.colleagues import Candidate
from handover.decision.grants import Wanted
from handover.decision.units import NewUnit
from handover.errors import Conflict, HandoverError
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import TWO_PEOPLE, check
from handover.rules.findings import Finding, error
from handover.store import persons
from handover.store.tables import Grant, Unit
from handover.store.work import Work

NEW, LONGER, SHORTER, LEAVES = "ny", "forleng", "forkort", "slutt"
UNIT, NAME = "ny_enhet", "nytt_navn"


@dataclass(frozen=True)
class Line:
    """One line of a list of staff."""

    given: str = field(repr=False)
    family: str = field(repr=False)
    feide: str = field(repr=False)
    title: str
    unit_id: str
    role: str
    first: date
    last: date
    number: str = ""
    """Line in the file; empty when there is no file."""


@dataclass(frozen=True)
class UnitLine:
    """One line of a list of units."""

    id: str
    name: str
    kind: str
    organisation: str
    number: str


@dataclass(frozen=True)
class Change:
    """One thing that would change. `name` is the person's or the unit's."""

    action: str
    name: str = field(repr=False)
    unit_id: str
    role: str = ""
    first: date | None = None
    last: date | None = None
    two: bool = False
    """Another administrator must confirm."""
    grant_id: str = ""
    line: Line | None = field(default=None, repr=False)
    unit: NewUnit | None = None

    @property
    def key(self) -> str:
        """Names the change on a page, without saying who it is about."""
        told = (self.action, self.name, self.unit_id, self.role, str(self.first), str(self.last),
                self.grant_id, self.line.feide if self.line else "",
                str(self.unit) if self.unit else "")
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Plan:
    """Everything a list would do."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()
    """Lines that cannot be used, by number."""
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """Of all the changes in order: what is done is what was shown."""
        return hashlib.sha256("\n".join(one.key for one in self.changes).encode()).hexdigest()


def of_staff(house: House, session: Session, actor: Actor, lines: Sequence[Line],
             told: Sequence[str], unit_id: str | None) -> Plan:
    """What a list of staff would change. `told` are the roles whose absence means something, in
    the unit the list is about; a file tells of nobody's leaving."""
    kinds = {one.id: one.kind for one in session.exec(select(Unit))}
    changes, findings, unchanged = [], [], 0
    for line in _once(lines):
        fault = _fault(house, session, actor, line, kinds)
        if fault:
            findings.append(fault)
        elif made := _change(house, session, line):
            changes.append(made)
        else:
            unchanged += 1
    if unit_id is not None:
        changes += _leaving(house, session, actor, lines, told, unit_id)
    return Plan(tuple(changes), tuple(findings), unchanged)


def of_units(house: House, session: Session, lines: Sequence[UnitLine]) -> Plan:
    """What a list of units would change."""
    changes, findings, unchanged = [], [], 0
    for line in dict.fromkeys(lines):
        new = NewUnit(line.id, line.name, line.kind, line.organisation)
        known = session.get(Unit, line.id)
        faults = units.check(house, new) if known is None else _differs(known, new)
        findings += [replace(one, where=f"linje {line.number}, {one.where}") for one in faults]
        if faults:
            continue
        if known is not None and known.name == line.name:
            unchanged += 1
        else:
            changes.append(Change(UNIT if known is None else NAME, line.name, line.id, unit=new))
    return Plan(tuple(changes), tuple(findings), unchanged)


def apply(house: House, work: Work, actor: Actor, plan: Plan, digest: str,
          chosen: frozenset[str]) -> int:
    """Does what was ticked; returns how many. Raises Conflict when the plan is another now."""
    if plan.digest != digest:
        raise Conflict("Noe har endret seg siden du så listen. Se på den på nytt.",
                       "LISTE_ENDRET")
    wanted = [one for one in plan.changes if one.key in chosen]
    for change in wanted:
        _do(house, work, actor, change)
    return len(wanted)


def _once(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that say the same again further down."""
    first = {replace(one, number=""): one for one in reversed(lines)}
    return [one for one in lines if first[replace(one, number="")] is one]


def _do(house: House, work: Work, actor: Actor, change: Change) -> None:
    if change.unit is not None and change.action == UNIT:
        units.make_in(house, work, actor, change.unit)
    elif change.action == NAME:
        units.rename_in(work, actor, change.unit_id, change.name)
    elif change.action == LEAVES:
        grants.end_in(house, work, actor.person_id, change.grant_id)
    elif change.action == SHORTER and change.last is not None:
        grants.shorten_in(house, work, actor.person_id, change.grant_id, change.last)
    elif change.line is not None and change.first is not None and change.last is not None:
        person = colleagues.person_of(house, work.session, _candidate(change.line))
        appoint.give_in(house, work, actor, person, Wanted(
            change.role, change.unit_id, change.first, change.last))


def _candidate(line: Line) -> Candidate:
    return Candidate(line.given, line.family, line.feide, title=line.title)


def _fault(house: House, session: Session, actor: Actor, line: Line,
           kinds: dict[str, str]) -> Finding | None:
    """Why a line cannot be used: said with its number, and of nobody by name."""
    where = f"linje {line.number}" if line.number else "skolesystemet"
    if line.unit_id not in kinds:
        return error("ENHET_UKJENT", f"{where}, enhet", "Enheten finnes ikke her.")
    today = house.today()
    wrong = check(line.role, kinds[line.unit_id], max(line.first, today), line.last, today)
    if wrong:
        return replace(wrong[0], where=f"{where}, {wrong[0].where}")
    known = colleagues.by_feide(house, session, line.feide)
    if known is not None and known.id == actor.person_id:
        return error("SEG_SELV", where, "Du kan ikke gi deg selv en rolle.")
    try:
        colleagues.check(house, session, _candidate(line))
    except HandoverError as fault:
        return error(fault.code, where, fault.text)
    return None


def _change(house: House, session: Session, line: Line) -> Change | None:
    held = _grant_of(house, session, line)
    name, first = f"{line.given} {line.family}", max(line.first, house.today())
    if held is None:
        return Change(NEW, name, line.unit_id, line.role, first, line.last,
                      line.role in TWO_PEOPLE, line=line)
    if held.valid_to < line.last and line.number:
        # A longer time is a role anew, from the day after; the old row stands as it was given.
        after = held.valid_to + timedelta(days=1)
        return Change(LONGER, name, line.unit_id, line.role, after, line.last,
                      line.role in TWO_PEOPLE, line=line)
    if held.valid_to > line.last and line.number:
        return Change(SHORTER, name, line.unit_id, line.role, held.valid_from, line.last,
                      grant_id=held.id)
    return None


def _grant_of(house: House, session: Session, line: Line) -> Grant | None:
    """The last role of this kind the person holds or will hold here."""
    person = colleagues.by_feide(house, session, line.feide)
    if person is None:
        return None
    rows = [one for one in grants.live(session, [line.unit_id], house.today())
            if one.person_id == person.id and one.role == line.role]
    return max(rows, key=lambda one: one.valid_to, default=None)


def _leaving(house: House, session: Session, actor: Actor, lines: Sequence[Line],
             told: Sequence[str], unit_id: str) -> list[Change]:
    """Roles held here that the system tells of, but not for this person any more."""
    there = {(found.id, line.role) for line in lines
             if (found := colleagues.by_feide(house, session, line.feide))}
    return [Change(LEAVES, persons.get(house, session, one.person_id).name, unit_id, one.role,
                   one.valid_from, one.valid_to, grant_id=one.id)
            for one in grants.live(session, [unit_id], house.today())
            if one.role in told and (one.person_id, one.role) not in there
            and one.person_id != actor.person_id]


def _differs(known: Unit, new: NewUnit) -> list[Finding]:
    """A unit keeps its kind and its owner; only the name may change."""
    if known.kind != new.kind:
        return [error("ENHET_TYPE", "type", "Enheten finnes med en annen type.")]
    if known.organisation != new.organisation:
        return [error("ENHET_ORGNR", "orgnr", "Enheten finnes med et annet nummer.")]
    return []
