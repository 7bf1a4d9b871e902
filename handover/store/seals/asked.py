"""What a query is about: which sealed tables it touches, and whom it names or brings (S25)."""

from typing import Any, cast

from sqlalchemy import Column
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter
from sqlalchemy.sql.visitors import ExternallyTraversible

from handover.store.seals import registry
from handover.store.seals.registry import Sealed


def tables_of(state: ORMExecuteState) -> list[Sealed]:
    """The sealed tables a query reads, or the one it would change."""
    if not state.is_select:
        target = registry.BY_TABLE.get(getattr(getattr(state.statement, "table", None), "name", ""))
        return [target] if target else []
    tables = {getattr(one, "name", None) for one in visitors.iterate(_statement(state))
              if one.__visit_name__ == "table"}
    return [registry.BY_TABLE[name] for name in sorted(
        str(name) for name in tables) if name in registry.BY_TABLE]


def named(state: ORMExecuteState) -> set[str]:
    """The subjects the query names itself: `pupil_id = …`, or a row by its key."""
    given = state.parameters if isinstance(state.parameters, dict) else {}
    found = set()
    for part in visitors.iterate(_statement(state)):
        if not isinstance(part, BinaryExpression) or not isinstance(part.right, BindParameter):
            continue
        sealed = _owner_of(part.left)
        value = given.get(part.right.key, part.right.effective_value)
        if sealed is not None and part.operator is operators.eq and value is not None:
            found.add(sealed.subject(value))
        elif sealed is not None and part.operator is operators.in_op and not sealed.absent_is_no:
            found |= {sealed.subject(one) for one in value or ()}
    return found


def _owner_of(column: object) -> Sealed | None:
    """The sealed table this column names the subject of."""
    plain = getattr(column, "base_columns", {column})
    for one in plain:
        table = getattr(one, "table", None)
        sealed = registry.BY_TABLE.get(getattr(table, "name", ""))
        if sealed is not None and isinstance(one, Column) and one.name == sealed.owner:
            return sealed
    return None


def owner_columns(state: ORMExecuteState) -> list[Sealed | None]:
    """For each column of the answer: whose subject it names, if it does."""
    described = getattr(state.statement, "column_descriptions", [])
    return [_owner_of(getattr(one["expr"], "expression", None)) if one["entity"] is not one["expr"]
            else None for one in described]


def subjects(row: tuple[Any, ...], owners: list[Sealed | None]) -> dict[str, bool]:
    """The subjects of one row of an answer, and whether it may be left out because of each."""
    found = {}
    for place, one in enumerate(row):
        sealed = registry.of_row(one)
        if sealed is not None:
            found[sealed.subject(getattr(one, sealed.owner))] = sealed.absent_is_no
        elif place < len(owners) and (column := owners[place]) is not None and one is not None:
            found[column.subject(one)] = column.absent_is_no
    return found


def _statement(state: ORMExecuteState) -> ExternallyTraversible:
    return cast(ExternallyTraversible, state.statement)
