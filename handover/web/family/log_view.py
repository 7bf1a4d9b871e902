"""Who has read what: the person's own readings, and staff's; never another family member's (S4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.house import House
from handover.ports import OSLO
from handover.store import persons
from handover.store.audit import fields_of
from handover.store.tables import AuditEvent, Part, Unit
from handover.web import reasons
from handover.web.family.answers_view import title_of
from handover.web.family.case import Case, reads_part
from handover.web.family.receivers import both
from handover.web.family.sent import Sent
from handover.web.texts import _, dag, inni

READ = "del:vist"
ANSWERED = "svar:gitt"
STAFF_EVENTS = {"del:kontroller": "lest", "del:godkjent": "lest", "del:lest": "lest"}
"""What staff have done with a part in their hands, and so have read."""


@dataclass(frozen=True)
class LogRow:
    """One person on one day."""

    nar: str
    dato: str
    hvem: str
    tekst: str


@dataclass(frozen=True)
class _Seen:
    day: date
    actor: str
    unit: str
    reason: str = ""
    """Why a leader opened it, when no task had asked for it (S6)."""


def log_rows(house: House, session: Session, case: Case, sent: Iterable[Sent]) -> list[LogRow]:
    """Newest first."""
    rows = [(one.confirmed, _received(one)) for one in sent
            if one.confirmed is not None and one.contact is not None]
    rows += [(seen.day, _row(house, session, case, seen, events))
             for seen, events in _grouped(house, session, case).items()]
    return [row for _day, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _grouped(house: House, session: Session, case: Case) -> dict[_Seen, list[AuditEvent]]:
    found: dict[_Seen, list[AuditEvent]] = {}
    events = session.exec(select(AuditEvent).where(
        AuditEvent.pupil_id == case.pupil.id,
        col(AuditEvent.event).in_([READ, ANSWERED, *STAFF_EVENTS])).order_by(col(AuditEvent.seq)))
    for event in events:
        own = event.actor == case.actor.person_id
        staff = case.is_pupil and event.event in STAFF_EVENTS
        if (own or staff) and _may_know(house, session, case, event):
            seen = _Seen(event.at.astimezone(OSLO).date(), event.actor, "" if own else event.unit,
                         "" if own else fields_of(event).get("grunn", ""))
            found.setdefault(seen, []).append(event)
    return found


def _may_know(house: House, session: Session, case: Case, event: AuditEvent) -> bool:
    part = session.get(Part, event.object_id)
    return part is not None and reads_part(house, case, part)


def _row(house: House, session: Session, case: Case, seen: _Seen,
         events: list[AuditEvent]) -> LogRow:
    if seen.actor == case.actor.person_id:
        did = {event.event for event in events}
        text = _("Leste og svarte.") if ANSWERED in did else _("Leste.")
        return LogRow(dag(seen.day), seen.day.isoformat(), _("Du"), text)
    known = persons.get(house, session, seen.actor)
    who = ", ".join(part for part in (known.name, inni(known.title)) if part)
    unit = session.get(Unit, seen.unit)
    titles = dict.fromkeys(title_of(house, case, session.get_one(Part, event.object_id))
                           for event in events)
    text = _("Leste: %(deler)s.", deler=both(list(titles)))
    if why := reasons.text(seen.reason):
        text = _("%(hva)s Grunn: %(grunn)s.", hva=text, grunn=inni(why))
    return LogRow(dag(seen.day), seen.day.isoformat(), who,
                  f"{unit.name}. {text}" if unit else text)


def _received(one: Sent) -> LogRow:
    contact, day = one.contact, one.confirmed
    if contact is None or day is None:
        raise ValueError("only what is confirmed to this reader stands in the log")
    who = ", ".join(part for part in (contact.name, contact.role) if part)
    return LogRow(dag(day), day.isoformat(), who,
                  _("%(skole)s. Tok imot pakken.", skole=one.name))
