"""Feide's groups: that somebody who wants in as staff is employed by the school owner.

The groups are asked for with the access token of the log-in, read and forgotten; what they
are called is not stored. A node without an address for them in its settings asks for none.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import requests

from handover.doors import json
from handover.errors import BadInput
from handover.tokens.errors import Silent
from handover.tokens.published import LIMIT, TIMEOUT
from handover.web.oidc_tokens import Identity

ORGANISATION = "fc:org"
"""Feide's type of group for the organisation somebody belongs to."""
EMPLOYEE = "employee"


def judged(who: Identity, address: str, bearer: Mapping[str, str]) -> Identity:
    """The identity, with whether Feide says that the person is an employee. Raises Silent."""
    if who.provider != "feide" or not address:
        return who
    return replace(who, employee=any(map(_employs, _groups(address, bearer))))


def _groups(address: str, bearer: Mapping[str, str]) -> list[Any]:
    try:
        answer = requests.get(address, headers=dict(bearer), timeout=TIMEOUT,
                              allow_redirects=False)
        found = json.read(answer.content, limit=LIMIT) if answer.status_code < 300 else None
    except requests.RequestException as fault:
        raise Silent("PROVIDER_UNREACHABLE") from fault
    except BadInput as fault:
        raise Silent("PROVIDER_NOT_JSON") from fault
    if not isinstance(found, list):
        raise Silent("PROVIDER_GROUPS")
    return found


def _employs(group: object) -> bool:
    if not isinstance(group, dict) or group.get("type") != ORGANISATION:
        return False
    member = group.get("membership")
    said = member.get("affiliation") if isinstance(member, dict) else None
    return EMPLOYEE in said if isinstance(said, list) else said == EMPLOYEE
