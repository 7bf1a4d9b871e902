"""One walk through the school year for every test that looks at what it left behind."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


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
