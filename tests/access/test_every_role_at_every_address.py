"""Every role × address × object: what the table of roles says, else the page of an unknown address."""

from collections import Counter

import pytest

from tests.access import table
from tests.access.rig import absent, chosen

INVITED = {"fornavn": "Tone", "etternavn": "Moe", "stilling": "Koordinator", "til": "2027-08-01",
           "bruker": "tone@nordvik.no", "del": "tilpasning"}
FORMS = {"klargjor.choose": {"trenger": "ja"}, "ppt.choose": {"trenger": "ja"},
         "bemanning.invite": INVITED}
"""Forms that are looked at before the object is: filled in so that the object decides."""


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    made = {kind: world.make(tmp_path_factory.mktemp(kind))
            for kind, world in table.KINDS.items()}
    yield made
    for rig in made.values():
        rig.house.engine.dispose()


def address(rig, one):
    """The address with the objects of this try in it."""
    rule = table.routes(one.kind)[one.page.endpoint]
    if not one.names:
        return rule.rule
    objects = rig.objects[one.page.objects]
    values = {}
    for at, name in enumerate(one.names):
        which = _which(one.which, at == 0)
        if which == table.ABSENT:
            values[name] = absent(name)
        else:
            side = objects.other if which == table.OTHER else objects.own
            values[name] = chosen(side, one.role, name)
    built = rig.node.app.url_map.bind("localhost").build(one.page.endpoint, values, one.method)
    return str(built)


def _which(which, first):
    if which == table.MIXED:
        return table.OWN if first else table.OTHER
    if which == table.CROSSED:
        return table.OTHER if first else table.OWN
    return which or table.OWN


@pytest.mark.parametrize("kind", table.KINDS)
def test_every_address_stands_in_the_file_once_with_roles_that_exist(kind):
    counted = Counter(page.endpoint for page in table.written()[kind])
    assert set(table.routes(kind)) - set(counted) == set()
    assert set(counted) - set(table.routes(kind)) == set()
    assert [name for name, times in counted.items() if times > 1] == []
    roles = {role for page in table.written()[kind] for role in page.roles}
    assert roles <= set(table.KINDS[kind].ROLES)
    for page in table.written()[kind]:
        assert bool(page.objects) == bool(table.names_of(table.routes(kind)[page.endpoint])), page
        assert page.open or page.system or page.roles, page


@pytest.mark.parametrize("kind", table.KINDS)
def test_the_file_is_about_the_addresses_of_the_real_node(nodes, kind):
    real = {rule.endpoint: rule.rule for rule in nodes[kind].node.app.url_map.iter_rules()}
    assert real == {name: rule.rule for name, rule in table.routes(kind).items()}


@pytest.mark.parametrize("kind", table.KINDS)
def test_everybody_in_the_table_is_logged_in(nodes, kind):
    """From the front page to one's own, or to the front page with «Logg ut» on it."""
    rig = nodes[kind]
    front = {role: rig.ask(role, "GET", "/", {}) for role in table.KINDS[kind].ROLES}
    assert {role for role, said in front.items()
            if said.status == 303 or b"/logg-ut" in said.body} == set(front)
    nobody = rig.ask("ingen", "GET", "/", {})
    assert nobody.status == 200
    assert b"/logg-ut" not in nobody.body


@pytest.mark.parametrize("one", list(table.guarded()), ids=str)
def test_the_table_of_roles_says_who_gets_in(nodes, one):
    rig = nodes[one.kind]
    said = rig.ask(one.role, one.method, address(rig, one), FORMS.get(one.page.endpoint, {}))
    if one.leads_on:
        assert said.status == 303
    elif one.may and not one.empty:
        assert said.status in (200, 302, 303, 400, 409, 422)
    else:
        assert said.status == 404
        assert said == rig.wall(one.role, one.method)


@pytest.mark.parametrize("one", list(table.unnamed()), ids=str)
def test_somebody_who_is_not_logged_in_is_led_to_the_login(nodes, one):
    rig = nodes[one.kind]
    said = rig.ask(one.role, one.method, address(rig, one), {})
    assert (said.status, dict(said.headers)["Location"]) == (303, "/logg-inn")


@pytest.mark.parametrize("one", list(table.for_all()), ids=str)
def test_what_is_open_answers_everybody_alike(nodes, one):
    rig = nodes[one.kind]
    said, nobody = (rig.ask(role, one.method, address(rig, one), {})
                    for role in (one.role, "ingen"))
    # Somebody who is logged in is led from the front page, and from the log-in, to their own.
    at_home = (303,) if one.page.endpoint in ("apen.front", "inn.page") else ()
    assert said.status in (nobody.status, *at_home)
    assert said.status < 500
    if one.page.system:
        assert said == nobody
