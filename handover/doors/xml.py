"""The one door for XML: hostile bytes in, a plain element tree out, and back again (S27).

The promise: what `read` returns came from UTF-8 bytes below the stated size, without
DOCTYPE, entities, processing instructions or hints about where a schema lies; nothing
was fetched. What `serialise` returns is the same bytes for the same tree, every time.
No other module imports an XML parser; the builders here are what they use instead.
"""

import copy
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from lxml import etree

from handover.errors import BadInput

Element = etree._Element

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# C0 except tab and line feed, DEL and C1, and the characters that turn reading order
# around (U+202A-202E, U+2066-2069): they make a text look different from what it says.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_PIS = etree.XPath("//processing-instruction()")
_HINTS = etree.XPath(
    "//@xsi:schemaLocation | //@xsi:noNamespaceSchemaLocation", namespaces={"xsi": _XSI}
)


def read(data: bytes, *, limit: int) -> Element:
    """The root element of `data`, which may be at most `limit` bytes (S27).

    Comments are dropped and their surroundings joined, so that a comment inside a text
    cannot hide half of it. Raises BadInput with one of XML_TOO_LARGE, XML_ENCODING,
    XML_NOT_WELL_FORMED, XML_DOCTYPE, XML_PI, XML_SCHEMALOCATION.
    """
    if len(data) > limit:
        raise BadInput("XML-filen er for stor til å leses.", "XML_TOO_LARGE")
    _require_utf8(data)
    root = _parse(data)
    _require_plain(root)
    return root


def serialise(root: Element) -> bytes:
    """`root` as UTF-8 bytes: declaration, two-space indentation, LF, final newline, NFC text.

    The tree itself is left as it was. Raises BadInput (XML_CHARACTER) when a text or an
    attribute holds a control character or one that turns reading order around; the text
    names the element path only, never the content.
    """
    tree = copy.deepcopy(root)
    for node in tree.iter(etree.Element):
        _clean(node)
    etree.indent(tree, space="  ")
    tree.tail = None
    return _DECLARATION + etree.tostring(tree, encoding="UTF-8", xml_declaration=False) + b"\n"


def new(namespace: str, name: str, prefixes: Mapping[str, str] | None = None) -> Element:
    """A root element in `namespace`, which becomes the default; `prefixes` adds others."""
    nsmap: dict[Any, str] = {None: namespace}
    nsmap.update(prefixes or {})
    return etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap)


def add(
    parent: Element,
    name: str,
    text: str | None = None,
    *,
    namespace: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Element:
    """A child appended to `parent`, in the parent's namespace unless another is given.

    Raises BadInput (XML_CHARACTER) for a text that XML cannot carry at all.
    """
    space = namespace or etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{space}}}{name}", dict(attributes or {}))
    try:
        child.text = text
    except ValueError:
        raise _unfit(child) from None
    return child


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def namespace_of(element: Element) -> str:
    """The element's namespace; the empty string when it has none."""
    return str(etree.QName(element).namespace or "")


def path_of(element: Element) -> str:
    """Where the element stands: local names joined by slashes, with no content in it."""
    names = [local_name(element), *(local_name(above) for above in element.iterancestors())]
    return "/".join(reversed(names))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=False,
    )


def _require_utf8(data: bytes) -> None:
    declared = _ENCODING.match(data)
    named = declared is None or declared.group(1).lower() in (b"utf-8", b"us-ascii")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        named = False
    # UTF-16 without a byte order mark is valid UTF-8 with zeros in it, so zeros give it away.
    if not named or b"\x00" in data[:64]:
        raise BadInput("XML-filen må være lagret som UTF-8.", "XML_ENCODING")


def _parse(data: bytes) -> Element:
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(
            "XML-filen er ødelagt og kan ikke leses. Be om en ny fil.", "XML_NOT_WELL_FORMED"
        ) from None


def _require_plain(root: Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput("XML-filen inneholder en DOCTYPE. Det er ikke lov.", "XML_DOCTYPE")
    if _PIS(root):
        raise BadInput(
            "XML-filen inneholder instruksjoner til programmer. Det er ikke lov.", "XML_PI"
        )
    if _HINTS(root):
        raise BadInput(
            "XML-filen peker på et skjema selv. Ta bort schemaLocation.", "XML_SCHEMALOCATION"
        )


def _clean(node: Element) -> None:
    for text in (node.text, node.tail, *node.attrib.values()):
        if text and _FORBIDDEN.search(str(text)):
            raise _unfit(node)
    node.text = unicodedata.normalize("NFC", node.text) if node.text else None
    node.tail = unicodedata.normalize("NFC", node.tail) if node.tail else None
    for key, value in node.attrib.items():
        node.attrib[key] = unicodedata.normalize("NFC", str(value))


def _unfit(node: Element) -> BadInput:
    return BadInput(
        f"Teksten i {path_of(node)} inneholder tegn som ikke kan sendes. "
        "Skriv teksten på nytt uten skjulte tegn.",
        "XML_CHARACTER",
    )
