"""Errors of the machine doors as problem+json (RFC 9457): a code and a sentence, never a value."""

import json

from flask import Response

from handover.errors import (
    BadInput,
    Conflict,
    HandoverError,
    NotAllowed,
    NotFound,
    Refused,
)

STATUS = ((NotAllowed, 404), (NotFound, 404), (Conflict, 409), (BadInput, 422), (Refused, 422))


def problem(status: int, code: str, title: str, **extra: object) -> Response:
    """A problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code} | extra
    return Response(json.dumps(body, ensure_ascii=False), status,
                    content_type="application/problem+json")


def from_error(fault: HandoverError) -> Response:
    """The problem document of an error on purpose; findings as codes and places."""
    status = next((status for kind, status in STATUS if isinstance(fault, kind)), 500)
    found = [{"code": one.code, "where": one.where, "text": one.text}
             for one in getattr(fault, "findings", ())]
    return problem(status, fault.code, fault.text, **({"findings": found} if found else {}))
