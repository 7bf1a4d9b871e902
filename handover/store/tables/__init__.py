"""Every table, by subject. Rows only: rules live in handover.rules."""

from handover.store.tables.access import LoginAttempt, Session
from handover.store.tables.audit import AuditEvent
from handover.store.tables.decisions import Decision, Innhenting, ReleaseRun, Served, Slot
from handover.store.tables.deliveries import Attempt, Carried, Delivery, Receipt
from handover.store.tables.parts import Attachment, Collection, Part
from handover.store.tables.people import (
    Barred,
    Grant,
    Node,
    Person,
    Pupil,
    Representation,
    Unit,
)
from handover.store.tables.received import (
    Acknowledgement,
    Applicant,
    Package,
    ReceivedFile,
    ReceivedPart,
)
from handover.store.tables.tasks import Task

__all__ = [
    "Acknowledgement", "Applicant", "Attachment", "Attempt", "AuditEvent", "Barred", "Carried",
    "Collection", "Decision", "Delivery", "Grant", "Innhenting", "LoginAttempt", "Node",
    "Package", "Part", "Person", "Pupil", "Receipt", "ReceivedFile", "ReceivedPart",
    "ReleaseRun", "Representation", "Served", "Session", "Slot", "Task", "Unit",
]
