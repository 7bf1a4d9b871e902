"""The door between nodes: sealed packages and signed statements in, signed receipts out.

No log-in and no cookie: what is sent must be encrypted to a unit here and signed
by an organisation in the directory, or nothing happens and every fault gives
one answer (S33). The message id stands in a header and is random.
"""

import re
from collections.abc import Callable

from flask import Blueprint, Response, request

from handover.api.problems import from_error, problem
from handover.errors import HandoverError
from handover.house import House
from handover.receive.statements import take_statement
from handover.receive.take_in import take_in
from handover.web.access import needs, system
from handover.web.here import house

room = Blueprint("node", __name__, url_prefix="/node/v1")

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LIMIT = 32 * 1024 * 1024
TYPE = "application/pkcs7-mime"


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


def _take(action: Callable[[House, str, bytes], bytes]) -> Response:
    message_id = request.headers.get("Overgang-Melding", "")
    if not ID.fullmatch(message_id):
        return problem(400, "MELDINGS_ID", "Hodet Overgang-Melding må være en UUID.")
    if request.mimetype != TYPE:
        return problem(415, "INNHOLDSTYPE", f"Innholdstypen må være {TYPE}.")
    try:
        receipt = action(house(), message_id, request.get_data(cache=False))
    except HandoverError as fault:
        return from_error(fault)
    return Response(receipt, 201, content_type="application/vnd.etsi.asic-e+zip")
