"""A mail server on this machine that takes every letter and sends none on (RFC 5321, minimal).

The promise: what it was given is kept byte for byte; addresses at `avvist.example` are
refused for good and at `travel.example` for now; nothing ever leaves.
"""

import socketserver
import threading
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

LINE = 4096
LETTER = 256 * 1024


@dataclass(frozen=True)
class Received:
    """A letter as it was handed over."""

    sender: str
    to: tuple[str, ...]
    data: bytes

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self._message["Subject"])

    @property
    def text(self) -> str:
        """The body, decoded, with plain line ends."""
        found: str = self._message.get_content()
        return found.replace("\r\n", "\n")

    def header(self, name: str) -> str:
        """A header by name; empty when it is not there."""
        return str(self._message.get(name, ""))

    @property
    def at(self) -> datetime:
        """The date the letter says it was written."""
        return parsedate_to_datetime(self.header("Date"))

    @property
    def _message(self) -> Any:
        return message_from_bytes(self.data, policy=default)


@dataclass
class MailStore:
    """Every letter taken, in order."""

    letters: list[Received] = field(default_factory=list)


class MailServer:
    """The server in a thread of its own. A context manager."""

    def __init__(self, store: MailStore, port: int = 0) -> None:
        self.store = store
        self._server = _Server(("127.0.0.1", port), _Talk)
        self._server.store = store
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True,
                                        kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stops answering and gives the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    store: MailStore


class _Talk(socketserver.StreamRequestHandler):
    """One conversation. Replies are those of RFC 5321 section 4.2.3."""

    timeout = 20

    def handle(self) -> None:
        self._sender, self._to = "", list[str]()
        self._say(220, "post.nordvik.example tar imot")
        while (line := self.rfile.readline(LINE)):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if not self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        match verb:
            case "EHLO" | "HELO":
                self._say(250, "post.nordvik.example")
            case "MAIL":
                self._sender, self._to = _address(rest), []
                self._say(250, "ok")
            case "RCPT":
                self._recipient(_address(rest))
            case "DATA" if self._to:
                self._data()
            case "RSET":
                self._sender, self._to = "", []
                self._say(250, "ok")
            case "NOOP":
                self._say(250, "ok")
            case "QUIT":
                self._say(221, "ha det")
                return False
            case _:
                self._say(503 if verb == "DATA" else 502, "ikke her")
        return True

    def _recipient(self, address: str) -> None:
        if address.endswith("@avvist.example"):
            self._say(550, "ingen slik postkasse")
        elif address.endswith("@travel.example"):
            self._say(450, "postkassen er opptatt")
        else:
            self._to.append(address)
            self._say(250, "ok")

    def _data(self) -> None:
        self._say(354, "avslutt med et punktum")
        lines: list[bytes] = []
        while (line := self.rfile.readline(LETTER)) not in (b".\r\n", b""):
            # A point at the beginning of a line was doubled by the sender (section 4.5.2).
            lines.append(line[1:] if line.startswith(b"..") else line)
        server: Any = self.server
        server.store.letters.append(Received(self._sender, tuple(self._to), b"".join(lines)))
        self._say(250, "tatt imot")

    def _say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
