"""What every recipient must do: hand over these very bytes, once, and bring the receipt."""

# ruff: noqa: S101  # assert is what a test is made of
import hashlib
import logging
from dataclasses import replace

import pytest

from handover.kit.conformance.calls import Act, CallsConformance
from handover.kit.conformance.system import FakeSystem
from handover.kit.errors import Duplicate, Permanent
from handover.kit.recipient import RecipientAdapter
from handover.kit.types import Envelope

DATA = b"0\x82\x01\x00 krypterte byte \r\n\x00\xff" * 400


class RecipientConformance(CallsConformance):
    """Fixtures a vendor defines: `adapter_class`; `application`, a receiver that stores a
    message, answers with `receipt`, and answers a repeat as a repeat with that receipt;
    `stored`, the list of bytes it has stored; `receipt`."""

    @pytest.fixture
    def envelope(self) -> Envelope:
        return Envelope(
            message_id="3f0e6f6a-9a55-4d0e-8a54-1d0c8c1a7b11",
            receiver_orgnr="310000000",
            receiver_unit="fjordglott-vgs",
            data=DATA,
            sha256=hashlib.sha256(DATA).hexdigest(),
        )

    @pytest.fixture
    def act(self, adapter: RecipientAdapter, envelope: Envelope) -> Act:
        return lambda: adapter.deliver(envelope)

    def test_the_bytes_arrive_unchanged(
        self, adapter: RecipientAdapter, envelope: Envelope, stored: list[bytes]
    ) -> None:
        adapter.deliver(envelope)
        assert stored == [DATA]

    def test_the_receipt_comes_back_as_it_was_sent(
        self, adapter: RecipientAdapter, envelope: Envelope, receipt: bytes
    ) -> None:
        accepted = adapter.deliver(envelope)
        assert accepted.receipt == receipt
        assert accepted.reference

    def test_sending_twice_with_one_message_id_is_one_package(
        self,
        adapter: RecipientAdapter,
        envelope: Envelope,
        stored: list[bytes],
        receipt: bytes,
    ) -> None:
        adapter.deliver(envelope)
        with pytest.raises(Duplicate) as caught:
            adapter.deliver(envelope)
        assert stored == [DATA]
        assert caught.value.receipt == receipt

    def test_bytes_that_are_not_what_the_envelope_says_are_never_sent(
        self, adapter: RecipientAdapter, envelope: Envelope, system: FakeSystem
    ) -> None:
        with pytest.raises(Permanent):
            adapter.deliver(replace(envelope, data=DATA + b"!"))
        assert system.calls == []

    @pytest.mark.parametrize("status", [400, 404, 410, 413, 415, 422])
    def test_a_refusal_is_for_good(self, system: FakeSystem, act: Act, status: int) -> None:
        system.fails(status)
        with pytest.raises(Permanent):
            act()

    def test_nothing_of_the_content_reaches_a_log(
        self, system: FakeSystem, act: Act, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            act()
        assert "krypterte" not in caplog.text
        for call in system.calls:
            assert call.url not in caplog.text
