"""What has happened to the tasks about a pupil, in words: who had them, who has them, and why.

The promise: it is read from the audit and from nowhere else; no content and no answer is in it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handover.decision import tasks
from handover.house import House
from handover.store import persons
from handover.store.audit import fields_of
from handover.store.tables import AuditEvent, Person
from handover.web import reasons
from handover.web.texts import _, marked

WORDS = {
    "oppgave:ny": marked("Oppgaven kom."),
    "oppgave:fordelt": marked("Oppgaven ble fordelt."),
    "oppgave:tilbake": marked("Oppgaven gikk tilbake til enheten."),
    "oppgave:ferdig": marked("Oppgaven ble ferdig."),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime
    text: str
    to: str
    reason: str


def entries(node: House, session: Session, units: frozenset[str], pupil_id: str) -> list[Entry]:
    """Newest first."""
    found = [_entry(node, session, row) for row in tasks.history(session, units, pupil_id)
             if row.event in WORDS]
    return found[::-1]


def _entry(node: House, session: Session, row: AuditEvent) -> Entry:
    given = fields_of(row)
    person = session.get(Person, given.get("til", ""))
    return Entry(row.at, _(WORDS[row.event]),
                 persons.details(node, person).name if person else "",
                 reasons.text(given.get("grunn", "")))
