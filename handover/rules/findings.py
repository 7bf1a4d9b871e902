"""What every check in the house returns: findings, never a bare yes or no.

A finding is written for the person who must act. It carries no personal data:
`where` is a place in the form (an element path, a file name in the container,
a configuration key), never a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding stops: an error stops the thing, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or worth knowing."""

    code: str
    """Stable, upper-case, searchable, for example `PART_HASH_DIFFERS`."""
    severity: Severity
    where: str
    """Where in the thing examined; empty when it is the whole."""
    text: str
    """One bokmål sentence that says what to do."""


def error(code: str, where: str, text: str) -> Finding:
    """A finding that stops."""
    return Finding(code, Severity.ERROR, where, text)


def warning(code: str, where: str, text: str) -> Finding:
    """A finding that is shown and stops nothing."""
    return Finding(code, Severity.WARNING, where, text)


def stops(findings: Iterable[Finding]) -> bool:
    """True when at least one of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
