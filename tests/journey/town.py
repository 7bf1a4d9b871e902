"""`handover demo` as a person starts it: a process of its own, ready when it says so, ended as told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

READY = "Stopp med Ctrl-C"
BLOCK = 24
"""Ports a demo takes, from its first to its front page."""


@dataclass(frozen=True)
class Town:
    """Where everything in a running demo is."""

    first_port: int
    pid: int
    said: list[str]
    """What it has printed, line by line."""

    @property
    def kommune(self) -> str:
        return f"http://127.0.0.1:{self.first_port}"

    @property
    def county(self) -> str:
        return f"http://127.0.0.1:{self.first_port + 1}"

    @property
    def front(self) -> str:
        return f"http://127.0.0.1:{self.first_port + BLOCK - 1}"

    def logs(self) -> list[Path]:
        """The log of every node that is a process of its own. The demo prints no folder."""
        return [config.parent / "node.log" for config in _configs(self.pid)]


@contextmanager
def running() -> Iterator[Town]:
    """A demo on free ports until the block ends. It takes about a minute and a half to start."""
    first = _free_block()
    # Without compiled files every adapter process starts slowly.
    env = {name: value for name, value in os.environ.items()
           if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONUNBUFFERED": "1"}
    # Started in the background of a shell, we would hand down that Ctrl-C is to be ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "handover", "demo", "--port", str(first)], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    said: list[str] = []
    try:
        _wait_until_ready(process, said)
        _wait_until_they_listen(first, first + 1)
        yield Town(first, process.pid, said)
    finally:
        _stop(process)


def _wait_until_ready(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line.rstrip())
        if READY in line:
            # Somebody must go on reading, or the demo stands still when the pipe is full.
            Thread(target=_read_on, args=(process.stdout, said), daemon=True).start()
            return
    raise AssertionError("the demo did not start:\n" + "\n".join(said[-20:]))


def _read_on(stream: IO[str], said: list[str]) -> None:
    with stream:
        said.extend(stream)


def _wait_until_they_listen(*ports: int) -> None:
    """The nodes are processes of their own, and a little later than the words on the screen."""
    deadline = time.monotonic() + 60
    while any(_is_free(port) for port in ports):
        assert time.monotonic() < deadline, "a node did not answer"
        time.sleep(0.2)


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise AssertionError("the demo did not stop on Ctrl-C") from None


def _free_block() -> int:
    """The first of 24 ports in a row that nobody listens on; each test process has its own range,
    because two demos that start together would find the same ones free."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    for first in range(18400 + worker * 50 * BLOCK, 18400 + (worker + 1) * 50 * BLOCK, BLOCK):
        if all(_is_free(port) for port in range(first, first + BLOCK)):
            return first
    raise AssertionError("no free ports for a demo")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _configs(parent: int) -> list[Path]:
    """The settings files of the nodes the demo has started, from their command lines."""
    listed = subprocess.run(["ps", "-ww", "-o", "args=", "--ppid", str(parent)],
                            capture_output=True, text=True, check=True).stdout
    return [Path(found) for found in re.findall(r"--config (\S+)", listed)]
