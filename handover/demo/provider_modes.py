"""How the demo's log-in provider can lie, and how it may differ from others and still be honest.

Each mode bends one thing that goes over the wire. Hostile modes are for proving that a node
refuses every one of them; the others that it does not refuse what it should take.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handover.demo import provider_forgery as forgery
from handover.demo.provider_forgery import Claims, Keys

Fields = dict[str, str]

IDPORTEN, FEIDE, ANSATTPORTEN, MASKINPORTEN = "idporten", "feide", "ansattporten", "maskinporten"
PEOPLE = (IDPORTEN, FEIDE, ANSATTPORTEN)
BY_NUMBER = (IDPORTEN, ANSATTPORTEN)
EVERYWHERE = (*PEOPLE, MASKINPORTEN)

YEAR = 365 * 24 * 3600


def _same(value: Any) -> Any:
    return value


def _true(claims: Claims, now: int) -> Claims:
    return claims


@dataclass(frozen=True)
class Mode:
    """One way of behaving. What is not named behaves as it should."""

    about: str
    hostile: bool = True
    at: tuple[str, ...] = PEOPLE
    """The issuers where it makes a difference."""
    claims: Callable[[Claims, int], Claims] = _true
    """What the token says; the number is the time in seconds since 1970."""
    sign: Callable[[Claims, Keys], str] = forgery.honest
    back: Callable[[Fields], Fields] = _same
    """What the browser brings back."""
    answer: Callable[[Claims], Any] = _same
    """The answer of the token endpoint."""
    metadata: Callable[[Claims], Claims] = _same
    userinfo: Callable[[Claims], Claims] = _same
    keys: Callable[[list[Mapping[str, Any]]], list[Mapping[str, Any]]] = _same


def _says(**changes: Any) -> Callable[[Claims, int], Claims]:
    """Claims with these instead; None takes one away."""
    return lambda claims, now: _without_none(claims | changes)


def _later(**seconds: int) -> Callable[[Claims, int], Claims]:
    """Times moved from now by so many seconds."""
    return lambda claims, now: claims | {name: now + by for name, by in seconds.items()}


def _without_none(values: Claims) -> Claims:
    return {name: value for name, value in values.items() if value is not None}


def _back(**changes: str | None) -> Callable[[Fields], Fields]:
    return lambda fields: _without_none({**fields, **changes})


HONEST = Mode("Gjør alt som det skal.", hostile=False, at=EVERYWHERE)

_TOKEN: dict[str, Mode] = {
    "issuer": Mode("En annen utsteder.", at=EVERYWHERE, claims=_says(iss="https://annen.example")),
    "no_issuer": Mode("Ingen utsteder.", at=EVERYWHERE, claims=_says(iss=None)),
    "audience": Mode("Til en annen.", at=EVERYWHERE, claims=_says(aud="en-annen")),
    "audiences": Mode("Til flere.", at=EVERYWHERE,
                      claims=lambda told, now: told | {"aud": [told["aud"], "en-annen"]}),
    "no_audience": Mode("Til ingen.", at=EVERYWHERE, claims=_says(aud=None)),
    "nonce": Mode("En annen nonce.", claims=_says(nonce="gjettet")),
    "no_nonce": Mode("Ingen nonce.", claims=_says(nonce=None)),
    "azp": Mode("Gitt til en annen klient.", claims=_says(azp="en-annen")),
    "no_subject": Mode("Ingen sub.", claims=_says(sub=None)),
    "acr_low": Mode("For lavt nivå.", at=BY_NUMBER, claims=_says(acr="idporten-loa-low")),
    "acr_unknown": Mode("Ukjent nivå.", at=BY_NUMBER, claims=_says(acr="Level4")),
    "no_acr": Mode("Ikke noe nivå.", at=BY_NUMBER, claims=_says(acr=None)),
    "acr_list": Mode("Nivå som liste.", at=BY_NUMBER, claims=_says(acr=["idporten-loa-high"])),
    "no_pid": Mode("Ikke noe nummer.", at=BY_NUMBER, claims=_says(pid=None)),
    "pid_invalid": Mode("Et nummer som ikke finnes.", at=BY_NUMBER,
                        claims=_says(pid="12345678901")),
    "pid_list": Mode("Nummer som liste.", at=BY_NUMBER,
                     claims=lambda told, now: told | {"pid": [told["pid"]]}),
    "pid_real": Mode("Form som et virkelig nummer, i en demo.", at=BY_NUMBER,
                     claims=_says(pid="010107" "50160")),
    "expired": Mode("Utløpt.", at=EVERYWHERE, claims=_later(iat=-YEAR, exp=-YEAR + 120)),
    "no_expiry": Mode("Utløper aldri.", at=EVERYWHERE, claims=_says(exp=None)),
    "not_yet": Mode("Gjelder ikke ennå.", at=EVERYWHERE, claims=_later(nbf=3600)),
    "from_the_future": Mode("Laget i framtiden.", at=EVERYWHERE,
                            claims=_later(iat=3600, exp=7200)),
    "long_ago": Mode("Laget for lenge siden.", claims=_later(iat=-3600)),
    "no_time": Mode("Sier ikke når det er laget.", at=EVERYWHERE, claims=_says(iat=None)),
    "foreign_key": Mode("Signert av en annen.", at=EVERYWHERE, sign=forgery.signed_by_stranger("own")),
    "unknown_kid": Mode("Ukjent nøkkel.", at=EVERYWHERE, sign=forgery.signed_by_stranger("stranger")),
    "embedded_key": Mode("Har med sin egen nøkkel.", at=EVERYWHERE,
                         sign=forgery.signed_by_stranger("embedded")),
    "no_kid": Mode("Navngir ingen nøkkel.", at=EVERYWHERE, sign=forgery.without_kid),
    "alg_none": Mode("Ikke signert.", at=EVERYWHERE, sign=forgery.unsigned),
    "alg_hs256": Mode("Offentlig nøkkel som hemmelighet.", at=EVERYWHERE,
                      sign=forgery.public_key_as_secret),
    "alg_rs512": Mode("En annen algoritme.", at=EVERYWHERE, sign=forgery.other_algorithm("RS512")),
    "alg_ps256": Mode("En annen fylling.", at=EVERYWHERE, sign=forgery.other_algorithm("PS256")),
    "tampered": Mode("Endret etter signering.", at=EVERYWHERE, sign=forgery.tampered),
    "no_token": Mode("Ikke noe token.", at=EVERYWHERE, sign=lambda claims, keys: "tull"),
    "empty": Mode("Tomt token.", at=EVERYWHERE, sign=lambda claims, keys: ""),
    "huge": Mode("Et token uten ende.", at=EVERYWHERE,
                 sign=lambda claims, keys: "a." * 300_000),
}
_FLOW: dict[str, Mode] = {
    "wrong_state": Mode("En annen state.", back=_back(state="gjettet")),
    "no_state": Mode("Ingen state.", back=_back(state=None)),
    "wrong_iss": Mode("Svaret er fra en annen.", back=_back(iss="https://annen.example")),
    "missing_iss": Mode("Svaret sier ikke hvem det er fra.", at=BY_NUMBER, back=_back(iss=None)),
    "no_code": Mode("Ingen kode.", back=_back(code=None)),
    "replayed_code": Mode("En kode som er brukt før.", back=_back(code="brukt")),
    "error": Mode("Feil og kode på en gang.", back=_back(error="server_error")),
    "no_id_token": Mode("Svaret mangler token.",
                        answer=lambda told: _without_none(told | {"id_token": None})),
    "answer_is_list": Mode("Svaret er en liste.", answer=lambda told: [told]),
    "name_twice": Mode("Svaret sier det samme to ganger.",
                       answer=lambda told: '{"id_token":"a",' + json.dumps(told)[1:]),
    "swapped_sub": Mode("Brukeren er en annen enn i tokenet.", at=(FEIDE,),
                        userinfo=lambda told: told | {"sub": "en-annen"}),
    "no_name": Mode("Brukernavnet mangler.", at=(FEIDE,),
                    userinfo=lambda told: {"sub": told["sub"]}),
    "two_organisations": Mode("To virksomheter på en gang.", at=(ANSATTPORTEN,),
                              claims=lambda told, now: told | {"authorization_details": [
                                  _with_party(one) for one in told["authorization_details"]]}),
    "no_organisation": Mode("Ingen virksomhet er valgt.", at=(ANSATTPORTEN,),
                            claims=_says(authorization_details=None)),
    "another_service": Mode("En annen tjeneste.", at=(ANSATTPORTEN,),
                            claims=lambda told, now: told | {"authorization_details": [
                                one | {"resource": "urn:altinn:resource:annen"}
                                for one in told["authorization_details"]]}),
    "no_keys": Mode("Har ingen nøkler.", at=EVERYWHERE, keys=lambda keys: []),
    "metadata_issuer": Mode("Er en annen enn adressen sier.", at=EVERYWHERE,
                            metadata=lambda told: told | {"issuer": "https://annen.example"}),
}
_MACHINE: dict[str, Mode] = {
    "scope": Mode("Feil scope.", at=(MASKINPORTEN,), claims=_says(scope="annet:noe")),
    "scope_part": Mode("Begynnelsen av riktig scope.", at=(MASKINPORTEN,),
                       claims=lambda told, now: told | {"scope": told["scope"][:-1]}),
    "no_scope": Mode("Ikke noe scope.", at=(MASKINPORTEN,), claims=_says(scope=None)),
    "no_consumer": Mode("Ingen virksomhet.", at=(MASKINPORTEN,), claims=_says(consumer=None)),
    "consumer_text": Mode("Virksomhet som tekst.", at=(MASKINPORTEN,),
                          claims=lambda told, now: told | {"consumer": told["consumer"]["ID"]}),
    "authority": Mode("Et annet register.", at=(MASKINPORTEN,),
                      claims=lambda told, now: told | {
                          "consumer": told["consumer"] | {"authority": "annet"}}),
    "other_consumer": Mode("En annen virksomhet enn den som har signert.", at=(MASKINPORTEN,),
                           claims=_says(consumer={"authority": "iso6523-actorid-upis",
                                                  "ID": "0192:310028142"})),
    "supplier": Mode("En leverandør ingen har godkjent.", at=(MASKINPORTEN,),
                     claims=_says(supplier={"authority": "iso6523-actorid-upis",
                                            "ID": "0192:310028142"},
                                  delegation_source="https://www.altinn.no/")),
    "person": Mode("Et token for en person.", at=(MASKINPORTEN,), claims=_says(pid="x")),
}
_GOOD: dict[str, Mode] = {
    "honest": HONEST,
    "audience_list": Mode("Mottakeren står i en liste.", hostile=False, at=EVERYWHERE,
                          claims=lambda told, now: told | {
                              "aud": told["aud"] if isinstance(told["aud"], list)
                              else [told["aud"]]}),
    "more_claims": Mode("Sier mer enn den må.", hostile=False, at=EVERYWHERE,
                        claims=_says(sid="x", locale="nb", at_hash="x", noe={"a": [1]})),
    "azp_is_us": Mode("Sier at tokenet er gitt til oss.", hostile=False,
                      claims=lambda told, now: told | {"azp": told["aud"]}),
    "clock_ahead": Mode("Klokken går litt for fort.", hostile=False, at=EVERYWHERE,
                        claims=_later(iat=5, nbf=5)),
    "clock_behind": Mode("Klokken går litt for sakte.", hostile=False, at=EVERYWHERE,
                         claims=_later(iat=-8)),
    "many_keys": Mode("Har flere slags nøkler.", hostile=False, at=EVERYWHERE, keys=forgery.many_keys),
    "more_answer": Mode("Svaret sier mer enn det må.", hostile=False,
                        answer=lambda told: told | {"refresh_token": "x", "scope": "openid"}),
    "more_metadata": Mode("Kan mer enn den må.", hostile=False, at=EVERYWHERE,
                          metadata=lambda told: told | {"grant_types_supported": ["x"], "a": 1}),
    "no_promise": Mode("Lover ikke å si hvem den er, og sier det ikke.", hostile=False,
                       back=_back(iss=None), metadata=lambda told: told | {
                           "authorization_response_iss_parameter_supported": False}),
    "user_ids": Mode("Brukernavnet står i listen.", hostile=False, at=(FEIDE,),
                     userinfo=lambda told: {
                         "sub": told["sub"], "https://n.feide.no/claims/userid_sec": [
                             "feide:" + told["https://n.feide.no/claims/eduPersonPrincipalName"]]}),
    "reportees": Mode("Virksomheten står på den gamle måten.", hostile=False,
                      at=(ANSATTPORTEN,), claims=lambda told, now: told | {
                          "authorization_details": [
                              _old_form(one) for one in told["authorization_details"]]}),
}

MODES: Mapping[str, Mode] = {**_GOOD, **_TOKEN, **_FLOW, **_MACHINE}
"""Every mode by the name `handover demo-idp --mode` takes."""


def modes(issuer: str, *, hostile: bool) -> list[str]:
    """Names of the modes that make a difference at an issuer."""
    return [name for name, one in MODES.items() if one.hostile is hostile and issuer in one.at]


def _with_party(detail: Claims) -> Claims:
    more = {"orgno": {"authority": "iso6523-actorid-upis", "ID": "0192:310028142"}}
    return detail | {"authorized_parties": [*detail["authorized_parties"], more]}


def _old_form(detail: Claims) -> Claims:
    parties = [{"Authority": one["orgno"]["authority"], "ID": one["orgno"]["ID"]}
               for one in detail["authorized_parties"]]
    return {"type": detail["type"], "resource": detail["resource"], "reportees": parties}
