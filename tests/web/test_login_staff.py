"""Staff by Feide and Ansattporten, pupils by Feide for drafts: who gets which hat, and how far."""

import pytest
import requests

from handover.demo.provider import DemoLogin
from handover.errors import Misconfigured
from handover.rules.actors import Hat, Level
from handover.settings import LoginSettings
from handover.store.tables import Session, Unit
from handover.store.work import reading
from handover.web import identity
from handover.web.oidc import Oidc

NORDVIK, LIA = "999888777", "310028142"


@pytest.fixture
def siri(connected):
    """A member of staff with a role at Nordvik and one at Lia, known at every provider."""
    node, _provider, people = connected
    with node.house.work() as work:
        work.session.add(Unit(id="lia", name="Lia", kind="grunnskole", organisation=LIA))
        work.commit()
    person = node.staff(number=node.number(5))
    node.grant(person.id, "rektor", "lia")
    people += [
        DemoLogin("Siri", "rådgiver", "ansattporten", node.number(5),
                  organisations=((NORDVIK, "Nordvik kommune"), (LIA, "Lia skoler"),
                                 ("310007676", "Et annet sted"))),
        DemoLogin("Siri", "rådgiver", "feide", "siri@nordvik.no")]
    return person


def actor(node):
    row = node.rows(Session)[-1]
    with reading(node.house.work) as db:
        return identity.actor_of(node.house, db, row)


@pytest.mark.parametrize(("organisation", "role"), [
    ("Nordvik kommune", "radgiver"), ("Lia skoler", "rektor")])
def test_ansattporten_gives_only_the_roles_of_the_organisation_acted_for(connected, siri,
                                                                        organisation, role):
    node, provider, _ = connected
    answer = provider.log_in(node.client(), "ansattporten", "Siri", f"BankID for {organisation}")
    assert answer.status_code == 303
    found = actor(node)
    assert (found.hat, found.level) == (Hat.STAFF, Level.HIGH)
    assert [held.name for held in found.roles] == [role]


def test_acting_for_an_organisation_without_a_role_there_meets_the_neutral_page(connected, siri):
    node, provider, _ = connected
    answer = provider.log_in(node.client(), "ansattporten", "Siri", "BankID for Et annet sted")
    assert answer.status_code == 403
    assert node.rows(Session) == []


def test_feide_gives_every_role(connected, siri):
    node, provider, _ = connected
    provider.log_in(node.client(), "feide", "Siri")
    assert {held.name for held in actor(node).roles} == {"radgiver", "rektor"}


def test_staff_whom_feide_knows_as_a_pupil_do_not_get_in(connected, siri):
    node, provider, people = connected
    people[-1] = DemoLogin("Siri", "rådgiver", "feide", "siri@nordvik.no", employee=False)
    assert provider.log_in(node.client(), "feide", "Siri").status_code == 403


def test_a_pupil_comes_in_by_feide_with_the_lowest_level_and_a_guardian_does_not(connected):
    node, provider, people = connected
    pupil = node.pupil()
    guardian = node.guardian(pupil)
    people += [DemoLogin("Amina", "elev", "feide", "elev04@elev.example",
                         number=node.numbers[pupil.person_id], employee=False),
               DemoLogin("Hodan", "mor", "feide", "hodan@feide.example",
                         number=node.numbers[guardian.id], employee=False)]
    assert provider.log_in(node.client(), "feide", "Hodan").status_code == 403
    assert provider.log_in(node.client(), "feide", "Amina").status_code == 303
    assert (actor(node).hat, actor(node).level) == (Hat.PUPIL, Level.LOW)


def test_c43_a_parent_who_works_here_is_staff_by_feide_and_guardian_by_idporten(connected, siri):
    node, provider, people = connected
    pupil = node.pupil()
    node.represent(pupil, siri)
    people.append(DemoLogin("Siri", "mor", "idporten", node.number(5)))
    client = node.client()
    provider.log_in(client, "idporten", "Siri")
    assert actor(node).hat is Hat.GUARDIAN
    assert actor(node).roles == ()
    provider.log_in(client, "feide", "Siri")
    assert [row.ended is None for row in sorted(node.rows(Session), key=lambda r: r.provider)] == [
        True, False]


def test_ansattporten_is_asked_for_an_organisation_and_a_level(connected, siri):
    node, _, _ = connected
    there = node.client().get("/logg-inn/ansattporten").headers["Location"]
    assert "request_uri=" in there
    assert "Et annet sted" in requests.get(there, timeout=5).text


@pytest.mark.parametrize("settings", [
    {"client_secret_file": "/finnes/ikke"}, {"client_secret_env": "FINNES_IKKE_HER"}])
def test_a_missing_secret_stops_the_start(node, settings):
    with pytest.raises(Misconfigured):
        Oidc("feide", LoginSettings("https://feide.example", "x", **settings), node.house)


def test_s29_a_secret_others_can_read_stops_the_start(node, tmp_path):
    path = tmp_path / "s"
    path.write_text("hemmelig")
    path.chmod(0o644)
    with pytest.raises(Misconfigured, match="kan leses av andre"):
        Oidc("feide", LoginSettings("https://feide.example", "x", client_secret_file=str(path)),
             node.house)


def test_a_secret_may_stand_in_the_environment(node, monkeypatch):
    monkeypatch.setenv("FEIDE_SECRET", "hemmelig")
    made = Oidc("feide", LoginSettings("https://feide.example", "x",
                                       client_secret_env="FEIDE_SECRET"), node.house)
    assert made._proof.basic == ("x", "hemmelig")


def test_a_provider_nobody_has_heard_of_stops_the_start(node):
    with pytest.raises(Misconfigured, match=r"login\.fasebok"):
        Oidc("fasebok", LoginSettings("https://x.example", "x"), node.house)


@pytest.mark.parametrize("issuer", ["http://idporten.no", "https://127.0.0.1/a",
                                    "https://[::1]", "https://localhost", "https://a.localhost"])
def test_s23_production_refuses_an_issuer_in_the_open_or_on_this_machine(make_node, issuer,
                                                                        monkeypatch):
    monkeypatch.setenv("FEIDE_SECRET", "hemmelig")
    node = make_node(demo=False, address="https://overgang.example")
    with pytest.raises(Misconfigured, match=r"login\.feide\.issuer"):
        Oidc("feide", LoginSettings(issuer, "x", client_secret_env="FEIDE_SECRET"), node.house)
