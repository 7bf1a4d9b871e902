"""A PDF built anew out of what its pages paint, and nothing else (S7, S15).

The promise: scripts, actions, links, forms, attachments, layers, comments, metadata and
references to other files have no way into the result, since only listed keys are carried
over. What a filled-in form showed stands on the page as ink. The same bytes in give the
same bytes out, and a rebuilt document is left as it is when it is rebuilt again.

It must run in a process of its own (`inert_child`): the bytes are hostile.
"""

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from handover.doors import pdf, pdf_text
from handover.doors.made import Made
from handover.doors.pdf_keys import ALLOWED, FILTERS, MARKS, NAME_MAPS
from handover.doors.picture import without_metadata
from handover.errors import BadInput

PAGES = 200
OBJECTS = 60_000
PAINTED = 48 * 1024 * 1024
"""Bytes of painting operators, unpacked: a page of drawing is far below a megabyte."""
LARGEST = 20_000_000
"""What the information model allows one attachment to be."""
_DEPTH = 60


def rebuilt(data: bytes) -> Made:
    """The document made inert, with its text layer.

    Raises BadInput: PDF_NOT_PDF, PDF_ENCRYPTED, PDF_TOO_LARGE (pages, objects or bytes),
    PDF_HIDDEN (layers that are switched off), PDF_PACKED (packed so that it cannot be read).
    """
    pdf.check(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as source:
            return _rebuilt(source)
    except pikepdf.PasswordError:
        raise pdf.locked() from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, zlib.error, ValueError, TypeError,
            KeyError, AttributeError, RecursionError, OverflowError):
        # Whatever qpdf cannot make sense of: it is broken, or it is made to look so.
        raise _broken() from None


def _rebuilt(source: Pdf) -> Made:
    if not 0 < len(source.pages) <= PAGES or len(source.objects) > OBJECTS:
        raise _large() if len(source.pages) else _broken()
    _refuse_hidden(source)
    source.generate_appearance_streams()
    source.flatten_annotations("screen")
    with Pdf.new() as target:
        copier = _Copier(target)
        for page in source.pages:
            target.pages.append(pikepdf.Page(copier.page(page)))
        made = _saved(target)
        return Made(made, pdf_text.text(target), len(target.pages))


def _saved(target: Pdf) -> bytes:
    if "/Info" in target.trailer:
        del target.trailer["/Info"]
    out = io.BytesIO()
    target.save(out, deterministic_id=True, static_id=False, linearize=False,
                compress_streams=True, min_version="1.7", fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if out.tell() > LARGEST:
        raise _large()
    return out.getvalue()


class _Copier:
    """Carries over what is listed, object by object, into another document."""

    def __init__(self, target: Pdf) -> None:
        self._target = target
        self._made: dict[tuple[Any, ...], Any] = {}
        self._room = PAINTED

    def page(self, page: pikepdf.Page) -> Any:
        """A page with boxes, turn, resources and what it paints."""
        made = Dictionary(Type=Name.Page, MediaBox=_box(page.mediabox),
                          CropBox=_box(page.cropbox), Rotate=_turn(page.obj))
        made.Resources = self._resources(page.resources, 0)
        made.Contents = Stream(self._target, self._painted(page))
        if isinstance(page.obj.get("/Group"), Dictionary):
            made.Group = self._dictionary(page.obj.Group, 0)
        if "/UserUnit" in page.obj:
            made.UserUnit = page.obj.UserUnit
        return self._target.make_indirect(made)

    def _painted(self, where: Any) -> bytes:
        kept = [one for one in pikepdf.parse_content_stream(where)
                if str(one.operator) not in MARKS]
        data = pikepdf.unparse_content_stream(kept)
        self._room -= len(data)
        if self._room < 0:
            raise _large()
        return data

    def _value(self, value: Any, depth: int, kind: str = "") -> Any:
        if depth > _DEPTH:
            raise _broken()
        if isinstance(value, Stream):
            return self._once(value, kind, lambda: self._stream(value, depth + 1, kind))
        if isinstance(value, Dictionary):
            return self._once(value, kind, lambda: self._mapped(value, depth + 1, kind))
        if isinstance(value, Array):
            return Array([self._value(one, depth + 1) for one in value])
        if isinstance(value, Name):
            return Name(str(value))
        return String(bytes(value)) if isinstance(value, String) else value

    def _once(self, value: Any, kind: str, make: Any) -> Any:
        """One copy of what several pages share. What holds itself is refused by its depth."""
        key = (*value.objgen, kind)
        if not value.is_indirect:
            return make()
        if key not in self._made:
            self._made[key] = self._target.make_indirect(make())
        return self._made[key]

    def _mapped(self, value: Any, depth: int, kind: str) -> Any:
        if kind == "/Resources":
            return self._resources(value, depth)
        if kind in NAME_MAPS:
            return self._names(value, depth, "content" if kind == "/CharProcs" else "")
        return self._dictionary(value, depth)

    def _dictionary(self, value: Any, depth: int) -> Any:
        return Dictionary({key: self._value(inner, depth, key)
                           for key, inner in sorted(value.items()) if key in ALLOWED})

    def _resources(self, value: Any, depth: int) -> Any:
        if not isinstance(value, Dictionary):
            return Dictionary()
        return Dictionary({
            key: self._names(inner, depth + 1, "") if isinstance(inner, Dictionary)
            else self._value(inner, depth + 1)
            for key, inner in sorted(value.items()) if key in ALLOWED})

    def _names(self, value: Any, depth: int, kind: str) -> Any:
        return Dictionary({key: self._value(inner, depth, kind)
                           for key, inner in sorted(value.items())})

    def _stream(self, value: Any, depth: int, kind: str) -> Any:
        if value.get("/Subtype") == Name.PS:
            return Stream(self._target, b"")
        paints = kind == "content" or value.get("/Subtype") == Name.Form \
            or value.get("/PatternType") == 1
        data, filters = (self._painted(value), ()) if paints else _unpainted(value)
        made = Stream(self._target, data)
        for key, inner in sorted(value.items()):
            if key in ALLOWED and key not in ("/Filter", "/DecodeParms"):
                made[key] = self._value(inner, depth, key)
        if filters:
            made["/Filter"] = Array([Name(one) for one in filters])
            if "/DecodeParms" in value and len(filters) == len(_filters(value)):
                made["/DecodeParms"] = self._value(value["/DecodeParms"], depth)
        return made


def _unpainted(value: Any) -> tuple[bytes, tuple[str, ...]]:
    """A font, a picture or a profile as it is packed, a picture without what a camera adds."""
    filters, data = _filters(value), value.read_raw_bytes()
    if not FILTERS.issuperset(filters):
        raise _packed()
    if filters and filters[-1] in ("/DCTDecode", "/JPXDecode"):
        for one in filters[:-1]:
            if one != "/FlateDecode":
                raise _packed()
            data = _inflated(data)
        return without_metadata(data), filters[-1:]
    return data, filters


def _inflated(data: bytes) -> bytes:
    opened = zlib.decompressobj()
    made = opened.decompress(data, LARGEST)
    if opened.unconsumed_tail:
        raise _large()
    return made


def _filters(value: Any) -> tuple[str, ...]:
    found = value.get("/Filter")
    if found is None:
        return ()
    return tuple(str(one) for one in found) if isinstance(found, Array) else (str(found),)


def _box(value: Any) -> Any:
    return Array([float(one) if not isinstance(one, int) else one for one in value])


def _turn(page: Any) -> int:
    """How far the page is turned; pages above may say it for those below."""
    for _ in range(_DEPTH):
        if "/Rotate" in page:
            return int(page["/Rotate"]) % 360 // 90 * 90
        if "/Parent" not in page:
            break
        page = page["/Parent"]
    return 0


def _refuse_hidden(source: Pdf) -> None:
    """A layer that is switched off would become visible, or stay unseen: neither will do."""
    layers = source.Root.get("/OCProperties")
    if layers is None:
        return
    shown = layers.get("/D", Dictionary())
    off = len(shown.get("/OFF", Array())) or shown.get("/BaseState", Name.ON) != Name.ON
    if off or any(_hides(one) for one in source.objects):
        raise BadInput("PDF-en har lag som er skjult. Skriv den ut til PDF på nytt, "
                       "og last opp den nye filen.", "PDF_HIDDEN")


def _hides(value: Any) -> bool:
    if not isinstance(value, Dictionary):
        return False
    if value.get("/Type") == Name.OCMD:
        return "/VE" in value or str(value.get("/P", "/AnyOn")) in ("/AllOff", "/AnyOff")
    usage = value.get("/Usage") if value.get("/Type") == Name.OCG else None
    seen = usage.get("/View") if isinstance(usage, Dictionary) else None
    return isinstance(seen, Dictionary) and seen.get("/ViewState") == Name.OFF


def _broken() -> BadInput:
    return BadInput("Filen er ikke en hel PDF. Lagre den som PDF på nytt.", "PDF_NOT_PDF")


def _large() -> BadInput:
    return BadInput("PDF-en er for stor. Del den opp, eller ta ut bilder og sider som ikke trengs.",
                    "PDF_TOO_LARGE")


def _packed() -> BadInput:
    return BadInput("PDF-en er pakket på en måte som ikke kan kontrolleres. Skriv den ut til PDF "
                    "på nytt, og last opp den nye filen.", "PDF_PACKED")
