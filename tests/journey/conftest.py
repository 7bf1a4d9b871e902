"""One walk through the school year for every test that looks at what it left, and one town to visit."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.town import Town, running
from tests.journey.witness import Witness
from tests.needs import program

# The browser story is run with the inspection of pages (tests/screens.py): see tests/run.py.
collect_ignore = [] if "OVERGANG_SCREENSHOTS" in os.environ else ["test_browser.py"]


@dataclass(frozen=True)
class Walked:
    """What `handover demo --walk` left."""

    out: Path
    result: dict[str, Any]
    exit_code: int
    stderr: str

    def containers(self) -> list[Path]:
        return sorted(self.out.glob("*.asice"))


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    out = tmp_path_factory.mktemp("walk") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "handover", "demo", "--walk", "--out", str(out), "--json"],
        capture_output=True, text=True, timeout=1200, check=False)
    assert done.stdout, done.stderr[-2000:]
    return Walked(out, json.loads(done.stdout), done.returncode, done.stderr)


@pytest.fixture(scope="session")
def the_town() -> Iterator[Town]:
    """A demo of its own, running for as long as the tests do."""
    with running() as town:
        yield town


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    """Chromium and an album: the folder in OVERGANG_SCREENSHOTS, or one that pytest throws away."""
    album = Path(os.environ.get("OVERGANG_SCREENSHOTS") or tmp_path)
    album.mkdir(parents=True, exist_ok=True)
    path = program("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield Witness(browser, album)
        browser.close()
