"""What is another's and what never was cost the same work: counted in statements, never in time."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.access import table
from tests.access.test_every_role_at_every_address import FORMS, address

EACH = 3
"""Every so many pages are counted: all of them take minutes."""
MANY = 12
"""Statements by which the two may differ: one read and the check of its seal, a few times over."""


@contextmanager
def counted(engine):
    """The statements an answer takes."""
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


def statements(rig, one):
    rig.put_back()
    where = address(rig, one)
    with counted(rig.house.engine) as seen:
        said = rig.ask(one.role, one.method, where, FORMS.get(one.page.endpoint, {}))
    assert said.status == 404
    return len(seen)


def pairs(kind):
    """Each page once, for the first of its roles: (another's object, one that never was)."""
    found = {}
    for one in table.guarded():
        if one.kind == kind and one.role == one.page.roles[0] \
                and one.which in (table.OTHER, table.ABSENT) and not one.leads_on:
            found.setdefault(one.page.endpoint, {})[one.which] = one
    whole = {name: both for name, both in sorted(found.items()) if len(both) == 2}
    return dict(list(whole.items())[::EACH])


@pytest.mark.parametrize("kind", table.KINDS)
def test_anothers_object_takes_about_as_many_statements_as_one_that_never_was(
        tmp_path, kind):
    rig = table.KINDS[kind].make(tmp_path)
    differ = {}
    for name, both in pairs(kind).items():
        more = statements(rig, both[table.OTHER]) - statements(rig, both[table.ABSENT])
        if more:
            differ[name] = more
    rig.house.engine.dispose()
    assert pairs(kind)
    assert {name: more for name, more in differ.items() if abs(more) > MANY} == {}
