"""What a provider says of itself: its addresses and its keys, read with care and kept an hour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException, Response

from handover.doors import json
from handover.errors import BadInput
from handover.web.oidc_errors import LoginRefused, ProviderSilent

KEPT = timedelta(hours=1)
LIMIT = 256 * 1024
TIMEOUT = (3.05, 10)
"""Seconds to connect and to answer. People are waiting."""

Get = Callable[..., Response]
"""`requests.Session.get`, or something that behaves like it."""

DEMO_MARK = "overgang_demo"
"""Stands in the demo provider's metadata, so that no production node can take it for a real one."""


@dataclass(frozen=True)
class Metadata:
    """The provider's addresses (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorize: str
    token: str
    keys: str
    push: str | None
    """Where requests are pushed (RFC 9126), when the provider takes them."""
    userinfo: str | None
    names_itself: bool
    """The provider promises `iss` in its answers (RFC 9207)."""


def body(answer: Response) -> Mapping[str, Any]:
    """The JSON object in an answer. Raises ProviderSilent when there is none to use."""
    if answer.status_code >= 300:
        raise ProviderSilent("PROVIDER_STATUS")
    try:
        found = json.read(answer.content, limit=LIMIT)
    except BadInput as fault:
        raise ProviderSilent("PROVIDER_NOT_JSON") from fault
    if not isinstance(found, dict):
        raise ProviderSilent("PROVIDER_NOT_JSON")
    return found


def fetch(get: Get, address: str, **extra: Any) -> Mapping[str, Any]:
    """The JSON object at an address. Follows no redirects. Raises ProviderSilent."""
    try:
        return body(get(address, timeout=TIMEOUT, allow_redirects=False, **extra))
    except RequestException as fault:
        raise ProviderSilent("PROVIDER_UNREACHABLE") from fault


class Known:
    """Metadata and keys of one issuer, fetched when needed and forgotten after an hour."""

    def __init__(self, issuer: str, get: Get, demo: bool) -> None:
        self._issuer, self._get, self._demo = issuer, get, demo
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def metadata(self, at: datetime) -> Metadata:
        """The addresses. Raises ProviderSilent, or LoginRefused for a provider that is another."""
        if self._metadata is None or abs(at - self._metadata[0]) > KEPT:
            address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
            self._metadata = at, self._read(fetch(self._get, address))
        return self._metadata[1]

    def keys(self, at: datetime, kid: str) -> KeySet:
        """The provider's keys; asked for anew, once, when `kid` is not among those we know."""
        kept = self._keys
        if kept is None or abs(at - kept[0]) > KEPT or kid not in _kids(kept[1]):
            try:
                found = KeySet.import_key_set(
                    dict(fetch(self._get, self.metadata(at).keys)))  # type: ignore[arg-type]
            except (JoseError, KeyError, TypeError, ValueError) as fault:
                raise ProviderSilent("PROVIDER_KEYS") from fault
            self._keys = kept = at, found
        return kept[1]

    def _read(self, said: Mapping[str, Any]) -> Metadata:
        if said.get("issuer") != self._issuer:
            raise LoginRefused("PROVIDER_IS_ANOTHER")
        if said.get(DEMO_MARK) and not self._demo:
            raise LoginRefused("PROVIDER_IS_DEMO")
        return Metadata(
            issuer=self._issuer,
            authorize=self._address(said, "authorization_endpoint"),
            token=self._address(said, "token_endpoint"),
            keys=self._address(said, "jwks_uri"),
            push=self._address(said, "pushed_authorization_request_endpoint", may_miss=True),
            userinfo=self._address(said, "userinfo_endpoint", may_miss=True) or None,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _address(self, said: Mapping[str, Any], name: str, may_miss: bool = False) -> str:
        """An address in the metadata; outside the demo it must be https."""
        found = said.get(name)
        if found is None and may_miss:
            return ""
        schemes = ("https://", "http://") if self._demo else ("https://",)
        if not isinstance(found, str) or not found.startswith(schemes):
            raise ProviderSilent("PROVIDER_METADATA")
        return found


def _kids(keys: KeySet) -> set[str | None]:
    return {key.kid for key in keys.keys}
