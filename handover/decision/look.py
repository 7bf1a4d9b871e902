"""Staff open a part's content: every opening is remembered, so that the pupil can read of it (S6).

The promise: the bytes given are the stored ones, and only for a part the actor may work on.
"""

from dataclasses import dataclass

from handover.decision import prepare
from handover.decision.access import gone
from handover.house import House
from handover.rules.actors import Actor
from handover.store import contents
from handover.store.audit import Event
from handover.store.contents import StoredFile
from handover.store.tables import Part


@dataclass(frozen=True)
class Look:
    """A part as a member of staff opened it."""

    part: Part
    data: bytes
    screening: prepare.Screening


def look(house: House, actor: Actor, part_ids: list[str]) -> list[Look]:
    """Opens the parts and writes down who opened which bytes. Raises NotFound."""
    with house.work() as work:
        found = []
        for part_id in part_ids:
            part = prepare.own_part(work.session, actor, part_id)
            work.audit(Event("del:lest", actor.person_id, role="stab", unit=part.owner_unit,
                             pupil_id=part.pupil_id, object_id=part.id,
                             fields={"sha256": part.sha256}))
            found.append(Look(part, contents.part_bytes(house, work.session, part),
                              prepare.screening(house, work.session, part)))
        work.commit()
        return found


def file(house: House, actor: Actor, part_id: str, sha256: str) -> StoredFile:
    """One attachment of a part, by its hash. Raises NotFound."""
    with house.work() as work:
        part = prepare.own_part(work.session, actor, part_id)
        for one in contents.files(house, work.session, part):
            if one.sha256 == sha256:
                work.audit(Event("vedlegg:lest", actor.person_id, role="stab",
                                 unit=part.owner_unit, pupil_id=part.pupil_id,
                                 object_id=part.id, fields={"sha256": sha256}))
                work.commit()
                return one
    raise gone()
