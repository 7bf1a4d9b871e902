"""`handover/security.md` and the code say the same; what the page forgets is found here."""

import ast
import re
import tomllib
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from handover.settings import KeySettings, Settings
from handover.web import access, limits, session

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "handover" / "security.md").read_text(encoding="utf-8")
CODE = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "handover").rglob("*.py"))]
NOT_EVENTS = {"about", "fc", "foresatt", "overgang", "funn", "steg", "spor", "annet",
              "administrator"}
"""First words of other texts with a colon in them."""


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_the_page_on_security_says_the_limits_of_the_code() -> None:
    said = section("Times and limits")
    for words, limit in (("form", limits.POST), ("file", limits.LARGE), ("log-in", limits.LOGIN)):
        assert f"{words}: one session / one address | {limit.session} / {limit.address} in" in said
    assert f"one address | {limits.DOOR.address} in a minute" in said
    assert f"{access.SMALL} bytes" in said
    assert "429" in said
    assert "handover/doors" in said


def test_the_page_on_security_says_the_times_of_the_code() -> None:
    said = section("Times and limits")
    assert f"family session left alone | {session.IDLE['idporten'] // timedelta(minutes=1)} m" in said
    assert f"staff session left alone | {session.IDLE['feide'] // timedelta(minutes=1)} m" in said
    assert f"any session | {session.LONGEST // timedelta(hours=1)} hours" in said
    assert "several browsers" in section("Ways in")


def test_the_page_on_security_names_every_way_in() -> None:
    said = section("Ways in")
    assert set(session.IDLE) <= set(re.findall(r"`(\w+)`", said))
    assert {"login", "maskinporten"} <= {one.name for one in fields(Settings)}
    assert "`maskinporten`" in said
    assert "no passwords" in said


def test_the_page_on_security_names_every_role() -> None:
    said = set(re.findall(r"\w+", section("Who may what")))
    named = {role.value for text in CODE for call in ast.walk(ast.parse(text))
             if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "staff"
             for role in call.args if isinstance(role, ast.Constant)}
    assert len(named) > 10
    assert named - said == set()


def test_the_policy_says_for_every_category_who_sees_it() -> None:
    policy = tomllib.loads((ROOT / "config" / "policy.toml").read_text(encoding="utf-8"))
    assert len(policy["kategori"]) > 20
    for category in policy["kategori"]:
        assert category["foresatt_ser"], category["id"]
        assert "mottakere" in category, category["id"]


def test_the_page_on_security_says_how_every_class_is_kept() -> None:
    said = section("What is kept, and how")
    for kept in ("content", "identity", "authority", "traces", "Not encrypted"):
        assert kept in said


def test_the_page_on_security_names_every_key_of_the_settings() -> None:
    said = section("Keys")
    assert {one.name for one in fields(KeySettings)} <= set(re.findall(r"keys\.(\w+)", said))


def test_the_page_on_security_names_every_connection() -> None:
    said = section("Connections")
    for one in ("log-in providers", "Maskinporten", "adapter", "mail server", "receiver directory"):
        assert one in said


def test_the_page_on_security_names_every_event() -> None:
    said = set(re.findall(r"\w+", section("Logs")))
    used = {found for text in CODE for found in re.findall(r'"([a-z]+):[a-z_]+"', text)}
    assert used - NOT_EVENTS - said == set()


def test_the_page_on_security_says_how_libraries_are_kept() -> None:
    assert "within 7 days" in section("Libraries")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in lock.splitlines() if re.match(r"^[a-z0-9].*==", line)]
    assert len(pins) > 20
    assert lock.count("--hash=sha256:") >= len(pins)
