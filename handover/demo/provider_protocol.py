"""What the demo's provider demands and tells: the rules of the wire, apart from the pages."""

from collections.abc import Mapping
from typing import Any

from handover.demo.provider_desk import Asked, Chosen, DemoClient, Denied, Desk, challenge_of

LEVELS = {"idporten-loa-substantial": "MinID", "idporten-loa-high": "BankID"}
FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"
TOKEN_SECONDS = 120
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Claims = dict[str, Any]
Form = Mapping[str, str]


def client(desk: Desk, issuer: str, form: Form) -> DemoClient:
    """The client that sent the form, known by its signature. Raises Denied."""
    if form.get("client_assertion_type") != JWT_BEARER:
        raise Denied("invalid_client", "private_key_jwt is required")
    return desk.client_of(form.get("client_assertion", ""), issuer)


def asked(name: str, client: DemoClient, form: Form) -> Asked:
    """What a pushed request asks for, when it asks as ID-porten demands. Raises Denied."""
    if form.get("redirect_uri") not in client.callbacks:
        raise Denied("invalid_request", "redirect_uri is not registered")
    if form.get("response_type") != "code" or form.get("code_challenge_method") != "S256":
        raise Denied("invalid_request", "only code with PKCE S256")
    if not all(form.get(field) for field in ("state", "nonce", "code_challenge")):
        raise Denied("invalid_request", "state, nonce and code_challenge are required")
    return Asked(name, client.client_id, form["redirect_uri"], form["state"], form["nonce"],
                 form["code_challenge"], form.get("acr_values", ""), form.get("scope", ""))


def own_code(chosen: object, client: DemoClient, name: str, form: Form) -> Chosen:
    """The choice a code stands for, when it was this client's. Raises Denied (RFC 7636 4.6)."""
    if not isinstance(chosen, Chosen) or chosen.asked.client != client.client_id:
        raise Denied("invalid_grant", "the code is used, too old or another's")
    if chosen.asked.issuer != name or form.get("redirect_uri") != chosen.asked.callback:
        raise Denied("invalid_grant", "the code was given for another callback")
    if challenge_of(form.get("code_verifier", "")) != chosen.asked.challenge:
        raise Denied("invalid_grant", "code_verifier does not fit")
    return chosen


def claims(chosen: Chosen, issuer: str, now: int) -> Claims:
    """What the id_token says: in ID-porten the number and the level, in Feide neither."""
    told: Claims = {"iss": issuer, "aud": chosen.asked.client, "sub": sub(chosen),
                    "nonce": chosen.asked.nonce, "iat": now, "exp": now + TOKEN_SECONDS,
                    "auth_time": chosen.at}
    if chosen.asked.issuer == "idporten":
        told |= {"pid": chosen.login.subject, "acr": chosen.acr,
                 "amr": [LEVELS.get(chosen.acr, "")]}
    return told


def sub(chosen: Chosen) -> str:
    """A name for the person that only this client sees (pairwise)."""
    return challenge_of(f"{chosen.asked.client} {chosen.login.subject}")[:24]
