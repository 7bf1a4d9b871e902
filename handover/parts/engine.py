"""The one place that speaks with xmlschema: compile an XSD 1.1, and ask it about a document.

The promise: a schema is compiled from files of our own, nothing is ever fetched, and what
the engine finds comes out as plain `Problem` values that hold no value of the document.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import xmlschema

from handover.doors.xml import Element
from handover.parts.model import Document, Kind, Node

_XS = "{http://www.w3.org/2001/XMLSchema}"
_RULES = (f"{_XS}assert", f"{_XS}assertion", f"{_XS}unique")
_UNIQUE_NAME = re.compile(r"\(name='(?:\w+:)?([A-Z0-9_]+)'\)$")


@dataclass(frozen=True)
class Problem:
    """One thing the engine found: where, and of what kind."""

    element: Element
    code: str
    expected: str = ""
    """For a missing element: the name of the one that should have come."""


class Schema:
    """One compiled XSD 1.1 with everything it includes."""

    def __init__(self, path: Path) -> None:
        self._schema = xmlschema.XMLSchema11(str(path), allow="sandbox", defuse="always")
        self._lock = Lock()
        self.documents: Mapping[str, Document] = {
            element.local_name: _document(element) for element in self._schema.elements.values()
        }
        self.sentences: Mapping[str, str] = dict(_sentences(self._schema))
        """For every rule id in the XSD: the bokmål sentence that stands with it."""

    def problems(self, root: Element) -> list[Problem]:
        """Everything wrong with the document, in document order as far as the engine goes on.

        `root` must have come through `handover.doors.xml.read`. Threads take turns: one
        engine holds parsers that keep state while they evaluate an assertion.
        """
        resource = xmlschema.XMLResource(root, allow="none")
        with self._lock:
            found = list(self._schema.iter_errors(resource, use_location_hints=False))
        return [_problem(error, root) for error in found]


def _problem(error: Any, root: Element) -> Problem:
    element = root if error.elem is None else error.elem
    if isinstance(error, xmlschema.XMLSchemaChildrenValidationError):
        return _children_problem(error, element)
    if isinstance(error, xmlschema.XMLSchemaDecodeError):
        return Problem(element, "VALUE_TYPE")
    return Problem(element, _code(error))


def _children_problem(error: Any, element: Element) -> Problem:
    """A required element that is nowhere is missing; the one that came instead is innocent."""
    expected = next((item for item in error.expected or () if item.local_name), None)
    if expected is None:
        return Problem(element, "ELEMENT_UNEXPECTED")
    absent = expected.min_occurs > 0 and element.find(expected.name) is None
    code = "ELEMENT_MISSING" if absent or error.invalid_tag is None else "ELEMENT_UNEXPECTED"
    return Problem(element, code, str(expected.local_name))


def _code(error: Any) -> str:
    """The finding code: the rule's own id where the XSD gives one, else by kind of facet."""
    kind = type(error.validator).__name__
    if kind in ("XsdAssert", "XsdAssertionFacet"):
        return str(error.validator.id or "RULE_BROKEN")
    unique = _UNIQUE_NAME.search(error.reason or "")
    if unique:
        return unique.group(1)
    if isinstance(error.obj, str) and not error.obj.strip():
        return "TEXT_EMPTY"
    return _BY_VALIDATOR.get(kind, "CONTENT_UNEXPECTED")


_BY_VALIDATOR = {
    "XMLSchema11": "ROOT_UNKNOWN",
    "XsdAttributeGroup": "ATTRIBUTE_WRONG",
    "XsdEnumerationFacets": "CODE_UNKNOWN",
    "XsdPatternFacets": "VALUE_FORM",
    "XsdMaxLengthFacet": "TEXT_TOO_LONG",
    "XsdMinLengthFacet": "TEXT_EMPTY",
    "XsdMaxInclusiveFacet": "VALUE_RANGE",
    "XsdMinInclusiveFacet": "VALUE_RANGE",
    "XsdAtomicBuiltin": "VALUE_TYPE",
}


def _sentences(schema: Any) -> Iterator[tuple[str, str]]:
    for source in schema.maps.namespaces[schema.target_namespace]:
        for rule in source.root.iter():
            if rule.tag in _RULES:
                yield rule.get("id") or rule.get("name"), " ".join("".join(rule.itertext()).split())


def _document(element: Any) -> Document:
    attributes = element.type.attributes
    version = attributes["versjon"].type.enumeration
    return Document(
        root=_node(element),
        namespace=str(element.target_namespace),
        version=str(version[0]),
        salted="salt" in attributes,
    )


def _node(element: Any) -> Node:
    kind = _kind(element.type)
    simple = kind is not Kind.GROUP
    return Node(
        name=str(element.local_name),
        kind=kind,
        type_name=str(element.type.local_name or ""),
        minimum=int(element.min_occurs),
        maximum=element.max_occurs,
        children=() if simple else tuple(_node(child) for child in element.type.content),
        options=tuple(element.type.enumeration or ()) if simple else (),
        max_length=element.type.max_length if simple else None,
        about=_about(element),
    )


def _kind(declared: Any) -> Kind:
    if not declared.is_simple():
        return Kind.GROUP
    if declared.enumeration:
        return Kind.CHOICE
    primitive = str(declared.primitive_type.local_name)
    if primitive == "date":
        return Kind.DATE
    if primitive == "decimal":
        return Kind.NUMBER
    return Kind.TEXT if declared.white_space == "preserve" else Kind.LINE


def _about(element: Any) -> str:
    annotation = element.annotation
    return "" if annotation is None else " ".join(str(annotation).split())
