"""All text of a part as plain strings with paths: for the third-party screen and remarks.

The promise: read from the very bytes; each path says where in the part the text stands.
"""

from collections.abc import Iterator

from handover.parts.build import category_of, part_name, read
from handover.parts.facts import Fact, Facts
from handover.parts.model import Kind, Node
from handover.parts.schema_set import load

FREE_LINE_TYPE = "Linje"
"""The XSD type of a line somebody wrote freely, as against a name, a number or a code."""


def texts(data: bytes) -> dict[str, str]:
    """What people wrote in their own words, by path: what the third-party screen reads (C-68).

    Names, numbers, dates and codes in fields of their own are left out: they are there on
    purpose. Raises BadInput for bytes that are no part.
    """
    return {path: text for path, node, text in _leaves(data) if _is_free(node)}


def all_texts(data: bytes) -> dict[str, str]:
    """Every value in the part as it stands in the bytes, by path; the salt is not among them."""
    return {path: text for path, _, text in _leaves(data)}


def _is_free(node: Node) -> bool:
    return node.kind is Kind.TEXT or node.type_name == FREE_LINE_TYPE


def _leaves(data: bytes) -> Iterator[tuple[str, Node, str]]:
    document = load().document(part_name(category_of(data)))
    if document is not None:
        yield from _group(document.root, read(data), "")


def _group(node: Node, facts: Facts, path: str) -> Iterator[tuple[str, Node, str]]:
    for child in node.children:
        value = facts.get(child.name)
        place = f"{path}/{child.name}" if path else child.name
        if isinstance(value, list):
            for at, item in enumerate(value, 1):
                yield from _one(child, item, f"{place}[{at}]")
        elif value is not None:
            yield from _one(child, value, place)


def _one(node: Node, value: Fact, path: str) -> Iterator[tuple[str, Node, str]]:
    if isinstance(value, dict):
        yield from _group(node, value, path)
    else:
        yield path, node, str(value)
