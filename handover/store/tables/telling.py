"""What people are told and shown outside the pages: notices, paper, meetings, visits.

No row holds a mail address, a telephone number or a name: contact data is asked for when a
message goes out and forgotten again (S24), and what is written about a meeting is sealed.
"""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Notice(Row, table=True):
    """Something one person is to be told is there. What it is about stands nowhere in it."""

    id: str = Field(primary_key=True, max_length=36)
    mark: str = Field(unique=True, max_length=64)
    """Keyed hash of person, kind and object: the same matter is told once."""
    person_id: str = Field(index=True)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    matter: str
    """See rules/notices.py: sporsmal | paminnelse | svar | sendt | mottatt."""
    object_id: str
    """The part or delivery to look at again before the message goes out."""
    dispatch_id: str | None = Field(default=None, index=True)
    created: datetime


class Dispatch(Row, table=True):
    """One message to one person, whatever the number of matters."""

    id: str = Field(primary_key=True, max_length=36)
    """Constant through every attempt."""
    person_id: str = Field(index=True)
    pupil_id: str
    """The pupil of the first matter: whose school must act when nobody can be reached."""
    state: str = Field(index=True)
    """See rules/notices.py: i_ko | sendt | papir | ga_opp | falt_bort."""
    channel: str = ""
    """epost | sms once it has gone, else empty."""
    due: datetime = Field(index=True)
    leased_until: datetime | None = None
    attempts: int = 0
    finding: str | None = None
    created: datetime
    sent: datetime | None = None


class NoticeBatch(Row, table=True):
    """That a set hour has been planned, so that it is planned once however many workers there are."""

    id: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(index=True)
    seen: int
    """The last audit event when it was planned: what has happened since is looked at next time."""
    policy: str
    """Hash of the policy then; another policy asks other questions."""


class KnownLanguage(Row, table=True):
    """The language the contact register gave for somebody who has chosen none here."""

    person_id: str = Field(primary_key=True, max_length=36)
    details: bytes
    """Sealed under the person's key."""
    at: datetime


class PaperPrint(Row, table=True):
    """One person's questions on paper: what stood there, by hash (C-51)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    person_id: str = Field(index=True)
    unit_id: str
    """Who printed it: the school, or PPT. The one does not see the other's."""
    version: str
    """SHA-256 over the questions in their order, with texts and language."""
    language: str
    printed_by: str
    at: datetime


class PaperQuestion(Row, table=True):
    """One question on the paper."""

    id: str = Field(primary_key=True, max_length=36)
    print_id: str = Field(foreign_key="paperprint.id", index=True)
    part_id: str
    sha256: str
    text_hash: str
    position: int


class FamilyMeeting(Row, table=True):
    """«Møte med familien»: who interprets is written down once (P8)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    unit_id: str
    details: bytes
    """Sealed under the pupil's key: how, language, qualification, organisation. No name."""
    opened_by: str
    opened: datetime
    ended: datetime | None = None


class MeetingGuest(Row, table=True):
    """Somebody of the family who is at the meeting."""

    id: str = Field(primary_key=True, max_length=36)
    meeting_id: str = Field(foreign_key="familymeeting.id", index=True)
    person_id: str


class Visit(Row, table=True):
    """An appointment with the family. The place is sealed; the calendar never says why."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    unit_id: str
    kind: str
    """mote | besok"""
    at_new_school: bool
    """At a receiving school: told only to those who may know it (S1b)."""
    starts: datetime
    ends: datetime
    details: bytes
    """Sealed under the pupil's key: place."""
    registered_by: str
    created: datetime
    changed: datetime
    cancelled: bool = False


class VisitGuest(Row, table=True):
    """Somebody of the family who is asked to come."""

    id: str = Field(primary_key=True, max_length=36)
    visit_id: str = Field(foreign_key="visit.id", index=True)
    person_id: str
