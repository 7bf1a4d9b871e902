"""Who gets in: every staff page of the kommune, for every role, own and other unit."""

import re

import pytest
from staff_world import IDENTITET, PPT, PPT_SAK

from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, Part

ROOMS = ("klargjor.", "godkjenning.", "oversikt.", "fylket.", "ppt.", "pptleder.",
         "pptoversikt.", "bemanning.", "pptbemanning.", "hjelper.")
SCHOOL = ("radgiver", "rektor", "avdelingsleder")
OPENS = {
    "bemanning.recuse": SCHOOL, "bemanning.declare": SCHOOL, "bemanning.helpers": SCHOOL,
    "bemanning.invite": SCHOOL, "bemanning.end_help": SCHOOL,
    "bemanning.": ("rektor", "avdelingsleder"),
    "pptbemanning.recuse": ("ppt_radgiver", "ppt_leder"),
    "pptbemanning.declare": ("ppt_radgiver", "ppt_leder"),
    "pptbemanning.": ("ppt_leder",), "hjelper.": ("hjelper",),
    "klargjor.": ("radgiver",), "godkjenning.": ("rektor", "avdelingsleder"),
    "oversikt.": ("rektor", "avdelingsleder"), "fylket.": ("skoleeier",),
    "ppt.": ("ppt_radgiver", "ppt_leder"), "pptleder.": ("ppt_leder",),
    "pptoversikt.": ("ppt_leder",),
}
ROLES = ("radgiver", "rektor", "avdelingsleder", "skoleeier", "ppt_radgiver", "ppt_leder",
         "kontaktlaerer", "laerer", "personvernombud", "jurist", "hjelper")


@pytest.fixture
def known(world):
    """One pupil with something on each desk, and the addresses of every page about her."""
    pupil = world.pupil()
    school = world.part(pupil, state=PartState.WITH_LEADER, screened_by=world.siri.id)
    world.part(pupil, "identitet", IDENTITET)
    ppt = world.part(pupil, "ppt_sak", PPT_SAK, PartState.WITH_LEADER, owner=PPT, source="ppt",
                     screened_by=world.pia.id)
    return {"pupil_id": pupil.id, "school": school.id, "ppt": ppt.id,
            "task_id": "finnes-ikke", "sha256": "a" * 64, "absence_id": "finnes-ikke",
            "recusal_id": "finnes-ikke", "case_id": "finnes-ikke"}


def routes(world, method):
    for rule in world.node.app.url_map.iter_rules():
        if rule.endpoint.startswith(ROOMS) and method in rule.methods:
            yield rule


def address(world, rule, known):
    ids = dict(known, part_id=known["ppt" if rule.endpoint.startswith("ppt") else "school"])
    with world.node.app.test_request_context():
        _, path = rule.build({name: ids[name] for name in rule.arguments})
    return path


def changes(world):
    """Names of everything in the audit but the refused attempts themselves."""
    return [one.event for one in world.rows(AuditEvent) if not one.event.startswith("forsok:")]


def may(rule, role):
    return role in next(found for start, found in OPENS.items()
                        if rule.endpoint.startswith(start))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_own_pages_and_meets_a_missing_page_everywhere_else(world, known, role):
    unit = "havna" if role in ("radgiver", "rektor", "avdelingsleder", "kontaktlaerer",
                               "laerer") else PPT if role.startswith("ppt") else "nordvik"
    client = world.client(world.node.staff("Prøve Person", role, unit_id=unit))
    missing = client.get("/finnes-ikke").text
    for rule in routes(world, "GET"):
        answer = client.get(address(world, rule, known))
        if may(rule, role):
            assert answer.status_code in (200, 303, 404), rule.endpoint
            assert answer.status_code != 404 or rule.arguments & {"sha256", "case_id"}, \
                rule.endpoint
        else:
            assert (answer.status_code, answer.text) == (404, missing), rule.endpoint


@pytest.mark.parametrize("role", ["radgiver", "rektor", "avdelingsleder", "ppt_radgiver",
                                  "ppt_leder"])
def test_the_same_role_in_another_unit_sees_nobody_here(world, known, role):
    kind = "ppt" if role.startswith("ppt") else "grunnskole"
    world.node.unit("andre", kind, "En annen enhet")
    client = world.client(world.node.staff("Prøve Person", role, unit_id="andre"))
    for rule in routes(world, "GET"):
        answer = client.get(address(world, rule, known))
        assert "Amina" not in answer.text
        if rule.arguments:
            assert answer.status_code == 404, rule.endpoint


@pytest.mark.parametrize("role", ROLES)
def test_no_change_is_made_by_a_role_that_may_not_open_the_page(world, known, role):
    client = world.client(world.node.staff("Prøve Person", role, unit_id="nordvik"))
    token = re.search(r'name="csrf_token" value="([^"]+)"',
                      client.get("/", follow_redirects=True).text)[1]
    before = [(one.id, one.state) for one in world.rows(Part)]
    events = changes(world)
    for rule in routes(world, "POST"):
        if not may(rule, role):
            answer = client.post(address(world, rule, known), data={
                "csrf_token": token, "svar": "ja", "trenger": "ja", "sett": "x"})
            assert answer.status_code == 404, rule.endpoint
    assert [(one.id, one.state) for one in world.rows(Part)] == before
    assert changes(world) == events


def test_no_change_is_made_without_the_forms_own_token(world, known):
    for person in (world.siri, world.trond, world.geir, world.petra):
        client = world.client(person)
        for rule in routes(world, "POST"):
            answer = client.post(address(world, rule, known), data={"svar": "ja"})
            assert answer.status_code in (400, 404), rule.endpoint
    assert set(changes(world)) == {"del:hentet", "plass:apnet"}


def test_nobody_gets_in_without_logging_in(world, known):
    for rule in routes(world, "GET"):
        answer = world.node.client().get(address(world, rule, known))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/logg-inn")


def test_the_family_meets_a_missing_page(world, known):
    pupil_person = next(one for one in world.node.numbers if one)
    client = world.node.login(pupil_person, "idporten")
    for rule in routes(world, "GET"):
        assert client.get(address(world, rule, known)).status_code in (303, 404)


def test_somebody_related_to_the_pupil_meets_a_missing_page_in_every_role(world, known):
    for person in (world.siri, world.trond, world.anne, world.pia, world.petra):
        world.related(type("P", (), {"id": known["pupil_id"]}), person)
    for person in (world.siri, world.trond, world.anne, world.pia, world.petra):
        client = world.client(person)
        for rule in routes(world, "GET"):
            answer = client.get(address(world, rule, known))
            assert "Amina" not in answer.text, rule.endpoint
            if rule.arguments:
                assert answer.status_code == 404, rule.endpoint
