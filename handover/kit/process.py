"""The host's end of an adapter: starts its process, asks it, and ends it (S26).

The promise: `Retryable`, `Permanent`, `Duplicate` and `Misconfigured` are all that comes
out, also when the child hangs, dies, floods the pipe or answers nonsense; and a child that
did any of that is killed and a fresh one started for the next question.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import IO, Any, Self, TypeVar, cast

from handover.errors import BadInput
from handover.kit import frames, wire
from handover.kit.child import DEPTH
from handover.kit.doors import read_json, write_json
from handover.kit.errors import AdapterError, Permanent, Retryable
from handover.kit.staff import StaffList, StaffRequest
from handover.kit.types import (
    Accepted,
    Collected,
    CollectRequest,
    ContactRequest,
    Contacts,
    Envelope,
    Info,
    ShortMessage,
)

T = TypeVar("T")

_COMMAND = (sys.executable, "-I", "-B", "-X", "utf8", "-m", "handover.kit.child")
_GRACE = 2.0


@dataclass(frozen=True)
class AdapterSpec:
    """One adapter as the config names it."""

    name: str
    """The entry point's name."""
    kind: str
    """source | recipient | contacts | messages"""
    version: str
    sha256: str
    """`registry.adapter_hash` of the code that may run."""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Holds the token, so it stands in no `repr`."""
    origin: str = ""
    """Scheme, host and port of the one system it may reach; empty for none."""
    folder: str = ""
    """Where `pip install --target` put a vendor's package; empty for our environment."""


@dataclass(frozen=True)
class Limits:
    """What one adapter process may cost."""

    seconds: float = 120.0
    """For one question."""
    start_seconds: float = 30.0
    request_bytes: int = 64 * 1024 * 1024
    answer_bytes: int = 128 * 1024 * 1024
    memory_bytes: int = 1024 * 1024 * 1024


class AdapterProcess:
    """A context manager around one adapter. May be asked several times, by one thread."""

    def __init__(self, spec: AdapterSpec, limits: Limits | None = None) -> None:
        self.spec = spec
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._info: Info | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop(_GRACE)

    @property
    def info(self) -> Info:
        """What the adapter says it is; starts it when it is not running."""
        self._start()
        return cast(Info, self._info)

    def collect(self, request: CollectRequest) -> Collected:
        """A source's answer, unjudged: `accept.accept` comes next (S17).

        Raises Retryable, Permanent, Misconfigured.
        """
        return self._ask(Collected, "collect", request)

    def staff(self, request: StaffRequest) -> StaffList:
        """Who a source says works at a school. Raises Retryable, Permanent, Misconfigured."""
        return self._ask(StaffList, "staff", request)

    def deliver(self, envelope: Envelope) -> Accepted:
        """A recipient's answer. Raises Retryable, Permanent, Duplicate, Misconfigured."""
        return self._ask(Accepted, "deliver", envelope)

    def look_up(self, request: ContactRequest) -> Contacts:
        """A contact register's answer. Raises Retryable, Permanent, Misconfigured."""
        return self._ask(Contacts, "look_up", request)

    def send(self, message: ShortMessage) -> Accepted:
        """A message gateway's answer. Raises Retryable, Permanent, Duplicate, Misconfigured."""
        return self._ask(Accepted, "send", message)

    def check(self) -> None:
        """Returns when the system answers and lets us in. Raises as `collect`."""
        self._talk({"do": "check"}, self._limits.seconds)

    def _ask(self, kind: type[T], name: str, value: Any) -> T:
        answer = self._talk({"do": name, "with": wire.pack(value)}, self._limits.seconds)
        return self._understood(kind, answer)

    def _understood(self, kind: type[T], answer: Any) -> T:
        try:
            return wire.unpack(kind, answer)
        except BadInput:
            self._stop()
            raise Permanent("UGYLDIG_SVAR") from None

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._stop()
        try:
            self._process = _spawned()
        except OSError:
            raise Retryable from None
        limits = {**asdict(self._limits)}
        hello = {"spec": wire.pack(self.spec), "limits": limits}
        try:
            answer = self._exchanged(write_json(hello), self._limits.start_seconds)
            self._info = self._understood(Info, answer)
        except AdapterError:
            # Nobody will leave the context of a process that never became one.
            self._stop()
            raise

    def _talk(self, request: Mapping[str, Any], seconds: float) -> Any:
        data = write_json(dict(request))
        if len(data) > self._limits.request_bytes:
            raise Permanent("FOR_STORT")
        self._start()
        return self._exchanged(data, seconds)

    def _exchanged(self, data: bytes, seconds: float) -> Any:
        """One question and its answer; whatever goes wrong ends the child."""
        process = cast("subprocess.Popen[bytes]", self._process)
        target, source = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        limit = self._limits.answer_bytes
        try:
            answer = frames.exchange(target, source, data, limit=limit, seconds=seconds)
            value = read_json(answer, limit=limit, depth=DEPTH)
        except (frames.Late, frames.Closed, OSError):
            # It may have delivered before it died; the message id makes another try safe.
            self._stop()
            raise Retryable from None
        except (frames.Garbage, BadInput):
            self._stop()
            raise Permanent("UGYLDIG_SVAR") from None
        return self._opened(value)

    def _opened(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"ok"}:
            return value["ok"]
        try:
            fault = wire.unpack_error(value["error"] if isinstance(value, dict) else None)
        except (BadInput, KeyError):
            self._stop()
            raise Permanent("UGYLDIG_SVAR") from None
        raise fault

    def _stop(self, grace: float = 0.0) -> None:
        """Closes the pipes, waits `grace` seconds, then kills; never leaves a child behind."""
        process, self._process, self._info = self._process, None, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _spawned() -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A vendor's traceback may hold a pupil; it goes nowhere.
        stderr=subprocess.DEVNULL,
        bufsize=0,
        close_fds=True,
        env={},
        cwd="/",
        start_new_session=True,
    )
    for pipe in (process.stdin, process.stdout):
        os.set_blocking(cast(IO[bytes], pipe).fileno(), False)
    return process
