"""What a node is told about reaching people: the mail server, the hours, the name people see.

The promise: plain frozen values, and a sentence about what to mend when one is wrong.
"""

from dataclasses import dataclass

from handover.errors import Misconfigured
from handover.rules import notices

TLS = ("starttls", "tls", "none")


@dataclass(frozen=True)
class MailSettings:
    """The mail server messages leave by."""

    host: str
    port: int
    sender: str
    """The address they come from, for example ikke-svar@nordvik.kommune.no"""
    tls: str = "starttls"
    """starttls | tls; none is for the demo on one machine only."""
    user: str = ""
    password_file: str = ""
    """File with the password. Only its owner may read it."""
    ca_file: str = ""
    """Root certificate of a mail server of one's own; the machine's own roots when empty."""


@dataclass(frozen=True)
class NoticeSettings:
    """When messages go out, and who they say they are from."""

    hours: str = "07.30 15.30"
    """Set hours in Norwegian time, with blanks between."""
    remind_after_days: int = 7
    """Days without an answer before a reminder; at most two are sent (C-62)."""
    sender: str = "Skolen"
    """What a text message says it is from: at most 11 letters."""


def check(mail: MailSettings | None, wanted: NoticeSettings, demo: bool) -> None:
    """Raises Misconfigured naming the key that must be mended."""
    try:
        notices.hours_of(wanted.hours)
    except ValueError as fault:
        raise Misconfigured("«notices.hours» må være klokkeslett som «07.30 15.30».") from fault
    if wanted.remind_after_days < 1:
        raise Misconfigured("«notices.remind_after_days» må være minst 1.")
    if not 0 < len(wanted.sender) <= 11:
        raise Misconfigured("«notices.sender» må ha mellom 1 og 11 tegn.")
    if mail is not None and mail.tls not in TLS:
        raise Misconfigured("«mail.tls» må være starttls, tls eller none.")
    if mail is not None and mail.tls == "none" and not demo:
        raise Misconfigured("«mail.tls» kan bare være none i demo.")
