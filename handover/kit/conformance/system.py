"""A system to test an adapter against: real HTTP on this machine, and trouble on demand.

The promise: it keeps a record of every call, and in trouble it never asks the vendor's
application anything.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Application = Callable[[Request], Response]
"""The system in health: what it answers to a call."""

HUGE = 9 * 1024 * 1024
SECRET = "19891199999 Kari Nordmann"  # noqa: S105  # invented; must turn up nowhere
_TRICKLES = 12


@dataclass(frozen=True)
class Call:
    """One call as it arrived."""

    method: str
    url: str
    token: str
    headers: dict[str, str]
    body: bytes


class FakeSystem:
    """Answers every path with the application, until told otherwise."""

    def __init__(self, server: HTTPServer, application: Application) -> None:
        self.calls: list[Call] = []
        self._application = application
        self._answer: Application = application
        server.expect_request(re.compile(".*")).respond_with_handler(self._handle)
        self.origin = f"http://{server.host}:{server.port}"

    def fails(self, status: int, headers: dict[str, str] | None = None) -> None:
        """Answers with a status, and with a body nobody should repeat."""
        self._answer = lambda _: Response(b"hemmelig: " + SECRET.encode(), status, headers)

    def is_silent(self, seconds: float = 0.8) -> None:
        """Answers too late."""

        def answer(request: Request) -> Response:
            time.sleep(seconds)
            return Response(b"", 503)

        self._answer = answer

    def trickles(self, content_type: str) -> None:
        """Begins an answer and then sends a byte at a time."""
        self._answer = lambda _: Response(_drops(), 200, content_type=content_type)

    def answers(self, body: bytes, content_type: str) -> None:
        """Answers 200 with these bytes."""
        self._answer = lambda _: Response(body, 200, content_type=content_type)

    def redirects(self, target: str) -> None:
        """Sends everybody elsewhere."""
        self._answer = lambda _: Response(b"", 307, {"Location": target})

    def _handle(self, request: Request) -> Response:
        self.calls.append(
            Call(
                request.method,
                request.url,
                request.headers.get("Authorization", "").removeprefix("Bearer "),
                {name.lower(): value for name, value in request.headers.items()},
                request.get_data(),
            )
        )
        return self._answer(request)


def _drops() -> Iterator[bytes]:
    for _ in range(_TRICKLES):
        yield b" "
        time.sleep(0.1)
