"""A calendar file for one person (RFC 5545): when, a title that says nothing, and no attendees (S24).

The promise: whatever stands in the values, the file has the lines we meant and no others:
text is escaped, control characters are dropped, lines are folded at 75 octets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

TITLE = "Avtale"
"""What an appointment is called in anybody's calendar: on a shared phone it tells nothing."""
OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """One appointment as one person may see it."""

    uid: str
    """Another for each person, so that two calendars cannot be compared."""
    starts: datetime
    ends: datetime
    stamp: datetime
    """When it was last changed; aware, as the others."""
    place: str = ""
    cancelled: bool = False


def file(entries: Iterable[Entry], title: str = TITLE) -> bytes:
    """The file, UTF-8 with CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Overgang//Avtaler//NB",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for one in entries:
        lines += _event(one, title)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """A TEXT value (3.3.11). Line breaks become escaped; other control characters go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, "\\" + mark)
    return "".join(one for one in plain.replace("\n", "\\n")
                   if one.isprintable() or one == "\N{NO-BREAK SPACE}")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each after the first begun by a blank (3.1).

    A letter is never cut in two.
    """
    pieces, piece, room = [], "", OCTETS
    for one in line:
        size = len(one.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", OCTETS - 1
        piece += one
        room -= size
    return "\r\n".join([*pieces, piece])


def _event(one: Entry, title: str) -> list[str]:
    made = ["BEGIN:VEVENT", f"UID:{escaped(one.uid)}", f"DTSTAMP:{_utc(one.stamp)}",
            f"LAST-MODIFIED:{_utc(one.stamp)}", f"DTSTART:{_utc(one.starts)}",
            f"DTEND:{_utc(one.ends)}", f"SUMMARY:{escaped(title)}", "CLASS:PRIVATE"]
    if one.place and not one.cancelled:
        made.append(f"LOCATION:{escaped(one.place)}")
    made.append("STATUS:CANCELLED" if one.cancelled else "STATUS:CONFIRMED")
    return [*made, "END:VEVENT"]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
