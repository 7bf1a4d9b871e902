"""What crosses the pipe comes out equal, and nothing else comes out."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.errors import BadInput
from handover.kit import (
    Accepted,
    AdapterError,
    Attachment,
    Collected,
    CollectRequest,
    Document,
    Duplicate,
    Envelope,
    Finding,
    Info,
    Misconfigured,
    Permanent,
    PersonFacts,
    PupilRef,
    Retryable,
    Severity,
    frames,
)
from handover.kit.doors import read_json, write_json
from handover.kit.wire import pack, pack_error, unpack, unpack_error

WORDS = st.text(max_size=20)
TREES = st.dictionaries(
    WORDS,
    st.recursive(
        WORDS | st.integers(-9, 9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=3,
)
PUPILS = st.builds(PupilRef, WORDS, WORDS, WORDS, WORDS, WORDS)
FINDINGS = st.builds(Finding, WORDS, st.sampled_from(Severity), WORDS, WORDS)
FILES = st.builds(Attachment, WORDS, WORDS, WORDS, st.binary(max_size=30))
PERSONS = st.builds(
    PersonFacts, PUPILS, st.dictionaries(WORDS, TREES, max_size=3),
    st.lists(FILES, max_size=2).map(tuple), WORDS,
)  # fmt: skip
DOCUMENTS = st.builds(Document, WORDS, TREES, WORDS, WORDS, st.none() | st.binary(max_size=30))
VALUES = st.one_of(
    st.builds(
        Collected, st.lists(PERSONS, max_size=2).map(tuple),
        st.lists(FINDINGS, max_size=2).map(tuple),
    ),
    st.builds(
        CollectRequest, WORDS, WORDS, WORDS, st.none() | PUPILS,
        st.lists(WORDS, max_size=3).map(tuple), st.lists(DOCUMENTS, max_size=2).map(tuple),
    ),
    st.builds(Envelope, WORDS, WORDS, WORDS, st.binary(max_size=50), WORDS, WORDS),
    st.builds(Accepted, WORDS, st.none() | st.binary(max_size=30)),
    st.builds(Info, WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple), st.booleans()),
)  # fmt: skip


@given(VALUES)
def test_every_value_comes_back_equal(value: Any) -> None:
    carried = read_json(write_json(pack(value)), limit=10**6, depth=60)
    assert unpack(type(value), carried) == value


@pytest.mark.parametrize(
    "value",
    [
        None, [], "x", {}, {"name": "a"},
        {"name": 1, "version": "1", "categories": [], "roster": False},
        {"name": "a", "version": "1", "categories": "abc", "roster": False},
        {"name": "a", "version": "1", "categories": [1], "roster": False},
        {"name": "a", "version": "1", "categories": [], "roster": 1},
        {"name": "a", "version": "1", "categories": [], "roster": False, "mer": 1},
    ],
)  # fmt: skip
def test_what_is_not_exactly_the_value_is_refused(value: Any) -> None:
    with pytest.raises(BadInput):
        unpack(Info, value)


def test_bytes_that_are_not_base64_are_refused() -> None:
    with pytest.raises(BadInput):
        unpack(Accepted, {"reference": "a", "receipt": "ikke base64!"})


@pytest.mark.parametrize(
    "fault",
    [
        Retryable(7),
        Permanent("UKJENT_ELEV"),
        Duplicate("ref-1", b"kvittering"),
        Duplicate(),
        Misconfigured("token"),
    ],
)
def test_every_error_comes_back_as_itself(fault: AdapterError) -> None:
    back = unpack_error(read_json(write_json(pack_error(fault)), limit=1000))
    assert type(back) is type(fault)
    assert vars(back) == vars(fault)


@pytest.mark.parametrize(
    "value", [None, [], {}, {"again": "x"}, {"never": 1}, {"again": 1, "x": 2}, {"setting": None}]
)
def test_an_error_of_the_wrong_form_is_refused(value: Any) -> None:
    with pytest.raises(BadInput):
        unpack_error(value)


@pytest.mark.parametrize("words", ["Kari Nordmann", "14831199999", "kode", "", "A" * 99, "A-B"])
def test_a_reason_that_could_carry_a_person_becomes_a_plain_one(words: str) -> None:
    assert Permanent(words).code == "ADAPTER_FEIL"
    assert words not in Permanent(words).text or words == ""


def test_a_reference_that_could_carry_a_person_is_dropped() -> None:
    assert Duplicate("Kari Nordmann").reference == ""


def test_a_setting_that_could_carry_a_person_is_dropped() -> None:
    assert Misconfigured("Kari Nordmann").setting == "adapter"
    assert Misconfigured("sha256").setting == "sha256"


def test_every_error_has_one_sentence_for_a_person() -> None:
    for fault in (Retryable(), Permanent("X_Y"), Duplicate(), Misconfigured("token")):
        assert fault.text[0].isupper()
        assert fault.text.endswith(".")


def test_a_frame_carries_its_length() -> None:
    assert frames.frame(b"abc") == struct.pack(">I", 3) + b"abc"
