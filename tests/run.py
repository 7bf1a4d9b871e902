#!/usr/bin/env python3
"""Installs everything and runs every check, on a fresh machine, with nothing but Python 3.11.

As root it installs the Debian packages the tests need. Where it may not, it runs
the rest and ends with what was not checked and the one line that would change
it. With CI=true anything not checked is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PACKAGES = {"chromium": "chromium", "openssl": "openssl", "xmllint": "libxml2-utils",
            "ps": "procps"}
CHECKS = (
    ("ruff", ["ruff", "check", "."]),
    ("mypy", ["mypy"]),
    # A file stays on one core: its world is made once.
    ("pytest", ["pytest", "-n", "auto", "--dist", "loadfile"]),
    ("scan", ["python", "tests/security/scan.py"]),
)


def main() -> int:
    """0 when everything passed (and, in CI, everything was checked)."""
    install_python()
    install_debian()
    failed = [name for name, command in CHECKS if run([str(BIN / command[0]), *command[1:],
                                                      *(sys.argv[1:] if name == "pytest" else [])])]
    missing = [name for name in PACKAGES if shutil.which(name) is None]
    print("not part of this run: the story in a browser and the inspection of every page, "
          "«python3 tests/screens.py DIR»")
    if failed:
        print(f"failed: {', '.join(failed)}")
    if missing:
        packages = " ".join(PACKAGES[name] for name in missing)
        print(f"not checked: what needs {', '.join(missing)}. "
              f"Install with: apt-get install -y {packages}")
    strict = os.environ.get("CI") == "true"
    return 1 if failed or (missing and strict) else 0


def install_python() -> None:
    """The locked dependencies and the project itself, in `.venv`."""
    if not (BIN / "python").exists():
        must([sys.executable, "-m", "venv", str(ROOT / ".venv")])
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    must([*pip, "--require-hashes", "-r", "requirements.lock"])
    must([*pip, "--no-deps", "-e", "."])


def install_debian() -> None:
    """Debian packages the tests call, when we are allowed to."""
    missing = [PACKAGES[name] for name in PACKAGES if shutil.which(name) is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], quiet)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], quiet)


def run(command: list[str], env: dict[str, str] | None = None) -> int:
    """The command's exit code. Adapters are processes: without compiled files each starts slowly."""
    print(f"$ {' '.join(command)}", flush=True)
    chosen = {name: value for name, value in (env or os.environ).items()
              if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, cwd=ROOT, env=chosen, check=False).returncode


def must(command: list[str]) -> None:
    if run(command):
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
