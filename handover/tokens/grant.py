"""Tokens out: Maskinporten vouches for this node to another (RFC 7523, jwt-bearer).

The promise: a token is asked for once for each scope and audience and used until shortly
before it ends; the grant is for Maskinporten alone, lives a minute and is never used twice.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

import requests

from handover.ports import Clock, Random
from handover.settings import MaskinportenSettings
from handover.tokens import signed
from handover.tokens.caller import METADATA
from handover.tokens.errors import Silent
from handover.tokens.place import require_outside
from handover.tokens.published import TIMEOUT, Get, Published, body

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EARLY = timedelta(seconds=60)
"""A token is not used so close to its end: the call must have time to arrive."""

Post = Get
"""`requests.post`, or something that behaves like it."""


@dataclass(frozen=True)
class _Held:
    token: str
    until: datetime


class Purse:
    """The tokens this node has. One per node; may be asked by several threads."""

    def __init__(self, settings: MaskinportenSettings, clock: Clock, random: Random,
                 demo: bool, get: Get = requests.get, post: Post = requests.post) -> None:
        require_outside(settings.issuer, "maskinporten.issuer", demo)
        self._settings, self._clock, self._random, self._post = settings, clock, random, post
        self._key = signed.signing_key(settings.client_key, "maskinporten.client_key")
        self._published = Published(settings.issuer, METADATA, get, demo)
        self._held: dict[tuple[str, str], _Held] = {}
        self._lock = threading.Lock()

    def bearer(self, resource: str = "", scope: str = "") -> str:
        """A token for the scope (the one in the settings when none is given), made out to
        `resource`. Raises Silent when Maskinporten gives none."""
        wanted = scope or self._settings.scope, resource.rstrip("/")
        with self._lock:
            held = self._held.get(wanted)
            if held is None or held.until <= self._clock.now():
                self._held[wanted] = held = self._asked(*wanted)
        return held.token

    def forget(self, resource: str = "", scope: str = "") -> None:
        """Drops a token the other side would not take, so that the next try has a new one."""
        with self._lock:
            self._held.pop((scope or self._settings.scope, resource.rstrip("/")), None)

    def _asked(self, scope: str, resource: str) -> _Held:
        now = self._clock.now()
        try:
            said = body(self._post(
                self._published.address(now, "token_endpoint"),
                data={"grant_type": GRANT, "assertion": self._grant(now, scope, resource)},
                timeout=TIMEOUT, allow_redirects=False))
        except requests.RequestException as fault:
            raise Silent("PROVIDER_UNREACHABLE") from fault
        token, lasts = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token.isascii() or not isinstance(lasts, int):
            raise Silent("PROVIDER_TOKEN")
        return _Held(token, now + timedelta(seconds=lasts) - EARLY)

    def _grant(self, now: datetime, scope: str, resource: str) -> str:
        more = {"scope": scope} | ({"resource": resource} if resource else {})
        return signed.assertion(self._settings.client_id, self._settings.issuer, self._key, now,
                                self._random, self._settings.kid, **more)
