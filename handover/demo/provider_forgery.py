"""Tokens as others would forge them: what the demo's provider signs when it is told to lie."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]


@dataclass(frozen=True)
class Keys:
    """The provider's key, and one that nobody has been told of."""

    own: RSAKey
    stranger: RSAKey

    @property
    def kid(self) -> str:
        """What the provider's own key is called."""
        return self.own.thumbprint()


def honest(claims: Claims, keys: Keys) -> str:
    """Signed as it should be."""
    return jwt.encode({"alg": "RS256", "kid": keys.kid}, claims, keys.own, ["RS256"])


def signed_by_stranger(named: str) -> Callable[[Claims, Keys], str]:
    """By a key the provider has not published, called by the name of one that is, or by its own."""
    def sign(claims: Claims, keys: Keys) -> str:
        kid = keys.kid if named == "own" else keys.stranger.thumbprint()
        header: dict[str, Any] = {"alg": "RS256", "kid": kid}
        if named == "embedded":
            header["jwk"] = keys.stranger.as_dict(private=False)
        return jwt.encode(header, claims, keys.stranger, ["RS256"])
    return sign


def other_algorithm(name: str) -> Callable[[Claims, Keys], str]:
    """By the right key in a way nobody has agreed on."""
    return lambda claims, keys: jwt.encode(
        {"alg": name, "kid": keys.kid}, claims, keys.own, [name])


def unsigned(claims: Claims, keys: Keys) -> str:
    """Algorithm `none` (RFC 8725 2.1)."""
    return _compact({"alg": "none", "kid": keys.kid}, claims, lambda data: b"")


def public_key_as_secret(claims: Claims, keys: Keys) -> str:
    """HS256 with what everybody may read as the secret (RFC 8725 2.1)."""
    secret = keys.own.as_pem(private=False)
    return _compact({"alg": "HS256", "kid": keys.kid}, claims,
                    lambda data: hmac.new(secret, data, hashlib.sha256).digest())


def tampered(claims: Claims, keys: Keys) -> str:
    """The signature of another token."""
    head, _body, signature = honest(claims, keys).split(".")
    return ".".join((head, honest(claims | {"sub": "another"}, keys).split(".")[1], signature))


def without_kid(claims: Claims, keys: Keys) -> str:
    """Signed by the right key without saying which."""
    return jwt.encode({"alg": "RS256"}, claims, keys.own, ["RS256"])


def _compact(header: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    data = b".".join(_b64(json.dumps(one).encode()) for one in (header, claims))
    return b".".join((data, _b64(sign(data)))).decode()


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def many_keys(keys: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The published keys, and one of another kind before them."""
    other = ECKey.generate_key("P-256", auto_kid=True)
    return [other.as_dict(private=False), *keys]
