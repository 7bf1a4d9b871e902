"""The errors of the house, in families by what the caller should do.

Every message is a bokmål sentence for the person who must act and carries no
personal data. Edges translate families to statuses; rules and use cases never
know about HTTP.
"""

from collections.abc import Sequence

from handover.rules.findings import Finding


class HandoverError(Exception):
    """Base of all errors the house raises on purpose."""

    def __init__(self, text: str, code: str = "FEIL") -> None:
        super().__init__(text)
        self.text = text
        self.code = code


class NotAllowed(HandoverError):
    """The actor may not do or see this; edges answer as if it did not exist."""


class NotFound(HandoverError):
    """No such thing, or none that this actor may know of."""


class Conflict(HandoverError):
    """The thing has moved on since the actor saw it; look again and decide anew."""


class Refused(HandoverError):
    """A rule says no. `findings` tells what would have to change."""

    def __init__(self, text: str, code: str = "AVVIST", findings: Sequence[Finding] = ()) -> None:
        super().__init__(text, code)
        self.findings = tuple(findings)


class BadInput(Refused):
    """What came in from outside cannot be used as it is."""


class Misconfigured(HandoverError):
    """A setting is missing or wrong; the text names the key."""
