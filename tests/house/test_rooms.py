"""The house keeps its plan: who may import what, and where foreign bytes may be parsed."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "handover"
FOREIGN_TO_RULES = {"flask", "sqlmodel", "sqlalchemy", "lxml", "xml", "requests", "apscheduler",
                    "xmlschema", "time", "random", "uuid", "os"}
PARSERS = {"lxml", "xml", "zipfile", "json", "csv", "xmlschema", "pikepdf", "PIL"}
DOORS = {"handover/doors", "handover/parts/engine.py"}
OWN_JSON = {
    # These write JSON, or read what the house itself has written and sealed.
    "handover/api/problems.py", "handover/api/node.py", "handover/logs.py",
    "handover/store/audit.py", "handover/store/vault.py", "handover/cli",
    "handover/demo", "handover/kit", "handover/web",
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


@pytest.mark.parametrize("path", modules(HOUSE / "rules"), ids=lambda p: p.name)
def test_rules_are_plain_python(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    assert not tops & FOREIGN_TO_RULES
    ours = {name for name in imports(path) if name.startswith("handover.")}
    assert all(name.startswith(("handover.rules", "handover.errors")) for name in ours)


def test_s27_only_the_doors_import_a_parser() -> None:
    offenders = []
    for path in modules(HOUSE) + modules(ROOT / "adapters"):
        where = path.relative_to(ROOT).as_posix()
        if any(where.startswith(door) for door in DOORS):
            continue
        used = {name.split(".")[0] for name in imports(path)} & PARSERS
        if used == {"json"} and any(where.startswith(own) for own in OWN_JSON):
            continue
        if used:
            offenders.append((where, sorted(used)))
    assert offenders == []


def test_adapters_import_nothing_of_the_house_but_the_kit() -> None:
    for path in modules(ROOT / "adapters"):
        ours = {name for name in imports(path) if name.startswith("handover")}
        assert all(name.startswith("handover.kit") for name in ours), path.name


def test_simulators_share_no_code_with_the_adapters() -> None:
    for path in modules(HOUSE / "demo" / "simulators"):
        assert not {name for name in imports(path)
                    if name.startswith(("adapters", "handover.kit"))}, path.name


def test_the_code_knows_no_category_by_name() -> None:
    """Categories live in config and XSD; the demo's cast may name them."""
    import tomllib
    names = {one["id"] for one in
             tomllib.loads((ROOT / "config" / "policy.toml").read_text())["kategori"]}
    # In the kit, whoever is named in `foresatte` is meant to be somebody else (S17).
    exempt = ("handover/demo", "handover/kit")
    offenders = []
    for path in modules(HOUSE):
        where = path.relative_to(ROOT).as_posix()
        if where.startswith(exempt):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and node.value in names:
                offenders.append((where, node.value))
    assert offenders == []
