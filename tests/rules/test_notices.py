"""When, how and how often somebody is told (S24, C-62), and calendars that say nothing (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.rules import calendar, notices
from handover.rules.calendar import Entry
from handover.rules.notices import Channel, Reach, Standing

OSLO = ZoneInfo("Europe/Oslo")
HOURS = (time(7, 30), time(15, 30))
AT = datetime(2027, 6, 3, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("now", "batch"), [
    ((7, 29), (3, 15, 30)), ((7, 30), (4, 7, 30)), ((15, 29), (4, 7, 30)), ((23, 59), (4, 15, 30))])
def test_s24_the_batch_is_the_newest_set_hour_that_has_come(now, batch):
    found = notices.latest_batch(datetime(2027, 5, 4, *now, tzinfo=OSLO), HOURS)
    assert found == datetime(2027, 5, *batch, tzinfo=OSLO)


@pytest.mark.parametrize("text", ["", "7.30", "25.00", "07:30", "07.30,15.30", "07.60"])
def test_hours_in_another_form_are_refused(text):
    with pytest.raises(ValueError, match="hours are written"):
        notices.hours_of(text)


def test_hours_are_put_in_order_and_counted_once():
    assert notices.hours_of("15.30 07.30 15.30") == HOURS


@given(st.integers(0, 60), st.lists(st.integers(0, 60), max_size=4), st.integers(0, 120))
def test_c62_never_more_than_two_reminders_and_never_too_soon(told, reminded, today):
    day = date(2027, 4, 1)
    due = notices.reminder_is_due(day + timedelta(told), [day + timedelta(one) for one in reminded],
                                  day + timedelta(today), 7)
    assert not (due and len(reminded) >= 2)
    assert not (due and today < max([told, *reminded]) + 7)


@pytest.mark.parametrize(("reach", "expected"), [
    (None, Channel.PAPER),
    (Reach(True, True, "a@b.example", "+4712000400"), Channel.PAPER),
    (Reach(False, False, "a@b.example", "+4712000400"), Channel.PAPER),
    (Reach(False, True, "a@b.example", "+4712000400"), Channel.MAIL),
    (Reach(False, True, "", "+4712000400"), Channel.SMS),
    (Reach(False, True, "a@b.example\r\nBcc: x@y.example", ""), Channel.PAPER),
    (Reach(False, True, "a@b", "12"), Channel.PAPER),
])  # fmt: skip
def test_reservation_is_heeded_before_any_address_is_looked_at(reach, expected):
    assert notices.channel(reach, True, True) is expected


def test_a_channel_the_node_does_not_have_is_not_chosen():
    both = Reach(False, True, "a@b.example", "+4712000400")
    assert notices.channel(both, False, True) is Channel.SMS
    assert notices.channel(both, False, False) is Channel.PAPER


@pytest.mark.parametrize(("chosen", "register", "noted", "expected"), [
    ("pl", "nn", "so", "pl"), ("", "nn", "so", "nn"), ("", "nb", "so", "so"), ("", "", "", "nb"),
    ("", "nb", "nb", "nb")])
def test_the_persons_own_choice_comes_first_and_the_registers_bokmal_last(
        chosen, register, noted, expected):
    assert notices.language(chosen, register, noted) == expected


@pytest.mark.parametrize("standing", [
    Standing(False, False, False), Standing(True, True, False), Standing(True, False, True)])
def test_s24_nobody_is_told_unless_everything_is_in_order(standing):
    assert not standing.may_be_told
    assert Standing(acts=True, restricted=False, blocked=False).may_be_told


def test_norwegian_numbers_get_their_country_code():
    assert notices.international("41200400") == "+4741200400"
    assert notices.international("+48600700800") == "+48600700800"


@given(st.text(max_size=300), st.text(max_size=60))
def test_s27_no_text_can_make_a_line_of_its_own_in_a_calendar(place, uid):
    data = calendar.file([Entry(uid, AT, AT + timedelta(hours=1), AT, place)]).decode()
    lines = data.replace("\r\n ", "").split("\r\n")
    names = [line.partition(":")[0] for line in lines if line]
    expected = ["BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "DTSTAMP",
                "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "CLASS", "LOCATION", "STATUS",
                "END", "END"]
    assert names == [name for name in expected if name != "LOCATION" or place]
    assert "\n" not in data.replace("\r\n", "")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), max_size=300))
def test_lines_are_folded_at_75_octets_and_unfold_to_what_they_were(text):
    folded = calendar.folded(text)
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == text


def test_text_is_escaped_as_the_standard_says():
    assert calendar.escaped("a,b;c\\d\ne\x07") == "a\\,b\\;c\\\\d\\ne"
