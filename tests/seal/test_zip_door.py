"""The ZIP door lets in what is sound and names what is not."""

import contextlib
import io
import struct
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.doors import zip as zip_door
from handover.errors import BadInput

FILES = [("mimetype", b"application/vnd.etsi.asic-e+zip"), ("a.xml", b"<a/>"), ("b/c.xml", b"<c/>")]


def code_of(data, **limits):
    with pytest.raises(BadInput) as caught:
        zip_door.read(data, limits=zip_door.Limits(**limits))
    return caught.value.code


def by_python(files, method=zipfile.ZIP_DEFLATED, comment=b""):
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns about the duplicate names we want
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in files:
                archive.writestr(zipfile.ZipInfo(name), data, method)
            archive.comment = comment
    return out.getvalue()


def streamed(files):
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.got = b""

        def writable(self):
            return True

        def write(self, data):
            self.got += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return pipe.got


def test_what_is_written_reads_back_in_the_same_order():
    assert list(zip_door.read(zip_door.write(FILES)).items()) == FILES


def test_the_same_files_give_the_same_bytes_and_python_agrees_on_them():
    data = zip_door.write(FILES)
    assert data == zip_door.write(FILES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(one.filename, archive.read(one)) for one in archive.infolist()] == FILES


def test_compressed_and_streamed_archives_of_other_writers_are_read():
    assert list(zip_door.read(by_python(FILES)).items()) == FILES
    assert list(zip_door.read(streamed(FILES)).items()) == FILES


def test_the_media_type_as_archive_comment_is_the_only_comment_let_in():
    comment = b"mimetype=application/vnd.etsi.asic-e+zip"
    assert zip_door.read(by_python(FILES, comment=comment))
    assert code_of(by_python(FILES, comment=b"skjult beskjed")) == "ZIP_TRAILING_BYTES"


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_unreadable(data):
    assert code_of(data) == "ZIP_UNREADABLE"


def test_two_files_with_one_name_are_refused_also_when_only_case_differs():
    assert code_of(by_python([("a.xml", b"1"), ("a.xml", b"2")])) == "ZIP_DUPLICATE_NAME"
    assert code_of(by_python([("a.xml", b"1"), ("A.XML", b"2")])) == "ZIP_DUPLICATE_NAME"


def test_bytes_before_after_and_between_are_refused():
    data = zip_door.write(FILES)
    assert code_of(data + b"x") == "ZIP_TRAILING_BYTES"
    assert code_of(b"x" + data) == "ZIP_LEADING_BYTES"
    assert code_of(shifted(data, b"hidden", at=0)) == "ZIP_LEADING_BYTES"
    second = data.index(b"PK\x03\x04", 4)
    assert code_of(shifted(data, b"hidden", at=second)) == "ZIP_GAP"


def shifted(data, extra, *, at):
    """`data` with `extra` put in and every offset in the directory made right again."""
    start = struct.unpack_from("<I", data, len(data) - 6)[0]
    body, tail = bytearray(data[:at] + extra + data[at:start]), bytearray(data[start:])
    here = 0
    while tail[here : here + 4] == b"PK\x01\x02":
        offset = struct.unpack_from("<I", tail, here + 42)[0]
        struct.pack_into("<I", tail, here + 42, offset + (len(extra) if offset >= at else 0))
        here += 46 + struct.unpack_from("<H", tail, here + 28)[0]
    struct.pack_into("<I", tail, len(tail) - 6, start + len(extra))
    return bytes(body + tail)


def test_two_entries_over_the_same_bytes_are_refused():
    data = bytearray(zip_door.write([("a.xml", b"same"), ("b.xml", b"same")]))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 42, 0)
    assert code_of(bytes(data)) == "ZIP_OVERLAP"


def test_an_entry_that_swallows_its_neighbour_is_an_overlap():
    inner = zip_door.write([("b.xml", b"inner")])
    local = inner[: inner.index(b"PK\x01\x02")]
    data = bytearray(zip_door.write([("a.xml", b"x" + local), ("b.xml", b"inner")]))
    second = data.index(b"PK\x01\x02", data.rindex(b"PK\x01\x02") - 1)
    struct.pack_into("<I", data, second + 42, data.index(local))
    assert code_of(bytes(data)) == "ZIP_OVERLAP"


def test_a_local_header_that_says_something_else_is_refused():
    data = bytearray(zip_door.write(FILES))
    data[data.index(b"a.xml")] = ord("z")
    assert code_of(bytes(data)) == "ZIP_HEADERS_DIFFER"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a//b", "a/", "a\\b", "C:a", "a\x07", "æ.xml", "a%2e", "a" * 201, "./a"]
)
def test_names_that_could_lead_elsewhere_are_refused(name):
    with pytest.raises(BadInput) as caught:
        zip_door.write([(name, b"")])
    assert caught.value.code == "ZIP_NAME"
    assert code_of(by_python([(name, b"")])) == "ZIP_NAME"


def test_sizes_counts_and_ratio_have_limits():
    assert code_of(by_python(FILES), total=100) == "ZIP_TOO_LARGE"
    assert code_of(by_python([("a", bytes(1001))]), entry=1000) == "ZIP_TOO_LARGE"
    assert code_of(by_python(FILES), entries=2) == "ZIP_TOO_LARGE"
    assert code_of(by_python([("a", bytes(5_000_000))]), ratio=200) == "ZIP_RATIO"


def test_a_size_that_lies_about_a_bomb_is_found_without_unpacking_it():
    data = by_python([("a", bytes(5_000_000))]).replace(
        struct.pack("<I", 5_000_000), struct.pack("<I", 1000)
    )
    assert code_of(data) == "ZIP_ENTRY"


def test_a_changed_byte_is_a_finding_and_the_other_files_are_still_there():
    data = zip_door.write(FILES).replace(b"<a/>", b"<b/>")
    assert code_of(data) == "ZIP_CHECKSUM"
    archive = zip_door.examine(data)
    assert [(one.code, one.where) for one in archive.findings] == [("ZIP_CHECKSUM", "a.xml")]
    assert archive.files["b/c.xml"] == b"<c/>"


def test_encrypted_and_exotic_entries_are_refused():
    data = bytearray(zip_door.write(FILES))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert code_of(bytes(data)) == "ZIP_FEATURE"
    assert code_of(by_python(FILES, method=zipfile.ZIP_BZIP2)) == "ZIP_FEATURE"


def test_the_media_type_must_come_first_stored_and_exact():
    want = b"application/vnd.etsi.asic-e+zip"
    assert zip_door.read(zip_door.write(FILES), limits=zip_door.Limits(mimetype=want))
    for files in (FILES[1:], [*FILES[1:], FILES[0]], [("mimetype", b"text/plain"), *FILES[1:]]):
        assert code_of(zip_door.write(files), mimetype=want) == "ZIP_MIMETYPE"
    assert code_of(by_python(FILES), mimetype=want) == "ZIP_MIMETYPE"


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_bad_input(data):
    with pytest.raises(BadInput):
        zip_door.read(data)


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.integers(0, 10_000), st.integers(1, 255), st.booleans())
def test_a_flipped_byte_anywhere_is_refused_or_changes_nothing_that_is_read(at, flip, packed):
    data = bytearray(by_python(FILES) if packed else zip_door.write(FILES))
    data[at % len(data)] ^= flip
    with contextlib.suppress(BadInput):
        assert list(zip_door.read(bytes(data)).items()) == FILES
