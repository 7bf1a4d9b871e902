"""The door between nodes: sealed packages and signed statements in, signed receipts out.

No log-in and no cookie: what is sent must be encrypted to a unit here and signed
by an organisation in the directory, or nothing happens and every fault gives
one answer (S33). Where the node asks for tokens, Maskinporten must vouch for that
very organisation too. The message id stands in a header and is random.
"""

import logging
import re
from collections.abc import Callable

from flask import Blueprint, Response, current_app, request

from handover.api.problems import from_error, problem
from handover.errors import HandoverError
from handover.house import House
from handover.receive.statements import take_statement
from handover.receive.take_in import take_in
from handover.tokens.caller import Caller, Gatekeeper
from handover.tokens.errors import Silent, Untrusted
from handover.web import refusals
from handover.web.access import needs, system
from handover.web.here import house

log = logging.getLogger("overgang.node")

room = Blueprint("node", __name__, url_prefix="/node/v1")

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LIMIT = 32 * 1024 * 1024
TYPE = "application/pkcs7-mime"
EXTENSION = "overgang_gatekeeper"
"""Where the application keeps its `Gatekeeper`; None when the node asks for no token."""


@room.get("/status")
@needs(system)
def status() -> Response:
    """That the node answers, and what it is; nothing about anybody."""
    return Response('{"status": "ok"}', content_type="application/json")


@room.post("/pakker")
@needs(system, limit=LIMIT)
def packages() -> Response:
    """Takes in a package. 201 with the signed receipt; the same message again gets the same."""
    return _take(take_in)


@room.post("/meldinger")
@needs(system, limit=LIMIT)
def statements() -> Response:
    """Takes in a signed statement: innhenting, plass or bekreftelse."""
    return _take(take_statement)


def _take(action: Callable[[House, str, bytes, str], bytes]) -> Response:
    try:
        caller = _caller()
    except Untrusted as fault:
        return _not_let_in(fault)
    except Silent as fault:
        log.error("maskinporten_silent", extra={"fields": {"code": fault.code}})
        return problem(503, "TOKEN_SENERE", "Maskinporten svarer ikke. Prøv igjen senere.")
    message_id = request.headers.get("Overgang-Melding", "")
    if not ID.fullmatch(message_id):
        return problem(400, "MELDINGS_ID", "Hodet Overgang-Melding må være en UUID.")
    if request.mimetype != TYPE:
        return problem(415, "INNHOLDSTYPE", f"Innholdstypen må være {TYPE}.")
    try:
        receipt = action(house(), message_id, request.get_data(cache=False), caller)
    except HandoverError as fault:
        return from_error(fault)
    return Response(receipt, 201, content_type="application/vnd.etsi.asic-e+zip")


def _caller() -> str:
    """The organisation Maskinporten says is calling; empty when the node asks for no token."""
    keeper: Gatekeeper | None = current_app.extensions.get(EXTENSION)
    if keeper is None:
        return ""
    known: Caller = keeper.caller(request.headers.get("Authorization", ""))
    return known.organisation


def _not_let_in(fault: HandoverError) -> Response:
    """One answer for every token that does not hold (RFC 6750 3); the log gets the reason."""
    log.warning("node_refused", extra={"fields": {"code": fault.code}})
    refusals.remember(house(), "node:avvist", kode=fault.code)
    answer = problem(401, "TOKEN", "Kallet mangler et gyldig token fra Maskinporten.")
    answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer
