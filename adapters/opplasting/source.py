"""The adapter: turns a filled-in form and its PDF into the facts of one category (P5).

The promise: it talks to no system and knows no category by name. Uploads pass through a
process of their own like any vendor's data, so that a hostile PDF meets the door far from
database and keys.
"""

from typing import Any

from handover.kit import (
    ANY_CATEGORY,
    Attachment,
    Collected,
    CollectRequest,
    Document,
    Info,
    Misconfigured,
    Permanent,
    PersonFacts,
    SourceAdapter,
)
from handover.kit.doors import BadInput
from handover.kit.files import pdf_attachment


class UploadSource(SourceAdapter):
    """No settings, and no origin: an address in the config is a mistake."""

    def info(self) -> Info:
        return Info("opplasting", "1.0", (ANY_CATEGORY,))

    def _check(self) -> None:
        if self.origin:
            raise Misconfigured("origin")

    def _collect(self, request: CollectRequest) -> Collected:
        if request.pupil is None:
            raise Permanent("IKKE_KLASSELISTE")
        documents = [one for one in request.documents if one.category in request.categories]
        if len({one.category for one in documents}) < len(documents):
            # Which of the two counts is for the one who uploaded them to say.
            raise Permanent("TO_AV_SAMME_SLAG")
        if not documents:
            return Collected(())
        made = {one.category: _facts(one) for one in documents}
        person = PersonFacts(
            person=request.pupil,
            facts={name: facts for name, (facts, _) in made.items()},
            attachments=tuple(file for _, files in made.values() for file in files),
            as_of=max(one.dated for one in documents),
        )
        return Collected((person,))


def _facts(document: Document) -> tuple[dict[str, Any], list[Attachment]]:
    """The document's fields, with `vedlegg` naming the PDF by its hash.

    A form that names files itself is refused: only the PDF of this very document may be
    named. A PDF the door refuses raises Permanent with the door's code.
    """
    if "vedlegg" in document.fields:
        raise Permanent("VEDLEGG_I_SKJEMA")
    if document.pdf is None:
        return dict(document.fields), []
    try:
        tree, file = pdf_attachment(document.title, document.pdf)
    except BadInput as refused:
        raise Permanent(refused.code) from None
    return {**document.fields, "vedlegg": [tree]}, [file]
