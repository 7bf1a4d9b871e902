"""Tokens: the one this node signs to say who it is, and the one that says who logged in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from handover.ports import Random, new_id
from handover.rules.actors import Level
from handover.rules.person_number import Identifier, acceptable, classify
from handover.web.oidc_errors import LoginRefused

ALGORITHMS = ["RS256"]
"""Nothing else is taken: neither `none`, nor a public key used as a shared secret."""

LIFETIME = 60
"""Seconds the client's own assertion is good for; Maskinporten's doc allows 120."""
LEEWAY = 10
"""Seconds two clocks may differ."""
OLDEST = 600
"""Seconds since the token was made. It is used at once or not at all."""

ACR = {"idporten-loa-substantial": Level.SUBSTANTIAL, "idporten-loa-high": Level.HIGH}
FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"


@dataclass(frozen=True)
class Identity:
    """Who the provider vouches for, and how surely."""

    provider: str
    subject: str = field(repr=False)
    """Person number (idporten) or user name (feide). Personal data."""
    level: Level


def assertion(client_id: str, issuer: str, key: RSAKey, now: datetime, random: Random) -> str:
    """Proof that we are the client (RFC 7523): for the issuer, short-lived, never used twice."""
    at = int(now.timestamp())
    claims = {"iss": client_id, "sub": client_id, "aud": issuer, "iat": at,
              "exp": at + LIFETIME, "jti": new_id(random)}
    return jwt.encode({"alg": ALGORITHMS[0], "kid": key.thumbprint()}, claims, key, ALGORITHMS)


def key_name(token: object) -> str:
    """The `kid` in a token's header, unverified. Raises LoginRefused when it names none."""
    try:
        kid = jws.extract_compact(str(token).encode()).headers().get("kid")
    except (JoseError, ValueError) as fault:
        raise LoginRefused("TOKEN_NOT_READABLE") from fault
    if not isinstance(kid, str):
        raise LoginRefused("TOKEN_NAMES_NO_KEY")
    return kid


def claims(token: object, keys: KeySet, issuer: str, client_id: str, nonce: str,
           now: datetime) -> Mapping[str, Any]:
    """The claims of an id_token that holds (OpenID Connect Core 3.1.3.7). Raises LoginRefused."""
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()), leeway=LEEWAY,
        iss={"essential": True, "value": issuer}, aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce}, sub={"essential": True},
        exp={"essential": True}, iat={"essential": True})
    try:
        found = jwt.decode(str(token), keys, ALGORITHMS).claims
        rules.validate(found)
    except (JoseError, ValueError) as fault:
        raise LoginRefused("TOKEN_DOES_NOT_HOLD") from fault
    if found["aud"] not in (client_id, [client_id]):
        # A token for several parties could have been asked for by another of them.
        raise LoginRefused("TOKEN_FOR_SEVERAL")
    if now.timestamp() - found["iat"] > OLDEST:
        raise LoginRefused("TOKEN_TOO_OLD")
    return found


def citizen(found: Mapping[str, Any], wanted: Level, demo: bool) -> Identity:
    """Who ID-porten vouches for. Raises LoginRefused: level too low, or no number for this node."""
    level = ACR.get(str(found.get("acr")))
    if level is None or not level.reaches(wanted):
        raise LoginRefused("LEVEL_TOO_LOW")
    number = found.get("pid")
    kind = classify(number) if isinstance(number, str) else None
    if kind is None or not isinstance(number, str):
        raise LoginRefused("PID_NOT_VALID")
    if refused := acceptable(Identifier(kind, number), demo):
        raise LoginRefused(refused.code)
    return Identity("idporten", number, level)


def employee(found: Mapping[str, Any]) -> Identity:
    """Who Feide vouches for: enough for staff, and for staff only."""
    name = found.get(FEIDE_NAME)
    if not isinstance(name, str) or not name:
        raise LoginRefused("FEIDE_NAME_MISSING")
    return Identity("feide", name, Level.LOW)
