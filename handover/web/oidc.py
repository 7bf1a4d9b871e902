"""One OIDC provider as this node sees it: code flow, PKCE S256, private_key_jwt, pushed requests.

Authlib carries the flow, joserfc the tokens. Four things are ours because Authlib
leaves them out or does them another way: the client's assertion is for the issuer and
short (ID-porten and Maskinporten), requests are pushed when the provider takes it
(RFC 9126), the answer's `iss` is compared (RFC 9207), and `acr` is held against what
was asked for.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.jwk import RSAKey

from handover.errors import Misconfigured
from handover.house import House
from handover.rules.actors import Level
from handover.settings import LoginSettings
from handover.web import oidc_tokens
from handover.web.attempts import Attempt
from handover.web.oidc_errors import LoginRefused, ProviderSilent
from handover.web.oidc_metadata import TIMEOUT, Known, Metadata, body, fetch
from handover.web.oidc_tokens import ACR, Identity

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Oidc:
    """A provider: where to send people, and who came back."""

    def __init__(self, name: str, settings: LoginSettings, node: House) -> None:
        self.name = name
        self._settings, self._node = settings, node
        self._demo = node.settings.node.demo
        self._key = _key(name, settings)
        if not self._demo and urlsplit(settings.issuer).hostname in LOOPBACK:
            raise Misconfigured(f"«login.{name}.issuer» kan bare være på egen maskin i demo.")
        self._known = Known(settings.issuer, requests.get, self._demo)

    @property
    def callback(self) -> str:
        """Where this provider sends people back; no other provider uses it."""
        return f"{self._node.settings.node.address.rstrip('/')}/logg-inn/{self.name}/svar"

    def address(self, attempt: Attempt, level: Level) -> str:
        """Where to send the browser. Raises ProviderSilent."""
        provider = self._metadata()
        session = self._session(provider)
        extra = {"acr_values": _acr(level)} if self.name == "idporten" else {}
        address, _ = session.create_authorization_url(
            provider.authorize, state=attempt.state, nonce=attempt.nonce,
            code_verifier=attempt.verifier, **extra)
        return self._pushed(provider, address) if provider.push else str(address)

    def identity(self, attempt: Attempt, said: Mapping[str, str], level: Level) -> Identity:
        """Who came back with this answer. Raises LoginRefused or ProviderSilent."""
        provider = self._metadata()
        if said.get("iss", "" if provider.names_itself else provider.issuer) != provider.issuer:
            raise LoginRefused("ANSWER_FROM_ANOTHER")
        if "error" in said or not said.get("code"):
            raise LoginRefused("ANSWER_IS_NO")
        answer = self._exchange(provider, said["code"], attempt.verifier)
        found = self._claims(provider, answer, attempt.nonce)
        if self.name == "idporten":
            return oidc_tokens.citizen(found, level, self._demo)
        return oidc_tokens.employee(self._with_userinfo(provider, found, answer))

    def _metadata(self) -> Metadata:
        return self._known.metadata(self._node.clock.now())

    def _session(self, provider: Metadata) -> OAuth2Session:
        session = OAuth2Session(
            self._settings.client_id, token_endpoint_auth_method="private_key_jwt",  # noqa: S106
            scope=self._settings.scope, redirect_uri=self.callback, code_challenge_method="S256")
        session.register_client_auth_method(("private_key_jwt", self._signed(provider)))
        session.register_compliance_hook("access_token_response", _checked)
        return session

    def _signed(self, provider: Metadata) -> Any:
        """Authlib's hook for client authentication. Its own signs for the token endpoint."""
        def add(_auth: Any, _method: str, uri: str, headers: Any, sent: str) -> Any:
            return uri, headers, f"{sent}&{urlencode(self._proof(provider))}"
        return add

    def _proof(self, provider: Metadata) -> dict[str, str]:
        return {"client_assertion_type": ASSERTION,
                "client_assertion": oidc_tokens.assertion(
                    self._settings.client_id, provider.issuer, self._key,
                    self._node.clock.now(), self._node.random)}

    def _pushed(self, provider: Metadata, address: str) -> str:
        """The short address for a request that was handed over behind the scenes (RFC 9126)."""
        sent = dict(parse_qsl(urlsplit(address).query)) | self._proof(provider)
        try:
            answer = body(requests.post(provider.push or "", data=sent, timeout=TIMEOUT,
                                        allow_redirects=False))
        except requests.RequestException as fault:
            raise ProviderSilent("PROVIDER_UNREACHABLE") from fault
        reference = {"client_id": self._settings.client_id,
                     "request_uri": str(answer.get("request_uri", ""))}
        return f"{provider.authorize}?{urlencode(reference)}"

    def _exchange(self, provider: Metadata, code: str, verifier: str) -> Mapping[str, Any]:
        try:
            with self._session(provider) as session:
                answer: Mapping[str, Any] = session.fetch_token(
                    provider.token, grant_type="authorization_code", code=code,
                    code_verifier=verifier, redirect_uri=self.callback, timeout=TIMEOUT,
                    allow_redirects=False)
        except requests.RequestException as fault:
            raise ProviderSilent("PROVIDER_UNREACHABLE") from fault
        except (AuthlibBaseError, ValueError) as fault:
            raise LoginRefused("CODE_NOT_TAKEN") from fault
        return answer

    def _claims(self, provider: Metadata, answer: Mapping[str, Any],
                nonce: str) -> Mapping[str, Any]:
        now, token = self._node.clock.now(), answer.get("id_token")
        keys = self._known.keys(now, oidc_tokens.key_name(token))
        return oidc_tokens.claims(token, keys, provider.issuer, self._settings.client_id,
                                  nonce, now)

    def _with_userinfo(self, provider: Metadata, found: Mapping[str, Any],
                       answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Feide tells the user name in userinfo; it counts only for the same `sub`."""
        if oidc_tokens.FEIDE_NAME in found or not provider.userinfo:
            return found
        bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        more = fetch(requests.get, provider.userinfo, headers=bearer)
        if more.get("sub") != found["sub"]:
            raise LoginRefused("USERINFO_OF_ANOTHER")
        return {**more, **found}


def _acr(level: Level) -> str:
    return next(acr for acr, known in ACR.items() if known is level)


def _checked(answer: requests.Response) -> requests.Response:
    """Runs the token answer through the JSON door before Authlib reads it (S27)."""
    if answer.status_code < 300:
        body(answer)
    return answer


def _key(name: str, settings: LoginSettings) -> RSAKey:
    try:
        return RSAKey.import_key(Path(settings.client_key).read_bytes())
    except (OSError, ValueError) as fault:
        raise Misconfigured(f"Kunne ikke lese nøkkelen i «login.{name}.client_key».") from fault
