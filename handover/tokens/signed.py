"""Signed tokens (JWT): the ones this node signs to say who it is, and those others have signed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from handover.errors import Misconfigured
from handover.ports import Random, new_id
from handover.seal.keyring import private
from handover.tokens.errors import Untrusted

ALGORITHMS = ["RS256"]
"""Nothing else is taken: neither `none`, nor a public key used as a shared secret."""

LIFETIME = 60
"""Seconds our own assertion is good for; Maskinporten's documentation allows 120."""
LEEWAY = 10
"""Seconds two clocks may differ."""


def signing_key(path: str, setting: str) -> RSAKey:
    """The RSA key in a file only its owner may read. Raises Misconfigured naming the setting."""
    try:
        data = Path(path).read_bytes()
        private(Path(path))
        return RSAKey.import_key(data)
    except (OSError, ValueError) as fault:
        raise Misconfigured(f"Kunne ikke lese nøkkelen i «{setting}».") from fault


def assertion(client_id: str, issuer: str, key: RSAKey, now: datetime, random: Random,
              kid: str = "", **more: str) -> str:
    """Proof that we are the client (RFC 7523): for the issuer, short-lived, never used twice.

    `more` are further claims: `sub` to log in as a client, `scope` and `resource` to ask
    Maskinporten for a token.
    """
    at = int(now.timestamp())
    claims = {"iss": client_id, "aud": issuer, "iat": at, "exp": at + LIFETIME,
              "jti": new_id(random)} | more
    header = {"alg": ALGORITHMS[0], "kid": kid or key.thumbprint()}
    return jwt.encode(header, claims, key, ALGORITHMS)


def key_name(token: object) -> str:
    """The `kid` in a token's header, unverified. Raises Untrusted when it names none."""
    try:
        kid = jws.extract_compact(str(token).encode()).headers().get("kid")
    except (JoseError, ValueError) as fault:
        raise Untrusted("TOKEN_NOT_READABLE") from fault
    if not isinstance(kid, str):
        raise Untrusted("TOKEN_NAMES_NO_KEY")
    return kid


def verified(token: object, keys: KeySet, rules: jwt.JWTClaimsRegistry) -> Mapping[str, Any]:
    """The claims of a token that one of the keys has signed and that keep the rules.

    Raises Untrusted, with one code for every way it can fail.
    """
    try:
        found = jwt.decode(str(token), keys, ALGORITHMS).claims
        rules.validate(found)
    except (JoseError, ValueError, TypeError) as fault:
        raise Untrusted("TOKEN_DOES_NOT_HOLD") from fault
    return found
