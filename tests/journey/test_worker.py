"""`handover worker` as a process of its own: it works, stops when asked, and survives being killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from handover.demo.clock import FileClock, StillClock
from handover.demo.stage import Stage
from handover.store.tables import ReleaseRun
from handover.store.work import reading

NOW = datetime(2027, 1, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path / "town", StillClock(NOW)) as made:
        FileClock(made.root / "clock").set(NOW)
        yield made


def worker(stage: Stage) -> "subprocess.Popen[bytes]":
    config = stage.plans[0].folder / "node.toml"
    return subprocess.Popen([sys.executable, "-m", "handover", "worker", "--config", str(config)],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def runs(stage: Stage) -> set[str]:
    with reading(stage.kommune.work) as session:
        return set(session.exec(select(ReleaseRun.id)))


def wait_for(stage: Stage, run: str) -> None:
    deadline = time.monotonic() + 90
    while run not in runs(stage):
        assert time.monotonic() < deadline, "the worker did not do its round"
        time.sleep(0.5)


def test_a_worker_runs_what_is_due_stops_when_asked_and_goes_on_after_a_kill(
        stage: Stage) -> None:
    first = worker(stage)
    wait_for(stage, "grunnpakke:2027-01-07")
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(timeout=30) == -signal.SIGKILL

    FileClock(stage.root / "clock").set(NOW.replace(month=2, day=1))
    second = worker(stage)
    wait_for(stage, "grunnpakke:2027-02-01")
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0
