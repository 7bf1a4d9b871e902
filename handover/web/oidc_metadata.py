"""What a provider says of itself: its addresses and its keys (OpenID Connect Discovery 1.0)."""

from dataclasses import dataclass
from datetime import datetime

from joserfc.jwk import KeySet

from handover.tokens.published import Get, Published

METADATA = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Metadata:
    """The provider's addresses."""

    issuer: str
    authorize: str
    token: str
    keys: str
    push: str | None
    """Where requests are pushed (RFC 9126), when the provider takes them."""
    userinfo: str | None
    names_itself: bool
    """The provider promises `iss` in its answers (RFC 9207)."""


class Known:
    """Metadata and keys of one provider, fetched when needed and forgotten after an hour."""

    def __init__(self, issuer: str, get: Get, demo: bool) -> None:
        self._published = Published(issuer, METADATA, get, demo)

    def metadata(self, at: datetime) -> Metadata:
        """The addresses. Raises Silent, or Untrusted for a provider that is another."""
        said, address = self._published.document(at), self._published.address
        promise = said.get("authorization_response_iss_parameter_supported")
        return Metadata(
            issuer=self._published.issuer,
            authorize=address(at, "authorization_endpoint"),
            token=address(at, "token_endpoint"),
            keys=address(at, "jwks_uri"),
            push=address(at, "pushed_authorization_request_endpoint", may_miss=True) or None,
            userinfo=address(at, "userinfo_endpoint", may_miss=True) or None,
            names_itself=promise is True)

    def keys(self, at: datetime, kid: str) -> KeySet:
        """The provider's keys. Raises Silent."""
        return self._published.keys(at, kid)
