"""What a signature turned out to be: three separate answers and the findings behind them.

The promise: nobody can mistake one answer for another; there is no single yes or no.
"""

from dataclasses import dataclass
from datetime import datetime

from handover.rules.findings import Finding


@dataclass(frozen=True)
class SignatureStatus:
    """The judgement of one signature over one content."""

    intact: bool
    """The content is the content that was signed."""
    valid: bool
    """The signature is mathematically and formally right for its own certificate."""
    trusted: bool
    """Somebody we trust vouches for that certificate, now, for this use."""
    signer_name: str | None = None
    """Organisation name in the certificate, else its common name."""
    signer_organisation: str | None = None
    """Nine-digit organisation number in the certificate."""
    signer_unit: str | None = None
    """Unit in the certificate, when it names one."""
    signer_fingerprint: str | None = None
    """SHA-256 of the certificate in groups of four, for reading aloud."""
    claimed_time: datetime | None = None
    """When the signer says it signed, in UTC. A claim: nobody else vouches for it."""
    demo: bool = False
    """A demo certificate is part of it (S23)."""
    findings: tuple[Finding, ...] = ()

    @property
    def good(self) -> bool:
        """True when all three answers are yes."""
        return self.intact and self.valid and self.trusted
