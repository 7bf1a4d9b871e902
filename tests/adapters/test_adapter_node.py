"""The node recipient: the inherited suite, and the wire between two nodes."""

import hashlib
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from adapters.node import NodeRecipient
from handover.kit import Duplicate, Envelope, Permanent
from handover.kit.conformance import RecipientConformance
from handover.kit.conformance.calls import TOKEN
from handover.kit.conformance.system import Application

RECEIPT = b"PK\x03\x04 signert kvittering"
ASICE = "application/vnd.etsi.asic-e+zip"
DATA = b"0\x82 kryptert"
ENVELOPE = Envelope(
    "3f0e6f6a-9a55-4d0e-8a54-1d0c8c1a7b11",
    "310000000",
    "fjordglott-vgs",
    DATA,
    hashlib.sha256(DATA).hexdigest(),
)


class TestNodeConformance(RecipientConformance):
    """Green means: works with Overgang."""

    @pytest.fixture
    def stored(self) -> list[bytes]:
        return []

    @pytest.fixture
    def receipt(self) -> bytes:
        return RECEIPT

    @pytest.fixture
    def application(self, stored: list[bytes], receipt: bytes) -> Application:
        seen: set[str] = set()

        def receive(request: Request) -> Response:
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                return Response("", 401)
            if request.method == "GET":
                return Response("", 204)
            message = request.headers["Overgang-Melding"]
            if message in seen:
                return Response(receipt, 409, content_type=ASICE)
            seen.add(message)
            stored.append(request.get_data())
            return Response(receipt, 201, content_type=ASICE)

        return receive

    @pytest.fixture
    def adapter_class(self) -> type[NodeRecipient]:
        return NodeRecipient

    @pytest.fixture
    def content_type(self) -> str:
        return ASICE


def node(server: HTTPServer, **settings: str) -> NodeRecipient:
    return NodeRecipient({"token": "t", **settings}, server.url_for("").rstrip("/"))


def test_a_package_and_a_message_have_a_door_each(httpserver: HTTPServer) -> None:
    for path in ("/node/v1/pakker", "/node/v1/meldinger"):
        httpserver.expect_request(path, method="POST").respond_with_data(
            RECEIPT, 201, content_type=ASICE
        )
    node(httpserver).deliver(ENVELOPE)
    node(httpserver).deliver(replace(ENVELOPE, kind="melding"))
    calls = [request for request, _ in httpserver.log]
    assert [call.path for call in calls] == ["/node/v1/pakker", "/node/v1/meldinger"]
    for call in calls:
        assert call.headers["Overgang-Melding"] == ENVELOPE.message_id
        assert call.headers["Overgang-Sha256"] == ENVELOPE.sha256
        assert call.headers["Overgang-Mottaker"] == "310000000/fjordglott-vgs"
        assert call.headers["Content-Type"] == "application/pkcs7-mime"
        assert call.query_string == b""


def test_a_node_behind_a_path_is_reached(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/overgang/node/v1/pakker").respond_with_data(
        RECEIPT, 200, content_type="application/pkcs7-mime"
    )
    assert node(httpserver, path="/overgang/").deliver(ENVELOPE).receipt == RECEIPT


def test_the_other_nodes_reference_is_kept(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(
        RECEIPT, 201, headers={"Overgang-Referanse": "mottak-7"}, content_type=ASICE
    )
    assert node(httpserver).deliver(ENVELOPE).reference == "mottak-7"


@pytest.mark.parametrize("strange", ["Kari Nordmann", "x" * 300, "../../etc"])
def test_a_strange_reference_is_replaced_by_the_message_id(
    httpserver: HTTPServer, strange: str
) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(
        RECEIPT, 201, headers={"Overgang-Referanse": strange}, content_type=ASICE
    )
    assert node(httpserver).deliver(ENVELOPE).reference == ENVELOPE.message_id


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (b'{"code":"FEIL_MOTTAKER","title":"Kari"}', "application/problem+json", "FEIL_MOTTAKER"),
        (b'{"code":"kari nordmann"}', "application/problem+json", "AVVIST"),
        (b'{"code":14831199999}', "application/problem+json", "AVVIST"),
        (b'["FEIL"]', "application/problem+json", "AVVIST"),
        (b"{", "application/problem+json", "AVVIST"),
        (b"[" * 9000, "application/problem+json", "AVVIST"),
        (b'{"code":"FEIL_MOTTAKER"}', "text/html", "AVVIST"),
        (b"", "", "AVVIST"),
    ],
)
def test_the_code_of_a_refusal_is_kept_and_its_words_are_not(
    httpserver: HTTPServer, body: bytes, media_type: str, code: str
) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(
        body, 422, content_type=media_type
    )
    with pytest.raises(Permanent) as caught:
        node(httpserver).deliver(ENVELOPE)
    assert caught.value.reason_code == code
    assert "Kari" not in caught.value.text


def test_a_repeat_without_a_receipt_is_not_taken_for_delivered(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(
        b'{"code":"I_ARBEID"}', 409, content_type="application/problem+json"
    )
    with pytest.raises(Permanent) as caught:
        node(httpserver).deliver(ENVELOPE)
    assert caught.value.reason_code == "I_ARBEID"


@pytest.mark.parametrize(
    ("body", "media_type"), [("<html>ok</html>", "text/html"), ("", ASICE), ("{}", "")]
)
def test_a_cheerful_answer_without_a_receipt_is_no_delivery(
    httpserver: HTTPServer, body: str, media_type: str
) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(
        body, 200, content_type=media_type
    )
    with pytest.raises(Permanent) as caught:
        node(httpserver).deliver(ENVELOPE)
    assert caught.value.reason_code == "KVITTERING_MANGLER"


def test_a_repeat_carries_the_receipt_home(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/node/v1/pakker").respond_with_data(RECEIPT, 409, content_type=ASICE)
    with pytest.raises(Duplicate) as caught:
        node(httpserver).deliver(ENVELOPE)
    assert caught.value.receipt == RECEIPT


def test_a_kind_of_message_nobody_knows_is_never_sent(httpserver: HTTPServer) -> None:
    with pytest.raises(Permanent):
        node(httpserver).deliver(replace(ENVELOPE, kind="brev"))
    assert httpserver.log == []
