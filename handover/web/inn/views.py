"""Log-ins as lines a person can recognise: when, and how; never where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handover.rules.actors import Level
from handover.store.tables import Session
from handover.web.texts import _

NAMES = {("idporten", Level.SUBSTANTIAL): "MinID", ("idporten", Level.HIGH): "BankID"}
"""What people call a log-in. Other identities of the same level are rare, and called the same."""
PROVIDERS = {"idporten": "ID-porten", "feide": "Feide", "ansattporten": "Ansattporten"}


@dataclass(frozen=True)
class Line:
    """One log-in."""

    id: str
    at: datetime
    method: str
    this_one: bool
    raised: bool
    """The rådgiver confirmed at school who it was."""


def method(row: Session) -> str:
    """What people call that way of logging in."""
    return NAMES.get((row.provider, Level(row.level)), PROVIDERS[row.provider])


def lines(rows: Iterable[Session], current_id: str = "") -> list[Line]:
    """The log-ins in the order given."""
    return [Line(row.id, row.created, _(method(row)), row.id == current_id,
                 row.raised_by is not None) for row in rows]
