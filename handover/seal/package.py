"""Station 5: index and parts into one signed container, encrypted to one unit's key.

The part bytes go in as they are stored (S15); what is said about them — basis,
purpose, approval, policy — stands in the index, outside their hash.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handover.deliver.directory import Unit
from handover.errors import Refused
from handover.house import House
from handover.parts.build import part_name
from handover.rules.findings import stops
from handover.rules.policy import Category, Mechanism, expiry
from handover.seal import container, envelope
from handover.seal.index import (
    Condition,
    PackageIndex,
    PartEntry,
    PolicyReference,
    PupilIdentity,
    Receiver,
    Sender,
    build,
)
from handover.store.contents import StoredFile
from handover.store.persons import Details

INDEX = "overgangspakke.xml"


@dataclass(frozen=True)
class Ready:
    """A part that may go, with everything the index must say about it."""

    part_id: str
    category: Category
    rule: str
    sha256: str
    data: bytes
    files: Sequence[StoredFile]
    request: str | None
    """SHA-256 of the county's accepted request, for law-based parts."""
    decided: date
    evidence: str
    """Salted commitment to what the sender keeps as proof (S18)."""
    mark: str | None = None
    """Tells one text of own words from another in the same category; see `part_name`."""
    about: str | None = None
    """The category of the part it is a remark beside."""


def seal(house: House, message_id: str, unit: Unit, pupil: Details,
         parts: Sequence[Ready]) -> bytes:
    """The encrypted `.p7m` for one unit. Raises Refused when the index is not valid."""
    index = build(_index(house, message_id, unit, pupil, parts))
    if stops(found := house.schemas.validate(INDEX, index)):
        raise Refused("Pakken kunne ikke forsegles fordi noe mangler.", "INDEKS_UGYLDIG", found)
    made = container.write(_files(index, parts), house.keys.signer, house.clock.now())
    return envelope.encrypt(made, unit.certificate, house.random)


def seal_message(house: House, name: str, data: bytes, unit: Unit) -> bytes:
    """A signed statement, encrypted to the unit."""
    return envelope.encrypt(sign_message(house, name, data), unit.certificate, house.random)


def sign_message(house: House, name: str, data: bytes) -> bytes:
    """A signed statement in a container of its own. Raises Refused when its form is wrong."""
    if stops(found := house.schemas.validate(name, data)):
        raise Refused("Meldingen har feil form og ble ikke sendt.", "MELDING_UGYLDIG", found)
    file = container.SealedFile(name, data, "application/xml")
    return container.write([file], house.keys.signer, house.clock.now())


def commitment(house: House, *facts: str) -> str:
    """A salted commitment to evidence: proves later, tells nothing now (S18)."""
    return hashlib.sha256("\x1f".join((house.random(16).hex(), *facts)).encode()).hexdigest()


def _files(index: bytes, parts: Sequence[Ready]) -> list[container.SealedFile]:
    files = [container.SealedFile(INDEX, index, "application/xml")]
    for part in parts:
        files.append(container.SealedFile(_name(part), part.data, "application/xml"))
    attached = {file.name: file for part in parts for file in part.files}
    return files + [container.SealedFile(name, file.data, file.media_type)
                    for name, file in sorted(attached.items())]


def _index(house: House, message_id: str, unit: Unit, pupil: Details,
           parts: Sequence[Ready]) -> PackageIndex:
    node, policy = house.settings.node, house.policy
    if pupil.born is None:
        raise Refused("Eleven mangler fødselsdato.", "MANGLER_FODSELSDATO")
    return PackageIndex(
        message_id=message_id, sender=Sender(node.organisation, node.name),
        receiver=Receiver(unit.organisation, unit.id, unit.type, unit.name),
        school_year=node.school_year, released_on=house.today(),
        not_after=expiry(policy, node.school_year),
        pupil=PupilIdentity(pupil.number_type, pupil.number, pupil.given, pupil.middle or None,
                            pupil.family, pupil.born),
        policy=PolicyReference(policy.id, policy.version, policy.sha256),
        parts=tuple(_entry(house, unit, part) for part in parts),
    )


def _entry(house: House, unit: Unit, part: Ready) -> PartEntry:
    category = part.category
    return PartEntry(
        category=category.id, file=_name(part), sha256=part.sha256,
        mechanism=category.mechanism, basis=category.reference,
        collection=part.request if category.mechanism is Mechanism.LAW else None,
        purpose=category.purpose, retention=category.retention,
        only_to=house.policy.receivers[unit.type].only_for,
        condition=Condition(part.rule, part.decided, part.evidence),
    )


def _name(part: Ready) -> str:
    return part_name(part.category.id, part.mark)
