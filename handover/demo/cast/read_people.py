"""Reads who is in the demo: persons, guardians, staff, units and organisations."""

from collections.abc import Mapping

from handover.demo.cast.people import (
    Absence,
    Address,
    Guardian,
    Invitation,
    Organisation,
    Person,
    Staff,
    Unit,
    Unseen,
)
from handover.demo.cast.tables import Table, fill, identifier, read_table, without

_OF_PERSON = (
    *("given", "middle", "family", "born", "sex", "number", "kind", "language", "interpreter"),
    *("malform", "phone", "email", "street", "eid", "reserved"),
)
_PLACE = ("9999", "Nordvik")
"""Postcode 9999 is given to no place in Norway."""


def person(ident: str, table: Table) -> Person:
    """A person from the keys of a table that are about her."""
    own = {key: table[key] for key in _OF_PERSON if key in table}
    street = own.pop("street", None)
    return fill(
        Person,
        without(own, "number", "kind", "eid"),
        id=ident,
        identifier=identifier(table),
        address=Address(street, *_PLACE) if street else None,
        eid=frozenset(table.get("eid", ())),
    )


def guardian(table: Table, known: Mapping[str, Person]) -> Guardian:
    """One who may have a say; `same_as` names somebody who already stands elsewhere."""
    who = known[table["same_as"]] if "same_as" in table else person(table["id"], table)
    return fill(Guardian, without(table, "id", "same_as", *_OF_PERSON), person=who)


def invitation(table: Table) -> Invitation:
    """A member of staff from elsewhere who is let into one case."""
    return fill(Invitation, table)


def absences() -> tuple[Absence, ...]:
    """Who is away when, in the order of the file."""
    return tuple(fill(Absence, row) for row in read_table("staff.toml")["absences"])


def staff() -> tuple[Staff, ...]:
    """Everybody who works somewhere, in the order of the file."""
    table = read_table("staff.toml")
    return tuple(
        fill(
            Staff,
            without(row, "id", *_OF_PERSON),
            person=person(row["id"], row | {"email": row["user"]}),
            valid_from=table["from_day"],
            valid_to=table["to_day"],
        )
        for row in table["staff"]
    )


def organisations() -> tuple[tuple[Organisation, ...], tuple[Unit, ...]]:
    """Organisations and their units, in the order of the file."""
    table = read_table("organisations.toml")
    return (
        tuple(fill(Organisation, row) for row in table["organisations"]),
        tuple(fill(Unit, row) for row in table["units"]),
    )


def unseen(table: Table) -> tuple[Unseen, ...]:
    """The pupils of whom nothing but a number may be known."""
    return tuple(
        fill(Unseen, without(row, "number"), identifier=identifier(row)) for row in table["unseen"]
    )
