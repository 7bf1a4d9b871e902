"""What somebody must do, who is away, who does not handle whom, who helps, and what is stopped."""

from datetime import date, datetime

from sqlmodel import Field

from handover.store.tables.common import Row


class Task(Row, table=True):
    """A task in a unit's pool, done when `done` is set."""

    id: str = Field(primary_key=True, max_length=36)
    unit_id: str = Field(index=True)
    role: str
    kind: str
    """See rules/tasks in config texts: `ga_opp`, `uten_treff`, …"""
    pupil_id: str | None = Field(default=None, index=True)
    object_id: str = ""
    assigned_to: str | None = None
    """The person who has it; nobody while it lies in the unit's pool."""
    due: date | None = None
    created: datetime
    done: datetime | None = None


class Absence(Row, table=True):
    """Somebody is away from a unit for some days, and who stands in. Nothing about why."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date
    deputy_id: str = Field(foreign_key="person.id")
    """Never empty: nobody is away without a deputy."""
    set_by: str
    ended: datetime | None = None
    """When a leader took it back."""


class Recusal(Row, table=True):
    """A member of staff does not handle a pupil (P11). Nothing about why."""

    id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    unit_id: str
    at: datetime
    lifted_by: str | None = None
    lifted: datetime | None = None


class CaseGrant(Row, table=True):
    """A helper from elsewhere, let into one pupil's case for a time (guidance 5.0)."""

    id: str = Field(primary_key=True, max_length=36)
    pupil_id: str = Field(foreign_key="pupil.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    """The unit that invited."""
    valid_from: date
    valid_to: date
    """Last day it holds. Never open-ended."""
    categories: str
    """What the helper may read when the pupil has said yes; separated by blanks."""
    invited_by: str
    at: datetime
    answer: str = ""
    """ja | nei: the pupil's own; content is shown on a yes only."""
    answered: datetime | None = None
    ended: datetime | None = None


class SendingStop(Row, table=True):
    """«Stopp all sending»: nothing leaves a unit from `at` until a leader starts it again."""

    id: str = Field(primary_key=True, max_length=36)
    unit_id: str = Field(foreign_key="unit.id", index=True)
    at: datetime
    by_person: str
    lifted: datetime | None = Field(default=None, index=True)
    lifted_by: str | None = None
    reason: str | None = None
    """The word for why it was started again."""
