"""The kommune's own virus scanner, where there is one: clamd over its socket (S7).

The promise: a file in which something is found is refused, and so is every file while a
scanner that is set up does not answer. Without one, rebuilding alone must do.
"""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path

from handover.errors import BadInput, Misconfigured

USUAL_PLACE = "/run/clamav/clamd.ctl"
"""Where Debian's clamd listens; used when it is there and nothing else is said."""
SECONDS = 20.0
_CHUNK = 64 * 1024
_ANSWER = 4096


@dataclass(frozen=True)
class Scanner:
    """One clamd, by the path of its socket, or host and port."""

    address: str
    """`/run/clamav/clamd.ctl` or `tcp:host:port`."""

    def check(self, data: bytes) -> None:
        """Returns when nothing was found. Raises BadInput: VIRUS_FOUND, SCANNER_AWAY."""
        try:
            answer = self._asked(data)
        except OSError:
            raise _away() from None
        if answer.endswith(b"FOUND"):
            raise BadInput("Filen inneholder skadelig kode og er ikke tatt imot. Si fra til den "
                           "som sendte den.", "VIRUS_FOUND")
        if answer != b"stream: OK":
            raise _away()

    def _asked(self, data: bytes) -> bytes:
        with self._connected() as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), _CHUNK):
                chunk = data[at:at + _CHUNK]
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            return _read(line)

    def _connected(self) -> socket.socket:
        if self.address.startswith("tcp:"):
            host, _, port = self.address.removeprefix("tcp:").rpartition(":")
            return socket.create_connection((host, int(port)), SECONDS)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def find(setting: str, usual: str = USUAL_PLACE) -> Scanner | None:
    """The scanner the setting names; else the one in the usual place; None when there is none.

    Raises Misconfigured for an address of another form.
    """
    if not setting:
        return Scanner(usual) if Path(usual).is_socket() else None
    host, _, port = setting.removeprefix("tcp:").rpartition(":")
    if setting.startswith("/") or (setting.startswith("tcp:") and host and port.isdecimal()):
        return Scanner(setting)
    raise Misconfigured("«node.scanner» må være en sti til en socket, eller tcp:vert:port.")


def _read(line: socket.socket) -> bytes:
    made = b""
    while len(made) < _ANSWER and (chunk := line.recv(_ANSWER)):
        made += chunk
        if made.endswith(b"\0"):
            break
    return made.rstrip(b"\0\n")


def _away() -> BadInput:
    return BadInput("Viruskontrollen svarer ikke. Prøv igjen om litt, eller si fra til den som "
                    "drifter tjenesten.", "SCANNER_AWAY")
