"""Log-in sessions: rows on the server, one identity per browser, short-lived (ASVS 5.0 V7).

The cookie carries a secret; the row holds only its SHA-256, so a stolen database
opens no session. The secret is new at every log-in. A session ends when it is left
alone (30 minutes for families, 60 for staff), after eight hours, or when told to.
"""

import base64
import hashlib
from datetime import datetime, timedelta

from flask import g
from flask import session as cookie
from sqlmodel import Session as Db
from sqlmodel import col, select

from handover.errors import NotAllowed
from handover.house import House
from handover.rules.actors import Level
from handover.store.tables import Session
from handover.store.work import reading
from handover.web.here import house, now

IDLE = {"idporten": timedelta(minutes=30), "feide": timedelta(minutes=60),
        "ansattporten": timedelta(minutes=60)}
LONGEST = timedelta(hours=8)
NOTED = timedelta(minutes=1)
"""How often being used is written down: not at every picture and page."""
SOON = timedelta(minutes=15)
"""How long before the last end a page begins to say so."""

COOKIE = "innlogging"
"""Where in the cookie the secret lies."""


def new_secret(node: House) -> str:
    """A secret nobody can guess, in letters a cookie may hold."""
    return base64.urlsafe_b64encode(node.random(32)).decode().rstrip("=")


def digest(secret: str) -> str:
    """What is stored of a secret. It is random and long, so plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(node: House, db: Db, person_id: str, provider: str, level: Level,
          organisation: str = "") -> Session:
    """A new session in this browser; whatever session it had ends. The caller commits.

    `organisation` is whom somebody from Ansattporten acts for.
    """
    before = _row(db, cookie.get(COOKIE))
    secret, at = new_secret(node), node.clock.now()
    row = Session(id=node.id(), secret_hash=digest(secret), person_id=person_id,
                  provider=provider, level=level.value, created=at, seen=at,
                  organisation=organisation or None)
    if before is not None:
        before.ended = before.ended or at
        if before.person_id == person_id:
            # A confirmation at school was for that session; it does not follow to another.
            row.pupil_id = before.pupil_id
        db.add(before)
    db.add(row)
    # A new cookie altogether: a CSRF token from before the log-in is worth nothing after it.
    cookie.clear()
    cookie[COOKIE] = secret
    return row


def find(node: House) -> Session | None:
    """The living session of this browser. Writes down, once a minute, that it is used."""
    secret, at = cookie.get(COOKIE), node.clock.now()
    if not secret:
        return None
    with reading(node.work) as db:
        row = _row(db, secret)
        db.expunge_all()  # Leaving forgets what was read; the row is needed for the whole request.
    if row is None or not is_alive(row, at):
        return None
    if at - row.seen >= NOTED:
        _note(node, row.id, at)
    return row


def has_run_out() -> bool:
    """True when this browser had a session that ended by itself: left alone, or too old."""
    secret = cookie.get(COOKIE)
    if not secret:
        return False
    with reading(house().work) as db:
        row = _row(db, secret)
        return row is not None and row.ended is None and not is_alive(row, now())


def whose() -> str:
    """Id of the person whose session this browser last had, alive or run out; empty for none."""
    with reading(house().work) as db:
        row = _row(db, cookie.get(COOKIE))
        return row.person_id if row is not None and row.ended is None else ""


def ends(row: Session) -> datetime:
    """When the session ends however much it is used."""
    return row.created + LONGEST


def soon_over() -> datetime | None:
    """When this request's session ends for good, once that is near; None otherwise."""
    row: Session | None = g.get("session_row")
    return ends(row) if row is not None and ends(row) - now() <= SOON else None


def is_alive(row: Session, at: datetime) -> bool:
    """True while the session is neither ended, left alone too long, nor too old."""
    return (row.ended is None and at - row.seen <= IDLE[row.provider]
            and at - row.created <= LONGEST)


def end(node: House) -> None:
    """Ends the session of this browser, if any, and forgets its cookie."""
    secret = cookie.get(COOKIE)
    cookie.clear()
    with node.work() as work:
        row = _row(work.session, secret)
        if row is not None and row.ended is None:
            row.ended = node.clock.now()
            work.session.add(row)
            work.commit()


def session_row() -> Session:
    """The session this request came in with. Raises NotAllowed when there is none."""
    row: Session | None = g.get("session_row")
    if row is None:
        raise NotAllowed("Du er ikke logget inn.")
    return row


def last_use() -> Session | None:
    """The person's session before this one: shown after log-in, so that misuse is seen (S5)."""
    row = session_row()
    with reading(house().work) as db:
        found = db.exec(
            select(Session)
            .where(Session.person_id == row.person_id, Session.created < row.created)
            .order_by(col(Session.created).desc()).limit(1)).first()
        db.expunge_all()
    return found


def choose_pupil(pupil_id: str) -> None:
    """Remembers which pupil a guardian's session is about. The caller has checked that it may."""
    with house().work() as work:
        row = work.session.get_one(Session, session_row().id)
        row.pupil_id, row.seen = pupil_id, now()
        work.session.add(row)
        work.commit()
    session_row().pupil_id = pupil_id


def _row(db: Db, secret: str | None) -> Session | None:
    if not secret:
        return None
    return db.exec(select(Session).where(Session.secret_hash == digest(secret))).first()


def _note(node: House, row_id: str, at: datetime) -> None:
    with node.work() as work:
        row = work.session.get_one(Session, row_id)
        row.seen = at
        work.session.add(row)
        work.commit()
