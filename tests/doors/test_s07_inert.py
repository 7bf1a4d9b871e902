"""S7: every attachment is rebuilt so that it cannot act, link, hide or tell who made it."""

import contextlib
import io

import hostile
import pikepdf
import pytest
from hostile import ACTIVE, CANARY, HONEST
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary

from handover.doors import attachment, picture
from handover.errors import BadInput

FORBIDDEN = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/A", "/URI", "/Launch", "/EmbeddedFile",
             "/EF", "/AcroForm", "/XFA", "/Annots", "/Metadata", "/Author", "/Producer",
             "/OCProperties", "/OPI", "/PieceInfo", "/StructTreeRoot", "/Names", "/Info"}


def every(data: bytes) -> tuple[set[str], bytes]:
    """Every key in the document, and everything in it unpacked."""
    keys, all_bytes = set(), bytearray()
    with pikepdf.open(io.BytesIO(data)) as document:
        keys |= set(document.trailer.keys())
        for one in document.objects:
            if isinstance(one, pikepdf.Stream | Dictionary):
                keys |= set(one.keys())
                all_bytes += repr(one).encode()
            if isinstance(one, pikepdf.Stream):
                try:
                    all_bytes += one.read_bytes()
                except pikepdf.PdfError:
                    all_bytes += one.read_raw_bytes()
    return keys, bytes(all_bytes)


@pytest.mark.parametrize("change", ACTIVE, ids=lambda one: one.__name__)
def test_s07_what_acts_links_or_tells_is_not_in_the_rebuilt_document(change) -> None:
    data = hostile.changed(change)
    assert CANARY.encode() in every(data)[1] + data
    made = attachment.rebuilt(data)
    keys, inside = every(made.pdf)
    assert not keys & FORBIDDEN
    assert CANARY.encode() not in inside + made.pdf
    assert "Maja sitter ved Ådne Ørsted." in made.text
    assert made.pages == 1


@pytest.mark.parametrize("change", [*ACTIVE, hostile.filled], ids=lambda one: one.__name__)
def test_s15_the_same_bytes_in_give_the_same_bytes_out_and_again(change) -> None:
    data = hostile.changed(change)
    once = attachment.rebuilt(data).pdf
    assert attachment.rebuilt(data).pdf == once
    assert attachment.rebuilt(once).pdf == once


def test_what_a_filled_in_form_showed_stays_on_the_page() -> None:
    assert "Skrevet i feltet" in attachment.rebuilt(hostile.changed(hostile.filled)).text


def test_s07_hidden_layers_are_refused_and_not_made_visible() -> None:
    assert refused(hostile.changed(hostile.layer)) == "PDF_HIDDEN"


def test_a_locked_document_is_refused_also_with_an_empty_password() -> None:
    with pikepdf.open(io.BytesIO(HONEST)) as document:
        locked = hostile.saved(document, encryption=pikepdf.Encryption(owner="x", user=""))
    assert refused(locked) == "PDF_ENCRYPTED"


@pytest.mark.parametrize(("data", "code"), [
    (b"PK\x03\x04 docx", "ATTACHMENT_OFFICE"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 doc", "ATTACHMENT_OFFICE"),
    (b"{\\rtf1}", "ATTACHMENT_OFFICE"),
    (b"GIF89a", "ATTACHMENT_KIND"), (b"", "ATTACHMENT_KIND"), (b"<svg/>", "ATTACHMENT_KIND"),
    (HONEST[:200], "PDF_NOT_PDF"), (b"%PDF-1.4\n%%EOF\n", "PDF_NOT_PDF"),
    (b"\xff\xd8\xff\xe0 not a picture", "PICTURE_BROKEN"),
    (b"\x89PNG\r\n\x1a\n broken", "PICTURE_BROKEN"),
])
def test_s27_the_kind_is_told_by_the_bytes_and_the_rest_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_too_many_pages_are_refused() -> None:
    with pikepdf.Pdf.new() as document:
        for _ in range(201):
            document.add_blank_page()
        assert refused(hostile.saved(document)) == "PDF_TOO_LARGE"


def test_a_tree_that_holds_itself_is_refused() -> None:
    def loop(document) -> None:
        knot = document.make_indirect(Dictionary(Type=pikepdf.Name.Font))
        knot.DescendantFonts = Array([knot])
        document.pages[0].obj.Resources.Font.X = knot
    assert refused(hostile.changed(loop)) == "PDF_NOT_PDF"


def test_a_bomb_of_painting_is_refused() -> None:
    def bomb(document) -> None:
        document.pages[0].obj.Contents = pikepdf.Stream(document, b"0 0 m " * 9_000_000)
    assert refused(hostile.changed(bomb)) == "PDF_TOO_LARGE"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_s07_a_picture_becomes_one_page_without_what_the_camera_wrote(kind: str) -> None:
    data = hostile.picture(kind)
    assert CANARY.encode() in data
    made = attachment.rebuilt(data)
    assert made == attachment.rebuilt(data)
    assert (made.pages, made.text) == (1, "")
    assert CANARY.encode() not in every(made.pdf)[1]
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        image = next(one for one in document.objects if isinstance(one, pikepdf.Stream)
                     and one.get("/Subtype") == pikepdf.Name.Image)
        # The camera said that it was held sideways: the page is upright.
        assert (image.Width, image.Height) == (30, 40)


def test_s27_a_picture_that_would_unpack_to_too_much_is_refused() -> None:
    assert refused(hostile.picture("PNG", (9000, 5000))) == "PICTURE_TOO_LARGE"


def test_what_stands_behind_the_end_of_a_photograph_is_left_behind() -> None:
    plain = picture.without_metadata(hostile.picture("JPEG") + CANARY.encode())
    assert plain.endswith(b"\xff\xd9")
    assert CANARY.encode() not in plain


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(HONEST) - 1), st.binary(min_size=1, max_size=12))
def test_broken_documents_are_rebuilt_or_refused_and_nothing_else(at: int, junk: bytes) -> None:
    data = HONEST[:at] + junk + HONEST[at + len(junk):]
    with contextlib.suppress(BadInput):
        assert attachment.rebuilt(data).pdf.startswith(b"%PDF-1.7")


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        attachment.rebuilt(data)
    assert caught.value.text.endswith(".")
    return caught.value.code
