"""Tokens in: which organisation calls, as Maskinporten vouches for it (S33).

The promise: a `Caller` comes out only of a token that Maskinporten has signed, for this
node, now, with the scope asked for, for an organisation and for no person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from joserfc import jwt

from handover.house import House
from handover.settings import MaskinportenSettings
from handover.tokens import signed
from handover.tokens.errors import Untrusted
from handover.tokens.place import require_outside
from handover.tokens.published import Get, Published

METADATA = "/.well-known/oauth-authorization-server"
"""RFC 8414; Maskinporten publishes it there."""
AUTHORITY = "iso6523-actorid-upis"
_ORGANISATION = re.compile(r"0192:([0-9]{9})")
"""0192 is the Norwegian register of units in ISO 6523."""
_LONGEST = 8 * 1024
"""Characters a token may have."""


@dataclass(frozen=True)
class Caller:
    """Who calls: the organisation, and the vendor that does it for them, if any."""

    organisation: str
    supplier: str | None = None


class Gatekeeper:
    """Knows callers by their tokens. One per node; may be asked by several threads."""

    def __init__(self, node: House, settings: MaskinportenSettings, get: Get = requests.get) -> None:
        demo = node.settings.node.demo
        require_outside(settings.issuer, "maskinporten.issuer", demo)
        self._node, self._settings = node, settings
        self._audience = (settings.audience or node.settings.node.address).rstrip("/")
        self._published = Published(settings.issuer, METADATA, get, demo)

    def caller(self, header: str) -> Caller:
        """Who an Authorization header speaks for. Raises Untrusted or Silent."""
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST:
            raise Untrusted("TOKEN_MISSING")
        now = self._node.clock.now()
        keys = self._published.keys(now, signed.key_name(token))
        found = signed.verified(token, keys, self._rules(now))
        self._check(found)
        return self._read(found)

    def _rules(self, now: datetime) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=signed.LEEWAY,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True}, exp={"essential": True}, iat={"essential": True},
            scope={"essential": True}, consumer={"essential": True})

    def _check(self, found: Mapping[str, Any]) -> None:
        aud = found["aud"]
        said = aud if isinstance(aud, list) else [aud]
        if [str(one).rstrip("/") for one in said] != [self._audience]:
            raise Untrusted("TOKEN_FOR_ANOTHER")
        if self._settings.accepts not in str(found["scope"]).split():
            raise Untrusted("TOKEN_SCOPE")
        # A token with a person behind it is from another service and opens no door of machines.
        if "pid" in found or "sub" in found:
            raise Untrusted("TOKEN_OF_A_PERSON")

    def _read(self, found: Mapping[str, Any]) -> Caller:
        organisation = _organisation(found["consumer"])
        if "supplier" not in found:
            return Caller(organisation)
        supplier = _organisation(found["supplier"])
        known = f"{organisation}:{supplier}" in self._settings.suppliers.split()
        if not known or not isinstance(found.get("delegation_source"), str):
            raise Untrusted("TOKEN_SUPPLIER")
        return Caller(organisation, supplier)


def _organisation(said: object) -> str:
    """The organisation number in `{"authority": …, "ID": "0192:…"}`. Raises Untrusted."""
    named = said if isinstance(said, Mapping) else {}
    match = _ORGANISATION.fullmatch(str(named.get("ID", "")))
    if named.get("authority") != AUTHORITY or match is None:
        raise Untrusted("TOKEN_CONSUMER")
    return match[1]
