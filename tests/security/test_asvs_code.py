"""What may stand nowhere in the code (ASVS 5.0): read from the syntax tree, so nothing is missed."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*(ROOT / "handover").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")])
TEMPLATES = sorted((ROOT / "handover").rglob("*.html"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
         for path in MODULES}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call: where, what is called (its last name), the call."""
    for where, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else \
                    getattr(node.func, "id", "")
                yield where, name, node


def imports() -> Iterator[tuple[str, str]]:
    for where, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((where, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield where, node.module


def glued(node: ast.AST) -> bool:
    """A text put together from parts at run time."""
    return (isinstance(node, ast.JoinedStr) and any(
        isinstance(part, ast.FormattedValue) for part in node.values)) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod))


def test_asvs_no_shell_and_no_evaluation() -> None:
    wrong = [(where, name) for where, name, call in calls()
             if (isinstance(call.func, ast.Name) and name in {"eval", "exec", "compile"})
             or name in {"system", "popen"}
             or any(one.arg == "shell" and getattr(one.value, "value", False) for one in
                    call.keywords)]
    assert [one for one in wrong if one[0] != "handover/kit/registry.py"] == []


def plain_name(node: ast.AST) -> bool:
    """`{namespace}name`: the name of an element, no path."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else None
    return isinstance(first, ast.Constant) and str(first.value) == "{"


SQL_BY_US = {
    "handover/store/work.py": "pragmas from a fixed list",
    "handover/store/audit.py": "the number of a lock, a constant",
    "handover/store/seals/alarm.py": "a pragma with a constant",
}


def test_asvs_no_query_is_glued_together() -> None:
    wrong = [where for where, name, call in calls()
             if name in {"text", "execute", "exec", "exec_driver_sql", "scalar", "scalars"}
             and call.args and glued(call.args[0]) and where not in SQL_BY_US]
    assert wrong == []


def test_asvs_no_xpath_from_data() -> None:
    wrong = [where for where, name, call in calls()
             if name in {"xpath", "XPath", "ETXPath", "findall", "iterfind"} and call.args
             and glued(call.args[0]) and not plain_name(call.args[0])]
    assert wrong == []


def test_asvs_no_pattern_from_data() -> None:
    wrong = [where for where, name, call in calls()
             if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re"
             and call.args and glued(call.args[0])
             and "re.escape" not in ast.unparse(call.args[0])
             and not re.search(r"\{[A-Z_]+\}", ast.unparse(call.args[0]))]
    assert wrong == []


def test_asvs_no_template_from_data() -> None:
    assert [where for where, name, _ in calls()
            if name in {"render_template_string", "from_string"}] == []


def test_asvs_pages_escape_by_themselves() -> None:
    off = [path.name for path in TEMPLATES
           if re.search(r"autoescape\s+false|\|\s*safe\b", path.read_text(encoding="utf-8"))]
    assert off == []
    assert len(TEMPLATES) > 30


def test_asvs_addresses_are_built_by_the_router() -> None:
    """No template puts a value into the start of an address; `url_for` does it."""
    wrong = [(path.name, found) for path in TEMPLATES
             for found in re.findall(r"""(?:href|action|src)=["']([^"']*\{\{[^"']*)["']""",
                                     path.read_text(encoding="utf-8"))
             if not re.match(r"\{\{\s*[\w.]+(\(|\s*\}\}|\.|\[|\s)", found)
             and not found.startswith(("#", "/", "tel:", "mailto:"))]
    assert wrong == []


def test_asvs_log_lines_have_fixed_formats() -> None:
    wrong = [where for where, name, call in calls()
             if name in {"debug", "info", "warning", "error", "critical"}
             and getattr(getattr(call.func, "value", None), "id", "") == "log"
             and call.args and glued(call.args[0])]
    assert wrong == []


def test_asvs_no_pickle_and_no_unsafe_loader() -> None:
    assert [one for one in imports()
            if one[1].split(".")[0] in {"pickle", "marshal", "shelve", "yaml", "dill"}] == []


def test_asvs_chance_is_passed_in() -> None:
    """Nothing that must not be guessed comes from `random`, from the clock or from uuid1."""
    assert [one for one in imports() if one[1] == "random"] == []
    assert [where for where, name, _ in calls() if name in {"uuid1", "uuid3", "uuid5"}] == []


@pytest.mark.parametrize("weak", ["md5", "sha1", "MD5", "SHA1", "ECB", "ARC4", "TripleDES", "PKCS1v15"])
def test_asvs_cryptography_comes_from_the_library(weak: str) -> None:
    """Weak methods are made use of nowhere; PKCS1v15 stands for signatures only (RFC 8017 8.2)."""
    used = [where for where, name, _ in calls() if name == weak]
    assert used == [] or (weak == "PKCS1v15" and all(
        where.startswith("handover/seal") for where in used))


def test_asvs_certificates_are_always_checked() -> None:
    wrong = [where for where, _, call in calls() for one in call.keywords
             if one.arg in {"verify", "check_hostname"} and getattr(one.value, "value", 1) is False]
    assert wrong == []


def test_asvs_no_secret_in_the_settings_or_the_code() -> None:
    from dataclasses import fields

    from handover import settings
    from handover.settings import LoginSettings
    assert {one.name for one in fields(LoginSettings) if "secret" in one.name} == {
        "client_secret_file", "client_secret_env"}
    assert settings
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    assert "BEGIN PRIVATE KEY" not in text
    assert "BEGIN RSA PRIVATE KEY" not in text


def test_asvs_uploads_are_never_written_as_files() -> None:
    """What families and staff upload goes from memory into the sealed row: no path, no folder."""
    web = [(where, name) for where, name, _ in calls()
           if where.startswith(("handover/web", "handover/decision", "handover/sources"))
           and name in {"write_bytes", "save", "mkstemp", "NamedTemporaryFile"}
           and "persons" not in where]
    assert [one for one in web if one[1] != "save"] == []


def test_asvs_the_code_is_strictly_typed() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert known["tool"]["mypy"]["strict"] is True
    assert known["tool"]["mypy"]["files"] == ["handover", "adapters"]
