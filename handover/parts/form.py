"""A category's fields as an entry form can ask for them, and a submitted form as facts.

The promise: the description follows the XSD, so a new category has a form at once; texts
from a form become facts with the right types. What is demanded together and what the
values must look like is judged by `build`, in one place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handover.errors import BadInput
from handover.parts.build import part_name
from handover.parts.model import Kind, Node
from handover.parts.schema_set import load
from handover.preview.labels import Labels, load_labels
from handover.rules.findings import error

ATTACHMENT_TYPE = "Vedlegg"
LANGUAGE_TYPE = "Sprak"
MOST_ENTRIES = 200
"""The highest place a submitted list may name; above it somebody is playing."""

_NORWEGIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class Option:
    """One choice: the code that is stored and the word people see."""

    code: str
    word: str


@dataclass(frozen=True)
class FormField:
    """One thing to fill in. Each `*` in the path stands for a place in a list, from 0."""

    path: str
    label: str
    kind: str
    """text | longtext | date | number | choice | yesno | attachment"""
    required: bool
    """True when it must be filled in wherever the group around it is."""
    group: str
    """Path of the nearest repeatable group or list it belongs to; empty when none."""
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    help: str = ""


@dataclass(frozen=True)
class FormGroup:
    """A part of the form with a heading; one that may be filled in several times repeats."""

    path: str
    label: str
    minimum: int
    maximum: int | None
    repeats: bool


@dataclass(frozen=True)
class Form:
    """All fields of a category in the order of the XSD."""

    category: str
    fields: tuple[FormField, ...]
    groups: tuple[FormGroup, ...]


def describe(category: str, labels: Labels) -> Form:
    """The form of a category. Raises BadInput for a category the model does not have."""
    root = _root(category)
    maker = _Maker(category, labels)
    return Form(category, tuple(maker.fields(root, "", "")), tuple(maker.groups(root, "")))


def facts_from_form(category: str, submitted: Mapping[str, str]) -> dict[str, Any]:
    """Facts from names such as `tiltak.0.hva` and the texts that came with them.

    Blank texts count as not given; gaps in the places of a list close. Dates may be written
    2027-04-14 or 14.4.2027. Raises BadInput (FORM_FIELD_UNKNOWN) for a name the form does
    not have; whether the facts make a part is for `build` to say.
    """
    root = _root(category)
    tree: dict[str, Any] = {}
    for name, text in submitted.items():
        if text.strip():
            _put(tree, root, name.split("."), text)
    return _with_codes(root, {name: _closed(value) for name, value in tree.items()})


@dataclass(frozen=True)
class _Maker:
    category: str
    labels: Labels

    def fields(self, node: Node, path: str, group: str) -> Iterator[FormField]:
        for child in node.children:
            if self._is_code(node, child):
                continue
            place = _place(path, child)
            inner = place.removesuffix(".*") if child.repeats else group
            if child.kind is Kind.GROUP and child.type_name != ATTACHMENT_TYPE:
                yield from self.fields(child, place, inner)
            else:
                yield self._field(child, place, inner)

    def _is_code(self, node: Node, child: Node) -> bool:
        """A code that a name beside it says in words is not for people to type."""
        pieces = self.labels.inline.get(node.type_name, ())
        return bool(pieces) and not any("{" + child.name + "}" in one for one in pieces)

    def groups(self, node: Node, path: str) -> Iterator[FormGroup]:
        for child in node.children:
            place = _place(path, child)
            if child.kind is Kind.GROUP or child.repeats:
                own = place.removesuffix(".*")
                label = self.labels.field(self.category, child.name)
                yield FormGroup(own, label, child.minimum, child.maximum, child.repeats)
            if child.type_name != ATTACHMENT_TYPE:
                yield from self.groups(child, place)

    def _field(self, node: Node, path: str, group: str) -> FormField:
        options = tuple(
            Option(code, self.labels.code(self.category, node.name, code)) for code in node.options
        )
        return FormField(
            path=path,
            label=self.labels.field(self.category, node.name),
            kind=_kind(node),
            required=node.minimum > 0,
            group=group,
            options=options,
            max_length=node.max_length,
            help=node.about,
        )


def _place(path: str, node: Node) -> str:
    own = f"{path}.{node.name}" if path else node.name
    return f"{own}.*" if node.repeats else own


def _kind(node: Node) -> str:
    if node.kind is Kind.GROUP:
        return "attachment"
    if node.kind is Kind.CHOICE:
        return "yesno" if set(node.options) <= {"ja", "nei"} else "choice"
    names = {Kind.DATE: "date", Kind.NUMBER: "number", Kind.LINE: "text"}
    return names.get(node.kind, "longtext")


def _root(category: str) -> Node:
    document = load().document(part_name(category))
    if document is None:
        raise BadInput("Skjemaet finnes ikke.", "CATEGORY_UNKNOWN")
    return document.root


def _put(tree: dict[str, Any], node: Node, steps: list[str], text: str) -> None:
    """Put one text where its name says. Lists are kept by place until `_closed`."""
    child = node.child(steps[0])
    rest = steps[1:]
    if child is None:
        raise _unknown()
    key: Any = child.name
    if child.repeats:
        tree = tree.setdefault(child.name, {})
        key, rest = _index(rest), rest[1:]
    if child.kind is Kind.GROUP and rest:
        _put(tree.setdefault(key, {}), child, rest, text)
    elif child.kind is Kind.GROUP or rest:
        raise _unknown()
    else:
        tree[key] = _value(child, text)


def _index(rest: list[str]) -> int:
    if not rest or not rest[0].isascii() or not rest[0].isdigit() or len(rest[0]) > 3:
        raise _unknown()
    if int(rest[0]) > MOST_ENTRIES:
        raise _unknown()
    return int(rest[0])


def _value(node: Node, text: str) -> str | int:
    plain = text.strip()
    if node.kind is Kind.NUMBER and plain.isascii() and plain.isdigit() and len(plain) < 10:
        return int(plain)
    written = _NORWEGIAN_DATE.fullmatch(plain) if node.kind is Kind.DATE else None
    if written:
        day, month, year = written.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text


def _closed(tree: Any) -> Any:
    """Lists in the order of their places, without gaps."""
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_closed(tree[place]) for place in sorted(tree)]
    return {key: _closed(value) for key, value in tree.items()}


def _with_codes(node: Node, tree: dict[str, Any]) -> dict[str, Any]:
    """The facts with the codes of languages, which go by their names in the form."""
    if node.type_name == LANGUAGE_TYPE and "navn" in tree:
        return {"kode": load_labels().language(str(tree["navn"])), **tree}
    return {name: _coded(child, value) if (child := node.child(name)) else value
            for name, value in tree.items()}


def _coded(node: Node, value: Any) -> Any:
    if isinstance(value, list):
        return [_coded(node, one) for one in value]
    return _with_codes(node, value) if isinstance(value, dict) else value


def _unknown() -> BadInput:
    text = "Skjemaet har et felt vi ikke kjenner. Last siden på nytt."
    return BadInput(text, "FORM_FIELD_UNKNOWN", [error("FORM_FIELD_UNKNOWN", "", text)])
