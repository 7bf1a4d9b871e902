"""`META-INF/ASiCManifest.xml`: the list of files that one signature covers (EN 319 162-1 A.4).

The promise: writing uses the right names and SHA-256; reading also accepts the two wrong
but living variants of older Norwegian writers, and refuses SHA-1.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from handover.doors import xml
from handover.errors import BadInput

NAME = "META-INF/ASiCManifest.xml"
SIGNATURE_NAME = "META-INF/signature.p7s"
SIGNATURE_TYPE = "application/x-pkcs7-signature"
MAX_BYTES = 1024 * 1024

_NS = "http://uri.etsi.org/02918/v1.2.1#"
_DS = "http://www.w3.org/2000/09/xmldsig#"
# The second lacks a zero and the third is the older version; both are still written.
_NAMESPACES = (_NS, "http://uri.etsi.org/2918/v1.2.1#", "http://uri.etsi.org/02918/v1.1.1#")
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_DIGESTS = {
    _SHA256: "sha256",
    # Not a real identifier, but a library in use by municipalities writes it.
    "http://www.w3.org/2000/09/xmldsig#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_WEAK = ("http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2001/04/xmldsig-more#md5")


@dataclass(frozen=True)
class SealedFile:
    """One file of a container."""

    name: str
    """Path inside the container, ASCII, with forward slashes."""
    data: bytes
    media_type: str


@dataclass(frozen=True)
class Reference:
    """What a manifest says about one file."""

    name: str
    media_type: str
    algorithm: str
    """Name of the digest as `hashlib` knows it."""
    digest: bytes

    def covers(self, data: bytes) -> bool:
        """True when `data` is what was listed."""
        return hashlib.new(self.algorithm, data).digest() == self.digest


@dataclass(frozen=True)
class Manifest:
    """A manifest read back."""

    signature: str
    """Name of the file that signs it."""
    references: tuple[Reference, ...]


def build(files: Sequence[SealedFile]) -> bytes:
    """The manifest of `files` in their order; the first is the root file."""
    root = xml.new(_NS, "ASiCManifest", {"ds": _DS})
    xml.add(root, "SigReference", attributes={"URI": SIGNATURE_NAME, "MimeType": SIGNATURE_TYPE})
    for position, file in enumerate(files):
        described = {"URI": file.name, "MimeType": file.media_type}
        if position == 0:
            described["Rootfile"] = "true"
        entry = xml.add(root, "DataObjectReference", attributes=described)
        xml.add(entry, "DigestMethod", namespace=_DS, attributes={"Algorithm": _SHA256})
        value = base64.b64encode(hashlib.sha256(file.data).digest()).decode("ascii")
        xml.add(entry, "DigestValue", value, namespace=_DS)
    return xml.serialise(root)


def parse(data: bytes) -> Manifest:
    """The manifest in `data`, at most 1 MB.

    Raises BadInput: the codes of the XML door, MANIFEST_FORM, SHA1_REFUSED,
    DIGEST_ALGORITHM, MANIFEST_TWICE when it lists one file twice.
    """
    root = xml.read(data, limit=MAX_BYTES)
    space = xml.namespace_of(root)
    if xml.local_name(root) != "ASiCManifest" or space not in _NAMESPACES:
        raise _bad_form()
    signatures = root.findall(f"{{{space}}}SigReference")
    references = tuple(_reference(one) for one in root.findall(f"{{{space}}}DataObjectReference"))
    if len(signatures) != 1 or not references or len(references) + 1 != len(root):
        raise _bad_form()
    if len({one.name for one in references}) != len(references):
        raise BadInput("Signaturlisten nevner samme fil to ganger.", "MANIFEST_TWICE")
    return Manifest(_attribute(signatures[0], "URI"), references)


def _reference(entry: xml.Element) -> Reference:
    method, value = entry.find(f"{{{_DS}}}DigestMethod"), entry.find(f"{{{_DS}}}DigestValue")
    if method is None or value is None or len(entry) != 2:
        raise _bad_form()
    try:
        digest = base64.b64decode("".join((value.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise _bad_form() from None
    media_type = str(entry.get("MimeType") or "application/octet-stream")
    algorithm = _algorithm(_attribute(method, "Algorithm"))
    return Reference(_attribute(entry, "URI"), media_type, algorithm, digest)


def _algorithm(uri: str) -> str:
    if uri in _WEAK:
        raise BadInput("Pakken bruker en metode som ikke lenger er trygg.", "SHA1_REFUSED")
    if uri not in _DIGESTS:
        raise BadInput("Pakken bruker en kontrollsum vi ikke kjenner.", "DIGEST_ALGORITHM")
    return _DIGESTS[uri]


def _attribute(element: xml.Element, name: str) -> str:
    value = element.get(name)
    if not value:
        raise _bad_form()
    return str(value)


def _bad_form() -> BadInput:
    return BadInput("Signaturlisten i pakken har en form som ikke er lov.", "MANIFEST_FORM")
