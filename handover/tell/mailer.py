"""The mail edge: one plain text to one address, by a server named in the config.

The promise: `Retryable`, `Permanent` and `Misconfigured` are all that comes out, and none
of them holds an address or the server's words. A header is set as a value and never put
together from text, so nothing in it can begin a new one (S27).
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from handover.kit.errors import AdapterError, Misconfigured, Permanent, Retryable
from handover.seal.keyring import private
from handover.tell.config import MailSettings

SECONDS = 20.0


@dataclass(frozen=True)
class Letter:
    """What is sent. Holds an address, so it stands in no `repr`."""

    message_id: str
    to: str
    subject: str
    text: str
    at: datetime

    def __repr__(self) -> str:
        return "Letter(…)"


def send(settings: MailSettings, letter: Letter) -> None:
    """Hands the letter to the server and returns when the server has taken it on."""
    message = _message(settings, letter)
    with _our_errors(), _server(settings) as server:
        server.send_message(message, settings.sender, [letter.to])


def _message(settings: MailSettings, letter: Letter) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    try:
        made["To"] = letter.to
        made["From"] = settings.sender
        made["Subject"] = letter.subject
    except ValueError:
        raise Permanent("UKJENT_MOTTAKER") from None
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = f"<{letter.message_id}@{settings.sender.rpartition('@')[2]}>"
    # Answering machines leave it alone (RFC 3834), and nobody is told that it was read.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text, charset="utf-8")
    return made


@contextmanager
def _server(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    # With a root of one's own, the machine's are not believed.
    proof = ssl.create_default_context(cafile=settings.ca_file or None)
    if settings.tls == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS,
                                              context=proof)
    else:
        made = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
    with made as server:
        if settings.tls == "starttls":
            server.starttls(context=proof)
        if settings.user:
            server.login(settings.user, _password(settings))
        yield server


def _password(settings: MailSettings) -> str:
    return private(Path(settings.password_file)).read_text(encoding="utf-8").strip()


@contextmanager
def _our_errors() -> Iterator[None]:
    """By what to do next; RFC 5321 section 4.2.1: 4yz may work later, 5yz will not."""
    try:
        yield
    except AdapterError:
        raise
    except smtplib.SMTPAuthenticationError:
        raise Misconfigured("mail.password_file") from None
    except smtplib.SMTPSenderRefused:
        raise Misconfigured("mail.sender") from None
    except smtplib.SMTPNotSupportedError:
        raise Misconfigured("mail.tls") from None
    except smtplib.SMTPRecipientsRefused as fault:
        raise _by(max(code for code, _ in fault.recipients.values())) from None
    except smtplib.SMTPResponseException as fault:
        raise _by(fault.smtp_code) from None
    except ssl.SSLError:
        raise Misconfigured("mail.host") from None
    except (OSError, smtplib.SMTPException):
        raise Retryable from None


def _by(code: int) -> AdapterError:
    return Permanent("UKJENT_MOTTAKER") if code >= 500 else Retryable()
