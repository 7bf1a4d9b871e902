"""Station 3: the very bytes of a part, as something a person can read (S15).

The promise: the sheet is made from the stored bytes and from nothing else; everything in
the bytes except the salt is on the sheet, and nothing is on the sheet that is not in the
bytes or in the words of `config/labels.toml`. Codes that say what a name beside them says
stand together on the last line. No category is known by name here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from handover.errors import BadInput
from handover.parts.build import category_of, part_name, read
from handover.parts.facts import Fact, Facts
from handover.parts.model import Kind, Node
from handover.parts.schema_set import load
from handover.preview.labels import Labels
from handover.preview.sheet import Attachment, Block, Line, Paragraph, Points, Row, Sheet

ATTACHMENT_TYPE = "Vedlegg"
"""The XSD type of an attachment, which every category shares."""


def view(data: bytes, labels: Labels) -> Sheet:
    """The part in `data` as a sheet. Raises BadInput for bytes that are no valid part."""
    category = category_of(data)
    schemas = load()
    document = schemas.document(part_name(category))
    if document is None or schemas.validate(part_name(category), data):
        raise BadInput("Delen kan ikke vises. Den er ikke gyldig.", "PART_INVALID")
    reader = _Reader(category, labels)
    lines = reader.group(document.root, read(data), "")
    if reader.codes:
        # No path: whoever may see only part of a sheet must not see these (S1).
        lines.append(Row(labels.codes_label, ", ".join(dict.fromkeys(reader.codes)), ""))
    return Sheet(category, labels.title(category), tuple(_blocks(lines)))


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Groups stand as they are; fields between them are gathered under no heading."""
    for is_block, run in groupby(lines, lambda line: isinstance(line, Block)):
        if is_block:
            yield from (line for line in run if isinstance(line, Block))
        else:
            yield Block("", "", tuple(run))


@dataclass(frozen=True)
class _Reader:
    category: str
    labels: Labels
    codes: list[str] = field(default_factory=list)
    """What is left out of a line because a name in it says the same."""

    def group(self, node: Node, facts: Facts, path: str) -> list[Line]:
        lines: list[Line] = []
        for child in node.children:
            if child.name in facts:
                place = f"{path}/{child.name}" if path else child.name
                lines += self._field(child, facts[child.name], place)
        return lines

    def _field(self, node: Node, value: Fact, path: str) -> list[Line]:
        if not isinstance(value, list):
            return self._one(node, value, path)
        if self._pieces(node):
            items = tuple(self._inline(node, item) for item in value if isinstance(item, dict))
            return [Points(self._label(node), items, path)]
        if node.kind not in (Kind.GROUP, Kind.TEXT):
            items = tuple(self._word(node, item) for item in value)
            return [Points(self._label(node), items, path)]
        return [
            line
            for at, item in enumerate(value, 1)
            for line in self._one(node, item, f"{path}[{at}]")
        ]

    def _one(self, node: Node, value: Fact, path: str) -> list[Line]:
        if isinstance(value, dict):
            return self._inside(node, value, path)
        if node.kind is Kind.TEXT:
            return [Paragraph(self._label(node), str(value), path)]
        return [Row(self._label(node), self._word(node, value), path)]

    def _inside(self, node: Node, facts: Facts, path: str) -> list[Line]:
        if node.type_name == ATTACHMENT_TYPE:
            return [self._attachment(node, facts, path)]
        if self._pieces(node):
            return [Row(self._label(node), self._inline(node, facts), path)]
        lines = self.group(node, facts, path)
        if node.type_name in self.labels.unheaded:
            return lines
        return [Block(self._label(node), path, tuple(lines))]

    def _inline(self, node: Node, facts: Facts) -> str:
        """One line out of several fields; a piece whose field is missing falls away."""
        words = {child.name: self._words(child, facts) for child in node.children}
        pieces = self._pieces(node)
        self.codes.extend(word for name, word in words.items()
                          if word and not any("{" + name + "}" in piece for piece in pieces))
        return "".join(_filled(piece, words) for piece in pieces).strip(" ,")

    def _pieces(self, node: Node) -> Sequence[str]:
        """How a group reads as one line: by its place in the category, else by its type."""
        return self.labels.pieces(self.category, node.name, node.type_name)

    def _words(self, node: Node, facts: Facts) -> str:
        value = facts.get(node.name)
        if isinstance(value, dict):
            return self._inline(node, value)
        if isinstance(value, list):
            return ", ".join(self._word(node, item) for item in value)
        return "" if value is None else self._word(node, value)

    def _word(self, node: Node, value: Fact) -> str:
        if node.kind is Kind.CHOICE:
            return self.labels.code(self.category, node.name, str(value))
        return self.labels.day(str(value)) if node.kind is Kind.DATE else str(value)

    def _attachment(self, node: Node, facts: Facts, path: str) -> Attachment:
        words = {child.name: self._words(child, facts) for child in node.children}
        return Attachment(
            title=words["tittel"],
            file=words["fil"],
            sha256=words["sha256"],
            size=int(words["lengde"]),
            file_type=words["medietype"],
            path=path,
        )

    def _label(self, node: Node) -> str:
        return self.labels.field(self.category, node.name)


def _filled(piece: str, words: dict[str, str]) -> str:
    """The piece with its one field filled in; values are inserted, never read as patterns."""
    name = piece[piece.index("{") + 1 : piece.index("}")]
    word = words.get(name, "")
    return piece.replace("{" + name + "}", word) if word else ""
