"""One OIDC provider as this node sees it: code flow with PKCE S256, from address to identity.

Authlib carries the flow, joserfc the tokens. Four things are ours because Authlib
leaves them out or does them another way: the client's assertion is for the issuer and
short (ID-porten and Maskinporten), requests are pushed when the provider takes it
(RFC 9126), the answer's `iss` is compared (RFC 9207), and `acr` is held against what
was asked for.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError

from handover.errors import Misconfigured
from handover.house import House
from handover.rules.actors import Level
from handover.settings import LoginSettings
from handover.tokens import signed
from handover.tokens.errors import Silent, Untrusted
from handover.tokens.place import require_outside
from handover.tokens.published import TIMEOUT, body, fetch
from handover.web import oidc_feide, oidc_tokens
from handover.web.attempts import Attempt
from handover.web.oidc_client import proof
from handover.web.oidc_kinds import KINDS
from handover.web.oidc_metadata import Known, Metadata
from handover.web.oidc_tokens import Identity


class Oidc:
    """A provider: where to send people, and who came back."""

    def __init__(self, name: str, settings: LoginSettings, node: House) -> None:
        if name not in KINDS:
            raise Misconfigured(f"«login.{name}» er ikke en innlogging noden kjenner.")
        self.name = name
        self._kind, self._settings, self._node = KINDS[name], settings, node
        self._demo = node.settings.node.demo
        require_outside(settings.issuer, f"login.{name}.issuer", self._demo)
        self._proof = proof(name, settings, node)
        self._known = Known(settings.issuer, requests.get, self._demo)

    @property
    def for_families(self) -> bool:
        """Whether pupils and guardians log in here; only a kommune has pages for them."""
        return self._kind.family

    @property
    def callback(self) -> str:
        """Where this provider sends people back; no other provider uses it."""
        return f"{self._node.settings.node.address.rstrip('/')}/logg-inn/{self.name}/svar"

    def address(self, attempt: Attempt, level: Level) -> str:
        """Where to send the browser. Raises Silent or Untrusted."""
        provider = self._metadata()
        session = self._proof.session(provider.issuer, self.callback)
        address, _ = session.create_authorization_url(
            provider.authorize, state=attempt.state, nonce=attempt.nonce,
            code_verifier=attempt.verifier, **self._kind.asks(self._settings, level))
        return self._pushed(provider, address) if provider.push else str(address)

    def identity(self, attempt: Attempt, said: Mapping[str, str], level: Level) -> Identity:
        """Who came back with this answer. Raises Untrusted or Silent."""
        provider = self._metadata()
        if said.get("iss", "" if provider.names_itself else provider.issuer) != provider.issuer:
            raise Untrusted("ANSWER_FROM_ANOTHER")
        if "error" in said or not said.get("code"):
            raise Untrusted("ANSWER_IS_NO")
        answer = self._exchange(provider, said["code"], attempt.verifier)
        found = self._claims(provider, answer, attempt.nonce)
        if self._kind.wants_userinfo:
            found = _with_userinfo(provider, found, answer)
        who = self._kind.who(found, self._settings, level, self._demo)
        return oidc_feide.judged(who, self._settings.groups, _bearer(answer))

    def _metadata(self) -> Metadata:
        return self._known.metadata(self._node.clock.now())

    def _pushed(self, provider: Metadata, address: str) -> str:
        """The short address for a request that was handed over behind the scenes (RFC 9126)."""
        sent = dict(parse_qsl(urlsplit(address).query)) | self._proof.fields(provider.issuer)
        try:
            answer = body(requests.post(provider.push or "", data=sent, timeout=TIMEOUT,
                                        auth=self._proof.basic, allow_redirects=False))
        except requests.RequestException as fault:
            raise Silent("PROVIDER_UNREACHABLE") from fault
        reference = {"client_id": self._settings.client_id,
                     "request_uri": str(answer.get("request_uri", ""))}
        return f"{provider.authorize}?{urlencode(reference)}"

    def _exchange(self, provider: Metadata, code: str, verifier: str) -> Mapping[str, Any]:
        try:
            with self._proof.session(provider.issuer, self.callback) as session:
                session.register_compliance_hook("access_token_response", _checked)
                answer: Mapping[str, Any] = session.fetch_token(
                    provider.token, grant_type="authorization_code", code=code,
                    code_verifier=verifier, redirect_uri=self.callback, timeout=TIMEOUT,
                    allow_redirects=False)
        except requests.RequestException as fault:
            raise Silent("PROVIDER_UNREACHABLE") from fault
        except (AuthlibBaseError, ValueError) as fault:
            raise Untrusted("CODE_NOT_TAKEN") from fault
        return answer

    def _claims(self, provider: Metadata, answer: Mapping[str, Any],
                nonce: str) -> Mapping[str, Any]:
        now, token = self._node.clock.now(), answer.get("id_token")
        keys = self._known.keys(now, signed.key_name(token))
        return oidc_tokens.claims(token, keys, provider.issuer, self._settings.client_id,
                                  nonce, now)


def _with_userinfo(provider: Metadata, found: Mapping[str, Any],
                   answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Feide tells the user name in userinfo; it counts only for the same `sub`."""
    if not provider.userinfo:
        return found
    more = fetch(requests.get, provider.userinfo, headers=_bearer(answer))
    if more.get("sub") != found["sub"]:
        raise Untrusted("USERINFO_OF_ANOTHER")
    return {**more, **found}


def _bearer(answer: Mapping[str, Any]) -> dict[str, str]:
    token = answer.get("access_token", "")
    return {"Authorization": f"Bearer {token}"}


def _checked(answer: requests.Response) -> requests.Response:
    """Runs the token answer through the JSON door before Authlib reads it (S27)."""
    if answer.status_code < 300:
        body(answer)
    return answer
