"""Lists of units and staff, from a file or the school's system: kept, shown, and then used.

The promise: a list changes nothing by coming in. An administrator sees in plain lines what
would change, ticks what is right, and only what was shown is done. Using the same list twice
changes nothing the second time. What comes in lies sealed until it is used or dropped.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from handover.decision.access import gone
from handover.decision.grants import administers
from handover.decision.staff_changes import Line, UnitLine
from handover.doors import table
from handover.errors import BadInput, Refused
from handover.house import House
from handover.kit.process import AdapterProcess
from handover.kit.staff import StaffRequest
from handover.rules.actors import Actor
from handover.rules.findings import Finding, error
from handover.store.audit import Event
from handover.store.tables import StaffImport, Unit
from handover.store.vault import Place
from handover.store.work import Work, reading

STAFF_COLUMNS = ("fornavn", "etternavn", "feide", "enhet", "rolle", "fra", "til")
STAFF_OPTIONAL = ("tittel",)
UNIT_COLUMNS = ("id", "navn", "type", "orgnr")
STAFF, UNITS = "ansatte", "enheter"
FILE = "fil"
WAITS, USED, DROPPED = "venter", "brukt", "forkastet"


def from_file(house: House, actor: Actor, kind: str, data: bytes) -> str:
    """Keeps a file for looking at; returns its id.

    Raises BadInput with findings that name the line: nothing is kept of a file with a fault.
    """
    administers(actor)
    if kind == UNITS:
        rows = [dict(row.values) | {"linje": str(row.line)}
                for row in table.read(data, UNIT_COLUMNS)]
    else:
        rows = [dict(row.values) | {"linje": str(row.line)}
                for row in table.read(data, STAFF_COLUMNS, STAFF_OPTIONAL)]
        _require_days(rows)
    if not rows:
        raise BadInput("Filen har ingen linjer under overskriften.", "TABELL_TOM")
    return _keep(house, actor, StaffImport(
        id=house.id(), kind=UNITS if kind == UNITS else STAFF, source=FILE,
        made_by=actor.person_id, made=house.clock.now(), state=WAITS), rows, ())


def from_system(house: House, actor: Actor, source: str, unit_id: str) -> tuple[str, list[Finding]]:
    """Asks the school's system who works there; returns the list's id and what it could not use.

    Raises NotFound for a unit or source that is not here, and the adapter's own errors.
    """
    administers(actor)
    with reading(house.work) as session:
        unit = session.get(Unit, unit_id)
    if unit is None or unit.kind != "grunnskole" or source not in house.sources:
        raise gone()
    with AdapterProcess(house.sources[source]) as process:
        answer = process.staff(StaffRequest(house.id(), unit.organisation,
                                            house.settings.node.school_year))
    until = last_day(house).isoformat()
    rows = [{"fornavn": one.given, "etternavn": one.family, "feide": one.user, "enhet": unit_id,
             "rolle": role, "fra": house.today().isoformat(), "til": until}
            for one in answer.members for role in one.roles]
    made = _keep(house, actor, StaffImport(
        id=house.id(), kind=STAFF, source=source, unit_id=unit_id, made_by=actor.person_id,
        made=house.clock.now(), state=WAITS), rows, answer.told)
    return made, list(answer.findings)


def last_day(house: House) -> date:
    """Until when a role the system tells of is proposed: past the last late window (1 October)."""
    year, today = int(house.settings.node.school_year[5:]), house.today()
    autumn = date(year, 10, 1)
    return autumn if today <= autumn else date(today.year + 1, 7, 31)


def staff_lines(house: House, row: StaffImport) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of a list of staff, and the roles its silence tells something about."""
    values = _opened(house, row)
    lines = [Line(one["fornavn"], one["etternavn"], one["feide"], one.get("tittel", ""),
                  one["enhet"], one["rolle"], date.fromisoformat(one["fra"]),
                  date.fromisoformat(one["til"]), one.get("linje", ""))
             for one in values["rader"]]
    return lines, tuple(values["forteller"])


def unit_lines(house: House, row: StaffImport) -> list[UnitLine]:
    """The lines of a list of units."""
    return [UnitLine(one["id"], one["navn"], one["type"], one["orgnr"], one["linje"])
            for one in _opened(house, row)["rader"]]


def waiting(session: Session, actor: Actor, import_id: str) -> StaffImport:
    """The actor's own list that waits. Raises NotFound: another's list is not theirs to use."""
    administers(actor)
    row = session.get(StaffImport, import_id)
    if row is None or row.state != WAITS or row.made_by != actor.person_id:
        raise gone()
    return row


def close(work: Work, actor: Actor, row: StaffImport, state: str) -> None:
    """The list has been used or dropped; what it said of people goes."""
    row.state, row.content = state, None
    work.session.add(row)
    work.audit(Event(f"liste:{state}", actor.person_id, object_id=row.id,
                     fields={"slag": row.kind, "kilde": row.source}))


def drop(house: House, actor: Actor, import_id: str) -> None:
    """«Ikke bruk listen.»"""
    with house.work() as work:
        close(work, actor, waiting(work.session, actor, import_id), DROPPED)
        work.commit()


def _keep(house: House, actor: Actor, row: StaffImport, rows: Sequence[dict[str, str]],
          told: Sequence[str]) -> str:
    place = Place("staffimport", row.id, "content")
    row.content = house.vault.node.seal_values({"rader": list(rows), "forteller": list(told)},
                                               place)
    with house.work() as work:
        work.session.add(row)
        work.audit(Event("liste:mottatt", actor.person_id, unit=row.unit_id or "",
                         object_id=row.id, fields={"slag": row.kind, "kilde": row.source}))
        work.commit()
    return row.id


def _opened(house: House, row: StaffImport) -> dict[str, Any]:
    if row.content is None:
        raise Refused("Listen er ikke her lenger. Hent den på nytt.", "LISTE_BORTE")
    return house.vault.node.open_values(row.content, Place("staffimport", row.id, "content"))


def _require_days(rows: Sequence[dict[str, str]]) -> None:
    faults = [error("DATO_FEIL", f"linje {row['linje']}, {name}", "Skriv datoen som 2027-07-31.")
              for row in rows for name in ("fra", "til") if not _is_day(row[name])]
    if faults:
        raise BadInput("Filen har feil. Rett dem, og prøv igjen.", "DATO_FEIL",
                       faults[:table.MOST_FINDINGS])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
