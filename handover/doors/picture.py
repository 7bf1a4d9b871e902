"""The door for pictures: JPEG and PNG become one page of PDF made of nothing but pixels (S7, S27).

The promise: the picture is decoded and encoded anew, so position, camera, thumbnails and
comments stay behind; a picture that would unpack to more than `PIXELS` is refused before
it is unpacked. It must run in a process of its own: the bytes are hostile.
"""

import io
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from handover.doors.made import Made
from handover.errors import BadInput

LIMIT = 10 * 1024 * 1024
PIXELS = 40_000_000
"""A page of A4 scanned at 600 dots per inch is 35 million."""
SIDE = 2400
"""Dots along the longer side of what is kept: small print on a page is still read."""
_PAGE = (595, 842)
_MARGIN = 28
_FORMATS = {"JPEG": JpegImagePlugin, "PNG": PngImagePlugin}
"""Loaded here, before the fence closes; Pillow would look for them when it needs them."""
_KEPT_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_READERS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def kind(data: bytes) -> str:
    """JPEG | PNG by the first bytes; empty for anything else. A file's name is never asked."""
    return next((name for start, name in _READERS.items() if data.startswith(start)), "")


def rebuilt(data: bytes) -> Made:
    """The picture as one page of A4. Raises BadInput: PICTURE_TOO_LARGE, PICTURE_BROKEN."""
    if len(data) > LIMIT:
        raise BadInput("Bildet er for stort. Det kan være på høyst 10 MB.", "PICTURE_TOO_LARGE")
    try:
        picture = _decoded(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadInput("Bildet er for stort. Ta et nytt med lavere oppløsning.",
                       "PICTURE_TOO_LARGE") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, IndexError):
        raise BadInput("Bildet kan ikke leses. Lagre det på nytt, eller ta et nytt.",
                       "PICTURE_BROKEN") from None
    return Made(_page(picture), "", 1)


def without_metadata(data: bytes) -> bytes:
    """A JPEG or JPEG 2000 picture inside a PDF without what a camera or program added to it.

    The pixels are not touched. Raises ValueError for bytes that are neither.
    """
    if data.startswith(b"\xff\xd8"):
        return _plain_jpeg(data)
    if data.startswith(b"\x00\x00\x00\x0cjP  "):
        return _plain_jp2(data)
    if data.startswith(b"\xff\x4f\xff\x51"):
        return data
    raise ValueError


def _decoded(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        opened = Image.open(io.BytesIO(data), formats=[one for one in _FORMATS if one == kind(data)])
    with opened:
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        flat = Image.new("RGB", upright.size, "white")
        solid = upright.convert("RGBA")
        flat.paste(solid, mask=solid.getchannel("A"))
        return flat


def _page(picture: Image.Image) -> bytes:
    """One page of A4, the picture as large as the margins allow."""
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=85, optimize=False, progressive=False)
    turned = picture.width > picture.height
    page = _PAGE[::-1] if turned else _PAGE
    scale = min((page[0] - 2 * _MARGIN) / picture.width, (page[1] - 2 * _MARGIN) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    left, low = (page[0] - wide) / 2, (page[1] - high) / 2
    paint = f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {low:.3f} cm /Bilde Do Q".encode()
    with pikepdf.Pdf.new() as target:
        image = Stream(target, packed.getvalue())
        image.update({
            "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": picture.width,
            "/Height": picture.height, "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8,
            "/Filter": Name.DCTDecode})
        target.pages.append(pikepdf.Page(Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, *page]),
            Resources=Dictionary(XObject=Dictionary(Bilde=target.make_indirect(image))),
            Contents=Stream(target, paint))))
        out = io.BytesIO()
        target.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def _plain_jpeg(data: bytes) -> bytes:
    """Without application segments and comments; Adobe's and the profile tell the colours."""
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return bytes(kept) + _until_end(data[at:])
        length = int.from_bytes(data[at + 2:at + 4], "big")
        if length < 2:
            raise ValueError
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xEE) \
                or data[at + 4:at + 15] == b"ICC_PROFILE":
            kept += data[at:at + 2 + length]
        at += 2 + length
    raise ValueError


def _until_end(data: bytes) -> bytes:
    """The scans, without what somebody has put behind the end of the picture."""
    end = data.rfind(b"\xff\xd9")
    return data if end < 0 else data[:end + 2]


def _plain_jp2(data: bytes) -> bytes:
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at:at + 4], "big") or len(data) - at
        if length < 8:
            raise ValueError
        if data[at + 4:at + 8] in _KEPT_BOXES:
            kept += data[at:at + length]
        at += length
    return bytes(kept)
