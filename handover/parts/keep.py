"""Keeps what a source gave as the newest version of a part, or as nothing new at all.

Collecting unchanged data again gives the same bytes, so answers stand. A
changed part is a new version: answers to the old one are void, for that part
and no other (C-07).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from handover.house import House
from handover.parts import build
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Part
from handover.store.work import Work


@dataclass(frozen=True)
class Content:
    """What is to be kept, and whose it is."""

    pupil_id: str
    category: Category
    facts: Mapping[str, Any]
    files: Sequence[contents.StoredFile]
    source: str
    owner_unit: str
    as_of: date
    author_id: str | None = None
    about: str | None = None
    """The category of the part it is a remark beside, when it is a remark."""
    mark: str | None = None
    """Which of the author's texts in the category, when there may be several (see `Part.mark`)."""


def keep(house: House, work: Work, content: Content, actor: str) -> Part:
    """The part these facts make: the stored one when nothing has changed, else a new version.

    Raises BadInput with findings when the facts do not make a valid part; then nothing is kept.
    """
    before = _newest(work.session, content)
    old = contents.part_bytes(house, work.session, before) if before else None
    data = build.rebuild(content.category.id, content.facts, old, house.random)
    if before and data == old:
        return before
    part = _store(house, work.session, content, data)
    if before and content.category.mechanism is Mechanism.LAW:
        # A law-based part that was ready stays ready when the source has newer facts:
        # its ground is the county's request, which has not changed.
        part.state = before.state
    if before:
        before.state, before.replaced_by = PartState.REPLACED, part.id
        work.session.add(before)
    work.audit(Event("del:hentet", actor, unit=content.owner_unit, pupil_id=content.pupil_id,
                     object_id=part.id, fields={"sha256": part.sha256, "kilde": content.source}))
    return part


def _newest(session: Session, content: Content) -> Part | None:
    return session.exec(select(Part).where(
        Part.pupil_id == content.pupil_id, Part.category == content.category.id,
        Part.owner_unit == content.owner_unit, Part.author_id == content.author_id,
        Part.mark == content.mark, Part.state != PartState.REPLACED)).first()


def _store(house: House, session: Session, content: Content, data: bytes) -> Part:
    part = Part(
        id=house.id(), pupil_id=content.pupil_id, category=content.category.id, content=b"",
        sha256=build.digest(data), state=PartState.FOUND, owner_unit=content.owner_unit,
        source=content.source, author_id=content.author_id, mark=content.mark,
        about=content.about, as_of=content.as_of, collected=house.clock.now(),
    )
    contents.seal_part(house, session, part, data)
    session.add(part)
    session.flush()
    for file in content.files:
        contents.add_file(house, session, part, file)
    return part
