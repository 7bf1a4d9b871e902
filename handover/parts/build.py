"""Station 2: facts become the bytes of one part, and bytes become facts again.

The promise: the same facts with the same salt give the same bytes, every time; what is
returned has passed the whole XSD 1.1; reading gives back what was written. No category is
known by name here: the XSD says what a part holds.
"""

import hashlib
from collections.abc import Callable, Mapping

from handover.doors import xml
from handover.errors import BadInput
from handover.parts.facts import Fact, Facts, is_empty, tidy
from handover.parts.model import Document, Kind, Node
from handover.parts.schema_set import PART_LIMIT, load
from handover.rules.findings import Finding, stops

SALT_BYTES = 16
"""128 bits, so that nobody can guess a short part from its hash (S15)."""

_REFUSED = "Opplysningene kan ikke bli en del i pakken slik de er. Se hva som må rettes."


def build(category: str, facts: Mapping[str, object], salt: str) -> bytes:
    """The part `category` with these facts and this salt (32 lower-case hex digits).

    Texts come out NFC and trimmed, empty optional fields are left out. Raises BadInput with
    findings (a path each, never a value) for unknown, missing or wrong fields.
    """
    return _build(part_name(category), facts, salt)


def build_document(name: str, facts: Mapping[str, object]) -> bytes:
    """The index or a message, by its file name such as `overgangspakke.xml`; see `build`."""
    return _build(name, facts, None)


def read(data: bytes) -> Facts:
    """The facts in the bytes of a part, an index or a message.

    The salt is not among them. Raises BadInput for bytes that are no such document; whether
    they are valid is for `SchemaSet.validate` to say.
    """
    root = xml.read(data, limit=PART_LIMIT)
    return _group(_document_of(root).root, root)


def category_of(data: bytes) -> str:
    """The category of a part, read from its root element. Raises BadInput when it has none."""
    root = xml.read(data, limit=PART_LIMIT)
    if not _document_of(root).salted:
        raise _unknown()
    return xml.local_name(root)


def part_name(category: str, mark: str | None = None) -> str:
    """The file name of a part in every container.

    `mark` is 16 random hex digits where several people may each have written their own text
    in one category; it stays with the text through its versions and tells nothing (S13).
    """
    return f"deler/{category}-{mark}.xml" if mark else f"deler/{category}.xml"


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, 64 lower-case hex digits: what `sha256sum` prints."""
    return hashlib.sha256(data).hexdigest()


def same_content(category: str, facts: Mapping[str, object], previous: bytes) -> bool:
    """True when `previous` is a part of this category that says exactly these facts."""
    document = load().document(part_name(category))
    if document is None or category_of(previous) != category:
        return False
    tree, findings = tidy(document.root, facts)
    return not stops(findings) and tree == read(previous)


def rebuild(
    category: str,
    facts: Mapping[str, object],
    previous: bytes | None,
    random: Callable[[int], bytes],
) -> bytes:
    """The part after collecting again: the previous bytes when nothing has changed.

    Otherwise a new part with a new salt of 128 bits from `random`, so that an approval of
    the old bytes cannot cover the new ones. Raises BadInput as `build` does.
    """
    if previous is not None and same_content(category, facts, previous):
        return previous
    return build(category, facts, random(SALT_BYTES).hex())


def _build(name: str, facts: Mapping[str, object], salt: str | None) -> bytes:
    document = load().document(name)
    if document is None:
        raise _unknown()
    tree, findings = tidy(document.root, facts)
    _refuse(findings)
    data = xml.serialise(_root(document, tree, salt))
    _refuse(load().validate(name, data))
    return data


def _refuse(findings: list[Finding]) -> None:
    if stops(findings):
        raise BadInput(_REFUSED, findings[0].code, findings)


def _root(document: Document, tree: Facts, salt: str | None) -> xml.Element:
    root = xml.new(document.namespace, document.root.name)
    root.set("versjon", document.version)
    if salt is not None:
        root.set("salt", salt)
    _write(root, document.root, tree)
    return root


def _write(parent: xml.Element, node: Node, tree: Facts) -> None:
    for child in node.children:
        value = tree.get(child.name, [])
        for item in value if isinstance(value, list) else [value]:
            _write_one(parent, child, item)


def _write_one(parent: xml.Element, node: Node, item: Fact) -> None:
    if isinstance(item, dict):
        _write(xml.add(parent, node.name), node, item)
    else:
        xml.add(parent, node.name, str(item))


def _document_of(root: xml.Element) -> Document:
    document = load().documents().get(xml.local_name(root))
    if document is None or document.namespace != xml.namespace_of(root):
        raise _unknown()
    return document


def _unknown() -> BadInput:
    return BadInput("Filen er ikke et dokument i informasjonsmodellen.", "ROOT_UNKNOWN")


def _group(node: Node, element: xml.Element) -> Facts:
    tree: Facts = {}
    for child in node.children:
        values = [_value(child, one) for one in element if xml.local_name(one) == child.name]
        values = [value for value in values if not is_empty(value)]
        if values:
            tree[child.name] = values if child.repeats else values[0]
    return tree


def _value(node: Node, element: xml.Element) -> Fact:
    if node.kind is Kind.GROUP:
        return _group(node, element)
    text = str(element.text or "")
    if node.kind is Kind.NUMBER:
        return _number(text, element)
    return text if node.kind is Kind.TEXT else " ".join(text.split())


def _number(text: str, element: xml.Element) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadInput(f"Feltet {xml.path_of(element)} er ikke et tall.", "VALUE_TYPE") from None
