"""What an id_token must say to be believed (OpenID Connect Core 3.1.3.7), whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet

from handover.rules.actors import Level
from handover.tokens import signed
from handover.tokens.errors import Untrusted

OLDEST = 600
"""Seconds since the token was made. It is used at once or not at all."""


@dataclass(frozen=True)
class Identity:
    """Who the provider vouches for, and how surely."""

    provider: str
    subject: str = field(repr=False)
    """Person number (ID-porten, Ansattporten) or user name (Feide). Personal data."""
    level: Level
    number: str = field(default="", repr=False)
    """Feide: the person number, when the provider tells it. Personal data."""
    organisation: str = ""
    """Ansattporten: the organisation the person has chosen to act for."""
    employee: bool = True
    """Feide: False when the provider says the person is not employed by anybody."""


def claims(token: object, keys: KeySet, issuer: str, client_id: str, nonce: str,
           now: datetime) -> Mapping[str, Any]:
    """The claims of an id_token that holds. Raises Untrusted."""
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()), leeway=signed.LEEWAY,
        iss={"essential": True, "value": issuer}, aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce}, sub={"essential": True},
        exp={"essential": True}, iat={"essential": True})
    found = signed.verified(token, keys, rules)
    if found["aud"] not in (client_id, [client_id]) or found.get("azp", client_id) != client_id:
        # A token for several parties could have been asked for by another of them.
        raise Untrusted("TOKEN_FOR_SEVERAL")
    if now.timestamp() - found["iat"] > OLDEST:
        raise Untrusted("TOKEN_TOO_OLD")
    return found
