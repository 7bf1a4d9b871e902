"""The adapter: one question per pupil, the number in the body, the answer read by contract.

The promise: nothing of an answer is used before all of it has been read by the contract.
"""

import base64
import binascii
from typing import Any

from adapters.ppt import contract
from handover.kit import (
    Attachment,
    Collected,
    CollectRequest,
    Info,
    Permanent,
    PersonFacts,
    PupilRef,
    SourceAdapter,
)
from handover.kit.doors import read_json, write_json
from handover.kit.files import pdf_attachment

CATEGORIES = ("sakkyndig", "ppt_sak")
LIMIT = 24 * 1024 * 1024
DEPTH = 12


class PptSource(SourceAdapter):
    """Settings: `token`, and `path` in front of the contract's paths (default none)."""

    def info(self) -> Info:
        return Info("ppt", "1.0", CATEGORIES)

    def _check(self) -> None:
        self.http.get(f"{self._base()}/overgang/v1/status")

    def _collect(self, request: CollectRequest) -> Collected:
        if request.pupil is None:
            raise Permanent("IKKE_KLASSELISTE")
        answer = self.http.post(
            f"{self._base()}/overgang/v1/vurderinger",
            write_json(_question(request.pupil, request.categories)),
            media_type="application/json",
            headers={"Accept": "application/json", "Overgang-Korrelasjon": request.correlation_id},
            accept=(404,),
        )
        if answer.status == 404:
            raise Permanent("UKJENT_ELEV")
        if answer.media_type != "application/json":
            raise Permanent("UGYLDIG_SVAR")
        told = contract.read(read_json(answer.body, limit=LIMIT, depth=DEPTH))
        return Collected((_person(told, request.categories),))

    def _base(self) -> str:
        return self.settings.get("path", "").rstrip("/")


def _question(pupil: PupilRef, categories: tuple[str, ...]) -> dict[str, Any]:
    """Type, number and birth date are what PPT needs to find its own case; no name goes out."""
    return {
        "identifikatortype": pupil.identifikatortype,
        "identifikatorverdi": pupil.identifikatorverdi,
        "fodselsdato": pupil.fodselsdato,
        "kategorier": list(categories),
    }


def _person(told: dict[str, Any], categories: tuple[str, ...]) -> PersonFacts:
    facts = {name: dict(told[name]) for name in categories if name in told}
    files: tuple[Attachment, ...] = ()
    if facts.get("sakkyndig", {}).get("vedlegg"):
        made = [_file(one) for one in facts["sakkyndig"]["vedlegg"]]
        facts["sakkyndig"]["vedlegg"] = [tree for tree, _ in made]
        files = tuple(file for _, file in made)
    return PersonFacts(PupilRef(**told["elev"]), facts, files, told["perDato"])


def _file(told: dict[str, str]) -> tuple[Any, Attachment]:
    try:
        data = base64.b64decode(told["innhold"], validate=True)
    except (binascii.Error, ValueError):
        raise Permanent("UGYLDIG_SVAR") from None
    tree, file = pdf_attachment(told["tittel"], data)
    if file.sha256 != told["sha256"]:
        raise Permanent("UGYLDIG_SVAR")
    return tree, file
