"""A PPT system that answers the open contract over HTTP, from records a demo may change.

The promise: one question about one pupil, the number in the body only, and an answer of
what PPT chose to share; refusals are problem+json with the part of the contract they follow.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, request

from handover.demo.simulators.trouble import Trouble, allowed, problem

__all__ = ["PptPerson", "PptStore", "SharedFile", "Trouble", "ppt_system"]

_CONTRACT = "openapi.yaml 1.0.0"
_ASKED = {"identifikatortype", "identifikatorverdi", "fodselsdato", "kategorier"}
_SHARED = ("sakkyndig", "ppt_sak")


@dataclass(frozen=True)
class SharedFile:
    """A document PPT shares with an assessment."""

    title: str
    pdf: bytes

    def told(self) -> dict[str, str]:
        """As `Vedlegg` in the contract."""
        return {
            "sha256": hashlib.sha256(self.pdf).hexdigest(),
            "medietype": "application/pdf",
            "tittel": self.title,
            "innhold": base64.b64encode(self.pdf).decode("ascii"),
        }


@dataclass
class PptPerson:
    """A pupil PPT knows. Not frozen: the demo changes it while the system runs."""

    number_type: str
    number: str
    given: str
    family: str
    birthday: str
    as_of: str
    assessment: dict[str, Any] | None = None
    """As `Sakkyndig` in the contract, without `vedlegg`."""
    case: dict[str, Any] | None = None
    """As `PptSak` in the contract."""
    files: list[SharedFile] = field(default_factory=list)

    def told(self, categories: list[str]) -> dict[str, Any]:
        """As `Vurderinger` in the contract, with only what was asked for."""
        made: dict[str, Any] = {
            "elev": {
                "identifikatortype": self.number_type,
                "identifikatorverdi": self.number,
                "fornavn": self.given,
                "etternavn": self.family,
                "fodselsdato": self.birthday,
            },
            "perDato": self.as_of,
        }
        if self.assessment is not None and "sakkyndig" in categories:
            files = {"vedlegg": [one.told() for one in self.files]} if self.files else {}
            made["sakkyndig"] = {**self.assessment, **files}
        if self.case is not None and "ppt_sak" in categories:
            made["ppt_sak"] = dict(self.case)
        return made


@dataclass
class PptStore:
    """Everybody PPT knows, by type and number."""

    people: dict[tuple[str, str], PptPerson] = field(default_factory=dict)

    def add(self, *people: PptPerson) -> None:
        """Puts people in, replacing those with the same number."""
        self.people.update({(one.number_type, one.number): one for one in people})


def ppt_system(store: PptStore, *, token: str, trouble: Trouble | None = None) -> Flask:
    """The system as a Flask app."""
    app = Flask("pptsystem")
    bother = trouble or Trouble()

    @app.before_request
    def door() -> Response | None:
        if not allowed(request.headers.get("Authorization"), token):
            return problem(401, "Nøkkelen er feil.", f"{_CONTRACT}, securitySchemes/token")
        return bother.answer()

    @app.get("/overgang/v1/status")
    def status() -> Response:
        return jsonify(status="ok")

    @app.post("/overgang/v1/vurderinger")
    def assessments() -> Response:
        asked: Any = request.get_json(silent=True)
        if request.args or not _is_question(asked):
            return problem(400, "Spørsmålet har feil form.", f"{_CONTRACT}, schemas/Sporsmal")
        known = store.people.get((asked["identifikatortype"], asked["identifikatorverdi"]))
        if known is None or known.birthday != asked["fodselsdato"]:
            return problem(404, "PPT kjenner ikke eleven.", f"{_CONTRACT}, responses/404")
        return jsonify(known.told(asked["kategorier"]))

    return app


def _is_question(asked: Any) -> bool:
    if not isinstance(asked, dict) or set(asked) != _ASKED:
        return False
    categories = asked["kategorier"]
    if not isinstance(categories, list) or not categories:
        return False
    return all(one in _SHARED for one in categories)
