"""When somebody is told that there is something to log in for, how, and how often (S24, C-62).

The promise: what is told says nothing of what it is about, and when it is told depends on
set hours and on the person's own matters only; never on the instant somebody else acted.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Matter(StrEnum):
    """Why there is something to log in for. Never stands in a message."""

    QUESTION = "sporsmal"
    REMINDER = "paminnelse"
    ANSWER = "svar"
    """The school has answered something the person asked or wanted mended."""
    SENT = "sendt"
    CONFIRMED = "mottatt"


class Channel(StrEnum):
    """How a person is reached."""

    MAIL = "epost"
    SMS = "sms"
    PAPER = "papir"
    """Not digitally: a person at school finds another way."""


class DispatchState(StrEnum):
    """Where a message stands."""

    QUEUED = "i_ko"
    SENT = "sendt"
    PAPER = "papir"
    """Somebody who is reserved or has no contact data: the school has a task."""
    GAVE_UP = "ga_opp"
    """Tried for as long as we try: the school has a task."""
    DROPPED = "falt_bort"
    """Nothing left to tell, or not to this person any more."""


MOST_REMINDERS = 2
"""C-62: at most two, however many questions."""
KEEP_TRYING = timedelta(days=2)
"""A message about something new is old after that; the school reaches the person instead."""
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(\+[1-9][0-9]{7,14}|[2-9][0-9]{7})")
_HOUR = re.compile(r"([01][0-9]|2[0-3])\.([0-5][0-9])")


@dataclass(frozen=True)
class Reach:
    """What the contact register says today. Holds addresses, so it stands in no `repr`."""

    reserved: bool
    may_be_notified: bool
    mail: str
    phone: str

    def __repr__(self) -> str:
        return "Reach(…)"


@dataclass(frozen=True)
class Standing:
    """Whether a person may be told anything about a pupil, looked up at the moment of sending."""

    acts: bool
    """Is the pupil, or has a verified right to act for them today."""
    restricted: bool
    """A leader has limited them to their own contact data (S1)."""
    blocked: bool
    """The pupil is taken out, or nothing may be kept of somebody in the case (P4, S3)."""

    @property
    def may_be_told(self) -> bool:
        """False unless everything is in order."""
        return self.acts and not self.restricted and not self.blocked


def hours_of(text: str) -> tuple[time, ...]:
    """The set hours in «07.30 15.30», in order. Raises ValueError for anything else."""
    found = [_HOUR.fullmatch(one) for one in text.split()]
    if not found or None in found:
        raise ValueError("hours are written HH.MM with blanks between")
    return tuple(sorted({time(int(one[1]), int(one[2])) for one in found if one}))


def latest_batch(now: datetime, hours: Sequence[time]) -> datetime:
    """The newest set hour that has come. `now` in Norwegian time, and so the answer.

    A batch that was missed is overtaken by the next: it is sent late rather than never,
    and once.
    """
    days = (now.date() - timedelta(days=1), now.date())
    return max(at for day in days for hour in hours
               if (at := datetime.combine(day, hour, now.tzinfo)) <= now)


def reminder_is_due(told: date, reminded: Iterable[date], today: date, after_days: int) -> bool:
    """True when somebody who was told on a day and still has not answered is to be reminded."""
    before = sorted(reminded)
    if len(before) >= MOST_REMINDERS:
        return False
    return today >= max([told, *before]) + timedelta(days=after_days)


def channel(reach: Reach | None, can_mail: bool, can_text: bool) -> Channel:
    """One channel for one message. None is somebody the register does not know.

    Reservation and the register's own word on notification are heeded before any address
    is looked at (eForvaltningsforskriften §§ 9, 32). An address in a form we cannot be sure
    of is no address.
    """
    if reach is None or reach.reserved or not reach.may_be_notified:
        return Channel.PAPER
    if can_mail and _MAIL.fullmatch(reach.mail) and len(reach.mail) <= 254:
        return Channel.MAIL
    if can_text and _PHONE.fullmatch(reach.phone):
        return Channel.SMS
    return Channel.PAPER


def international(phone: str) -> str:
    """A Norwegian number with its country code; one that has a code as it is."""
    return phone if phone.startswith("+") else f"+47{phone}"


def language(chosen: str, register: str, noted: str) -> str:
    """The language beside bokmål in a message; `nb` when there is none.

    What the person has chosen here comes first, then what the register says, then what the
    school has noted. Bokmål in the register is what it says for everybody who has chosen
    nothing there, so it gives way to what the school has noted.
    """
    if chosen:
        return chosen
    if register and register != "nb":
        return register
    return noted or "nb"
