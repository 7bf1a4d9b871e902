"""S27, P5: the first door for PDF is cheap, and lets through what may be opened and rebuilt."""

import pytest

from handover.demo.cast.paper import one_page
from handover.doors.pdf import LIMIT, check
from handover.errors import BadInput

PDF = one_page("Vurdering", "PPT", ["Korte økter."])


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        check(data)
    assert caught.value.text.endswith(".")
    return caught.value.code


def test_an_ordinary_pdf_passes() -> None:
    check(PDF)


@pytest.mark.parametrize("name", [b"/Encrypt", b"/#45ncrypt"])
def test_a_locked_pdf_is_refused(name: bytes) -> None:
    assert refused(PDF.replace(b"/Root", name + b" 8 0 R /Root")) == "PDF_ENCRYPTED"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"<html>%PDF-1.7", b"\n%PDF-1.7 %%EOF", PDF[:-10], b"%PDF-9.9 %%EOF"],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes) -> None:
    assert refused(data) == "PDF_NOT_PDF"


def test_a_pdf_over_ten_megabytes_is_refused() -> None:
    assert refused(PDF.replace(b"%%EOF", b" " * LIMIT + b"%%EOF")) == "PDF_TOO_LARGE"
