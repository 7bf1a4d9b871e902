"""The contact register and the text gateway: the calls every adapter must stand, and their own rules."""

from datetime import UTC, datetime

import pytest
from simulated import number, served

from adapters.krr import KrrRegister
from adapters.sms import SmsGateway
from handover.demo.simulators.krr import ContactStore, Registered, contact_register
from handover.demo.simulators.sms import TextStore, message_gateway
from handover.demo.simulators.trouble import allowed
from handover.kit import ContactRequest, Duplicate, Permanent, ShortMessage
from handover.kit.conformance.calls import TOKEN, CallsConformance
from handover.kit.doors import write_json

ANNA, BO = number("1985-02-03"), number("1986-03-04")
NOW = datetime(2027, 5, 4, 10, 0, tzinfo=UTC)


def asked(*numbers):
    return ContactRequest("korr-1", numbers or (ANNA,))


def text(**more):
    return ShortMessage(**{"message_id": "m-1", "phone": "+4712000400", "text": "Hei", **more})


class TestKrrConformance(CallsConformance):
    """The register as it stands."""

    @pytest.fixture
    def store(self):
        made = ContactStore()
        made.add(Registered(ANNA, mail="anna@example.no", phone="+4712000400", language="nn"))
        return made

    @pytest.fixture
    def application(self, store):
        return served(contact_register(
            store, lets_in=lambda header: allowed(header, TOKEN), now=lambda: NOW))

    @pytest.fixture
    def adapter_class(self):
        return KrrRegister

    @pytest.fixture
    def act(self, adapter):
        return lambda: adapter.look_up(asked())

    def test_numbers_stand_in_the_body_and_never_in_an_address(self, adapter, system):
        adapter.look_up(asked(ANNA, BO))
        call, = system.calls
        assert ANNA in call.body.decode()
        assert ANNA not in call.url

    def test_the_answer_is_what_choosing_a_channel_needs(self, adapter):
        person, = adapter.look_up(asked()).people
        assert (person.number, person.mail, person.phone, person.language) == (
            ANNA, "anna@example.no", "+4712000400", "nn")
        assert (person.reserved, person.may_be_notified) == (False, True)

    def test_who_is_not_active_is_as_if_not_in_the_answer(self, adapter, store):
        store.people[ANNA].status = "SLETTET"
        assert adapter.look_up(asked(ANNA, BO)).people == ()

    def test_reservation_and_old_data_are_told(self, adapter, store):
        store.people[ANNA].reserved = True
        store.add(Registered(BO, mail="bo@example.no", stale=True))
        found = {one.number: one for one in adapter.look_up(asked(ANNA, BO)).people}
        assert found[ANNA].reserved
        assert not found[BO].reserved
        assert not found[BO].may_be_notified

    def test_s17_an_answer_about_somebody_else_is_refused(self, adapter, system):
        system.answers(write_json({"personer": [{
            "personidentifikator": BO, "reservasjon": "NEI", "status": "AKTIV",
            "varslingsstatus": "KAN_VARSLES"}]}), "application/json")
        with pytest.raises(Permanent, match="annen person"):
            adapter.look_up(asked(ANNA))

    @pytest.mark.parametrize("body", [
        {}, {"personer": [{}]}, {"personer": [{"personidentifikator": "123"}]},
        {"personer": [{"personidentifikator": ANNA, "reservasjon": "KANSKJE"}]}])
    def test_an_answer_of_another_form_is_refused(self, adapter, system, body):
        system.answers(write_json(body), "application/json")
        with pytest.raises(Permanent):
            adapter.look_up(asked())

    def test_a_register_that_does_not_say_has_not_said_yes(self, adapter, system):
        system.answers(write_json({"personer": [{
            "personidentifikator": ANNA, "status": "AKTIV"}]}), "application/json")
        person, = adapter.look_up(asked()).people
        assert person.reserved
        assert not person.may_be_notified

    @pytest.mark.parametrize("many", [0, 1001])
    def test_no_more_are_asked_for_than_the_register_answers_for(self, adapter, system, many):
        with pytest.raises(Permanent):
            adapter.look_up(ContactRequest("korr-1", (ANNA,) * many))
        assert system.calls == []

    def test_being_let_in_is_found_out_without_asking_about_anybody(self, adapter, system):
        adapter.check()
        call, = system.calls
        assert (call.method, call.body) == ("GET", b"")


class TestSmsConformance(CallsConformance):
    """The text gateway as it stands."""

    @pytest.fixture
    def store(self):
        return TextStore()

    @pytest.fixture
    def application(self, store):
        return served(message_gateway(store, token=TOKEN, now=lambda: NOW))

    @pytest.fixture
    def adapter_class(self):
        return SmsGateway

    @pytest.fixture
    def settings(self):
        return {"token": TOKEN, "sender": "Nordvik"}

    @pytest.fixture
    def act(self, adapter):
        return lambda: adapter.send(text())

    def test_a_text_is_taken_on_once(self, adapter, store):
        assert adapter.send(text()).reference == "sms-1"
        with pytest.raises(Duplicate):
            adapter.send(text())
        assert [(one.sender, one.phone, one.text) for one in store.texts] == [
            ("Nordvik", "+4712000400", "Hei")]

    def test_the_telephone_stands_in_no_address(self, adapter, system):
        adapter.send(text())
        assert "12000400" not in system.calls[0].url

    def test_a_telephone_that_cannot_be_reached_is_for_good(self, adapter, store):
        store.unreachable.add("+4712000400")
        with pytest.raises(Permanent, match="annen måte"):
            adapter.send(text())

    @pytest.mark.parametrize("more", [{"phone": "ring meg"}, {"phone": ""}, {"text": ""},
                                      {"text": "x" * 481}])
    def test_what_is_no_text_to_a_telephone_is_never_sent(self, adapter, system, more):
        with pytest.raises(Permanent):
            adapter.send(text(**more))
        assert system.calls == []
