"""What every adapter that calls a system must stand, source or recipient."""

# ruff: noqa: S101  # assert is what a test is made of
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from handover.kit.adapter import Adapter
from handover.kit.conformance.system import HUGE, SECRET, Application, FakeSystem
from handover.kit.errors import AdapterError, Misconfigured, Permanent, Retryable
from handover.kit.http import HttpLimits

TOKEN = "nokkel-som-ingen-skal-se"  # noqa: S105  # invented; must turn up nowhere
LIMITS = HttpLimits(connect_seconds=5.0, read_seconds=10.0, body_bytes=8 * 1024 * 1024)
HASTY = HttpLimits(connect_seconds=5.0, read_seconds=0.4, total_seconds=0.6)
"""For the tests where the system is slow: a machine under load only makes it slower."""
Act = Callable[[], Any]


class CallsConformance:
    """Fixtures a vendor defines: `application` (Request → Response: the system in health),
    `adapter_class`, `act` (does the adapter's main thing). May override: `settings`,
    `content_type` of a healthy answer."""

    @pytest.fixture
    def settings(self) -> dict[str, str]:
        return {"token": TOKEN}

    @pytest.fixture
    def content_type(self) -> str:
        return "application/json"

    @pytest.fixture
    def system(self, httpserver: HTTPServer, application: Application) -> FakeSystem:
        return FakeSystem(httpserver, application)

    @pytest.fixture
    def adapter(
        self, adapter_class: type[Adapter], settings: dict[str, str], system: FakeSystem
    ) -> Adapter:
        made = adapter_class(settings, system.origin)
        made.http_limits = LIMITS
        return made

    @pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
    def test_a_system_that_is_busy_or_broken_is_asked_again_later(
        self, system: FakeSystem, act: Act, status: int
    ) -> None:
        system.fails(status)
        with pytest.raises(Retryable):
            act()

    def test_the_system_says_how_long_to_wait(self, system: FakeSystem, act: Act) -> None:
        system.fails(503, {"Retry-After": "120"})
        with pytest.raises(Retryable) as caught:
            act()
        assert caught.value.after_seconds == 120

    def test_a_date_to_wait_for_is_understood(self, system: FakeSystem, act: Act) -> None:
        later = datetime.now(UTC) + timedelta(minutes=10)
        system.fails(429, {"Retry-After": format_datetime(later, usegmt=True)})
        with pytest.raises(Retryable) as caught:
            act()
        assert 580 <= caught.value.after_seconds <= 600

    def test_silence_is_asked_again_later(
        self, system: FakeSystem, adapter: Adapter, act: Act
    ) -> None:
        adapter.http_limits = HASTY
        system.is_silent()
        with pytest.raises(Retryable):
            act()

    def test_an_answer_that_trickles_does_not_hold_us(
        self, system: FakeSystem, adapter: Adapter, act: Act, content_type: str
    ) -> None:
        adapter.http_limits = HASTY
        system.trickles(content_type)
        with pytest.raises(Retryable):
            act()

    def test_an_answer_that_is_too_large_is_not_read(
        self, system: FakeSystem, act: Act, content_type: str
    ) -> None:
        system.answers(b" " * HUGE, content_type)
        with pytest.raises(Permanent) as caught:
            act()
        assert caught.value.reason_code == "SVAR_FOR_STORT"

    def test_a_redirect_is_never_followed(self, system: FakeSystem, act: Act) -> None:
        system.redirects(f"{system.origin}/et/annet/sted")
        with pytest.raises(Permanent) as caught:
            act()
        assert caught.value.reason_code == "OMDIRIGERT"
        assert len(system.calls) == 1

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_wrong_key_is_a_setting_to_mend(
        self, system: FakeSystem, adapter: Adapter, act: Act, status: int
    ) -> None:
        system.fails(status)
        for step in (act, adapter.check):
            with pytest.raises(Misconfigured) as caught:
                step()
            assert caught.value.setting == "token"

    def test_without_a_key_nothing_is_sent_unless_the_system_takes_none(
        self, adapter_class: type[Adapter], system: FakeSystem
    ) -> None:
        system.fails(401)
        with pytest.raises(Misconfigured) as caught:
            adapter_class({}, system.origin).check()
        assert caught.value.setting == "token"
        # A system spoken to without a key gets an anonymous call, and may refuse it.
        anonymous = [] if adapter_class.needs_token else [""]
        assert [call.token for call in system.calls] == anonymous

    def test_check_asks_and_changes_nothing(self, system: FakeSystem, adapter: Adapter) -> None:
        adapter.check()
        adapter.check()
        assert {call.method for call in system.calls} <= {"GET", "HEAD", "OPTIONS"}
        assert system.calls

    def test_check_tells_when_the_system_is_away(
        self, system: FakeSystem, adapter: Adapter
    ) -> None:
        system.fails(503)
        with pytest.raises(Retryable):
            adapter.check()

    def test_the_key_goes_in_the_header_and_never_in_an_address(
        self, system: FakeSystem, act: Act
    ) -> None:
        act()
        assert {call.token for call in system.calls} == {TOKEN}
        assert not [call for call in system.calls if TOKEN in call.url]

    @pytest.mark.parametrize("status", [200, 302, 400, 404, 418, 500])
    def test_nothing_an_answer_says_reaches_an_error_or_a_log(
        self,
        system: FakeSystem,
        act: Act,
        caplog: pytest.LogCaptureFixture,
        status: int,
    ) -> None:
        system.fails(status, {"Content-Type": "text/plain", "Location": f"/{SECRET}"})
        with caplog.at_level(logging.DEBUG), pytest.raises(AdapterError) as caught:
            act()
        said = f"{caught.value!r} {caught.value} {caplog.text}"
        for part in (SECRET, *SECRET.split(), TOKEN, system.origin):
            assert part not in said
