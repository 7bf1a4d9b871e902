"""What people and machines are told when something cannot be done.

One table translates the families of `handover.errors` to statuses. «Not yours» and
«not here» are the same answer, byte for byte. No answer and no log line repeats what
came in: of an unforeseen fault the log gets its kind and where in the code it arose.
"""

import logging
import traceback
from collections.abc import Sequence

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from handover.doors import json
from handover.errors import BadInput, Conflict, HandoverError, NotAllowed, NotFound, Refused
from handover.rules.findings import Finding
from handover.texts.tongues import NB
from handover.web.choice import asked_for
from handover.web.texts import _, marked, reading_in, told

log = logging.getLogger("overgang.web")

MACHINES = ("/api/", "/node/")
"""Under these, every refusal is `application/problem+json` (RFC 9457), also for unknown paths."""

PAGES = {
    400: (marked("Siden var for gammel"),
          marked("Ingenting er lagret. Gå tilbake, last siden på nytt og prøv igjen.")),
    404: (marked("Siden finnes ikke"),
          marked("Adressen kan være feil, eller siden kan være flyttet.")),
    405: (marked("Siden finnes ikke"),
          marked("Adressen kan være feil, eller siden kan være flyttet.")),
    413: (marked("Filen er for stor"),
          marked("Ingenting er lagret. Velg en mindre fil og prøv igjen.")),
    429: (marked("Det gikk litt fort"), marked("Vent et minutt og prøv igjen.")),
    500: (marked("Noe gikk galt hos oss"),
          marked("Feilen er vår, ikke din. Prøv igjen om litt.")),
    503: (marked("Tjenesten svarer ikke nå"), marked("Prøv igjen om noen minutter.")),
}
"""Status → heading and text, when the error itself has nothing to add."""

TITLES = {
    400: marked("Dette kan vi ikke bruke"),
    409: marked("Noe har endret seg"),
    422: marked("Dette gikk ikke"),
}
"""Status → heading, when the error brings its own sentence."""


def status_of(error: HandoverError) -> int:
    """The HTTP status of an error of the house."""
    families: tuple[tuple[type[HandoverError], int], ...] = (
        (NotAllowed, 404), (NotFound, 404), (Conflict, 409), (BadInput, 400), (Refused, 422))
    return next((status for family, status in families if isinstance(error, family)), 500)


def install(app: Flask) -> None:
    """Registers one handler per kind of trouble; nothing reaches the server's own error page."""
    app.register_error_handler(HandoverError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def answer(status: int, text: str = "", code: str = "", findings: Sequence[Finding] = ()
           ) -> Response:
    """The refusal in the form its reader understands: a page, or problem+json for machines."""
    if request.path.startswith(MACHINES):
        return _problem(status, text, code, findings)
    title, known = PAGES.get(status, PAGES[500])
    title = TITLES.get(status, title) if text else title
    if status in (404, 405):
        # In the language the browser has chosen, never the person's own: an address that is not
        # there and one that is not yours must answer alike, byte for byte (S2).
        with reading_in(asked_for() or NB):
            return make_response(_page(status, title, known, findings), status)
    return make_response(_page(status, title, text or known, findings), status)


def _page(status: int, title: str, text: str, findings: Sequence[Finding]) -> str:
    return render_template("feil.html", status=status, title=_(title), text=told(text),
                           findings=findings)


def _ours(error: HandoverError) -> Response:
    status = status_of(error)
    findings = error.findings if isinstance(error, Refused) else ()
    if status == 404:
        return answer(404)
    if status == 500:
        log.error("request_failed kind=%s code=%s", type(error).__name__, error.code)
        return answer(500)
    return answer(status, error.text, error.code, findings)


def _http(error: HTTPException) -> Response:
    # 3xx of the router (a missing slash) are answers, not errors.
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    known = error.code if error.code in PAGES else (404 if error.code < 500 else 500)
    made = answer(known)
    if error.code == 405:
        made.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return made


def _unforeseen(error: Exception) -> Response:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
    # Never the message: it may hold what somebody typed or what a row contains.
    log.error("request_failed kind=%s endpoint=%s where=%s",
              type(error).__name__, request.endpoint, where)
    return answer(500)


def _problem(status: int, text: str, code: str, findings: Sequence[Finding]) -> Response:
    title, known = PAGES.get(status, PAGES[500])
    body: dict[str, json.Value] = {
        "type": "about:blank", "status": status, "title": TITLES.get(status, title),
        "detail": text or known}
    if code:
        body["code"] = code
    if findings:
        body["findings"] = [
            {"code": one.code, "severity": one.severity.value, "where": one.where,
             "text": one.text} for one in findings]
    return Response(json.write(body), status, content_type="application/problem+json")
