"""S7, S27, P5: the PDF door lets documents through that cannot act by themselves."""

import zlib

import pytest

from handover.doors.pdf import LIMIT, check
from handover.errors import BadInput


def pdf(catalog: bytes = b"", more: bytes = b"") -> bytes:
    """A small whole PDF with something extra in its catalogue or among its objects."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" + more + b"\n"
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def packed(inside: bytes, filter_: bytes = b"/FlateDecode") -> bytes:
    """An object stream, where a dictionary may stand out of sight."""
    data = zlib.compress(inside)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter " + filter_
    return (
        b"7 0 obj\n" + head + b" /Length %d >>\nstream\n" % len(data) + data
        + b"\nendstream\nendobj\n"
    )  # fmt: skip


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        check(data)
    assert caught.value.text.endswith(".")
    return caught.value.code


def test_an_ordinary_pdf_passes() -> None:
    check(pdf())
    check(pdf(more=packed(b"7 0 << /Type /Font /BaseFont /Inter >>")))


def test_a_title_that_speaks_of_javascript_is_no_script() -> None:
    check(pdf(more=b"9 0 obj\n(Valgfag: JavaScript og Launch)\nendobj"))


@pytest.mark.parametrize(
    "marker",
    [
        b"/OpenAction << /S /URI >>",
        b"/AA << >>",
        b"/Names << /JavaScript 5 0 R >>",
        b"/X << /S /JavaScript /JS (app.alert) >>",
        b"/X << /S /Launch /F (cmd.exe) >>",
        b"/Names << /EmbeddedFiles 5 0 R >>",
        b"/X << /Type /EmbeddedFile >>",
        b"/AcroForm << /XFA 5 0 R >>",
        b"/X << /S /GoToR >>",
        b"/X << /S /SubmitForm >>",
        b"/X << /S /J#61vaScript >>",
        b"/X << /S /#4Caunch >>",
    ],
)
def test_s7_a_pdf_that_can_act_is_refused(marker: bytes) -> None:
    assert refused(pdf(marker)) == "PDF_ACTIVE"
    assert refused(pdf(more=packed(b"7 0 << " + marker + b" >>"))) == "PDF_ACTIVE"


def test_s7_objects_packed_in_a_way_we_cannot_see_through_are_refused() -> None:
    assert refused(pdf(more=packed(b"7 0 <<>>").replace(b"x\x9c", b"\x00\x00"))) == "PDF_ACTIVE"


def test_s27_a_bomb_in_an_object_stream_is_refused() -> None:
    assert refused(pdf(more=packed(b"\x00" * 60_000_000))) == "PDF_ACTIVE"


def test_a_locked_pdf_is_refused() -> None:
    assert refused(pdf().replace(b"/Root", b"/Encrypt 8 0 R /Root")) == "PDF_ENCRYPTED"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"<html>%PDF-1.7", b"\n%PDF-1.7 %%EOF", pdf()[:-10], b"%PDF-9.9 %%EOF"],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes) -> None:
    assert refused(data) == "PDF_NOT_PDF"


def test_a_pdf_over_ten_megabytes_is_refused() -> None:
    assert refused(pdf(more=b" " * LIMIT)) == "PDF_TOO_LARGE"
