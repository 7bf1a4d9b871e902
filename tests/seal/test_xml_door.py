"""The XML door lets in plain UTF-8 XML and nothing that does more than say something."""

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.doors import xml
from handover.errors import BadInput

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><a>&d;</a>'
)


def code_of(data, limit=10_000):
    with pytest.raises(BadInput) as caught:
        xml.read(data, limit=limit)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a>" + b"x" * 10_000 + b"</a>", "XML_TOO_LARGE"),
        (b"", "XML_NOT_WELL_FORMED"),
        (b"<a>", "XML_NOT_WELL_FORMED"),
        (b"<a/>text", "XML_NOT_WELL_FORMED"),
        (b"<a>&ukjent;</a>", "XML_NOT_WELL_FORMED"),
        (b"<a>" * 300 + b"</a>" * 300, "XML_NOT_WELL_FORMED"),
        (b"<!DOCTYPE a><a/>", "XML_DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', "XML_DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "XML_DOCTYPE"),
        (BOMB, "XML_DOCTYPE"),
        (b"<?gjor noe?><a/>", "XML_PI"),
        (b"<a><b><?gjor noe?></b></a>", "XML_PI"),
        (b"<a/><?gjor noe?>", "XML_PI"),
        (f'<a {XSI} xsi:schemaLocation="urn:a http://a/"/>'.encode(), "XML_SCHEMALOCATION"),
        (
            f'<a><b {XSI} xsi:noNamespaceSchemaLocation="http://a/"/></a>'.encode(),
            "XML_SCHEMALOCATION",
        ),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>æ</a>'.encode("latin-1"), "XML_ENCODING"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "XML_ENCODING"),
        ("<a>æ</a>".encode("latin-1"), "XML_ENCODING"),
        ("<a/>".encode("utf-16"), "XML_ENCODING"),
        ("<a/>".encode("utf-16-be"), "XML_ENCODING"),
        ("<a/>".encode("utf-32"), "XML_ENCODING"),
    ],
)
def test_each_fault_has_its_own_code(data, code):
    assert code_of(data) == code


def test_a_comment_cannot_hide_half_of_a_text():
    assert xml.read(b"<a>12<!-- x -->34</a>", limit=100).text == "1234"


def test_written_xml_is_indented_utf8_in_one_normal_form_with_a_last_newline():
    root = xml.new("urn:a", "a")
    xml.add(root, "b", unicodedata.normalize("NFD", "blåbær"), attributes={"c": "A\u030a"})
    assert (
        xml.serialise(root)
        == (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<a xmlns="urn:a">\n  <b c="Å">blåbær</b>\n</a>\n'
        ).encode()
    )


def test_writing_leaves_the_tree_as_it_was():
    root = xml.new("urn:a", "a")
    child = xml.add(root, "b", "A\u030a")
    xml.serialise(root)
    assert (child.text, child.tail, root.text) == ("A\u030a", None, None)


def written(text):
    root = xml.new("urn:a", "a")
    xml.add(xml.add(root, "b"), "c", text)
    return xml.serialise(root)


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u2069", "\x85", "\x7f", "\r", "\x00", "\x1b"]
)
def test_hidden_and_turning_characters_are_refused_without_repeating_the_text(sign):
    with pytest.raises(BadInput) as caught:
        written(f"hemmelig{sign}navn")
    assert caught.value.code == "XML_CHARACTER"
    assert "a/b/c" in caught.value.text
    assert "hemmelig" not in caught.value.text


def test_an_attribute_with_a_turning_character_is_refused():
    root = xml.new("urn:a", "a")
    xml.add(root, "b", attributes={"c": "x\u202ey"})
    with pytest.raises(BadInput):
        xml.serialise(root)


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn"]), max_size=50))
def test_text_comes_back_as_it_was_written(text):
    root = xml.new("urn:a", "a")
    xml.add(root, "b", text)
    back = xml.read(xml.serialise(root), limit=10_000)
    assert (back[0].text or "") == unicodedata.normalize("NFC", text)
    assert xml.serialise(back) == xml.serialise(root)


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_bad_input(data):
    with contextlib.suppress(BadInput):
        xml.serialise(xml.read(data, limit=1000))
