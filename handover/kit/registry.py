"""Which code an adapter's name stands for, and proof that it is the code in the config (S26).

The promise: nothing of a vendor's package is imported before its hash has been compared
with the config's, and the hash covers every file of that package.
"""

import hashlib
import importlib.util
from collections.abc import Iterator
from importlib.metadata import EntryPoint, distributions, entry_points
from pathlib import Path

from handover.kit.errors import Misconfigured

GROUPS = {"source": "handover.sources", "recipient": "handover.recipients",
          "contacts": "handover.contacts", "messages": "handover.messages"}
"""Kind of adapter → entry-point group."""


def locate(kind: str, name: str, folder: str = "") -> EntryPoint:
    """The entry point of that name, in `folder` when one is given, else where we run.

    `folder` is what `pip install --target` made: a place for vendors' code apart from
    ours. Raises Misconfigured("kind") or Misconfigured("adapter").
    """
    if kind not in GROUPS:
        raise Misconfigured("kind")
    found = [one for one in _candidates(GROUPS[kind], folder) if one.name == name]
    if len(found) != 1:
        # Two packages with one name is as wrong as none: which would be loaded is chance.
        raise Misconfigured("adapter")
    return found[0]


def package_dirs(entry_point: EntryPoint, folder: str = "") -> list[Path]:
    """The folders of the packages the entry point's module lies in, outermost first.

    Found by looking, not by importing: an import would run the vendor's code.
    """
    top, *rest = entry_point.module.split(".")
    made = [_top_level(top, folder)]
    for part in rest:
        if (made[-1] / part).is_dir():
            made.append(made[-1] / part)
    return made


def adapter_hash(entry_point: EntryPoint, folder: str = "") -> str:
    """SHA-256, lower-case hex, over names and bytes of the package's files.

    Every file counts, data files too, and the `__init__.py` of the packages above, since
    importing runs those as well. Compiled files do not: the child ignores them.
    """
    made = hashlib.sha256()
    for name, path in _files(package_dirs(entry_point, folder)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        made.update(f"{name}\x00{content}\n".encode())
    return made.hexdigest()


def _candidates(group: str, folder: str) -> list[EntryPoint]:
    if not folder:
        return list(entry_points(group=group))
    found = distributions(path=[folder])
    return [one for each in found for one in each.entry_points if one.group == group]


def _top_level(name: str, folder: str) -> Path:
    if folder:
        place = Path(folder) / name
        if place.is_dir():
            return place
        raise Misconfigured("folder")
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Misconfigured("adapter")
    return Path(next(iter(found.submodule_search_locations)))


def _files(packages: list[Path]) -> Iterator[tuple[str, Path]]:
    *above, place = packages
    for package in above:
        init = package / "__init__.py"
        if init.is_file():
            yield f"{package.name}/__init__.py", init
    for path in sorted(place.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{place.name}/{path.relative_to(place).as_posix()}", path
