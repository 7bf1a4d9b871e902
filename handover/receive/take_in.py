"""Station 7b: taking in a package: stored first, receipted in the same breath, never twice."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

from sqlmodel import Session, col, select

from handover.errors import Conflict
from handover.house import House
from handover.parts.build import read
from handover.receive import opening
from handover.receive.opening import Opened
from handover.seal import messages, package
from handover.seal.index import PackageIndex
from handover.seal.messages import StoredReceipt
from handover.store import persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import Package, Person, Pupil, ReceivedFile, ReceivedPart
from handover.store.vault import Box, Place
from handover.store.work import Work, reading

REMARK = "omDel"
"""The element that says which part a remark stands beside."""


def take_in(house: House, message_id: str, payload: bytes, caller: str = "") -> bytes:
    """Stores a package and returns the signed technical receipt.

    `caller` is the organisation a token spoke for; when given, it must be the one that has
    signed what came (S33).

    The same message again returns the receipt it got the first time and changes
    nothing. Raises BadInput when it does not open, verify or conform, Conflict when
    the id has been used for other bytes.
    """
    sha256 = hashlib.sha256(payload).hexdigest()
    if before := _receipt_before(house, message_id, sha256, caller):
        return before
    opened = opening.unseal(house, payload, caller)
    index = opening.package(house, opened, message_id)
    receipt = _receipt(house, message_id, sha256, opened.organisation)
    with house.work() as work:
        if work.session.get(Package, message_id) is None:
            _store(house, work, Package(
                id=message_id, unit_id=opened.unit, sender=opened.organisation,
                sender_name=index.sender.name, payload=payload, sha256=sha256,
                school_year=index.school_year, state="mottatt", at=house.clock.now(),
                receipt=receipt), index, opened)
            work.commit()
    return _receipt_before(house, message_id, sha256) or receipt


def _receipt_before(house: House, message_id: str, sha256: str,
                    caller: str = "") -> bytes | None:
    with reading(house.work) as session:
        row = session.get(Package, message_id)
        if row is None:
            return None
        opening.require_same(caller, row.sender)
        if row.sha256 != sha256:
            raise Conflict("Meldings-id-en er brukt før, for noe annet.", "ID_BRUKT")
        return row.receipt


def _receipt(house: House, message_id: str, sha256: str, sender: str) -> bytes:
    said = StoredReceipt(sender=house.settings.node.organisation, receiver=sender,
                         message_id=message_id, sha256=sha256, accepted=True)
    return package.sign_message(house, said.name, messages.build(said))


def _store(house: House, work: Work, row: Package, index: PackageIndex, opened: Opened) -> None:
    pupil, box = _pupil(house, work.session, index)
    row.pupil_id = pupil.id
    work.session.add(row)
    work.session.flush()
    for position, entry in enumerate(index.parts):
        part = ReceivedPart(
            id=house.id(), package_id=row.id, pupil_id=pupil.id, unit_id=row.unit_id,
            category=entry.category, sha256=entry.sha256, content=b"", entry=b"",
            position=position, mark=_mark(entry.file), about=_about(opened.files[entry.file]))
        part.content = box.seal(opened.files[entry.file], place(part, "content"))
        part.entry = box.seal_values(_plain(asdict(entry)), place(part, "entry"))
        work.session.add(part)
    _store_files(house, work.session, row, opened.files, box)
    work.audit(Event("pakke:mottatt", "node", unit=row.unit_id, pupil_id=pupil.id,
                     object_id=row.id, fields={"sha256": row.sha256, "avsender": row.sender}))


def _mark(file: str) -> str | None:
    """What stands behind the category in the file name of somebody's own words."""
    return file.removesuffix(".xml").partition("-")[2] or None


def _about(data: bytes) -> str | None:
    """The category of the part a remark stands beside; None for everything else."""
    about = read(data).get(REMARK)
    return about if isinstance(about, str) else None


def _store_files(house: House, session: Session, row: Package, files: Mapping[str, bytes],
                 box: Box) -> None:
    for name, data in files.items():
        if name.startswith("vedlegg/"):
            file = ReceivedFile(id=house.id(), package_id=row.id, pupil_id=row.pupil_id or "",
                                sha256=hashlib.sha256(data).hexdigest(),
                                media_type="application/pdf", content=b"")
            file.content = box.seal(data, Place("receivedfile", file.id, "content"))
            session.add(file)


def _pupil(house: House, session: Session, index: PackageIndex) -> tuple[Pupil, Box]:
    """The pupil by number, never by name (S17); one not seen before comes in by this package."""
    known = persons.by_number(house, session, index.pupil.id_value)
    person = known or persons.save(house, session, Details(
        given=index.pupil.given_name, middle=index.pupil.middle_name or "",
        family=index.pupil.family_name, born=index.pupil.birth_date,
        number_type=index.pupil.id_type, number=index.pupil.id_value))
    pupil = session.exec(select(Pupil).where(
        Pupil.person_id == person.id, Pupil.school_year == index.school_year)).first()
    if pupil is None:
        pupil = Pupil(id=house.id(), person_id=person.id, unit_id=_county_unit(house),
                      school_year=index.school_year, created=house.clock.now())
        session.add(pupil)
        session.flush()
    return pupil, persons.box(house, session.get_one(Person, person.id))


def _county_unit(house: House) -> str:
    """The county itself: a pupil here belongs to no school until a place is accepted."""
    return house.settings.node.organisation


def _plain(values: dict[str, object]) -> dict[str, object]:
    """What stands about a part in the index, as plain JSON values."""
    return {key: value for key, value in values.items() if key != "condition"}


def place(part: ReceivedPart, purpose: str) -> Place:
    """Where a received part's boxes belong."""
    return Place("receivedpart", part.id, purpose)


def parts_of(session: Session, pupil_id: str, unit_id: str) -> list[ReceivedPart]:
    """The newest received version of each part, for one unit, in package order."""
    rows = session.exec(select(ReceivedPart, Package.at).join(
        Package, col(Package.id) == ReceivedPart.package_id).where(
        ReceivedPart.pupil_id == pupil_id, ReceivedPart.unit_id == unit_id))
    newest: dict[tuple[str, str | None], tuple[ReceivedPart, object]] = {}
    for part, at in sorted(rows, key=lambda pair: pair[1]):
        newest[part.category, part.mark] = (part, at)
    return [part for part, _ in newest.values()]
