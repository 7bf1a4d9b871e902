"""Every table, by subject. Rows only: rules live in handover.rules."""

from handover.store.tables.access import (
    LoginAttempt,
    LoginShut,
    SchoolCode,
    Session,
    SessionAct,
)
from handover.store.tables.audit import AuditEvent
from handover.store.tables.decisions import Decision, Innhenting, ReleaseRun, Served, Slot
from handover.store.tables.deliveries import Attempt, Carried, Delivery, Receipt
from handover.store.tables.figures import Figure, FigureRun
from handover.store.tables.keys import NodeKey
from handover.store.tables.limits import Counter
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
from handover.store.tables.screening import AttachmentText, MarkLift
from handover.store.tables.seals import RowSeal, SealPage
from handover.store.tables.staffing import RoleRequest, StaffImport
from handover.store.tables.tasks import Absence, CaseGrant, Recusal, SendingStop, Task
from handover.store.tables.telling import (
    Dispatch,
    FamilyMeeting,
    KnownLanguage,
    MeetingGuest,
    Notice,
    NoticeBatch,
    PaperPrint,
    PaperQuestion,
    Visit,
    VisitGuest,
)
from handover.store.tables.voice import Correction, Glimpse

__all__ = [
    "Absence",
    "Acknowledgement",
    "Applicant",
    "Attachment",
    "AttachmentText",
    "Attempt",
    "AuditEvent",
    "Barred",
    "Carried",
    "CaseGrant",
    "Collection",
    "Correction",
    "Counter",
    "Decision",
    "Delivery",
    "Dispatch",
    "FamilyMeeting",
    "Figure",
    "FigureRun",
    "Glimpse",
    "Grant",
    "Innhenting",
    "KnownLanguage",
    "LoginAttempt",
    "LoginShut",
    "MarkLift",
    "MeetingGuest",
    "Node",
    "NodeKey",
    "Notice",
    "NoticeBatch",
    "Package",
    "PaperPrint",
    "PaperQuestion",
    "Part",
    "Person",
    "Pupil",
    "Receipt",
    "ReceivedFile",
    "ReceivedPart",
    "Recusal",
    "ReleaseRun",
    "Representation",
    "RoleRequest",
    "RowSeal",
    "SchoolCode",
    "SealPage",
    "SendingStop",
    "Served",
    "Session",
    "SessionAct",
    "Slot",
    "StaffImport",
    "Task",
    "Unit",
    "Visit",
    "VisitGuest",
]
