"""The index says the same thing going out and coming in, and follows its schema."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.errors import BadInput
from handover.parts import schema_set
from handover.seal import index


def code_of(data):
    with pytest.raises(BadInput) as caught:
        index.parse(data)
    return caught.value.code


def whole(world, **changes):
    asked = world.entry(
        world.part("sakkyndig"), "sakkyndig", mechanism="SAMTYKKE_FVL", collection=None
    )
    return world.index(world.entry(world.part()), asked, **changes)


def test_what_was_built_is_what_is_parsed(world):
    made = whole(world)
    assert index.parse(index.build(made)) == made
    assert index.build(made) == index.build(whole(world))


def test_a_middle_name_is_kept_and_its_absence_leaves_no_trace(world):
    named = index.PupilIdentity("annet", "x1", "Kanari", "Gul", "Fugl", date(2009, 11, 15))
    data = index.build(whole(world, pupil=named))
    assert index.parse(data).pupil == named
    assert b"mellomnavn" not in index.build(whole(world))


def test_the_schema_of_the_index_accepts_what_we_build(world):
    found = schema_set.load().validate("overgangspakke.xml", index.build(whole(world)))
    assert found == []


def test_the_schema_refuses_an_index_that_breaks_its_rules(world):
    broken = world.index(world.entry(world.part(), mechanism="EGEN"))
    found = schema_set.load().validate("overgangspakke.xml", index.build(broken))
    assert [one.code for one in found] == ["PART_REQUEST_WHEN_LAW"]


def test_no_log_can_show_the_pupil(world):
    shown = repr(whole(world))
    assert "Fugl" not in shown
    assert "15910951234" not in shown
    assert "2009" not in shown


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"<skolear>2026/2027</skolear>", b"", "INDEX_FORM"),
        (b"<skolear>2026/2027</skolear>", b"<skolear/>", "INDEX_FORM"),
        (b"<skolear>2026/2027</skolear>", b"<skolear><a/>x</skolear>", "INDEX_FORM"),
        (b"<dato>2026-11-22</dato>", b"<dato>20261122</dato>", "INDEX_FORM"),
        (b"<dato>2026-11-22</dato>", b"<dato>2026-13-22</dato>", "INDEX_FORM"),
        (b"<oppfylt>ja</oppfylt>", b"<oppfylt>nei</oppfylt>", "INDEX_FORM"),
        (b"urn:overgang:pakke:1.0", b"urn:overgang:pakke:9.0", "INDEX_FORM"),
        (b'versjon="1.0"', b'versjon="2.0"', "INDEX_VERSION"),
        (b"</overgangspakke>", b"", "XML_NOT_WELL_FORMED"),
        (b"<overgangspakke", b"<!DOCTYPE a><overgangspakke", "XML_DOCTYPE"),
    ],
)
def test_each_fault_has_its_own_code(world, old, new, code):
    data = index.build(whole(world))
    assert old in data
    assert code_of(data.replace(old, new)) == code


def test_an_element_that_stands_twice_is_refused_so_that_nobody_reads_another_one(world):
    data = index.build(whole(world))
    start, end = data.index(b"<mottaker>"), data.index(b"</mottaker>") + len(b"</mottaker>")
    twice = data[:end] + data[start:end].replace(b"inntak", b"ot") + data[end:]
    assert code_of(twice) == "INDEX_FORM"


def test_an_index_without_parts_is_refused(world):
    assert code_of(index.build(world.index())) == "INDEX_FORM"


def test_no_error_repeats_a_value(world):
    data = index.build(whole(world)).replace(b"2009-11-15", b"2009-Fugl")
    with pytest.raises(BadInput) as caught:
        index.parse(data)
    assert "Fugl" not in caught.value.text
    assert "elev/fodselsdato" in caught.value.text


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_bad_input(data):
    code_of(data)
