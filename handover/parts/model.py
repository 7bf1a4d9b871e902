"""The shape of a document, read out of its XSD: what elements, in what order, how often.

Everything that writes, reads, shows or asks for a part walks these nodes, so a new
category needs an XSD and words, and no Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an element holds."""

    GROUP = "group"
    LINE = "line"
    """One line of text; white space is collapsed."""
    TEXT = "text"
    """Text that may have several lines; white space is kept."""
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    """One of a closed list of tokens."""


@dataclass(frozen=True)
class Node:
    """One element declaration and, for a group, the declarations inside it."""

    name: str
    kind: Kind
    type_name: str
    """The name of its XSD type; empty for a type that has none."""
    minimum: int
    maximum: int | None
    """None when there is no upper limit."""
    children: tuple["Node", ...] = ()
    options: tuple[str, ...] = ()
    max_length: int | None = None
    about: str = ""
    """The documentation of the element in the XSD, bokmål."""

    @property
    def repeats(self) -> bool:
        """True when the element may stand more than once, so that its facts are a list."""
        return self.maximum is None or self.maximum > 1

    def child(self, name: str) -> "Node | None":
        """The declaration of that name directly inside this one, if there is one."""
        return next((node for node in self.children if node.name == name), None)

    def walk(self) -> Iterator["Node"]:
        """This node and every node below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Document:
    """One kind of file: its root, its namespace and what stands on the root."""

    root: Node
    namespace: str
    version: str
    """The value of `versjon` on the root."""
    salted: bool
    """True for parts, whose root carries a salt (S15)."""
