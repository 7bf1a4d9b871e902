"""How this node proves to a provider that it is the client: a signed assertion, or a secret.

ID-porten and Ansattporten want `private_key_jwt`, made out to the issuer and short;
Feide wants `client_secret_basic`. The secret comes from a file or the environment and
stands nowhere else.
"""

import os
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from authlib.integrations.requests_client import OAuth2Session

from handover.errors import Misconfigured
from handover.house import House
from handover.seal.keyring import private
from handover.settings import LoginSettings
from handover.tokens import signed

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Proof(Protocol):
    """What goes along with a call to the provider."""

    def session(self, issuer: str, callback: str) -> OAuth2Session:
        """Authlib's session for the code flow, proving who we are when it calls."""
        ...

    def fields(self, issuer: str) -> dict[str, str]:
        """Form fields for a call of our own."""
        ...

    @property
    def basic(self) -> tuple[str, str] | None:
        """User and password for a call of our own, when that is how it is done."""
        ...


class Signed:
    """`private_key_jwt` (RFC 7523), as Digdir wants it: the audience is the issuer."""

    basic = None

    def __init__(self, name: str, settings: LoginSettings, node: House) -> None:
        self._settings, self._node = settings, node
        self._key = signed.signing_key(settings.client_key, f"login.{name}.client_key")

    def session(self, issuer: str, callback: str) -> OAuth2Session:
        """Authlib signs for the token endpoint and for an hour; we do neither."""
        made = _session(self._settings, callback, "private_key_jwt")
        made.register_client_auth_method(("private_key_jwt", self._added(issuer)))
        return made

    def fields(self, issuer: str) -> dict[str, str]:
        """A new assertion: none is used twice."""
        client = self._settings.client_id
        return {"client_assertion_type": ASSERTION, "client_assertion": signed.assertion(
            client, issuer, self._key, self._node.clock.now(), self._node.random, sub=client)}

    def _added(self, issuer: str) -> Any:
        def add(_auth: Any, _method: str, uri: str, headers: Any, sent: str) -> Any:
            return uri, headers, f"{sent}&{urlencode(self.fields(issuer))}"
        return add


class Secret:
    """`client_secret_basic` (RFC 6749 2.3.1)."""

    def __init__(self, name: str, settings: LoginSettings) -> None:
        self._settings, self._secret = settings, _secret(name, settings)

    @property
    def basic(self) -> tuple[str, str]:
        return self._settings.client_id, self._secret

    def session(self, issuer: str, callback: str) -> OAuth2Session:
        return _session(self._settings, callback, "client_secret_basic", self._secret)

    def fields(self, issuer: str) -> dict[str, str]:
        return {}


def proof(name: str, settings: LoginSettings, node: House) -> Proof:
    """The proof the settings give us. Raises Misconfigured naming what is missing."""
    if settings.client_secret_file or settings.client_secret_env:
        return Secret(name, settings)
    return Signed(name, settings, node)


def _session(settings: LoginSettings, callback: str, method: str,
             secret: str | None = None) -> OAuth2Session:
    return OAuth2Session(
        settings.client_id, secret, token_endpoint_auth_method=method, scope=settings.scope,
        redirect_uri=callback, code_challenge_method="S256")


def _secret(name: str, settings: LoginSettings) -> str:
    if settings.client_secret_file:
        path = private(Path(settings.client_secret_file))
        found = path.read_text(encoding="utf-8").strip()
    else:
        found = os.environ.get(settings.client_secret_env, "")
    if not found:
        raise Misconfigured(f"Hemmeligheten til «login.{name}» mangler.")
    return found
