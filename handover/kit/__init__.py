"""Everything a vendor imports: the promise to vendors is this one name.

A source implements `SourceAdapter`, a recipient `RecipientAdapter`. What crosses the
border are the frozen dataclasses of `types`; what goes wrong is one of the four errors
of `errors`; foreign bytes are read through `doors`. The conformance suites an adapter
inherits lie in `handover.kit.conformance`. How to start: `adapters/README.md`.
"""

from handover.kit.errors import AdapterError, Duplicate, Misconfigured, Permanent, Retryable
from handover.kit.recipient import RecipientAdapter
from handover.kit.source import SourceAdapter
from handover.kit.staff import StaffList, StaffMember, StaffRequest
from handover.kit.telling import ContactRegister, Messenger
from handover.kit.types import (
    ANY_CATEGORY,
    Accepted,
    Attachment,
    Collected,
    CollectRequest,
    Contact,
    ContactRequest,
    Contacts,
    Document,
    Envelope,
    FactTree,
    Info,
    PersonFacts,
    PupilRef,
    ShortMessage,
)
from handover.rules.findings import Finding, Severity, error, warning
from handover.rules.person_number import Kind, classify, is_organisation_number

__all__ = [
    "ANY_CATEGORY",
    "Accepted",
    "AdapterError",
    "Attachment",
    "CollectRequest",
    "Collected",
    "Contact",
    "ContactRegister",
    "ContactRequest",
    "Contacts",
    "Document",
    "Duplicate",
    "Envelope",
    "FactTree",
    "Finding",
    "Info",
    "Kind",
    "Messenger",
    "Misconfigured",
    "Permanent",
    "PersonFacts",
    "PupilRef",
    "RecipientAdapter",
    "Retryable",
    "Severity",
    "ShortMessage",
    "SourceAdapter",
    "StaffList",
    "StaffMember",
    "StaffRequest",
    "classify",
    "error",
    "is_organisation_number",
    "warning",
]
