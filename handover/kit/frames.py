"""Length-framed messages over a pipe: four bytes of length, then that many bytes.

The promise: neither side reads more than it allows, and the host never waits longer than
its deadline, whatever the child does with its end of the pipe.
"""

import os
import selectors
import struct
import time
from collections.abc import Callable
from typing import IO

_LENGTH = struct.Struct(">I")
_CHUNK = 64 * 1024


class Garbage(Exception):
    """The length is over the limit, so whatever follows cannot be read."""


class Closed(Exception):
    """The other side ended before the message did."""


class Late(Exception):
    """The deadline passed."""


def frame(data: bytes) -> bytes:
    """`data` with its length in front."""
    return _LENGTH.pack(len(data)) + data


def read(source: int, limit: int) -> bytes:
    """The next message on file descriptor `source`, blocking. Raises Closed, Garbage."""
    length = _length(_exactly(source, _LENGTH.size), limit)
    return _exactly(source, length)


def write(target: int, data: bytes) -> None:
    """Sends one message on file descriptor `target`, blocking."""
    view = memoryview(frame(data))
    while view:
        view = view[os.write(target, view) :]


def exchange(
    target: IO[bytes],
    source: IO[bytes],
    data: bytes,
    *,
    limit: int,
    seconds: float,
    monotonic: Callable[[], float] = time.monotonic,
) -> bytes:
    """Sends `data` and returns the answer, reading while it writes so that no pipe fills up.

    Both ends must be non-blocking. Raises Late, Closed, Garbage.
    """
    until = monotonic() + seconds
    left, got = memoryview(frame(data)), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        selector.register(target, selectors.EVENT_WRITE)
        while not _is_whole(got, limit):
            ready = selector.select(max(0.0, until - monotonic()))
            if not ready and monotonic() >= until:
                raise Late
            for key, _ in ready:
                if key.fileobj is source:
                    _take(source, got)
                    continue
                left = _give(target, left)
                if not left:
                    selector.unregister(target)
    return bytes(got[_LENGTH.size :])


def _is_whole(got: bytearray, limit: int) -> bool:
    if len(got) < _LENGTH.size:
        return False
    missing = _length(bytes(got[: _LENGTH.size]), limit) + _LENGTH.size - len(got)
    if missing < 0:
        raise Garbage
    return missing == 0


def _take(source: IO[bytes], got: bytearray) -> None:
    chunk = os.read(source.fileno(), _CHUNK)
    if not chunk:
        raise Closed
    got += chunk


def _give(target: IO[bytes], left: memoryview) -> memoryview:
    try:
        return left[os.write(target.fileno(), left[:_CHUNK]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        raise Closed from None


def _length(header: bytes, limit: int) -> int:
    length = int(_LENGTH.unpack(header)[0])
    if length > limit:
        raise Garbage
    return length


def _exactly(source: int, count: int) -> bytes:
    made = bytearray()
    while len(made) < count:
        chunk = os.read(source, min(_CHUNK, count - len(made)))
        if not chunk:
            raise Closed
        made += chunk
    return bytes(made)
