#!/usr/bin/env python3
"""Four tools that look for holes, in one command: ruff's security rules, bandit, schemathesis, wapiti.

The last two ask a real demo node over HTTP. wapiti lives in an environment of its own, made on
demand; where it cannot be had, the last line says so, and with CI=true that is a failure.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WAPITI = ROOT / ".venv" / "wapiti"
VERSION = "3.2.3"
MODULES = "xss,sql,exec,file,csp,http_headers,cookieflags,redirect"
"""Without those that need a helper on the open net (ssrf, log4shell)."""
NOT_OURS = (
    # A valid form is not a valid message: random bytes are no signed package.
    "positive_data_acceptance",
    # A wrong method meets the page that is not there, as any guess does (S2).
    "unsupported_method",
)
SECONDS = 60
HARMLESS = (
    "Fingerprint web technology",
    # The demo is http on this machine; that https sets it is tested (`__Host-` cookie and HSTS).
    "Secure Flag cookie",
)


def main() -> int:
    """0 when nothing was found and, in CI, nothing left out."""
    failed = [name for name, command in still_tools() if run(command)]
    missing = [] if wapiti_there() else [f"wapiti {VERSION}"]
    with node() as (kommune, county):
        failed += [name for name, command in live_tools(county) if run(command)]
        if not missing and wapiti_finds(kommune):
            failed.append("wapiti")
    if failed:
        print(f"failed: {', '.join(failed)}")
    if missing:
        print(f"not checked: {', '.join(missing)} could not be installed")
    return 1 if failed or (missing and os.environ.get("CI") == "true") else 0


def still_tools() -> list[tuple[str, list[str]]]:
    """Tools that read the code."""
    return [
        ("ruff S", [str(BIN / "ruff"), "check", "--select", "S", "handover", "adapters"]),
        ("bandit", [str(BIN / "bandit"), "-q", "-r", "handover", "adapters", "-c",
                    "pyproject.toml"]),
    ]


def live_tools(address: str) -> list[tuple[str, list[str]]]:
    """Tools that ask a node."""
    return [("schemathesis", [
        str(BIN / "schemathesis"), "run", "schemas/openapi.yaml", "--url", address,
        "--phases", "examples,coverage,fuzzing", "--max-examples", "30", "--checks", "all",
        "--exclude-checks", ",".join(NOT_OURS), "--no-color"])]


def wapiti_there() -> bool:
    """True when wapiti can be run; it is installed the first time."""
    program = WAPITI / "bin" / "wapiti"
    if not program.exists():
        run([sys.executable, "-m", "venv", str(WAPITI)])
        run([str(WAPITI / "bin" / "pip"), "install", "-q", "--disable-pip-version-check",
             f"wapiti3=={VERSION}"])
    return program.exists()


def wapiti_finds(address: str) -> bool:
    """True when wapiti found something in the open pages and forms of a node."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        run([str(WAPITI / "bin" / "wapiti"), "-u", address + "/", "-m", MODULES, "--scope",
             "folder", "--flush-session", "--store-session", folder, "--max-scan-time",
             str(SECONDS), "-f", "json", "-o", str(report), "-v", "0", "--no-bugreport"])
        if not report.exists():
            print("wapiti wrote no report")
            return True
        found = json.loads(report.read_text(encoding="utf-8"))
    wrong = {kind: ones for part in ("vulnerabilities", "anomalies")
             for kind, ones in found[part].items() if ones and kind not in HARMLESS}
    for kind, ones in wrong.items():
        for one in ones:
            print(f"wapiti: {kind}: {one['method']} {one['path']} {one['info']}")
    print(f"wapiti: {found['infos'].get('crawled_pages_nbr', 0)} pages, {len(wrong)} kinds found")
    return bool(wrong)


@contextmanager
def node() -> Iterator[tuple[str, str]]:
    """A demo kommune and county that answer over HTTP: their addresses."""
    sys.path.insert(0, str(ROOT))
    from handover.demo.clock import StillClock
    from handover.demo.stage import Stage, free_block
    from handover.web.app import create_app
    with tempfile.TemporaryDirectory() as folder:
        clock = StillClock(datetime(2027, 5, 4, 8, 0, tzinfo=UTC))
        (Path(folder) / "clock").write_text("2027-05-04T08:00:00+00:00 2027-05-04T08:00:00+00:00")
        with Stage(Path(folder), clock) as stage:
            stage.start_nodes()
            # Tokens have tests of their own; here the doors behind them are tried.
            port = free_block(1)
            doors = replace(stage.county, tokens=None, settings=replace(
                stage.county.settings, maskinporten=None))
            stage.start("doors", create_app(doors), port)
            yield stage.kommune.settings.node.address, f"http://127.0.0.1:{port}"


def run(command: list[str]) -> int:
    print(f"$ {' '.join(command)}", flush=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT),
           "SCHEMATHESIS_HOOKS": "tests.security.schemathesis_hooks"}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
