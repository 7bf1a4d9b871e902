"""The three log-ins by name: what each is asked for, and who its token says that it was.

ID-porten vouches for anybody by number and level; Feide for people in schools by user
name; Ansattporten for an employee by number, and for the organisation they act for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handover.doors import json
from handover.rules.actors import Level
from handover.rules.person_number import Identifier, acceptable, classify
from handover.settings import LoginSettings
from handover.tokens.caller import AUTHORITY
from handover.tokens.errors import Untrusted
from handover.web.oidc_tokens import Identity

Claims = Mapping[str, Any]

IDPORTEN_ACR = {"idporten-loa-substantial": Level.SUBSTANTIAL, "idporten-loa-high": Level.HIGH}
ANSATTPORTEN_ACR = {"substantial": Level.SUBSTANTIAL, "high": Level.HIGH}
"""Entra ID is left out: it says nothing of how the person was known when they got it."""

FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"
FEIDE_IDS = "https://n.feide.no/claims/userid_sec"
FEIDE_NUMBER = "https://n.feide.no/claims/nin"

DETAILS = "ansattporten:altinn:resource"
"""Type of rich authorization request (RFC 9396) that brings up the list of organisations."""


@dataclass(frozen=True)
class Kind:
    """What this node knows of a provider beyond the protocol."""

    family: bool
    """For pupils and guardians: only a kommune has pages for them."""
    asks: Callable[[LoginSettings, Level], dict[str, str]]
    """Further parameters of the request."""
    who: Callable[[Claims, LoginSettings, Level, bool], Identity]
    """Who the claims speak of, for the level asked for; the last is whether this is a demo."""
    wants_userinfo: bool = False


def citizen(found: Claims, settings: LoginSettings, wanted: Level, demo: bool) -> Identity:
    """Who ID-porten vouches for. Raises Untrusted: level too low, or no number for this node."""
    return Identity("idporten", _number(found.get("pid"), demo),
                    _level(found, IDPORTEN_ACR, wanted))


def pupil_or_teacher(found: Claims, settings: LoginSettings, wanted: Level,
                     demo: bool) -> Identity:
    """Who Feide vouches for: enough to work here, never to answer anything (C-44)."""
    number = found.get(FEIDE_NUMBER)
    return Identity("feide", _feide_name(found), Level.LOW,
                    number=_number(number, demo) if number else "")


def representative(found: Claims, settings: LoginSettings, wanted: Level, demo: bool) -> Identity:
    """Who Ansattporten vouches for, and whom they act for. Raises Untrusted."""
    return Identity("ansattporten", _number(found.get("pid"), demo),
                    _level(found, ANSATTPORTEN_ACR, wanted),
                    organisation=_organisation(found.get("authorization_details"),
                                               settings.resource))


def _idporten_asks(settings: LoginSettings, level: Level) -> dict[str, str]:
    return {"acr_values": _acr(IDPORTEN_ACR, level)}


def _ansattporten_asks(settings: LoginSettings, level: Level) -> dict[str, str]:
    details = [{"type": DETAILS, "resource": settings.resource,
                "representation_is_required": "true"}]
    return {"acr_values": _acr(ANSATTPORTEN_ACR, level),
            "authorization_details": json.write(list(details)).decode()}


KINDS: Mapping[str, Kind] = {
    "idporten": Kind(True, _idporten_asks, citizen),
    "feide": Kind(False, lambda settings, level: {}, pupil_or_teacher, wants_userinfo=True),
    "ansattporten": Kind(False, _ansattporten_asks, representative),
}


def _acr(names: Mapping[str, Level], level: Level) -> str:
    return next(acr for acr, known in names.items() if known is level)


def _level(found: Claims, names: Mapping[str, Level], wanted: Level) -> Level:
    level = names.get(str(found.get("acr")))
    if level is None or not level.reaches(wanted):
        raise Untrusted("LEVEL_TOO_LOW")
    return level


def _number(said: object, demo: bool) -> str:
    kind = classify(said) if isinstance(said, str) else None
    if kind is None or not isinstance(said, str):
        raise Untrusted("PID_NOT_VALID")
    if refused := acceptable(Identifier(kind, said), demo):
        raise Untrusted(refused.code)
    return said


def _feide_name(found: Claims) -> str:
    """The user name, `user@realm`; in the list of ids it stands after «feide:»."""
    name = found.get(FEIDE_NAME)
    if isinstance(name, str) and name:
        return name
    listed = found.get(FEIDE_IDS)
    ids = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    named = [one.removeprefix("feide:") for one in ids if one.startswith("feide:")]
    if len(named) != 1 or not named[0]:
        raise Untrusted("FEIDE_NAME_MISSING")
    return named[0]


def _organisation(details: object, resource: str) -> str:
    """The one organisation chosen for our resource; two would be as bad as none."""
    chosen = set()
    for one in details if isinstance(details, list) else []:
        if isinstance(one, dict) and (one.get("type"), one.get("resource")) == (DETAILS, resource):
            chosen |= {_iso6523(party) for party in _parties(one)}
    if len(chosen) != 1:
        raise Untrusted("ORGANISATION_NOT_CHOSEN")
    return chosen.pop()


def _parties(detail: Mapping[str, Any]) -> list[Any]:
    """The list has had two names, and in one of them the number stands a level further in."""
    listed = detail.get("authorized_parties") or detail.get("reportees")
    found = listed if isinstance(listed, list) else []
    return [one.get("orgno", one) if isinstance(one, dict) else None for one in found]


def _iso6523(party: object) -> str:
    named = party if isinstance(party, dict) else {}
    said = {str(key).lower(): value for key, value in named.items()}
    number = str(said.get("id", ""))
    if said.get("authority") != AUTHORITY or not number.startswith("0192:"):
        raise Untrusted("ORGANISATION_NOT_CHOSEN")
    return number.removeprefix("0192:")
