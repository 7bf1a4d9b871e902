"""Log-ins under way: answered in the browser that asked, once, within ten minutes."""

from dataclasses import dataclass
from datetime import timedelta

from flask import session as cookie
from sqlmodel import col, delete

from handover.house import House
from handover.store.tables import LoginAttempt
from handover.web.session import digest, new_secret

BROWSER = "nettleser"
"""The cookie's part of the bond: only its hash is in the row."""
OLDEST = timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class Attempt:
    """What was sent to the provider and must come back, and what proves that we asked."""

    state: str
    nonce: str
    verifier: str
    """PKCE: its hash went ahead, itself goes with the code (RFC 7636)."""


def begin(node: House, provider: str) -> Attempt:
    """Writes down a new attempt, and throws away those nobody came back from."""
    attempt = Attempt(new_secret(node), new_secret(node), new_secret(node))
    browser, at = new_secret(node), node.clock.now()
    with node.work() as work:
        work.session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < at - OLDEST))
        work.session.add(LoginAttempt(
            state=attempt.state, provider=provider, nonce=attempt.nonce,
            verifier=attempt.verifier, browser=digest(browser), at=at))
        work.commit()
    cookie[BROWSER] = browser
    return attempt


def take(node: House, provider: str, state: str) -> Attempt | None:
    """The attempt this answer belongs to; it cannot be taken again. None when it is not ours."""
    browser, at = cookie.pop(BROWSER, None), node.clock.now()
    with node.work() as work:
        row = work.session.get(LoginAttempt, state)
        if row is None or row.provider != provider or browser is None:
            return None
        if row.browser != digest(browser):
            return None
        work.session.delete(row)
        work.commit()
    if at - row.at > OLDEST:
        return None
    return Attempt(row.state, row.nonce, row.verifier)
