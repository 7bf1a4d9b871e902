"""Facts as they come from a source, made ready for XML: in order, NFC, trimmed, no empties.

The promise: what comes out has exactly the fields the XSD knows, in its order, with the
right Python types; what does not fit is a finding with a path and never with a value.
Lengths, codes and forms are the XSD's own to judge.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from handover.parts.model import Kind, Node
from handover.rules.findings import Finding, error

Facts: TypeAlias = dict[str, "Fact"]
Fact: TypeAlias = "str | int | Facts | list[Fact]"

# What XML 1.0 cannot carry, the C1 controls, lone surrogates, and the characters that turn
# reading order around: a text must look like what it says.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_TEXTS = {
    "ELEMENT_MISSING": "Et felt mangler. Fyll det ut.",
    "FIELD_UNKNOWN": "Her er det et felt modellen ikke kjenner. Se feltene i skjemaet.",
    "NOT_A_GROUP": "Her skal det stå en gruppe av felt.",
    "NOT_A_LIST": "Feltet kan stå flere ganger og må være en liste.",
    "NOT_A_TEXT": "Feltet må være tekst.",
    "NOT_A_DATE": "Feltet må være en dato, skrevet år-måned-dag.",
    "NOT_A_NUMBER": "Feltet må være et helt tall.",
    "VALUE_CHARACTERS": "Teksten inneholder tegn som ikke kan sendes. Skriv den på nytt.",
}


def tidy(root: Node, facts: Mapping[str, object]) -> tuple[Facts, list[Finding]]:
    """`facts` as the tree below `root`, and what is wrong with them.

    Empty values (None, blank text, empty lists and groups) count as not given. When there
    are findings the tree is incomplete and must not be used.
    """
    findings: list[Finding] = []
    return _group(root, facts, root.name, findings), findings


def is_empty(value: object) -> bool:
    """True for None, blank text, and lists and groups with nothing in them."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, Sequence):
        return all(is_empty(item) for item in value)
    return value is None


def _group(node: Node, facts: Mapping[str, object], where: str, found: list[Finding]) -> Facts:
    known = {child.name for child in node.children}
    if any(key not in known for key in facts):
        # The key is not repeated: a source decides what it is called, and it may be a name.
        found.append(_finding("FIELD_UNKNOWN", where))
    tree: Facts = {}
    for child in node.children:
        value, place = facts.get(child.name), f"{where}/{child.name}"
        if not is_empty(value):
            tree[child.name] = _field(child, value, place, found)
        elif child.minimum > 0:
            found.append(_finding("ELEMENT_MISSING", place))
    return tree


def _field(node: Node, value: object, where: str, found: list[Finding]) -> Fact:
    if not node.repeats:
        return _one(node, value, where, found)
    if isinstance(value, str) or not isinstance(value, Sequence):
        found.append(_finding("NOT_A_LIST", where))
        return []
    items = [item for item in value if not is_empty(item)]
    return [_one(node, item, f"{where}[{at}]", found) for at, item in enumerate(items, 1)]


def _one(node: Node, value: object, where: str, found: list[Finding]) -> Fact:
    if node.kind is Kind.GROUP:
        if isinstance(value, Mapping):
            return _group(node, value, where, found)
        found.append(_finding("NOT_A_GROUP", where))
        return {}
    if node.kind is Kind.NUMBER:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        found.append(_finding("NOT_A_NUMBER", where))
        return 0
    return _text(node, value, where, found)


def _text(node: Node, value: object, where: str, found: list[Finding]) -> str:
    if node.kind is Kind.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        found.append(_finding("NOT_A_DATE" if node.kind is Kind.DATE else "NOT_A_TEXT", where))
        return ""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if _UNFIT.search(text):
        found.append(_finding("VALUE_CHARACTERS", where))
    return text.strip() if node.kind is Kind.TEXT else " ".join(text.split())


def _finding(code: str, where: str) -> Finding:
    return error(code, where, _TEXTS[code])
