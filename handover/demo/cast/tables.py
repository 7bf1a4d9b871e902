"""Turns TOML tables into the dataclasses of the cast.

The promise: a key the dataclass does not know, or one that is missing, stops the reading
with the file it stands in; clocks are read as Norwegian time and come out as UTC.
"""

import tomllib
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar

from handover.ports import OSLO
from handover.rules.person_number import Identifier, Kind

Table: TypeAlias = dict[str, Any]


class _Dataclass(Protocol):
    """What every dataclass has."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=_Dataclass)


def read_table(name: str) -> Table:
    """The TOML file of that name beside this module, `pupils/01.toml` for instance."""
    place = files(__package__)
    return tomllib.loads(place.joinpath(*name.split("/")).read_text(encoding="utf-8"))


def fill(cls: type[T], table: Table, **given: object) -> T:
    """An instance of the dataclass from the table, with `given` in place of raw values.

    Lists become tuples and local times UTC. Raises `ValueError` naming the keys that are
    unknown or missing, never a value.
    """
    values = {key: _value(raw) for key, raw in table.items()} | given
    known = {field.name: field for field in fields(cls)}
    unknown = sorted(set(values) - set(known))
    missing = sorted(
        name
        for name, field in known.items()
        if name not in values and field.default is MISSING and field.default_factory is MISSING
    )
    if unknown or missing:
        raise ValueError(f"{cls.__name__}: unknown keys {unknown}, missing keys {missing}")
    return cls(**values)


def identifier(table: Table) -> Identifier:
    """The identifier in `number` and `kind`; a fødselsnummer unless another kind is said."""
    return Identifier(Kind(table.get("kind", Kind.FODSELSNUMMER)), table["number"])


def without(table: Table, *keys: str) -> Table:
    """A copy of the table that lacks those keys."""
    return {key: value for key, value in table.items() if key not in keys}


def instant(local: datetime) -> datetime:
    """A Norwegian wall-clock time as an instant in UTC."""
    return local.replace(tzinfo=OSLO).astimezone(UTC)


def plain(value: object) -> object:
    """A fact tree from a TOML value: dates become ISO text, all else stays as it is."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _value(raw: object) -> object:
    if isinstance(raw, datetime):
        return instant(raw)
    return tuple(raw) if isinstance(raw, list) else raw
