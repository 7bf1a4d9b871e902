"""Part bytes and attachments in and out of the pupil's box."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from handover.house import House
from handover.rules.part_states import PartState
from handover.store import persons
from handover.store.tables import Attachment, AttachmentText, Part, Person, Pupil
from handover.store.vault import Box, Place


@dataclass(frozen=True)
class StoredFile:
    """An attachment as it will travel."""

    sha256: str
    media_type: str
    data: bytes
    text: str = field(default="", repr=False)
    """The text layer, for the search for other people's data; empty when there is none to read."""

    @property
    def name(self) -> str:
        """Where it stands in the container."""
        return f"vedlegg/{self.sha256}.pdf"


def pupil_box(house: House, session: Session, pupil_id: str) -> Box:
    """The box everything about the pupil is sealed in."""
    pupil = session.get_one(Pupil, pupil_id)
    return persons.box(house, session.get_one(Person, pupil.person_id))


def part_bytes(house: House, session: Session, part: Part) -> bytes:
    """The stored bytes: the ones shown, hashed, decided on and carried (S15)."""
    return pupil_box(house, session, part.pupil_id).open(part.content, _place(part.id))


def seal_part(house: House, session: Session, part: Part, data: bytes) -> None:
    """Puts the bytes into the row."""
    part.content = pupil_box(house, session, part.pupil_id).seal(data, _place(part.id))


def files(house: House, session: Session, part: Part) -> list[StoredFile]:
    """The attachments of a part."""
    rows = session.exec(select(Attachment).where(Attachment.part_id == part.id)
                        .order_by(col(Attachment.sha256)))
    box = pupil_box(house, session, part.pupil_id)
    return [StoredFile(row.sha256, row.media_type,
                       box.open(row.content, Place("attachment", row.id, "content")))
            for row in rows]


def add_file(house: House, session: Session, part: Part, file: StoredFile) -> None:
    """Stores an attachment of a part."""
    row = Attachment(id=house.id(), part_id=part.id, sha256=file.sha256,
                     media_type=file.media_type, content=b"")
    box = pupil_box(house, session, part.pupil_id)
    row.content = box.seal(file.data, Place("attachment", row.id, "content"))
    session.add(row)
    if file.text:
        session.flush()
        sealed = box.seal(file.text.encode(), Place("attachment", row.id, "text"))
        session.add(AttachmentText(id=house.id(), attachment_id=row.id, content=sealed))


def file_texts(house: House, session: Session, part: Part) -> dict[str, str]:
    """The text layer of each attachment of a part, by hash; empty for a scan."""
    rows = session.exec(
        select(Attachment, AttachmentText).outerjoin(
            AttachmentText, col(AttachmentText.attachment_id) == col(Attachment.id))
        .where(Attachment.part_id == part.id).order_by(col(Attachment.sha256)))
    box = pupil_box(house, session, part.pupil_id)
    return {row.sha256: box.open(text.content, Place("attachment", row.id, "text")).decode()
            if text else "" for row, text in rows}


def live_parts(session: Session, pupil_id: str,
               states: Iterable[PartState] | None = None) -> list[Part]:
    """The newest version of each part of a pupil, in no particular order."""
    query = select(Part).where(Part.pupil_id == pupil_id, Part.state != PartState.REPLACED)
    if states is not None:
        query = query.where(col(Part.state).in_(list(states)))
    return list(session.exec(query))


def _place(part_id: str) -> Place:
    return Place("part", part_id, "content")
