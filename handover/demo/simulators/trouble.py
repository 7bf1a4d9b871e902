"""What can go wrong with a system, on demand: away, slow, or answering nonsense.

The promise: trouble changes no data, and ends by itself after `times` answers when told to.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, jsonify

GARBAGE = b"\x00\xff<enterprise><person>" + b"<" * 64


@dataclass
class Trouble:
    """Shared by a demo and one simulated system. Starts out with no trouble at all."""

    kind: str = ""
    """Empty, or unavailable | busy | slow | garbage."""
    times: int = 0
    """How many answers it lasts; 0 is until `clear`."""
    seconds: int = 30
    """Retry-After for unavailable and busy, the wait for slow."""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def begin(self, kind: str, *, times: int = 0, seconds: int = 30) -> None:
        """From the next answer on. Raises ValueError for a kind there is not."""
        if kind not in ("unavailable", "busy", "slow", "garbage"):
            raise ValueError("Trouble is unavailable, busy, slow or garbage.")
        self.kind, self.times, self.seconds = kind, times, seconds

    def clear(self) -> None:
        """Back to normal."""
        self.kind, self.times = "", 0

    def answer(self) -> Response | None:
        """The answer trouble gives instead of the system, or None when the system answers."""
        kind = self.kind
        if self.times:
            self.times -= 1
            if not self.times:
                self.kind = ""
        if kind == "slow":
            self.sleep(self.seconds)
            return None
        if kind == "garbage":
            return Response(GARBAGE, 200, content_type="application/octet-stream")
        statuses = {"unavailable": 503, "busy": 429}
        return self._away(statuses[kind]) if kind else None

    def _away(self, status: int) -> Response:
        references = {503: "RFC 9110 section 15.6.4", 429: "RFC 6585 section 4"}
        made = problem(status, "Systemet tar ikke imot nå.", references[status])
        made.headers["Retry-After"] = str(self.seconds)
        return made


def problem(status: int, title: str, reference: str) -> Response:
    """A refusal after RFC 9457 that says which line of which reference it follows."""
    made = jsonify(type="about:blank", title=title, status=status, reference=reference)
    made.status_code = status
    made.content_type = "application/problem+json"
    return made


def allowed(header: str | None, token: str) -> bool:
    """True when the Authorization header carries this bearer token (RFC 6750 section 2.1)."""
    return header == f"Bearer {token}"
