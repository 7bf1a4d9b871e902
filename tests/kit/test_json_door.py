"""S27: the JSON door lets plain values through and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.doors.json import read, write
from handover.errors import BadInput

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_s27_what_is_written_is_read_back(value: object) -> None:
    assert read(write(value), limit=10**6, depth=100) == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" " * 1001, "JSON_TOO_LARGE"),
        (b"\xff", "JSON_ENCODING"),
        ("{}".encode("utf-16"), "JSON_ENCODING"),
        (b"[" * 33 + b"]" * 33, "JSON_TOO_DEEP"),
        (b'{"a":' * 40, "JSON_TOO_DEEP"),
        (b"", "JSON_NOT_WELL_FORMED"),
        (b"{", "JSON_NOT_WELL_FORMED"),
        (b"NaN", "JSON_NOT_WELL_FORMED"),
        (b"[Infinity]", "JSON_NOT_WELL_FORMED"),
        (b"1e999", "JSON_NOT_WELL_FORMED"),
        (b"1" * 50, "JSON_NOT_WELL_FORMED"),
        (b'"\\ud800"', "JSON_NOT_WELL_FORMED"),
        (b'{"\\udfff":1}', "JSON_NOT_WELL_FORMED"),
        (b'{"a":1,"a":2}', "JSON_NAME_TWICE"),
        (b'{"a":{"b":1,"b":1}}', "JSON_NAME_TWICE"),
    ],
)
def test_s27_hostile_json_is_refused_with_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(data, limit=1000)
    assert caught.value.code == code
    assert caught.value.text.endswith(".")


def test_s27_brackets_inside_a_text_are_not_depth() -> None:
    assert read(b'["[[[[[[[[\\"[[[["]', limit=100, depth=1) == ['[[[[[[[["[[[[']


def test_s27_a_hundred_thousand_levels_never_reach_the_parser() -> None:
    with pytest.raises(BadInput):
        read(b"[" * 100_000, limit=10**6)


def test_the_refusal_repeats_nothing_of_what_came() -> None:
    with pytest.raises(BadInput) as caught:
        read(b'{"fornavn": "Kari" "etternavn"', limit=1000)
    assert "Kari" not in str(caught.value)
    assert caught.value.__cause__ is None
