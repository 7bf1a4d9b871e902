"""Notices to 1 October as admissions works through them (opplæringsforskrifta §§ 4-21, 4-22).

The promise: pure functions. A notice that comes late is received all the same, with its
reason, and is never refused (P12).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handover.parts.facts import Facts
from handover.receive.desks import NoticeFields
from handover.rules.policy import day_of


class NoticeState(StrEnum):
    """Which of the three piles a notice lies in."""

    READY = "klar"
    MISSING = "mangler"
    LATE = "sent"


@dataclass(frozen=True)
class Notice:
    """What the list says of one notice."""

    state: NoticeState
    group: str
    wishes: tuple[str, ...]
    missing: tuple[str, ...]
    """Names of the fields that must be there before it can be handled."""
    reason: str
    """Why it came late."""


def judge(facts: Facts, received: date, school_year: str, fields: NoticeFields) -> Notice:
    """The notice in these facts, received (Norwegian day) in this school year («2026/2027»)."""
    group = str(facts.get(fields.group, ""))
    missing = tuple(name for name in fields.demands.get(group, ()) if name not in facts)
    reason = str(facts.get(fields.late, ""))
    late = received > day_of(fields.due, int(school_year[:4])) or bool(reason)
    wishes = facts.get(fields.wish, [])
    state = (NoticeState.MISSING if missing else NoticeState.LATE if late
             else NoticeState.READY)
    return Notice(state, group, tuple(map(str, wishes)) if isinstance(wishes, list) else (),
                  missing, reason)
