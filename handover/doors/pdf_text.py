"""The text layer of a PDF, for the search for other people's data in a document (C-68).

The promise: what a reader could mark and copy, page by page, in the order it is painted;
good enough to find a name or a number in, never shown as the document. Fonts without a
known alphabet give nothing, and a scan without a text layer gives an empty text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

LONGEST = 2_000_000
_INSIDE = 6
_WORD_GAP = -180
"""A step back of this many thousandths between letters is a space nobody wrote."""
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])",
                    re.DOTALL)
_ACCENTS = {"acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "dieresis": "\u0308",
            "tilde": "\u0303", "ring": "\u030a", "caron": "\u030c", "cedilla": "\u0327",
            "ogonek": "\u0328", "macron": "\u0304", "dotaccent": "\u0307"}
_SIGNS = {"space": " ", "period": ".", "comma": ",", "hyphen": "-", "at": "@", "colon": ":",
          "slash": "/", "plus": "+", "ae": "æ", "AE": "Æ", "oslash": "ø", "Oslash": "Ø",
          "eng": "ŋ", "Eng": "Ŋ", "tbar": "ŧ", "Tbar": "Ŧ", "dcroat": "đ", "Dcroat": "Đ",
          "germandbls": "ß", "lslash": "ł", "Lslash": "Ł", "fi": "fi", "fl": "fl",
          **{name: str(at) for at, name in enumerate(
              ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])}}

Decode = Callable[[bytes], str]


def text(document: Pdf) -> str:
    """The text of every page, a form feed between pages, at most `LONGEST` characters."""
    pages: list[str] = []
    for page in document.pages:
        pages.append(_tidy("".join(_painted(page.obj, page.resources, 0))))
        if sum(map(len, pages)) > LONGEST:
            break
    joined = "\f".join(pages)
    return joined[:LONGEST] if joined.strip("\f \n") else ""


def _tidy(raw: str) -> str:
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", raw).split("\n"))
    return "\n".join(line for line in lines if line)


def _painted(where: Any, resources: Any, depth: int) -> Iterator[str]:
    decode: Decode = _latin
    fonts = _inner(resources, "/Font")
    for one in pikepdf.parse_content_stream(where):
        operands, word = one.operands, str(one.operator)
        if word == "Tf" and operands:
            decode = _decoder(fonts.get(str(operands[0])))
        elif word == "Do" and operands:
            yield from _form(resources, str(operands[0]), depth)
        else:
            yield from _shown(word, operands, decode)


def _shown(word: str, operands: Any, decode: Decode) -> Iterator[str]:
    if word in ("'", '"', "T*", "ET"):
        yield "\n"
    if word in ("Tj", "'", '"') and operands:
        yield decode(bytes(operands[-1]))
    elif word == "TJ" and operands:
        for one in operands[0]:
            if isinstance(one, String):
                yield decode(bytes(one))
            elif float(one) < _WORD_GAP:
                yield " "
    elif word in ("Td", "TD") and len(operands) > 1:
        yield "\n" if float(operands[1]) else " "
    elif word == "Tm":
        yield " "


def _form(resources: Any, name: str, depth: int) -> Iterator[str]:
    found = _inner(resources, "/XObject").get(name)
    if depth < _INSIDE and isinstance(found, Stream) and found.get("/Subtype") == Name.Form:
        yield "\n"
        yield from _painted(found, found.get("/Resources", resources), depth + 1)


def _inner(resources: Any, name: str) -> Any:
    found = resources.get(name) if isinstance(resources, Dictionary) else None
    return found if isinstance(found, Dictionary) else Dictionary()


def _decoder(font: Any) -> Decode:
    if not isinstance(font, Dictionary):
        return _latin
    if isinstance(font.get("/ToUnicode"), Stream):
        wide = 2 if font.get("/Subtype") == Name.Type0 else 1
        return _mapped(_read_map(font["/ToUnicode"].read_bytes()), wide)
    if font.get("/Subtype") == Name.Type0:
        return _nothing
    return _mapped({**_base(font), **_differences(font)}, 1)


def _base(font: Any) -> dict[int, str]:
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    name = "mac_roman" if base == Name.MacRomanEncoding else "cp1252"
    return {code: bytes([code]).decode(name, "replace") for code in range(256)}


def _differences(font: Any) -> dict[int, str]:
    encoding, found, code = font.get("/Encoding"), {}, 0
    rows = encoding.get("/Differences", Array()) if isinstance(encoding, Dictionary) else ()
    for one in rows:
        if isinstance(one, Name):
            found[code] = _glyph(str(one)[1:])
            code += 1
        else:
            code = int(one)
    return found


def _glyph(name: str) -> str:
    """The letter a glyph is named after: `aring`, `uni00E5`, `Q`."""
    if name in _SIGNS or len(name) == 1:
        return _SIGNS.get(name, name)
    if re.fullmatch(r"uni[0-9A-F]{4}|u[0-9A-F]{4,5}", name):
        return chr(int(name.removeprefix("uni").removeprefix("u"), 16))
    accent = _ACCENTS.get(name[1:])
    return unicodedata.normalize("NFC", name[0] + accent) if accent else ""


def _read_map(data: bytes) -> dict[int, str]:
    """A ToUnicode table: codes to letters."""
    found: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        if kind == b"bfchar":
            codes = [one.replace(b"\n", b"") for one in _CODES.findall(body)]
            for code, letters in zip(codes[::2], codes[1::2], strict=False):
                found[int(code, 16)] = _letters(letters)
        else:
            for first, last, start, listed in _RANGE.findall(body):
                found.update(_in_range(int(first, 16), int(last, 16), start, listed))
    return found


def _in_range(first: int, last: int, start: bytes, listed: bytes) -> Iterator[tuple[int, str]]:
    if listed:
        yield from zip(range(first, last + 1), map(_letters, _CODES.findall(listed)),
                       strict=False)
        return
    head, tail = _letters(start)[:-1], _letters(start)[-1:]
    for step in range(min(last - first, 0xFFFF) + 1 if tail else 0):
        if ord(tail) + step < 0x110000:
            yield first + step, head + chr(ord(tail) + step)


def _letters(code: bytes) -> str:
    data = bytes.fromhex("".join(code.decode("ascii").split()))
    return data.decode("utf-16-be", "ignore")


def _mapped(table: dict[int, str], wide: int) -> Decode:
    def decode(data: bytes) -> str:
        codes = (int.from_bytes(data[at:at + wide], "big") for at in range(0, len(data), wide))
        return "".join(table.get(code, "") for code in codes)
    return decode


def _latin(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _nothing(_: bytes) -> str:
    return ""
