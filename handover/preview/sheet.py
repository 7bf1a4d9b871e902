"""A part as a person reads it: headings, rows, paragraphs and attachments, nothing to compute.

The promise: plain frozen values of strings that a template can lay out; every piece knows
its path in the part, so that a remark can point at it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True)
class Row:
    """A label and a short value."""

    kind: ClassVar[str] = "row"
    label: str
    value: str
    path: str


@dataclass(frozen=True)
class Paragraph:
    """A label and a text that may have several lines."""

    kind: ClassVar[str] = "paragraph"
    label: str
    text: str
    path: str


@dataclass(frozen=True)
class Points:
    """A label and several short texts; the path of the n-th is `path[n]`."""

    kind: ClassVar[str] = "points"
    label: str
    items: tuple[str, ...]
    path: str


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to the part."""

    kind: ClassVar[str] = "attachment"
    title: str
    file: str
    """Name in the container, `vedlegg/<sha256>.pdf`."""
    sha256: str
    size: int
    """Bytes."""
    file_type: str
    path: str


@dataclass(frozen=True)
class Block:
    """Lines that belong together. The heading is empty for fields that stand on their own."""

    kind: ClassVar[str] = "block"
    heading: str
    path: str
    lines: tuple["Line", ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows directly in this block."""
        return tuple(line for line in self.lines if isinstance(line, Row))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs directly in this block."""
        return tuple(line for line in self.lines if isinstance(line, Paragraph))

    @property
    def points(self) -> tuple[Points, ...]:
        """The lists of short texts directly in this block."""
        return tuple(line for line in self.lines if isinstance(line, Points))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The attachments directly in this block."""
        return tuple(line for line in self.lines if isinstance(line, Attachment))

    @property
    def blocks(self) -> tuple["Block", ...]:
        """The blocks directly in this block."""
        return tuple(line for line in self.lines if isinstance(line, Block))


Line: TypeAlias = Row | Paragraph | Points | Attachment | Block


@dataclass(frozen=True)
class Sheet:
    """A whole part. `category` is for the program, `title` for people."""

    category: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    """A sentence about what is not shown to this reader; empty when all is shown."""

    def strings(self) -> Iterator[str]:
        """Every text on the sheet, labels and values alike, in reading order."""
        yield self.title
        for block in self.blocks:
            yield from _strings(block)
        if self.note:
            yield self.note


def _strings(line: Line) -> Iterator[str]:
    if isinstance(line, Block):
        yield line.heading
        for inner in line.lines:
            yield from _strings(inner)
    elif isinstance(line, Row):
        yield from (line.label, line.value)
    elif isinstance(line, Paragraph):
        yield from (line.label, line.text)
    elif isinstance(line, Points):
        yield from (line.label, *line.items)
    else:
        yield from (line.title, line.file, line.sha256, str(line.size), line.file_type)
