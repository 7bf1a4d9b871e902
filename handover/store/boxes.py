"""Every column that is closed with a person's key, and how it is found from the person (S20).

A new sealed column needs one line here; a test fails for a column of bytes that is in
neither list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, col, select

from handover.store import tables as t

Where = Callable[[str], Any]
"""From the person's id to the condition that finds their rows."""


@dataclass(frozen=True)
class Closed:
    """One sealed column."""

    model: type[SQLModel]
    column: str
    place: str
    """The first word of its place (see vault.Place)."""
    purpose: str
    where: Where
    key: str = "id"
    """The column whose value is the second word."""
    text: bool = False
    """Stored as base64, in a column that was text before it was sealed."""


def _pupils(person: str) -> Any:
    return select(t.Pupil.id).where(t.Pupil.person_id == person)


def _of_pupil(model: Any) -> Where:
    return lambda person: model.pupil_id.in_(_pupils(person))


def _attachments(person: str) -> Any:
    return select(t.Attachment.id).join(t.Part, col(t.Part.id) == t.Attachment.part_id).where(
        _of_pupil(t.Part)(person))


CLOSED: tuple[Closed, ...] = (
    Closed(t.Person, "details", "person", "details", lambda one: t.Person.id == one),
    Closed(t.Part, "content", "part", "content", _of_pupil(t.Part)),
    Closed(t.Attachment, "content", "attachment", "content",
           lambda one: col(t.Attachment.id).in_(_attachments(one))),
    Closed(t.AttachmentText, "content", "attachment", "text",
           lambda one: col(t.AttachmentText.attachment_id).in_(_attachments(one)),
           key="attachment_id"),
    Closed(t.Receipt, "details", "receipt", "details",
           lambda one: col(t.Receipt.delivery_id).in_(
               select(t.Delivery.id).where(_of_pupil(t.Delivery)(one)))),
    Closed(t.ReceivedPart, "content", "receivedpart", "content", _of_pupil(t.ReceivedPart)),
    Closed(t.ReceivedPart, "entry", "receivedpart", "entry", _of_pupil(t.ReceivedPart)),
    Closed(t.ReceivedFile, "content", "receivedfile", "content", _of_pupil(t.ReceivedFile)),
    Closed(t.Representation, "ground", "representation", "ground", _of_pupil(t.Representation),
           text=True),
    Closed(t.Glimpse, "content", "glimpse", "content", _of_pupil(t.Glimpse)),
    Closed(t.Correction, "content", "correction", "content", _of_pupil(t.Correction)),
    Closed(t.Correction, "reply", "correction", "reply", _of_pupil(t.Correction)),
    Closed(t.KnownLanguage, "details", "knownlanguage", "language",
           lambda one: t.KnownLanguage.person_id == one, key="person_id"),
    Closed(t.FamilyMeeting, "details", "familymeeting", "details", _of_pupil(t.FamilyMeeting)),
    Closed(t.Visit, "details", "visit", "details", _of_pupil(t.Visit)),
)

APART = {
    "person.wrapped_key": "the person's key, closed with the master key",
    "nodekey.wrapped": "a key of the node, closed with the master key",
    "acknowledgement.details": "closed in the node's own box",
    "staffimport.content": "closed in the node's own box",
    "delivery.payload": "the message, encrypted to its receiver",
    "package.payload": "the message as it came, encrypted to the unit",
    "package.receipt": "a signed receipt: message id and hash, no content",
    "receipt.container": "a signed receipt: message id and hash, no content",
    "innhenting.container": "the county's request for a whole year: names nobody",
}
"""Columns of bytes that no person's key closes, and why."""
