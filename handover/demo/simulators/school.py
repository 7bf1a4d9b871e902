"""A school system that serves PIFU-IMS SAS 1.3 over HTTP, from records a demo may change.

The promise: `GET /pifu/sas?skole=<orgnr>&skolear=2026/2027` with the right bearer token
gives the school's full export; everything else is refused with the reference it follows.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, request

from handover.demo.simulators.school_model import (
    Absence,
    Adult,
    Guardian,
    LanguageTeaching,
    Mark,
    School,
    SchoolPerson,
    SchoolStore,
    Subject,
)
from handover.demo.simulators.school_xml import document
from handover.demo.simulators.trouble import Trouble, allowed, problem

__all__ = [
    "Absence",
    "Adult",
    "Guardian",
    "LanguageTeaching",
    "Mark",
    "School",
    "SchoolPerson",
    "SchoolStore",
    "Subject",
    "Trouble",
    "school_system",
]


def school_system(
    store: SchoolStore,
    *,
    token: str,
    now: Callable[[], datetime],
    trouble: Trouble | None = None,
) -> Flask:
    """The system as a Flask app. `now` stamps the export; pass the demo's own clock."""
    app = Flask("skolesystem")
    bother = trouble or Trouble()

    @app.get("/pifu/sas")
    def export() -> Response:
        if not allowed(request.headers.get("Authorization"), token):
            refusal = problem(401, "Nøkkelen er feil.", "RFC 6750 section 3.1, invalid_token")
            refusal.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return refusal
        return bother.answer() or _export(store, now())

    return app


def _export(store: SchoolStore, now: datetime) -> Response:
    orgnr, year = request.args.get("skole", ""), request.args.get("skolear", "")
    school = store.schools.get(orgnr)
    if school is None:
        return problem(
            404, "Skolen finnes ikke her.", "PIFU-IMS SAS 1.3, P3.13.1.1 organizationNumber"
        )
    first, _, second = year.partition("/")
    if not (len(year) == 9 and f"{first}{second}".isdecimal() and int(second) == int(first) + 1):
        return problem(
            400, "Skoleåret må skrives 2026/2027.", "PIFU-IMS SAS 1.3, 5.10.3 adminperiod"
        )
    made_at = now.replace(tzinfo=None).isoformat(timespec="seconds")
    data = document(school, store.at(orgnr), year, made_at)
    return Response(data, 200, content_type="application/xml; charset=utf-8")
