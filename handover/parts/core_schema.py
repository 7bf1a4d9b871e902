"""Writes the XSD 1.0 core from the XSD 1.1 schemas: the same files without the assertions.

The promise: `python -m handover.parts.core_schema` rewrites `schemas/<version>/core/`, and
the result depends on the schemas alone. The text is kept as it stands otherwise, character
references too, which is why it is edited as text and not parsed and written anew.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from handover.errors import Misconfigured
from handover.parts.schema_set import VERSION

_ASSERTION = re.compile(
    r"^[ ]*<xs:(assert|assertion)\b[^>]*?(?:/>|>.*?</xs:\1>)\n", re.DOTALL | re.MULTILINE
)
_XSD_11_ONLY = re.compile(r'\s+xpathDefaultNamespace="[^"]*"')
_FIRST_LINE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOTICE = "<!-- Laget av handover.parts.core_schema. Rett filen med samme navn en mappe opp. -->\n"


def core_of(source: str) -> str:
    """The XSD 1.0 core of one XSD 1.1 file. Raises Misconfigured when a rule is left in it."""
    core = _XSD_11_ONLY.sub("", _ASSERTION.sub("", source))
    if "<xs:assert" in core or not core.startswith(_FIRST_LINE):
        raise Misconfigured("Skjemaet har en påstand som ikke kan tas ut. Skriv den som de andre.")
    return core.replace(_FIRST_LINE, _FIRST_LINE + _NOTICE, 1)


def core_files(folder: Path) -> Mapping[str, str]:
    """File name and core text for every schema in `folder`."""
    return dict(_core_files(folder))


def write(folder: Path) -> None:
    """Write the core of every schema in `folder` to its folder `core`."""
    target = folder / "core"
    target.mkdir(exist_ok=True)
    for name, text in core_files(folder).items():
        (target / name).write_text(text, encoding="utf-8")


def _core_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.xsd")):
        yield path.name, core_of(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    write(Path(str(resources.files("schemas") / VERSION)))
