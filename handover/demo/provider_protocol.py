"""What the demo's provider demands and tells: the rules of the wire, apart from the pages."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import Authorization

from handover.demo.provider_desk import Asked, Chosen, DemoClient, Denied, Desk, challenge_of
from handover.demo.provider_modes import ANSATTPORTEN, FEIDE, IDPORTEN

LEVELS = {"idporten-loa-substantial": "MinID", "idporten-loa-high": "BankID"}
ANSATTPORTEN_LEVELS = {"substantial": "MinID", "high": "BankID"}
FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"
FEIDE_NUMBER = "https://n.feide.no/claims/nin"
DETAILS = "ansattporten:altinn:resource"
AUTHORITY = "iso6523-actorid-upis"
TOKEN_SECONDS = 120
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Claims = dict[str, Any]
Form = Mapping[str, str]


def client(desk: Desk, name: str, issuer: str, form: Form,
           basic: Authorization | None) -> DemoClient:
    """The client that sent the form: by its secret at Feide, else by its signature. Raises Denied."""
    if name == FEIDE:
        if basic is None or basic.type != "basic":
            raise Denied("invalid_client", "client_secret_basic is required")
        return desk.by_secret(basic.username or "", basic.password or "")
    if form.get("client_assertion_type") != JWT_BEARER:
        raise Denied("invalid_client", "private_key_jwt is required")
    return desk.client_of(form.get("client_assertion", ""), issuer)


def asked(name: str, client: DemoClient, form: Form) -> Asked:
    """What a request asks for, when it asks as the real ones demand. Raises Denied."""
    if form.get("redirect_uri") not in client.callbacks:
        raise Denied("invalid_request", "redirect_uri is not registered")
    if form.get("response_type") != "code" or form.get("code_challenge_method") != "S256":
        raise Denied("invalid_request", "only code with PKCE S256")
    if not all(form.get(field) for field in ("state", "nonce", "code_challenge")):
        raise Denied("invalid_request", "state, nonce and code_challenge are required")
    return Asked(name, client.client_id, form["redirect_uri"], form["state"], form["nonce"],
                 form["code_challenge"], form.get("acr_values", ""), form.get("scope", ""),
                 _resource(form) if name == ANSATTPORTEN else "")


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
    """What the id_token says: who it is at ID-porten and Ansattporten, hardly anything at Feide."""
    told: Claims = {"iss": issuer, "aud": chosen.asked.client, "sub": sub(chosen),
                    "nonce": chosen.asked.nonce, "iat": now, "exp": now + TOKEN_SECONDS,
                    "auth_time": chosen.at}
    if chosen.asked.issuer == IDPORTEN:
        told |= {"pid": chosen.login.subject, "acr": chosen.acr,
                 "amr": [LEVELS.get(chosen.acr, "")]}
    if chosen.asked.issuer == ANSATTPORTEN:
        told |= {"pid": chosen.login.subject, "acr": chosen.acr,
                 "authorization_details": [{
                     "type": DETAILS, "resource": chosen.asked.resource,
                     "authorized_parties": [{"orgno": organisation(chosen.organisation)}]}]}
    return told


def userinfo(chosen: Chosen) -> Claims:
    """What Feide tells beside the token."""
    told: Claims = {"sub": sub(chosen), FEIDE_NAME: chosen.login.subject}
    return told | ({FEIDE_NUMBER: chosen.login.number} if chosen.login.number else {})


def groups(chosen: Chosen) -> list[Claims]:
    """The organisation somebody belongs to, and as what, as Feide's groups have it."""
    said = "employee" if chosen.login.employee else "student"
    return [{"id": "fc:org:demo.example", "type": "fc:org",
             "membership": {"affiliation": [said, "member"], "primaryAffiliation": said}},
            {"id": "fc:gogroup:demo.example", "type": "fc:gogroup"}]


def organisation(number: str) -> Claims:
    """An organisation number as ISO 6523 has it."""
    return {"authority": AUTHORITY, "ID": f"0192:{number}"}


def sub(chosen: Chosen) -> str:
    """A name for the person that only this client sees (pairwise)."""
    return challenge_of(f"{chosen.asked.client} {chosen.login.subject}")[:24]


def _resource(form: Form) -> str:
    """The resource in a rich authorization request (RFC 9396). Raises Denied."""
    try:
        said = json.loads(form.get("authorization_details", ""))
        detail, = said
        if detail["type"] != DETAILS or detail["representation_is_required"] != "true":
            raise ValueError
        return str(detail["resource"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Denied("invalid_request", "authorization_details is not understood") from fault
