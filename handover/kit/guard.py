"""What an adapter's process may not do, refused as it is tried (S26, S28).

The promise: once `lock` has run, Python code in this process reaches no address but the
origin's, starts nothing, changes no file, and reads no file but code, time zones and the
certificates that come with the libraries; and whoever tried is not believed afterwards.

What it is not: a prison for machine code. A compiled library that calls the kernel itself
passes an audit hook by. The hash in the config says which code runs; the operating system
(an account of its own, a container, a firewall) is the wall behind this fence.
"""

import _posixsubprocess
import os
import resource
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from handover.kit.origin import Origin

_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_ADDRESSES = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_READS = frozenset({"os.listdir", "os.scandir"})
_NEVER = (
    "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.",
    "os.kill", "os.startfile", "signal.pthread_kill", "ctypes.", "sqlite3.", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.ch",
    "os.lch", "os.utime", "os.setxattr", "os.removexattr", "shutil.", "tempfile.", "syslog.",
    "resource.", "gc.get_", "socket.sethostname", "socket.getnameinfo", "sys.addaudithook",
    "cpython.PyInterpreterState", "mmap.",
)  # fmt: skip
_UNLOADABLE = frozenset(
    {
        "_ctypes", "_cffi_backend", "_posixsubprocess", "_multiprocessing", "_posixshmem",
        "_sqlite3", "_dbm", "_gdbm",
    }
)  # fmt: skip
"""Modules that reach the kernel or files without telling an audit hook."""
_DATA = ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Blocked(PermissionError):
    """The adapter tried something it may not. Carries no detail: a path could name a person."""


class Unloadable(ImportError):
    """The module cannot be had here. Many libraries ask for one and do without."""


class Guard:
    """The audit hook. `violated` is set for good the first time something grave is tried."""

    def __init__(self, origin: Origin | None, readable: Iterable[Path]) -> None:
        self._origin = origin
        self._addresses: set[str] = set()
        self._readable = tuple(os.path.realpath(path) + os.sep for path in readable)
        self._judges: dict[str, Callable[[tuple[Any, ...]], bool]] = {
            "open": self._may_open,
            **dict.fromkeys(_NAMES, self._may_ask),
            **dict.fromkeys(_ADDRESSES, self._may_reach),
        }
        self.violated = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _READS:
            # Looking into a folder is how imports work; a no is enough, it is no crime.
            if not self._is_readable(args[0]):
                raise Blocked
            return
        if event == "import" and str(args[0]) in _UNLOADABLE:
            raise Unloadable
        if event == "socket.bind":
            # Libraries bind to nothing in particular to see whether there is IPv6.
            raise Blocked
        judge = self._judges.get(event)
        if event.startswith(_NEVER) or (judge is not None and not judge(args)):
            self.violated = True
            raise Blocked

    def _may_open(self, args: tuple[Any, ...]) -> bool:
        path, mode, flags = args
        if isinstance(path, int) or path == os.devnull:
            return True
        if (flags or 0) & _WRITING or set(str(mode or "")) & set("wax+"):
            return False
        if self._is_readable(path):
            return True
        # Libraries look for optional files (.netrc, mime.types); they only get a no.
        raise Blocked

    def _is_readable(self, path: Any) -> bool:
        if isinstance(path, int):
            return False
        place = os.path.realpath(os.fsdecode(path if path is not None else "."))
        return place in _DATA or f"{place}{os.sep}".startswith(self._readable)

    def _may_ask(self, args: tuple[Any, ...]) -> bool:
        if self._origin is None:
            return False
        host = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else args[0]
        port = args[1] if len(args) > 1 else None
        return host == self._origin.host and port in (self._origin.port, None)

    def _may_reach(self, args: tuple[Any, ...]) -> bool:
        address = args[1]
        if address is None and len(args) > 1:
            return True  # sendmsg on a socket that `connect` has let through already
        if self._origin is None or not isinstance(address, tuple):
            return False
        if address[1] != self._origin.port or not self._origin.allows(str(address[0])):
            return False
        if address[0] not in self._addresses:
            self._addresses |= _resolved(self._origin)
        return address[0] in self._addresses


def lock(
    origin: Origin | None, packages: Sequence[Path], memory_bytes: int, folder: str = ""
) -> Guard:
    """Closes this process for good, and returns the hook that knows whether it was tried.

    `packages` are the folders of the adapter's own code, `folder` where a vendor's
    dependencies lie. There is no way back: an audit hook cannot be taken away.
    """
    _limit(memory_bytes)
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    house = Path(__file__).parent.parent
    data = [Path(place) for place in _DATA[:1]]
    vendors = [Path(folder)] if folder else []
    guard = Guard(origin, [*map(Path, paths), house, *packages, *vendors, *data])
    _without_fork(guard)
    sys.addaudithook(guard)
    return guard


def _without_fork(guard: Guard) -> None:
    """Takes away what starts a process without telling the hook; importing it stays legal."""

    def refused(*_: object) -> int:
        guard.violated = True
        raise Blocked

    for module in (subprocess, _posixsubprocess):
        for name in ("_fork_exec", "fork_exec"):
            if hasattr(module, name):
                setattr(module, name, refused)
    # Loaded by our own libraries at most; whoever wants one of these loads it anew, or not.
    for name in _UNLOADABLE - {"_posixsubprocess"}:
        sys.modules.pop(name, None)


def _limit(memory_bytes: int) -> None:
    """The kernel's own limits, which hold for machine code too."""
    _lower(resource.RLIMIT_AS, memory_bytes)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    # Forbids new processes; the kernel does not hold root to it, so do not run as root.
    _lower(resource.RLIMIT_NPROC, 0)


def _lower(what: int, wanted: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(what, (most, most))


def _resolved(origin: Origin) -> set[str]:
    found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    return {str(entry[4][0]) for entry in found}
