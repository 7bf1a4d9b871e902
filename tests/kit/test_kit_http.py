"""S28: where the one outgoing client goes, and what it never says."""

import logging
import socket

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from handover.kit import Misconfigured, Permanent, Retryable
from handover.kit.http import HttpClient, HttpLimits
from handover.kit.origin import parse

TOKEN = "hemmelig-nokkel"


def client(server: HTTPServer, **limits: float) -> HttpClient:
    origin = parse(f"http://{server.host}:{server.port}")
    return HttpClient(origin, token=TOKEN, limits=HttpLimits(**limits))


@pytest.mark.parametrize(
    "link",
    [
        "https://ond.example.no/neste",
        "http://localhost:1/neste",
        "//ond.example.no/neste",
        "http://localhost.ond.no/neste",
        "http://bruker:ord@localhost:{port}/neste",
        "https://localhost:{port}/neste",
        "http://localhost:{port}@ond.example.no/neste",
        "http:\\\\localhost:{port}\\neste",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://169.254.169.254/latest/meta-data",
        "",
    ],
)
def test_s28_a_link_to_another_origin_is_never_followed(httpserver: HTTPServer, link: str) -> None:
    with pytest.raises(Permanent) as caught:
        client(httpserver).local(link.format(port=httpserver.port))
    assert caught.value.reason_code == "FREMMED_LENKE"
    assert httpserver.log == []


def test_s28_a_link_to_the_origin_becomes_a_path(httpserver: HTTPServer) -> None:
    here = client(httpserver)
    assert here.local(f"http://localhost:{httpserver.port}/side/2") == "/side/2"
    assert here.local("/side/2") == "/side/2"


@pytest.mark.parametrize("path", ["//ond.no/x", "side", "", "/a b", "/a\r\nHost: x", "http://x/"])
def test_s28_only_paths_are_called(httpserver: HTTPServer, path: str) -> None:
    with pytest.raises(Permanent):
        client(httpserver).get(path)
    assert httpserver.log == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_s28_a_redirect_gets_neither_us_nor_the_key(httpserver: HTTPServer, status: int) -> None:
    with HTTPServer() as other:
        target = other.url_for("/tyv")
        httpserver.expect_request("/").respond_with_data("", status, headers={"Location": target})
        with pytest.raises(Permanent) as caught:
            client(httpserver).get("/")
        assert other.log == []
    assert caught.value.reason_code == "OMDIRIGERT"


def test_s28_no_proxy_and_no_netrc_decide_where_we_go(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    httpserver.expect_request("/").respond_with_data("her")
    assert client(httpserver).get("/").body == b"her"


def test_s28_a_cookie_is_never_sent_back(httpserver: HTTPServer) -> None:
    seen: list[str | None] = []

    def answer(request: Request) -> Response:
        seen.append(request.headers.get("Cookie"))
        return Response("x", headers={"Set-Cookie": "spor=1"})

    httpserver.expect_request("/").respond_with_handler(answer)
    here = client(httpserver)
    here.get("/")
    here.get("/")
    assert seen == [None, None]


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104  # nothing binds here; it must not be connected to either
        "224.0.0.1",
        "127.0.0.1",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "not-an-address",
    ],
)
def test_s28_a_name_may_not_lead_to_this_machine_or_to_metadata(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[object] = []

    def resolve(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", lambda _, to: reached.append(to))
    with pytest.raises(Misconfigured):
        HttpClient(parse("https://sas.example.no"), token=TOKEN).get("/")
    assert reached == []


def test_s28_a_private_address_is_allowed_behind_https() -> None:
    assert parse("https://sas.nordvik.example").allows("10.0.0.5")
    assert not parse("https://sas.nordvik.example").allows("127.0.0.1")
    assert parse("http://localhost:5001").allows("127.0.0.1")


def test_nobody_answering_is_asked_again_later() -> None:
    with pytest.raises(Retryable):
        HttpClient(parse("http://127.0.0.1:1")).get("/")


def test_s28_a_number_in_a_path_reaches_no_log_and_no_error(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    httpserver.expect_request("/person/14831199999").respond_with_data("14831199999", 500)
    with caplog.at_level(logging.DEBUG), pytest.raises(Retryable) as caught:
        client(httpserver).get("/person/14831199999")
    closed = HttpClient(parse("http://127.0.0.1:1"), token=TOKEN)
    with caplog.at_level(logging.DEBUG), pytest.raises(Retryable) as away:
        closed.get("/person/14831199999")
    ours = "".join(one.getMessage() for one in caplog.records if one.name != "werkzeug")
    for said in (ours, repr(caught.value), repr(away.value)):
        assert "14831199999" not in said
    assert away.value.__suppress_context__


def test_a_packed_answer_is_not_unpacked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(b"x", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Permanent) as caught:
        client(httpserver).get("/")
    assert caught.value.reason_code == "UGYLDIG_SVAR"


def test_a_chunked_answer_over_the_limit_is_not_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_handler(
        lambda _: Response((b"x" * 1000 for _ in range(100)), 200)
    )
    with pytest.raises(Permanent) as caught:
        client(httpserver, body_bytes=5000).get("/")
    assert caught.value.reason_code == "SVAR_FOR_STORT"


@pytest.mark.parametrize("said", ["-5", "1e9", "i morgen", "9" * 400, "٣"])
def test_a_strange_retry_after_waits_a_day_at_most(httpserver: HTTPServer, said: str) -> None:
    httpserver.expect_request("/").respond_with_data(
        "", 503, headers={"Retry-After": said.encode().decode("latin-1")}
    )
    with pytest.raises(Retryable) as caught:
        client(httpserver).get("/")
    assert 0 <= caught.value.after_seconds <= 24 * 3600


def test_a_key_that_is_no_header_is_a_setting_to_mend(httpserver: HTTPServer) -> None:
    origin = parse(f"http://{httpserver.host}:{httpserver.port}")
    with pytest.raises(Misconfigured) as caught:
        HttpClient(origin, token="linje\nskift").get("/")
    assert caught.value.setting == "token"
