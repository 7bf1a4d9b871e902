"""Logging in through a provider over real HTTP: who gets in, and that every lie meets one page."""

import re
from datetime import timedelta

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey

from handover.demo.provider import DemoLogin
from handover.store.tables import AuditEvent, LoginAttempt, Session


def honest(keys):
    key = keys["provider"]
    return lambda claims: jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, claims, key,
                                     ["RS256"])


def lying(keys, **changes):
    """A token that is right but for these claims; None takes a claim away."""
    def mint(claims):
        told = {name: value for name, value in (claims | changes).items() if value is not None}
        return honest(keys)(told)
    return mint


@pytest.fixture
def amina(connected, rsa_keys):
    """A pupil who is known here, at a provider that tells the truth."""
    node, _provider, people = connected
    pupil = node.pupil()
    people.append(DemoLogin("Amina", "elev", "idporten", node.numbers[pupil.person_id]))
    return pupil


def turned_away(answer):
    return (answer.status_code, answer.headers.get("Location")) == (303, "/logg-inn/nei")


def living(node):
    return [row for row in node.rows(Session) if row.ended is None]


def test_a_pupil_logs_in_with_bankid_and_gets_a_session_of_the_high_level(connected, amina):
    node, provider, _ = connected
    answer = provider.log_in(node.client(), "idporten", "Amina")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    row, = living(node)
    assert (row.person_id, row.provider, row.level) == (amina.person_id, "idporten", "hoyt")


def test_minid_gives_the_substantial_level(connected, amina):
    node, provider, _ = connected
    provider.log_in(node.client(), "idporten", "Amina", "MinID")
    assert living(node)[0].level == "betydelig"


def test_a_guardian_logs_in_and_the_audit_says_so_without_a_number(connected, amina):
    node, provider, people = connected
    hodan = node.guardian(amina)
    people.append(DemoLogin("Hodan", "mor", "idporten", node.numbers[hodan.id]))
    assert provider.log_in(node.client(), "idporten", "Hodan").status_code == 303
    event, = node.rows(AuditEvent)
    assert (event.event, event.actor, event.role) == ("innlogging:ny", hodan.id, "foresatt")
    assert node.numbers[hodan.id] not in event.fields


def test_staff_log_in_with_feide_whose_user_name_comes_from_userinfo(connected, rsa_keys):
    node, provider, people = connected
    provider.play.mint = honest(rsa_keys)
    siri = node.staff()
    people.append(DemoLogin("Siri", "rådgiver", "feide", "siri@nordvik.no"))
    assert provider.log_in(node.client(), "feide", "Siri").status_code == 303
    row, = living(node)
    assert (row.person_id, row.level) == (siri.id, "lav")


def test_the_secret_is_new_at_every_login_and_the_old_session_ends(connected, amina):
    node, provider, _ = connected
    client = node.client()
    provider.log_in(client, "idporten", "Amina", "MinID")
    provider.log_in(client, "idporten", "Amina", start="/logg-inn/idporten?niva=hoyt")
    first, second = sorted(node.rows(Session), key=lambda row: row.ended is None)
    assert first.secret_hash != second.secret_hash
    assert (first.ended is None, second.ended is None) == (False, True)


def test_only_a_hash_of_the_secret_is_stored(connected, amina):
    node, provider, _ = connected
    client = node.client()
    provider.log_in(client, "idporten", "Amina")
    with client.session_transaction() as cookie:
        assert cookie["innlogging"] not in str(living(node)[0])


def test_a_step_up_answered_with_a_weaker_identity_is_refused(connected, amina, rsa_keys):
    node, provider, _ = connected
    provider.play.mint = lying(rsa_keys, acr="idporten-loa-substantial")
    answer = provider.log_in(node.client(), "idporten", "Amina",
                             start="/logg-inn/idporten?niva=hoyt")
    assert answer.status_code == 403


LIES = {
    "another issuer": {"iss": "https://idporten.no"},
    "another audience": {"aud": "somebody-else"},
    "several audiences": {"aud": ["overgang", "somebody-else"]},
    "no audience": {"aud": None},
    "another nonce": {"nonce": "guessed"},
    "no nonce": {"nonce": None},
    "too low acr": {"acr": "idporten-loa-low"},
    "unknown acr": {"acr": "Level4"},
    "no acr": {"acr": None},
    "expired": {"exp": 1_000_000_000},
    "no expiry": {"exp": None},
    "issued in the future": {"iat": 4_000_000_000},
    "issued long ago": {"iat": 1_790_000_000},
    "no subject": {"sub": None},
    "no number": {"pid": None},
    "a number that is none": {"pid": "12345678901"},
    "a number in a list": {"pid": ["12345678901"]},
    "a real person's number in a demo": {"pid": "010107" "50160"},
}


@pytest.mark.parametrize("changes", LIES.values(), ids=LIES)
def test_a_token_that_lies_opens_nothing(connected, amina, rsa_keys, changes):
    node, provider, _ = connected
    provider.play.mint = lying(rsa_keys, **changes)
    answer = provider.log_in(node.client(), "idporten", "Amina")
    assert answer.status_code == 403
    assert living(node) == []


def stranger(keys):
    return lambda claims: jwt.encode(
        {"alg": "RS256", "kid": keys["provider"].thumbprint()}, claims, keys["stranger"],
        ["RS256"])


def unknown_key(keys):
    return lambda claims: jwt.encode(
        {"alg": "RS256", "kid": keys["stranger"].thumbprint()}, claims, keys["stranger"],
        ["RS256"])


def nameless_key(keys):
    return lambda claims: jwt.encode({"alg": "RS256"}, claims, keys["provider"], ["RS256"])


def public_key_as_secret(keys):
    secret = OctKey.import_key(b"x" * 16 + keys["provider"].as_dict(private=False)["n"].encode())
    return lambda claims: jwt.encode(
        {"alg": "HS256", "kid": keys["provider"].thumbprint()}, claims, secret, ["HS256"])


def unsigned(keys):
    def mint(claims):
        head, body, _ = honest(keys)(claims).split(".")
        none = jwt.encode({"alg": "RS256", "kid": keys["provider"].thumbprint()}, {},
                          keys["stranger"], ["RS256"]).split(".")[0]
        assert head == none
        return f"eyJhbGciOiJub25lIiwia2lkIjoiYSJ9.{body}."
    return mint


def tampered(keys):
    def mint(claims):
        head, _, signature = honest(keys)(claims).split(".")
        body = honest(keys)(claims | {"sub": "another"}).split(".")[1]
        return f"{head}.{body}.{signature}"
    return mint


@pytest.mark.parametrize("forge", [stranger, unknown_key, nameless_key, public_key_as_secret,
                                   unsigned, tampered, lambda keys: lambda claims: "no token"])
def test_a_token_that_is_not_the_providers_opens_nothing(connected, amina, rsa_keys, forge):
    node, provider, _ = connected
    provider.play.mint = forge(rsa_keys)
    answer = provider.log_in(node.client(), "idporten", "Amina")
    assert answer.status_code == 403
    assert living(node) == []


def test_every_refusal_is_the_same_page_and_says_nothing_of_the_person(connected, amina, rsa_keys):
    node, provider, people = connected
    pages = set()
    for changes in ({"aud": "x"}, {"acr": "Level4"}, {"pid": None}):
        provider.play.mint = lying(rsa_keys, **changes)
        pages.add(provider.log_in(node.client(), "idporten", "Amina").data)
    provider.play.mint = honest(rsa_keys)
    other = node.person("Ukjent Gjest", number=node.number(7))
    people.append(DemoLogin("Gjest", "uten hatt", "idporten", node.numbers[other.id]))
    people.append(DemoLogin("Fremmed", "ukjent", "idporten", node.number(9)))
    pages.add(provider.log_in(node.client(), "idporten", "Gjest").data)
    pages.add(provider.log_in(node.client(), "idporten", "Fremmed").data)
    assert len(pages) == 1
    assert b"Du kom ikke inn" in pages.pop()


def test_an_answer_in_another_browser_opens_nothing(connected, amina):
    node, provider, _ = connected
    path = provider.way_through(node.client(), "idporten", "Amina")
    assert turned_away(node.client().get(path))


def test_an_answer_with_another_state_opens_nothing(connected, amina):
    node, provider, _ = connected
    client = node.client()
    path = provider.way_through(client, "idporten", "Amina")
    assert turned_away(client.get(re.sub(r"state=[^&]*", "state=guessed", path)))


def test_an_answer_is_taken_once(connected, amina):
    node, provider, _ = connected
    client = node.client()
    path = provider.way_through(client, "idporten", "Amina")
    assert client.get(path).status_code == 303
    assert turned_away(node.client().get(path))
    assert turned_away(client.get(path))
    assert node.rows(LoginAttempt) == []


def test_an_answer_after_ten_minutes_is_too_late(connected, amina):
    node, provider, _ = connected
    client = node.client()
    path = provider.way_through(client, "idporten", "Amina")
    node.pass_time(minutes=10, seconds=1)
    assert turned_away(client.get(path))


@pytest.mark.parametrize("change", [
    lambda path: re.sub(r"iss=[^&]*", "iss=https%3A%2F%2Fidporten.no", path),
    lambda path: re.sub(r"&iss=[^&]*", "", path),
    lambda path: path.replace("/idporten/svar", "/feide/svar"),
    lambda path: re.sub(r"code=[^&]*", "code=guessed", path),
    lambda path: path + "&error=access_denied",
])
def test_an_answer_that_was_changed_on_the_way_opens_nothing(connected, amina, change):
    node, provider, _ = connected
    client = node.client()
    path = change(provider.way_through(client, "idporten", "Amina"))
    assert turned_away(client.get(path))
    assert living(node) == []


def test_a_pupil_taken_out_of_the_service_meets_the_same_page(connected, rsa_keys):
    node, provider, people = connected
    provider.play.mint = honest(rsa_keys)
    pupil = node.pupil(blocked=True)
    people.append(DemoLogin("Ella", "elev", "idporten", node.numbers[pupil.person_id]))
    assert provider.log_in(node.client(), "idporten", "Ella").status_code == 403


@pytest.mark.parametrize("standing", [{"verified": False}, {"valid_to": "yesterday"}])
def test_a_guardian_without_standing_today_does_not_get_in(connected, amina, standing):
    node, provider, people = connected
    if "valid_to" in standing:
        standing = {"valid_to": node.house.today() - timedelta(days=1)}
    hodan = node.guardian(amina, **standing)
    people.append(DemoLogin("Hodan", "mor", "idporten", node.numbers[hodan.id]))
    assert provider.log_in(node.client(), "idporten", "Hodan").status_code == 403


def test_staff_whose_grant_has_ended_do_not_get_in(connected, rsa_keys):
    node, provider, people = connected
    provider.play.mint = honest(rsa_keys)
    node.staff(valid_to=node.house.today() - timedelta(days=1))
    people.append(DemoLogin("Siri", "rådgiver", "feide", "siri@nordvik.no"))
    assert provider.log_in(node.client(), "feide", "Siri").status_code == 403


def test_a_provider_that_is_down_is_told_as_such_and_nothing_is_opened(connected, amina):
    node, _, _ = connected
    node.app.extensions["overgang_login"]["idporten"]._known._published.issuer = "http://127.0.0.1:9"
    answer = node.client().get("/logg-inn/idporten")
    assert answer.status_code == 503
    assert "Innloggingen svarer ikke" in answer.text


def test_the_request_is_pushed_so_the_address_carries_nothing(connected, amina):
    node, _, _ = connected
    there = node.client().get("/logg-inn/idporten").headers["Location"]
    assert set(re.findall(r"[?&](\w+)=", there)) == {"client_id", "request_uri"}


def test_the_demo_page_says_that_it_is_a_demo_and_offers_only_what_reaches_the_level(
        connected, amina):
    node, _, people = connected
    people.append(DemoLogin("Mina", "bare MinID", "idporten", "1",
                            ("idporten-loa-substantial",)))
    there = node.client().get("/logg-inn/idporten?niva=hoyt").headers["Location"]
    page = requests.get(there, timeout=5).text
    assert "<strong>DEMO.</strong>" in page
    assert "MinID" not in page.replace("bare MinID", "")
    assert page.count("BankID<span") == 1
