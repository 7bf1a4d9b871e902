"""Units: the schools and offices roles are held in. An administrator makes and names them.

The promise: a unit's id is what stands on the wire, so it is never changed; what other nodes
know of a unit stands in their own directory and is not touched from here.
"""

import re
from dataclasses import dataclass

from handover.decision.access import gone
from handover.decision.grants import administers
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.appointing import UNIT_KINDS
from handover.rules.findings import Finding, error, stops
from handover.rules.person_number import is_organisation_number
from handover.store.audit import Event
from handover.store.tables import Unit
from handover.store.work import Work

ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
LONGEST_NAME = 100


@dataclass(frozen=True)
class NewUnit:
    """A unit as an administrator or a list describes it."""

    id: str
    name: str
    kind: str
    organisation: str


def check(house: House, new: NewUnit) -> list[Finding]:
    """What is wrong with the description; `where` is the field."""
    found = []
    if not ID.fullmatch(new.id):
        found.append(error("ENHET_ID", "id", "Bruk små bokstaver, tall og bindestrek i koden."))
    if not 2 < len(new.name) <= LONGEST_NAME or not new.name.isprintable():
        found.append(error("ENHET_NAVN", "navn", "Skriv navnet på enheten."))
    if new.kind not in UNIT_KINDS[house.settings.node.kind]:
        found.append(error("ENHET_TYPE", "type", "Velg en type fra listen."))
    if not is_organisation_number(new.organisation):
        found.append(error("ENHET_ORGNR", "orgnr", "Organisasjonsnummeret er ikke gyldig."))
    return found


def make(house: House, actor: Actor, new: NewUnit) -> None:
    """Makes the unit. Raises Refused with findings, also when the id is taken."""
    administers(actor)
    with house.work() as work:
        make_in(house, work, actor, new)
        work.commit()


def make_in(house: House, work: Work, actor: Actor, new: NewUnit) -> None:
    """`make`, inside a transaction that does more."""
    findings = check(house, new)
    if work.session.get(Unit, new.id) is not None:
        findings.append(error("ENHET_FINNES", "id", "Koden er i bruk. Velg en annen."))
    if stops(findings):
        raise Refused("Enheten kan ikke lages slik.", "ENHET_AVVIST", findings)
    work.session.add(Unit(id=new.id, name=new.name, kind=new.kind,
                          organisation=new.organisation))
    work.session.flush()
    work.audit(Event("enhet:laget", actor.person_id, unit=new.id, object_id=new.id,
                     fields={"slag": new.kind}))


def rename_in(work: Work, actor: Actor, unit_id: str, name: str) -> None:
    """Gives a unit another name. Raises NotFound."""
    row = work.session.get(Unit, unit_id)
    if row is None:
        raise gone()
    row.name = name
    work.session.add(row)
    work.audit(Event("enhet:nytt_navn", actor.person_id, unit=unit_id, object_id=unit_id))
