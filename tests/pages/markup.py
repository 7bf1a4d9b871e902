"""The Nu Html Checker (vnu) over a folder of pages. It is Java, and comes from npm."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

VERSION = "26.9.27"
FOLDER = Path(__file__).resolve().parents[2] / ".venv" / "npm"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def messages(folder: Path) -> list[str]:
    """What the checker says about every .html file in the folder: errors and warnings."""
    done = subprocess.run(
        ["java", "-jar", str(_jar()), "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True, text=True, timeout=300, check=False)
    said = json.loads(done.stderr)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in said
            if one["type"] != "info" or one.get("subType") == "warning"]


def _jar() -> Path:
    """The checker, fetched with npm the first time. Without npm or java: «not checked»."""
    if JAR.exists() and shutil.which("java"):
        return JAR
    if shutil.which("npm") and shutil.which("java"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(FOLDER), "--no-save", "--silent",
                        "--ignore-scripts", f"vnu-jar@{VERSION}"], check=False, timeout=120)
    if JAR.exists() and shutil.which("java"):
        return JAR
    if os.environ.get("CI") == "true":
        pytest.fail("not checked: the HTML checker needs java and npm")
    pytest.skip("not checked: the HTML checker needs java and npm")
