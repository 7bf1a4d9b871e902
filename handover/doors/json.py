"""The one door for JSON: hostile bytes in, plain values out, and back again (S27).

The promise: what `read` returns came from UTF-8 bytes below the stated size and depth,
each name stands once in its object, and numbers are finite and of ordinary length.
What `write` returns is the same bytes for the same value, every time. No other module
parses JSON that somebody else wrote.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from handover.errors import BadInput

Value = dict[str, Any] | list[Any] | str | int | float | bool | None

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 40


def read(data: bytes, *, limit: int, depth: int = 32) -> Value:
    """The value in `data`, which may be at most `limit` bytes and `depth` levels deep (S27).

    Raises BadInput with one of JSON_TOO_LARGE, JSON_ENCODING, JSON_TOO_DEEP,
    JSON_NOT_WELL_FORMED, JSON_NAME_TWICE. The text never holds anything from `data`.
    """
    if len(data) > limit:
        raise BadInput("JSON-teksten er for stor til å leses.", "JSON_TOO_LARGE")
    text = _text(data)
    _require_shallow(text, depth)
    try:
        return _require_whole_characters(
            json.loads(
                text,
                object_pairs_hook=_object,
                parse_constant=_broken,
                parse_int=_integer,
                parse_float=_float,
            )
        )
    except (ValueError, RecursionError):
        _broken()


def write(value: Value | Sequence[Value]) -> bytes:
    """`value` as UTF-8 bytes, names in alphabetical order, no blanks between tokens.

    Raises ValueError for a number that is not finite: that is a fault in our own code.
    """
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("JSON-teksten må være lagret som UTF-8.", "JSON_ENCODING") from None


def _require_shallow(text: str, depth: int) -> None:
    """Counts brackets before parsing, so that a deep text never reaches the parser's stack."""
    level = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        level += 1 if bracket in "[{" else -1
        if level > depth:
            raise BadInput("JSON-teksten har for mange nivåer.", "JSON_TOO_DEEP")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        # Two readers may pick different ones of two equal names, so neither is believed.
        raise BadInput("JSON-teksten har samme navn to ganger.", "JSON_NAME_TWICE")
    return made


def _require_whole_characters(value: Any) -> Value:
    """Refuses half characters, which a JSON escape can spell and UTF-8 cannot carry."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str) and _SURROGATE.search(item):
            _broken()
        if isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return value  # type: ignore[no-any-return]  # json.loads gives Any; its values are Value


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _broken()


def _float(digits: str) -> float:
    value = float(digits) if len(digits) <= _LONGEST_NUMBER else _broken()
    return value if abs(value) != float("inf") else _broken()


def _broken(_token: str = "") -> NoReturn:
    raise BadInput("JSON-teksten er ødelagt og kan ikke leses.", "JSON_NOT_WELL_FORMED") from None
