"""A message gateway that answers the open contract of `adapters/sms`, and keeps what it was given.

The promise: a text is taken on once for each id; a telephone it cannot reach is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, request

from handover.demo.simulators.trouble import Trouble, allowed, problem

__all__ = ["Text", "TextStore", "Trouble", "message_gateway"]

CONTRACT = "adapters/sms/README.md"
FIELDS = {"id", "fra", "til", "tekst"}


@dataclass(frozen=True)
class Text:
    """A text message as it was handed over."""

    id: str
    sender: str
    phone: str
    text: str
    at: datetime


@dataclass
class TextStore:
    """Every text taken on, in order, and the telephones that cannot be reached."""

    texts: list[Text] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)


def message_gateway(store: TextStore, *, token: str, now: Callable[[], datetime],
                    trouble: Trouble | None = None) -> Flask:
    """The gateway as a Flask app."""
    app = Flask("meldingsentral")
    bother = trouble or Trouble()

    @app.before_request
    def door() -> Response | None:
        if not allowed(request.headers.get("Authorization"), token):
            return problem(401, "Nøkkelen er feil.", "RFC 6750 section 3.1, invalid_token")
        return bother.answer()

    @app.get("/overgang/v1/status")
    def status() -> Response:
        return jsonify(status="ok")

    @app.post("/overgang/v1/meldinger")
    def take_on() -> Response:
        said: Any = request.get_json(silent=True)
        if not isinstance(said, dict) or set(said) != FIELDS:
            return problem(400, "Meldingen har feil form.", CONTRACT)
        if any(one.id == said["id"] for one in store.texts):
            return problem(409, "Meldingen er tatt imot fra før.", CONTRACT)
        if said["til"] in store.unreachable:
            return problem(422, "Nummeret kan ikke nås.", CONTRACT)
        store.texts.append(Text(said["id"], said["fra"], said["til"], said["tekst"], now()))
        answer = jsonify(referanse=f"sms-{len(store.texts)}")
        answer.status_code = 202
        return answer

    return app
