"""The one door for attachments: whatever came becomes an inert PDF, or is refused (S7, S27).

The promise: the kind is told by the first bytes, never by a name or what somebody declared;
a kind that is not listed is refused with a sentence about how to get through.
"""

from handover.doors import pdf_inert, picture
from handover.doors.made import Made
from handover.errors import BadInput

_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
"""docx, odt, pages, xlsx and other files packed as ZIP; the old Word; RTF."""


def rebuilt(data: bytes) -> Made:
    """The attachment made inert. Raises BadInput: ATTACHMENT_OFFICE, ATTACHMENT_KIND, and the
    codes of `pdf_inert.rebuilt` and `picture.rebuilt`."""
    if picture.kind(data):
        return picture.rebuilt(data)
    if data.startswith(_OFFICE):
        raise BadInput("Tekstbehandlingsfiler kan ikke lastes opp. Åpne filen, og velg «Lagre som "
                       "PDF».", "ATTACHMENT_OFFICE")
    if not data.startswith(b"%PDF"):
        raise BadInput("Filen er ikke en hel PDF, og ikke et bilde i JPEG eller PNG.",
                       "ATTACHMENT_KIND")
    return pdf_inert.rebuilt(data)
