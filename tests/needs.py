"""Programs the tests call that pip cannot bring. What is missing is never skipped in silence."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest


def program(name: str) -> str:
    """The path of a program. Without it the test fails in CI, and elsewhere says «not checked»."""
    found = shutil.which(name)
    if found is None:
        _not_checked(f"{name} is not installed")
    return found


def _not_checked(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"not checked: {why}")
    pytest.skip(f"not checked: {why}")


@cache
def npm(package: str, version: str) -> Path:
    """A folder with an npm package and what it needs, fetched once per run; «not checked» when
    it cannot be had. A folder that has it already may be named in OVERGANG_NPM."""
    ready = os.environ.get("OVERGANG_NPM", "")
    if ready and (Path(ready) / "node_modules" / package).is_dir():
        return Path(ready)
    folder = Path(tempfile.mkdtemp(prefix="overgang-npm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "package.json").write_text('{"private": true}')
    got = subprocess.run(
        [program("npm"), "install", "--no-audit", "--no-fund", "--silent",
         f"{package}@{version}"], cwd=folder, capture_output=True, timeout=300, check=False)
    if got.returncode:
        _not_checked(f"npm package {package} cannot be fetched")
    return folder
