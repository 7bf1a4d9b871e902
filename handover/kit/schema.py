"""A small way to say what a JSON answer must look like, for adapters (S27).

The promise: `read` gives back only fields that are named, in the types named; what is not
named is dropped, what is named and wrong is refused. The sentence names no value.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handover.kit.errors import Permanent

Reader = Callable[[Any], Any]
"""Takes a JSON value, gives the value to use, or raises Permanent("UGYLDIG_SVAR")."""


def text(longest: int, pattern: str = r"(?s).+") -> Reader:
    """A text of 1 to `longest` characters that matches the whole `pattern`."""
    wanted = re.compile(pattern)

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise _unfit()
        trimmed = value.strip()
        if not 0 < len(trimmed) <= longest or not wanted.fullmatch(trimmed):
            raise _unfit()
        return trimmed

    return read


def token(*allowed: str) -> Reader:
    """One of these words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise _unfit()
        return value

    return read


def day(value: Any) -> str:
    """An ISO date, YYYY-MM-DD."""
    try:
        if len(value) == 10 and date.fromisoformat(value).isoformat() == value:
            return str(value)
    except (TypeError, ValueError):
        pass
    raise _unfit()


def many(item: Reader, least: int, most: int) -> Reader:
    """A list of `least` to `most` items."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise _unfit()
        return [item(one) for one in value]

    return read


@dataclass(frozen=True)
class Record:
    """An object. Calling it reads one; fields that are not named are dropped."""

    required: Mapping[str, Reader]
    optional: Mapping[str, Reader]

    def __call__(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not set(self.required) <= set(value):
            raise _unfit()
        readers = {**self.required, **self.optional}
        # null is how many systems write «not known», so it is the same as not there.
        given = {name: one for name, one in value.items() if name in readers and one is not None}
        if not set(self.required) <= set(given):
            raise _unfit()
        return {name: readers[name](one) for name, one in given.items()}


def record(required: Mapping[str, Reader], **optional: Reader) -> Record:
    """An object with these fields."""
    return Record(required, optional)


def names_in(value: Any) -> Collection[str]:
    """Every field name anywhere in a JSON value, also of fields that will be dropped."""
    found: set[str] = set()
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            found.update(one)
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return found


def _unfit() -> Permanent:
    return Permanent("UGYLDIG_SVAR")
