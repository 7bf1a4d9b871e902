"""Suites an adapter inherits; green is what «works with Overgang» means.

A vendor's whole test file is a class that inherits one of these and defines the fixtures
its docstring names. A fixture that is missing fails: no test passes by being empty. The
suites need pytest and pytest-httpserver, which are no part of the running service.
"""

from handover.kit.conformance.recipient import RecipientConformance
from handover.kit.conformance.source import HttpSourceConformance, SourceConformance
from handover.kit.conformance.system import Call, FakeSystem

__all__ = [
    "Call",
    "FakeSystem",
    "HttpSourceConformance",
    "RecipientConformance",
    "SourceConformance",
]
