"""What an issuer says of itself: a document and its keys, read with care and kept an hour.

The promise: only https outside the demo, no redirects, no more bytes than there is room
for, and an unknown key name cannot make us ask the issuer again and again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from requests import RequestException, Response

from handover.doors import json
from handover.errors import BadInput
from handover.tokens.errors import Silent, Untrusted

KEPT = timedelta(hours=1)
AGAIN = timedelta(minutes=1)
"""How soon the keys may be asked for anew because a token names one we do not know."""
LIMIT = 256 * 1024
TIMEOUT = (3.05, 10)
"""Seconds to connect and to answer. People are waiting."""

Get = Callable[..., Response]
"""`requests.get`, or something that behaves like it."""

DEMO_MARK = "overgang_demo"
"""Stands in the demo provider's document, so that no production node can take it for a real one."""


def body(answer: Response) -> Mapping[str, Any]:
    """The JSON object in an answer. Raises Silent when there is none to use."""
    if answer.status_code >= 300:
        raise Silent("PROVIDER_STATUS")
    try:
        found = json.read(answer.content, limit=LIMIT)
    except BadInput as fault:
        raise Silent("PROVIDER_NOT_JSON") from fault
    if not isinstance(found, dict):
        raise Silent("PROVIDER_NOT_JSON")
    return found


def fetch(get: Get, address: str, **extra: Any) -> Mapping[str, Any]:
    """The JSON object at an address. Follows no redirects. Raises Silent."""
    try:
        return body(get(address, timeout=TIMEOUT, allow_redirects=False, **extra))
    except RequestException as fault:
        raise Silent("PROVIDER_UNREACHABLE") from fault


class Published:
    """One issuer's document and keys, fetched when needed and forgotten after an hour."""

    def __init__(self, issuer: str, path: str, get: Get, demo: bool) -> None:
        self.issuer, self._path, self._get, self._demo = issuer, path, get, demo
        self._document: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def document(self, at: datetime) -> Mapping[str, Any]:
        """What it says of itself. Raises Silent, or Untrusted for an issuer that is another."""
        kept = self._document
        if kept is None or abs(at - kept[0]) > KEPT:
            said = fetch(self._get, self.issuer.rstrip("/") + self._path)
            self._check(said)
            self._document = kept = at, said
        return kept[1]

    def address(self, at: datetime, name: str, may_miss: bool = False) -> str:
        """An address in the document; outside the demo it must be https. Raises Silent."""
        found = self.document(at).get(name)
        if found is None and may_miss:
            return ""
        schemes = ("https://", "http://") if self._demo else ("https://",)
        if not isinstance(found, str) or not found.startswith(schemes):
            raise Silent("PROVIDER_METADATA")
        return found

    def keys(self, at: datetime, kid: str) -> KeySet:
        """The issuer's keys; asked for anew when `kid` is not among those we know."""
        kept = self._keys
        if kept is None or abs(at - kept[0]) > KEPT or (
                kid not in _kids(kept[1]) and abs(at - kept[0]) >= AGAIN):
            self._keys = kept = at, self._fetched(at)
        return kept[1]

    def _fetched(self, at: datetime) -> KeySet:
        said: Any = dict(fetch(self._get, self.address(at, "jwks_uri")))
        listed: KeySetSerialization = said
        try:
            return KeySet.import_key_set(listed)
        except (JoseError, KeyError, TypeError, ValueError) as fault:
            raise Silent("PROVIDER_KEYS") from fault

    def _check(self, said: Mapping[str, Any]) -> None:
        if said.get("issuer") != self.issuer:
            raise Untrusted("PROVIDER_IS_ANOTHER")
        if said.get(DEMO_MARK) and not self._demo:
            raise Untrusted("PROVIDER_IS_DEMO")


def _kids(keys: KeySet) -> set[str | None]:
    return {key.kid for key in keys.keys}
