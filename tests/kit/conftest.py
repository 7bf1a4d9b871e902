"""A vendor's package in a folder of its own, doing whatever a test tells it to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from acme_vendor import ACME

import handover.kit.pytest_plugin  # noqa: F401  # failing suites show what differed
from handover.kit.process import AdapterSpec
from handover.kit.registry import adapter_hash, locate


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """What `pip install --target` leaves behind: a package and its metadata."""
    folder = tmp_path / "leverandorer"
    (folder / "acme").mkdir(parents=True)
    (folder / "acme" / "__init__.py").write_text(ACME, encoding="utf-8")
    facts = folder / "acme-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[handover.sources]\nacme = acme:Acme\n")
    return folder


@pytest.fixture
def acme(vendor: Path) -> Callable[..., AdapterSpec]:
    """Makes a spec for the vendor's adapter with settings of its own."""

    def make(origin: str = "", **settings: str) -> AdapterSpec:
        found = locate("source", "acme", str(vendor))
        return AdapterSpec(
            name="acme",
            kind="source",
            version="1.0",
            sha256=adapter_hash(found, str(vendor)),
            settings={"token": "t", **settings},
            origin=origin,
            folder=str(vendor),
        )

    return make
