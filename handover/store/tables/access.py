"""Log-ins: sessions as rows on the server, what was done in them, and who is shut out for now."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Session(Row, table=True):
    """One identity in one browser. The cookie holds a secret; the row holds only its hash."""

    id: str = Field(primary_key=True, max_length=36)
    secret_hash: str = Field(index=True, unique=True)
    person_id: str = Field(index=True)
    provider: str
    """idporten | feide | ansattporten. The provider decides the hat: family or staff (C-43)."""
    level: str
    """lav | betydelig | hoyt"""
    raised_by: str | None = None
    """The member of staff who confirmed the person at school, when there is one."""
    pupil_id: str | None = None
    """The pupil this session is about, when a guardian has chosen one."""
    created: datetime
    seen: datetime
    ended: datetime | None = None
    organisation: str | None = None
    """Ansattporten: the organisation number the person acts for; no role elsewhere counts."""


class SessionAct(Row, table=True):
    """Something a family member did in a session, so that it can be undone if it was another (S5)."""

    id: str = Field(primary_key=True, max_length=36)
    session_id: str = Field(index=True)
    kind: str
    """svar | innsyn | kladd"""
    object_id: str
    """Id of the decision, or of the part that was opened or written."""
    at: datetime


class SchoolCode(Row, table=True):
    """A short code on the screen of somebody who is at school with the rådgiver (C-44)."""

    id: str = Field(primary_key=True, max_length=36)
    session_id: str = Field(index=True)
    code_hash: str
    """Keyed, and bound to the session: six digits alone could be guessed from a hash."""
    until: datetime
    wrong: int = 0
    """Wrong codes tried while this one waited."""
    used: datetime | None = None
    used_by: str | None = None


class LoginShut(Row, table=True):
    """A pupil's log-in is shut until they have met at school (S5)."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(index=True)
    since: datetime
    told_by: str
    opened: datetime | None = None
    opened_by: str | None = None


class LoginAttempt(Row, table=True):
    """A log-in that has been sent to the provider and not come back."""

    state: str = Field(primary_key=True)
    provider: str
    nonce: str
    verifier: str
    browser: str
    """Hash of a secret in the browser's cookie: an answer is taken only where it was asked."""
    at: datetime
