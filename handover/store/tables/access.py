"""Log-ins: sessions as rows on the server, and log-ins under way."""

from datetime import datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Session(Row, table=True):
    """One identity in one browser. The cookie holds a secret; the row holds only its hash."""

    id: str = Field(primary_key=True, max_length=36)
    secret_hash: str = Field(index=True, unique=True)
    person_id: str = Field(index=True)
    provider: str
    """idporten | feide. The provider decides the hat: family or staff (C-43)."""
    level: str
    """betydelig | hoyt"""
    raised_by: str | None = None
    """The member of staff who confirmed the person at school, when there is one."""
    pupil_id: str | None = None
    """The pupil this session is about, when a guardian has chosen one."""
    created: datetime
    seen: datetime
    ended: datetime | None = None


class LoginAttempt(Row, table=True):
    """A log-in that has been sent to the provider and not come back."""

    state: str = Field(primary_key=True)
    provider: str
    nonce: str
    verifier: str
    browser: str
    """Hash of a secret in the browser's cookie: an answer is taken only where it was asked."""
    at: datetime
