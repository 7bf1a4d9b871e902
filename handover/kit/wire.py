"""The values of `types` as JSON and back, for the pipe between host and adapter process.

The promise: `unpack(type, pack(value))` is equal to `value`, and `unpack` builds nothing
from a document whose names and types are not exactly those of the dataclass.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from handover.errors import BadInput
from handover.kit.errors import AdapterError, Duplicate, Misconfigured, Permanent, Retryable

T = TypeVar("T")


def pack(value: Any) -> Any:
    """A plain JSON value. Bytes become base64, tuples lists, dataclasses objects."""
    if is_dataclass(value):
        return {field.name: pack(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(name): pack(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [pack(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def unpack(kind: type[T], value: Any) -> T:
    """A `kind` from the value `pack` gave. Raises BadInput (ADAPTER_ANSWER) otherwise."""
    return cast(T, _unpack(kind, value))


def pack_error(fault: AdapterError) -> dict[str, Any]:
    """What the host needs to raise the same error; the sentence is not carried."""
    if isinstance(fault, Retryable):
        return {"again": fault.after_seconds}
    if isinstance(fault, Duplicate):
        return {"duplicate": fault.reference, "receipt": pack(fault.receipt)}
    if isinstance(fault, Misconfigured):
        return {"setting": fault.setting}
    return {"never": fault.code}


def unpack_error(value: Any) -> AdapterError:
    """The error in the child's answer. Raises BadInput (ADAPTER_ANSWER) for anything else."""
    if not isinstance(value, dict):
        raise _unfit()
    if set(value) == {"again"}:
        return Retryable(unpack(int, value["again"]))
    if set(value) == {"duplicate", "receipt"}:
        receipt = _unpack(bytes | None, value["receipt"])
        return Duplicate(unpack(str, value["duplicate"]), receipt)
    if set(value) == {"setting"}:
        return Misconfigured(unpack(str, value["setting"]))
    return Permanent(unpack(str, value.get("never")))


def _unpack(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return _dataclass(kind, value)
    outer = get_origin(kind)
    if outer is tuple and isinstance(value, list):
        return tuple(_unpack(get_args(kind)[0], item) for item in value)
    if outer in (Union, UnionType):
        return None if value is None else _unpack(get_args(kind)[0], value)
    if outer is not None and isinstance(value, dict) and issubclass(outer, Mapping):
        inner = get_args(kind)[1]
        return {name: _unpack(inner, item) for name, item in value.items()}
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is Any:
        return value
    if kind is bytes and isinstance(value, str):
        return _bytes(value)
    if not isinstance(kind, type):
        raise _unfit()
    if issubclass(kind, Enum) and value in {member.value for member in kind}:
        return kind(value)
    if type(value) is kind and kind in (str, int, bool):
        return value
    raise _unfit()


def _dataclass(kind: Any, value: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(value, dict) or set(value) != set(hints):
        raise _unfit()
    return kind(**{name: _unpack(hints[name], item) for name, item in value.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unfit() from None


def _unfit() -> BadInput:
    return BadInput("Svaret fra koblingen har feil form.", "ADAPTER_ANSWER")
