"""C-68: the text layer is read well enough to find a name in it, whatever way it is written."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from handover.doors import pdf_text

MAP = (b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
       b"2 beginbfchar <0001> <004D> <0002> <0061> endbfchar\n"
       b"1 beginbfrange <0003> <0004> <006A> endbfrange\n"
       b"1 beginbfrange <0005> <0006> [<00E5> <00F8>] endbfrange")


def page(content: bytes, **font: object) -> str:
    with Pdf.new() as document:
        document.add_blank_page()
        known = Dictionary(Type=Name.Font, Subtype=Name.TrueType)
        for key, value in font.items():
            known[f"/{key}"] = value if not callable(value) else value(document)
        document.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=known))
        document.pages[0].obj.Contents = Stream(document, b"BT /F 11 Tf " + content + b" ET")
        out = io.BytesIO()
        document.save(out)
    with pikepdf.open(out) as read:
        return pdf_text.text(read)


@pytest.mark.parametrize(("content", "font", "said"), [
    (b"(M) Tj (aja) Tj", {}, "Maja"),
    (b"[(Ma) -20 (ja) -300 (leser)] TJ", {}, "Maja leser"),
    (b"(Maja) ' (leser) '", {}, "Maja\nleser"),
    (b"(Maja) Tj 0 -14 Td (leser) Tj", {}, "Maja\nleser"),
    (b"(\xc5dne) Tj", {"Encoding": Name.WinAnsiEncoding}, "Ådne"),
    (b"(\x81dne) Tj", {"Encoding": Name.MacRomanEncoding}, "Ådne"),
    (b"(\x01\x02\x03) Tj", {"Encoding": Dictionary(Differences=Array(
        [1, Name.Aring, Name.oslash, Name("/uni0161")]))}, "Åøš"),
    (b"<0001000200030002> Tj <00050006> Tj",
     {"Subtype": Name.Type0, "ToUnicode": lambda one: Stream(one, MAP)}, "Majaåø"),
    (b"<00010002> Tj", {"Subtype": Name.Type0}, ""),
])
def test_c68_the_words_of_a_page_are_read(content: bytes, font: dict, said: str) -> None:
    assert page(content, **font) == said
