"""Documents and pictures that carry what they should not, made with the libraries themselves."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from handover.demo.cast.paper import one_page

CANARY = "KANARIFUGL"
HONEST = one_page("Vurdering", "PPT for Nordvik", ["Maja sitter ved Ådne Ørsted."])


def saved(document: Pdf, **more: object) -> bytes:
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()


def changed(change: object) -> bytes:
    """The honest page with something done to it."""
    with pikepdf.open(io.BytesIO(HONEST)) as document:
        change(document)
        return saved(document)


def script(document: Pdf) -> None:
    act = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    document.Root.OpenAction = act
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), act])))
    document.Root.AA = Dictionary(WC=act)


def launch(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String(CANARY)))


def link(document: Pdf) -> None:
    document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]),
        A=Dictionary(S=Name.URI, URI=String(f"https://x.example/{CANARY}"))))])


def embedded(document: Pdf) -> None:
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, CANARY.encode())


def form(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(
        Fields=Array([]), XFA=Array([String("x"), Stream(document, CANARY.encode())]))


def metadata(document: Pdf) -> None:
    document.docinfo["/Author"] = CANARY
    document.Root.Metadata = Stream(document, f"<x>{CANARY}</x>".encode())
    document.pages[0].obj.PieceInfo = Dictionary(X=String(CANARY))


def comment(document: Pdf) -> None:
    document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(CANARY)))])


def outside(document: Pdf) -> None:
    image = Stream(document, b"\x00")
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1,
                  "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8,
                  "/F": String(f"//server/{CANARY}"),
                  "/OPI": Dictionary({"/2.0": Dictionary(F=String(CANARY))})})
    document.pages[0].obj.Resources.XObject = Dictionary(A=image)


def alternate(document: Pdf) -> None:
    page = document.pages[0]
    page.contents_add(b"/Span <</ActualText (%s)>> BDC EMC" % CANARY.encode())
    page.contents_add(b"%% %s\n" % CANARY.encode())
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, Alt=String(CANARY))


def photo(document: Pdf) -> None:
    image = Stream(document, picture("JPEG"))
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 30,
                  "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8,
                  "/Filter": Name.DCTDecode})
    document.pages[0].obj.Resources.XObject = Dictionary(A=image)


ACTIVE = (script, launch, link, embedded, form, metadata, comment, outside, alternate, photo)


def layer(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("lag")))
    document.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def filled(document: Pdf) -> None:
    """A form field somebody has written in: the words are in its appearance alone."""
    ink = Stream(document, b"BT /T 11 Tf 0 0 Td (Skrevet i feltet) Tj ET")
    ink.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 20]),
                "/Resources": document.pages[0].obj.Resources})
    field = document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("x"),
        F=4, Rect=Array([50, 50, 250, 70]), AP=Dictionary(N=ink)))
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def picture(kind: str, size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    exif = image.getexif()
    exif[0x010E] = CANARY
    exif[0x0112] = 6
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()
