"""Every way the log-in provider can lie is refused with one page, and every honest way is taken."""

import json
import re

import pytest
import requests
from web_world import end_of

from handover.demo.provider import DemoLogin
from handover.demo.provider_modes import HONEST, MODES, PEOPLE, modes
from handover.store.tables import AuditEvent, LoginAttempt, Session

ORGANISATION = "999888777"


@pytest.fixture
def town(connected):
    """A node where Amina is a pupil and Siri works, known at each provider."""
    node, provider, people = connected
    pupil = node.pupil()
    siri = node.staff(number=node.number(5))
    number = node.numbers[pupil.person_id]
    people += [
        DemoLogin("Amina", "elev", "idporten", number),
        DemoLogin("Siri", "rådgiver", "feide", "siri@nordvik.no"),
        DemoLogin("Siri", "rådgiver", "ansattporten", node.number(5),
                  organisations=((ORGANISATION, "Nordvik kommune"),))]
    return node, provider, {"idporten": ("Amina", pupil.person_id), "feide": ("Siri", siri.id),
                            "ansattporten": ("Siri", siri.id)}


def attempt(town, issuer, mode):
    """Logs in while the provider behaves like this; the answer the browser gets."""
    node, provider, who = town
    # What was read of the provider's metadata and keys is forgotten after an hour.
    node.pass_time(minutes=61)
    node.provider_clock.set(node.clock.now())
    provider.play.mode = mode
    client = node.client()
    asked = client.get(f"/logg-inn/{issuer}")
    if asked.status_code != 303:
        return asked
    if asked.headers["Location"] == "/logg-inn/nei":
        return end_of(client, asked)
    page = requests.get(asked.headers["Location"], timeout=5)
    link = next(url for url, text in re.findall(
        r'href="(/[^"]*/inn/[^"]*)"[^>]*>(.*?)</a>', page.text) if who[issuer][0] in text)
    back = requests.get(provider.address + link, timeout=5, allow_redirects=False)
    return end_of(client, client.get(
        back.headers["Location"].removeprefix("http://localhost")))


@pytest.mark.parametrize("issuer", PEOPLE)
def test_s05_every_hostile_mode_is_refused_with_one_page_and_one_event(
        town, issuer, record_property):
    node, _provider, who = town
    names, pages, refused = modes(issuer, hostile=True), set(), 0
    for name in names:
        answer = attempt(town, issuer, MODES[name])
        assert answer.status_code == 403, name
        # The demo's own line tells the day, and the clock moves between the modes.
        pages.add(re.sub(r'<aside class="og-demo".*?</aside>', "", answer.text, flags=re.DOTALL))
        refused += 1
    record_property("hostile_refused", f"{issuer} {refused}/{len(names)}")
    assert refused == len(names) >= 35
    assert len(pages) == 1
    assert node.rows(Session) == []
    events = [one for one in node.rows(AuditEvent) if one.event == "innlogging:avvist"]
    assert len(events) == len(names)
    assert all(set(json.loads(one.fields)) == {"leverandor", "kode", "antall"} for one in events)
    told = " ".join(f"{one.actor} {one.fields} {one.object_id}" for one in node.rows(AuditEvent))
    assert who[issuer][1] not in told
    assert not any(number in told for number in node.numbers.values())


@pytest.mark.parametrize("issuer", PEOPLE)
def test_every_honest_variant_is_accepted(town, issuer, record_property):
    node, _provider, who = town
    names, accepted = modes(issuer, hostile=False), 0
    for name in names:
        answer = attempt(town, issuer, MODES[name])
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/"), name
        accepted += 1
    record_property("honest_accepted", f"{issuer} {accepted}/{len(names)}")
    assert accepted == len(names) >= 8
    assert {row.person_id for row in node.rows(Session)} == {who[issuer][1]}


def test_a_key_the_provider_has_changed_is_fetched_and_a_strange_one_not_again_and_again(
        town, rsa_keys):
    node, _provider, _who = town
    assert attempt(town, "idporten", HONEST).status_code == 303
    assert attempt(town, "idporten", MODES["unknown_kid"]).status_code == 403
    published = node.app.extensions["overgang_login"]["idporten"]._known._published
    asked = []
    published._get = lambda address, **how: asked.append(address) or requests.get(  # noqa: S113
        address, **{"timeout": 5} | how)
    for _ in range(5):
        published.keys(node.clock.now(), "finnes-ikke")
    assert asked == []
    node.pass_time(minutes=1)
    published.keys(node.clock.now(), "finnes-ikke")
    assert len(asked) == 1


def test_attempts_that_were_answered_are_gone_whatever_the_answer(town):
    for name in ("honest", "alg_none", "wrong_iss"):
        attempt(town, "idporten", MODES[name])
    assert town[0].rows(LoginAttempt) == []
