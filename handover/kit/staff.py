"""What a school's system may say of who works there: names, user names and roles, no more.

The promise: nothing here gives anybody a right. It is a list an administrator looks at, and
accepts or leaves (guidance 5.0).
"""

import re
from dataclasses import dataclass, field

from handover.kit.errors import Permanent
from handover.rules.findings import Finding

STAFF_ROLES = ("laerer", "kontaktlaerer", "radgiver", "avdelingsleder", "rektor")
"""The roles a school's system can speak of, in the house's words."""

_USER = re.compile(r"[A-Za-z0-9._-]{1,100}@[A-Za-z0-9.-]{1,100}")
_LONGEST = 200
_MOST = 5_000


@dataclass(frozen=True)
class StaffRequest:
    """Which school the house asks about."""

    correlation_id: str
    """For the logs of both sides; random, says nothing about anybody."""
    school: str
    """Organisation number, nine digits."""
    school_year: str


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works at the school, as its system knows them."""

    user: str = field(repr=False)
    """Feide name, for example `navn@kommune.no`."""
    given: str = field(repr=False)
    family: str = field(repr=False)
    roles: tuple[str, ...]
    """Some of STAFF_ROLES, in alphabetical order."""


@dataclass(frozen=True)
class StaffList:
    """Everybody the system has in a role it can tell of."""

    members: tuple[StaffMember, ...] = field(repr=False)
    told: tuple[str, ...]
    """The roles this system keeps. Of others its silence says nothing."""
    findings: tuple[Finding, ...] = ()


def checked(answer: StaffList) -> StaffList:
    """The list, when its form is right. Raises Permanent("UGYLDIG_SVAR")."""
    good = isinstance(answer, StaffList) and len(answer.members) <= _MOST \
        and set(answer.told) <= set(STAFF_ROLES) and all(map(_is_member, answer.members))
    if not good or len({one.user for one in answer.members}) != len(answer.members):
        raise Permanent("UGYLDIG_SVAR")
    return answer


def _is_member(one: StaffMember) -> bool:
    names = (one.given, one.family)
    return bool(_USER.fullmatch(one.user)) and set(one.roles) <= set(STAFF_ROLES) \
        and all(0 < len(name) <= _LONGEST and name.isprintable() for name in names)
