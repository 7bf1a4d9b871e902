"""The process an adapter lives in: `python -I -m handover.kit.child` (S26).

The promise: it speaks frames on standard input and output and nothing else; it has no
environment, no open files of the host's, and only the adapter whose name, version and
hash the host sent; its answers are values or one of the four errors.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

from handover.errors import BadInput
from handover.kit import frames, origin, registry, wire
from handover.kit.adapter import Adapter, only_our_errors
from handover.kit.doors import read_json, write_json
from handover.kit.errors import AdapterError, Misconfigured, Permanent
from handover.kit.guard import Guard, lock
from handover.kit.recipient import RecipientAdapter
from handover.kit.source import SourceAdapter
from handover.kit.staff import StaffRequest
from handover.kit.telling import ContactRegister, Messenger
from handover.kit.types import CollectRequest, ContactRequest, Envelope, ShortMessage

HELLO_LIMIT = 1024 * 1024
DEPTH = 40

KINDS: Mapping[str, Any] = {
    "source": SourceAdapter, "recipient": RecipientAdapter, "contacts": ContactRegister,
    "messages": Messenger,
}
"""Kind in the config → what the class must be."""


def main() -> int:
    """Serves one host until it closes the pipe."""
    source, target = _private_pipes()
    try:
        hello = _object(frames.read(source, HELLO_LIMIT), HELLO_LIMIT)
    except (frames.Closed, frames.Garbage):
        return 1
    session = _Session(hello)
    frames.write(target, session.start())
    while not session.ended:
        try:
            data = frames.read(source, session.request_limit)
        except (frames.Closed, frames.Garbage):
            return 0
        frames.write(target, session.answer(data))
    return 1


class _Session:
    """One adapter, loaded once."""

    def __init__(self, hello: Mapping[str, Any]) -> None:
        self._spec: Mapping[str, Any] = hello["spec"]
        self._limits: Mapping[str, Any] = hello["limits"]
        self.request_limit = int(self._limits["request_bytes"])
        self.ended = False
        self._adapter: Adapter | None = None
        self._guard: Guard | None = None

    def start(self) -> bytes:
        """Loads the adapter and says what it is, or why it was not loaded."""
        return self._tried(self._load)

    def answer(self, data: bytes) -> bytes:
        """The answer to one request of the host."""
        return self._tried(lambda: self._serve(_object(data, self.request_limit)))

    def _tried(self, step: Any) -> bytes:
        try:
            with only_our_errors():
                made = {"ok": wire.pack(step())}
        except AdapterError as fault:
            made = {"error": wire.pack_error(fault)}
        if self._guard is not None and self._guard.violated:
            # Whatever it answers, it has tried to leave its room; nothing of it is used.
            self.ended = True
            made = {"error": wire.pack_error(Permanent("ADAPTER_STENGT"))}
        return write_json(made)

    def _load(self) -> Any:
        spec = self._spec
        found = registry.locate(spec["kind"], spec["name"], spec["folder"])
        if registry.adapter_hash(found, spec["folder"]) != spec["sha256"]:
            raise Misconfigured("sha256")
        place = origin.parse(spec["origin"]) if spec["origin"] else None
        if place is not None:
            # Loaded while files may still be opened freely; the vendor's code comes after.
            import handover.kit.http  # noqa: F401
        if spec["folder"]:
            sys.path.append(spec["folder"])
        packages = registry.package_dirs(found, spec["folder"])
        self._guard = lock(place, packages[:1], self._limits["memory_bytes"], spec["folder"])
        # The hash is over source files, so compiled ones beside them are not believed.
        sys.pycache_prefix = os.devnull
        self._adapter = self._made(found.load())
        info = self._adapter.info()
        if info.name != spec["name"]:
            raise Misconfigured("adapter")
        if info.version != spec["version"]:
            raise Misconfigured("version")
        return info

    def _made(self, kind: Any) -> Adapter:
        wanted = KINDS.get(self._spec["kind"])
        if wanted is None or not (isinstance(kind, type) and issubclass(kind, wanted)):
            raise Misconfigured("adapter")
        made: Adapter = kind(self._spec["settings"], self._spec["origin"])
        return made

    def _serve(self, request: Mapping[str, Any]) -> Any:
        asked, adapter = request.get("do"), self._adapter
        if adapter is None:
            raise Permanent("ADAPTER_FEIL")
        if asked == "check":
            return adapter.check()
        if asked == "collect" and isinstance(adapter, SourceAdapter):
            return adapter.collect(wire.unpack(CollectRequest, request["with"]))
        if asked == "staff" and isinstance(adapter, SourceAdapter):
            return adapter.staff(wire.unpack(StaffRequest, request["with"]))
        if asked == "deliver" and isinstance(adapter, RecipientAdapter):
            return adapter.deliver(wire.unpack(Envelope, request["with"]))
        return self._tell(asked, adapter, request)

    @staticmethod
    def _tell(asked: Any, adapter: Adapter, request: Mapping[str, Any]) -> Any:
        if asked == "look_up" and isinstance(adapter, ContactRegister):
            return adapter.look_up(wire.unpack(ContactRequest, request["with"]))
        if asked == "send" and isinstance(adapter, Messenger):
            return adapter.send(wire.unpack(ShortMessage, request["with"]))
        raise Misconfigured("kind")


def _private_pipes() -> tuple[int, int]:
    """Keeps the pipes for ourselves; what a vendor prints goes nowhere."""
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for public in (0, 1, 2):
        os.dup2(nowhere, public)
    return source, target


def _object(data: bytes, limit: int) -> dict[str, Any]:
    value = read_json(data, limit=limit, depth=DEPTH)
    if not isinstance(value, dict):
        raise BadInput("Meldingen har feil form.", "ADAPTER_REQUEST")
    return value


if __name__ == "__main__":
    # Nothing of a vendor's runs on the way out, and ending takes no time.
    os._exit(main())
