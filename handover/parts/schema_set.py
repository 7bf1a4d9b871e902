"""What every XML file in a package must look like, and in plain words what is wrong with one.

The promise: hostile bytes go through the XML door first (S27); XSD 1.1 with all its
assertions then decides; every finding has a stable code, a place in the form and a bokmål
sentence that says what to do, and never a value from the document.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from handover.doors import xml
from handover.errors import BadInput
from handover.parts.engine import Problem, Schema
from handover.parts.model import Document
from handover.rules.findings import Finding, error

PART_LIMIT = 1_000_000
"""Bytes one XML file in a package may have; far above what the text limits allow to fill."""

VERSION = "1.0"

_PART_NAME = re.compile(r"deler/([a-z][a-z0-9_]{1,39})(?:-[0-9a-f]{16})?\.xml")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_MOST_FINDINGS = 50

_TEXTS = {
    "FILE_UNKNOWN": "Filen hører ikke hjemme i en pakke. Ta den bort.",
    "COMMENT_FORBIDDEN": "Filen har kommentarer som ingen får se. Ta dem bort.",
    "NAMESPACE_UNEXPECTED": "Filen bruker navnerom som ikke hører hjemme her. Ta dem bort.",
    "ROOT_UNKNOWN": "Filen begynner med et annet element enn navnet sier. Bytt fil eller navn.",
    "ELEMENT_MISSING": "Et felt mangler. Fyll det ut.",
    "ELEMENT_UNEXPECTED": "Et felt står på feil sted eller hører ikke hjemme her. Se skjemaet.",
    "CONTENT_UNEXPECTED": "Her står det tekst eller felt som ikke hører hjemme. Ta det bort.",
    "ATTRIBUTE_WRONG": "Et attributt mangler eller hører ikke hjemme her. Se skjemaet.",
    "CODE_UNKNOWN": "Koden finnes ikke i listen. Velg en av kodene i skjemaet.",
    "VALUE_FORM": "Verdien har feil form eller skjulte tegn. Skriv den slik skjemaet viser.",
    "VALUE_TYPE": "Verdien er ikke en gyldig dato eller et gyldig tall. Rett den.",
    "VALUE_RANGE": "Tallet er for lite eller for stort. Rett det.",
    "TEXT_TOO_LONG": "Teksten er for lang. Kort den ned.",
    "TEXT_EMPTY": "Feltet er tomt. Fyll det ut eller ta det bort.",
    "RULE_BROKEN": "Feltene passer ikke sammen. Se skjemaet.",
}


class SchemaSet:
    """The schemas of one version of the information model."""

    def __init__(self, folder: Path) -> None:
        """Compile the schemas in `folder`; it must hold the three entry files."""
        self._parts = Schema(folder / "deler.xsd")
        others = [Schema(folder / "overgangspakke.xsd"), Schema(folder / "meldinger.xsd")]
        self._others: Mapping[str, Schema] = {
            f"{root}.xml": schema for schema in others for root in schema.documents
        }
        self.categories: tuple[str, ...] = tuple(sorted(self._parts.documents))
        """The categories that can be sent, by their id."""
        self._names = frozenset(
            node.name
            for schema in (self._parts, *others)
            for document in schema.documents.values()
            for node in document.root.walk()
        )

    def documents(self) -> Mapping[str, Document]:
        """Every kind of file by its root element, for those who walk the model."""
        found = dict(self._parts.documents)
        for schema in self._others.values():
            found.update(schema.documents)
        return found

    def document(self, name: str) -> Document | None:
        """What the file `name` in a container must be; None when no file is called that."""
        schema, root = self._expected(name)
        return schema.documents.get(root) if schema else None

    def validate(self, name: str, data: bytes) -> list[Finding]:
        """Findings about the bytes of the file `name` in a container; empty when all is well.

        `name` is the file's name in the container, such as `deler/iop.xml`. At most 50
        findings come back.
        """
        document = self.document(name)
        schema, _ = self._expected(name)
        if document is None or schema is None:
            return [_finding("FILE_UNKNOWN", "")]
        try:
            root = xml.read(data, limit=PART_LIMIT)
        except BadInput as bad:
            return [error(bad.code, "", bad.text)]
        hidden = _hidden(data, root, document)
        if hidden:
            return hidden
        problems = schema.problems(root)[:_MOST_FINDINGS]
        return [self._explain(problem, schema.sentences) for problem in problems]

    def _expected(self, name: str) -> tuple[Schema | None, str]:
        part = _PART_NAME.fullmatch(name)
        if part:
            return self._parts, part.group(1)
        return self._others.get(name), name.removesuffix(".xml")

    def _explain(self, problem: Problem, sentences: Mapping[str, str]) -> Finding:
        where = self._place(problem)
        sentence = sentences.get(problem.code)
        return error(problem.code, where, sentence) if sentence else _finding(problem.code, where)

    def _place(self, problem: Problem) -> str:
        """The path with positions; a name we do not know is left out, it may be anything."""
        line = [problem.element, *problem.element.iterancestors()]
        steps = [_step(element) for element in reversed(line) if self._knows(element)]
        if problem.code == "ELEMENT_MISSING" and problem.expected:
            steps.append(problem.expected)
        return "/".join(steps)

    def _knows(self, element: xml.Element) -> bool:
        return xml.local_name(element) in self._names


@cache
def load() -> SchemaSet:
    """The schemas of this release, compiled once per process from the package's own data."""
    return SchemaSet(Path(str(resources.files("schemas") / VERSION)))


def _step(element: xml.Element) -> str:
    name = xml.local_name(element)
    parent = element.getparent()
    twins = [] if parent is None else list(parent.iterchildren(element.tag))
    return f"{name}[{twins.index(element) + 1}]" if len(twins) > 1 else name


def _hidden(data: bytes, root: xml.Element, document: Document) -> list[Finding]:
    """What no reader would ever see, and which therefore may not be in the bytes (S15).

    The door has dropped comments, so they are looked for in the bytes: in well-formed UTF-8
    the four characters cannot stand for anything else outside a CDATA section.
    """
    if b"<!--" in data:
        return [_finding("COMMENT_FORBIDDEN", "")]
    if (xml.namespace_of(root), xml.local_name(root)) != (document.namespace, document.root.name):
        return [_finding("ROOT_UNKNOWN", "")]
    elements: Sequence[xml.Element] = list(root.iter())
    if any(space != document.namespace for one in elements for space in one.nsmap.values()):
        return [_finding("NAMESPACE_UNEXPECTED", "")]
    if any(str(key).startswith(_XSI) for one in elements for key in one.attrib):
        return [_finding("ATTRIBUTE_WRONG", "")]
    return []


def _finding(code: str, where: str) -> Finding:
    return error(code, where, _TEXTS[code])
