"""Programs the tests call that pip cannot bring. What is missing is never skipped in silence."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """The path of a program. Without it the test fails in CI, and elsewhere says «not checked»."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"not checked: {name} is not installed")
        pytest.skip(f"not checked: {name} is not installed")
    return found
