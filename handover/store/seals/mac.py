"""What is sealed of a row, and how: HMAC-SHA-256 over named, typed, length-marked values."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

KEY_BYTES = 32
PAGES = 256
ROOT = -1


class Sealer:
    """Makes MACs with one key. Holds nothing else."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the evidence key is 32 bytes")
        self._key = hmac.digest(key, b"overgang seal", "sha256")

    def row(self, where: tuple[str, str, str], values: Mapping[str, Any], turn: int,
            previous: str) -> str:
        """The MAC of a row (table, key, subject), its place in time and what stood before it."""
        named = [f"{name}={canonical(values[name])}" for name in sorted(values)]
        return self.of("row", *where, str(turn), previous, *named)

    def head(self, subject: str, rows: Iterable[tuple[str, str, str]]) -> str:
        """The MAC over all rows of a subject: (table, key, mac)."""
        return self.of("head", subject, *(part for row in sorted(rows) for part in row))

    def page(self, number: int, turn: int, heads: str) -> str:
        """The MAC of a page of heads."""
        return self.of("page", str(number), str(turn), heads)

    def of(self, *parts: str) -> str:
        """The MAC over the parts; each is preceded by its length, so none runs into the next."""
        marked = b"".join(len(data).to_bytes(4, "big") + data for data in map(str.encode, parts))
        return hmac.digest(self._key, marked, "sha256").hex()


def canonical(value: Any) -> str:
    """One text per value, the same before it is stored and after it is read, on every database."""
    match value:
        case None:
            return "-"
        case Enum():
            return canonical(value.value)
        case bool():
            return f"b{int(value)}"
        case int():
            return f"i{value}"
        case str():
            return f"s{value}"
        case bytes() | memoryview():
            return f"h{hashlib.sha256(value).hexdigest()}"
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            return f"t{aware.astimezone(UTC).isoformat(timespec='microseconds')}"
        case date():
            return f"d{value.isoformat()}"
    raise TypeError("a sealed column holds a kind of value that has no canonical text yet")


def page_of(subject: str) -> int:
    """Which page has the subject's head."""
    return hashlib.sha256(subject.encode()).digest()[0] % PAGES


def read_heads(text: str) -> dict[str, str]:
    """The heads of a page by name. What is not a line of ours is left out, and so not found."""
    pairs = (line.partition(" ") for line in text.splitlines())
    return {name: head for name, _, head in pairs if head}


def write_heads(heads: Mapping[str, str]) -> str:
    """A page's text."""
    return "\n".join(f"{name} {heads[name]}" for name in sorted(heads))
