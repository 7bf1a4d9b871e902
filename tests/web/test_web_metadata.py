"""What a node believes of a provider: only what it can use, and in production no demo (S23)."""

from datetime import timedelta

import pytest
import requests
from web_world import NOW

from handover.doors import json
from handover.errors import Misconfigured
from handover.settings import LoginSettings
from handover.web.oidc import Oidc
from handover.web.oidc_errors import LoginRefused, ProviderSilent
from handover.web.oidc_metadata import Known

ISSUER = "https://idporten.example"
SAID = {"issuer": ISSUER, "authorization_endpoint": ISSUER + "/a", "token_endpoint": ISSUER + "/t",
        "jwks_uri": ISSUER + "/k"}


class Wire:
    """Answers every address with the same body and remembers what was asked."""

    def __init__(self, body, status=200):
        self.asked, self.answer = [], requests.Response()
        self.answer.status_code = status
        self.answer._content = body if isinstance(body, bytes) else json.write(body)

    def __call__(self, address, **how):
        self.asked.append((address, how["allow_redirects"]))
        return self.answer


def test_metadata_is_asked_for_once_an_hour_and_redirects_are_not_followed():
    wire = Wire(SAID)
    known = Known(ISSUER, wire, demo=False)
    for minutes in (0, 59, 61):
        assert known.metadata(NOW + timedelta(minutes=minutes)).token == ISSUER + "/t"
    assert wire.asked == [(ISSUER + "/.well-known/openid-configuration", False)] * 2


@pytest.mark.parametrize(("change", "fault", "code"), [
    ({"issuer": "https://another.example"}, LoginRefused, "PROVIDER_IS_ANOTHER"),
    ({"overgang_demo": True}, LoginRefused, "PROVIDER_IS_DEMO"),
    ({"token_endpoint": "http://idporten.example/t"}, ProviderSilent, "PROVIDER_METADATA"),
    ({"jwks_uri": 7}, ProviderSilent, "PROVIDER_METADATA"),
    ({"authorization_endpoint": None}, ProviderSilent, "PROVIDER_METADATA"),
])
def test_production_refuses_a_provider_that_is_another_a_demo_or_in_the_open(change, fault, code):
    known = Known(ISSUER, Wire(SAID | change), demo=False)
    with pytest.raises(fault) as refused:
        known.metadata(NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("wire", [
    Wire(b"<html>"), Wire(b"[]"), Wire(b"{" * 400_000), Wire(SAID, 302), Wire(SAID, 503)])
def test_an_answer_that_is_no_metadata_is_silence(wire):
    with pytest.raises(ProviderSilent):
        Known(ISSUER, wire, demo=False).metadata(NOW)


def test_a_production_node_does_not_start_with_a_provider_on_its_own_machine(make_node, tmp_path,
                                                                           rsa_keys):
    node = make_node(demo=False, address="https://overgang.example")
    key = tmp_path / "k.pem"
    key.write_bytes(rsa_keys["client"].as_pem(private=True))
    with pytest.raises(Misconfigured, match=r"login\.idporten\.issuer"):
        Oidc("idporten", LoginSettings("https://localhost/idporten", "x", str(key)), node.house)


def test_a_node_without_its_login_key_does_not_start(node):
    with pytest.raises(Misconfigured, match=r"login\.feide\.client_key"):
        Oidc("feide", LoginSettings(ISSUER, "x", "/finnes/ikke"), node.house)
