"""Failed tries are remembered: who, which route, how many; never what was looked for (ASVS V16.3).

Tries are counted in windows of an hour and written at the 1st, 10th, 100th …, so that nobody
can drown the audit by trying. A wrong role and an unknown address are counted alike.
"""

from flask import Flask, Response, request

from handover.house import House
from handover.store import counters
from handover.store.audit import Event
from handover.web import access

HOUR = 3600
COUNTED = {400: "forsok:ugyldig", 403: "forsok:avvist", 404: "forsok:avvist",
           429: "forsok:for_mange"}
"""Status → event."""


def install(app: Flask, node: House) -> None:
    """Looks at every answer on its way out."""
    @app.after_request
    def _remember(response: Response) -> Response:
        if response.status_code in COUNTED:
            _write(node, response.status_code)
        return response


def remember(node: House, event: str, **fields: str) -> None:
    """Remembers a refusal that has its own event, with codes and no person: of the same kind
    the 1st, 10th, 100th … within an hour."""
    kind = " ".join((event, *fields.values()))
    number = counters.count(node, kind, "ukjent", HOUR).count
    if _round(number):
        with node.work() as work:
            work.audit(Event(event, "ukjent", fields={**fields, "antall": str(number)}))
            work.commit()


def _write(node: House, status: int) -> None:
    actor = access.visitor()
    who, role = (actor.person_id, actor.hat.value) if actor else ("ukjent", "")
    route = request.endpoint or "ukjent"
    number = counters.count(node, f"forsok {status} {route}", who, HOUR).count
    if not _round(number):
        return
    with node.work() as work:
        work.audit(Event(COUNTED[status], who, role=role, object_id=route,
                         fields={"antall": str(number), "status": str(status)}))
        work.commit()


def _round(number: int) -> bool:
    """1, 10, 100, …"""
    return str(number).strip("0") == "1"
