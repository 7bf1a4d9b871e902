#!/usr/bin/env python3
"""Writes a picture of every page of every role: wide, on a phone and dark. `tests/screens.py DIR`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """The exit code of the round through the pages, which complains of what it finds."""
    if len(sys.argv) != 2:
        sys.exit("Skriv hvor bildene skal ligge: tests/screens.py MAPPE")
    album = {"OVERGANG_SCREENSHOTS": str(Path(sys.argv[1]).resolve())}
    return subprocess.run([str(ROOT / ".venv" / "bin" / "pytest"), "-q", "tests/pages",
                           "tests/journey/test_browser.py"], cwd=ROOT,
                          env={**os.environ, **album}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
