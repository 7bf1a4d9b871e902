"""A PDF as a fact tree names it: by its hash, with its length and a title (P5, S15).

The promise: what comes out passed the PDF door, and tree and file agree.
"""

import hashlib

from handover.kit.doors import check_pdf
from handover.kit.types import Attachment, FactTree

PDF = "application/pdf"
_TITLE = 200


def pdf_attachment(title: str, data: bytes) -> tuple[FactTree, Attachment]:
    """The tree of `vedlegg` and the file it names.

    Raises BadInput with the PDF door's code and sentence when the file may not be used.
    """
    check_pdf(data)
    digest = hashlib.sha256(data).hexdigest()
    name = title.strip()[:_TITLE] or "Dokument"
    tree = {
        "fil": f"vedlegg/{digest}.pdf",
        "sha256": digest,
        "lengde": len(data),
        "medietype": PDF,
        "tittel": name,
    }
    return tree, Attachment(digest, PDF, name, data)
