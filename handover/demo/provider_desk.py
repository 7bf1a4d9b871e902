"""What the demo log-in provider remembers: requests, codes and tokens, each good for one use."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from handover.ports import Clock, Random, new_id

CODE_SECONDS = 60
PUSHED_SECONDS = 60
PAGE_SECONDS = 600
"""How long the page with people may stand open."""
PROOF_SECONDS = 120
"""Longest life of a client's assertion (Maskinporten's doc, which ID-porten follows)."""
LEEWAY = 10


@dataclass(frozen=True)
class DemoLogin:
    """Somebody who can be logged in as, with one click."""

    name: str
    about: str
    """What the person is in the story: «elev i 10B»."""
    provider: str
    """idporten | feide | ansattporten"""
    subject: str = field(repr=False)
    """Synthetic person number, or Feide user name."""
    levels: tuple[str, ...] = ("idporten-loa-substantial", "idporten-loa-high")
    """The electronic identities the person has. Feide has no levels."""
    number: str = field(default="", repr=False)
    """Feide: the synthetic person number it tells, where it does."""
    employee: bool = True
    """Feide: employed by a school owner, not a pupil."""
    organisations: tuple[tuple[str, str], ...] = ()
    """Ansattporten: number and name of those the person may act for."""


@dataclass(frozen=True)
class DemoClient:
    """A node that may ask."""

    client_id: str
    key: bytes
    """Public key, PEM."""
    callbacks: tuple[str, ...]
    secret: str = field(default="", repr=False)
    """For Feide, which wants client_secret_basic."""
    organisation: str = ""
    """For Maskinporten: the organisation the client belongs to."""
    scopes: tuple[str, ...] = ()
    """For Maskinporten: what the client may ask for."""


class Denied(Exception):
    """The request is refused. `code` is the error of RFC 6749 5.2 or RFC 9126 2.3."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True)
class Asked:
    """A request for a log-in, as the client made it."""

    issuer: str
    client: str
    callback: str
    state: str
    nonce: str
    challenge: str
    acr: str
    scope: str
    resource: str = ""
    """Ansattporten: the Altinn resource somebody must be able to act for."""


@dataclass(frozen=True)
class Chosen:
    """Who was chosen for a request, with which electronic identity, when."""

    asked: Asked
    login: DemoLogin
    acr: str
    at: int
    organisation: str = ""
    """Ansattporten: the number of the one chosen."""


class Desk:
    """Everything under way. One process, in memory: the demo provider keeps nothing."""

    def __init__(self, clients: Sequence[DemoClient], clock: Clock, random: Random) -> None:
        self.clients = {client.client_id: client for client in clients}
        self._clock, self._random = clock, random
        self._lock = Lock()
        self._slips: dict[str, tuple[int, object]] = {}
        self._proofs: set[str] = set()

    def now(self) -> int:
        """Seconds since 1970 by the demo's clock."""
        return int(self._clock.now().timestamp())

    def keep(self, thing: object, seconds: int) -> str:
        """A slip of paper that fetches the thing once, within so many seconds."""
        slip = base64.urlsafe_b64encode(self._random(24)).decode()
        with self._lock:
            self._slips[slip] = self.now() + seconds, thing
        return slip

    def fetch(self, slip: str) -> object | None:
        """The thing the slip was for; None when it is used, too old or unknown."""
        with self._lock:
            until, thing = self._slips.pop(slip, (0, None))
        return thing if self.now() <= until else None

    def look(self, slip: str) -> object | None:
        """The thing the slip is for, which may be looked at again."""
        with self._lock:
            until, thing = self._slips.get(slip, (0, None))
        return thing if self.now() <= until else None

    def new_id(self) -> str:
        """A random identifier."""
        return new_id(self._random)

    def client_of(self, assertion: str, issuer: str) -> DemoClient:
        """The client that signed the assertion (private_key_jwt). Raises Denied."""
        return self.signed(assertion, issuer, ("sub",))[0]

    def signed(self, assertion: str, issuer: str,
               wanted: tuple[str, ...]) -> tuple[DemoClient, dict[str, object]]:
        """The client that signed, and what it said; `wanted` are claims that must be there.

        Raises Denied.
        """
        for client in self.clients.values():
            claims = self._claims(assertion, client, issuer)
            if claims is not None and all(claims.get(name) for name in wanted) and \
                    claims.get("sub", client.client_id) == client.client_id:
                self._spend(str(claims["jti"]))
                return client, claims
        raise Denied("invalid_client", "assertion is not signed by a known client for this issuer")

    def by_secret(self, client_id: str, secret: str) -> DemoClient:
        """The client that knows its secret (RFC 6749 2.3.1). Raises Denied."""
        client = self.clients.get(client_id)
        if client is None or not client.secret or not hmac.compare_digest(
                client.secret.encode(), secret.encode()):
            raise Denied("invalid_client", "the secret is not this client's")
        return client

    def _claims(self, assertion: str, client: DemoClient,
                issuer: str) -> dict[str, object] | None:
        rules = jwt.JWTClaimsRegistry(
            now=self.now(), leeway=LEEWAY,
            iss={"essential": True, "value": client.client_id},
            exp={"essential": True}, iat={"essential": True}, jti={"essential": True})
        try:
            claims = jwt.decode(assertion, RSAKey.import_key(client.key), ["RS256"]).claims
            rules.validate(claims)
        except (JoseError, ValueError):
            return None
        # Digdir: the audience is the issuer and nothing else, also not its token address.
        short = claims["exp"] - claims["iat"] <= PROOF_SECONDS
        return claims if claims.get("aud") == issuer and short else None

    def _spend(self, jti: str) -> None:
        with self._lock:
            if jti in self._proofs:
                raise Denied("invalid_client", "jti is used before")
            self._proofs.add(jti)


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636 4.2."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")
