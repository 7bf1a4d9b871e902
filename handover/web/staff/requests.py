"""«Fylket ber om»: the county's signed request, read out in words, for a leader to accept (S9).

The promise: what is shown is read from the signed container itself, and what is accepted is
that very hash. A refusal is of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import col, select
from werkzeug.wrappers import Response

from handover.decision import lead
from handover.decision.access import gone
from handover.errors import HandoverError, Refused
from handover.house import House
from handover.seal import messages, reader
from handover.seal.messages import Request
from handover.store.tables import Innhenting
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.staff import words
from handover.web.texts import _, marked

OWNER = "skoleeier"
room = Blueprint("fylket", __name__)

STATES = {
    "mottatt": (marked("Venter på deg"), "warning"),
    "godtatt": (marked("Godtatt"), "success"),
    "avvist": (marked("Ikke godtatt"), "neutral"),
    "erstattet": (marked("Erstattet av en nyere"), "neutral"),
}


@dataclass(frozen=True)
class Asked:
    """One category the county asks for, and why."""

    title: str
    purpose: str
    reference: str


@dataclass(frozen=True)
class RequestView:
    """One request."""

    sha256: str
    fingerprint: str
    """The hash in groups of eight, to be read aloud over the phone."""
    number: str
    year: str
    valid_from: date
    valid_to: date
    received: datetime
    state: str
    colour: str
    open: bool
    asked: Sequence[Asked]
    county: str
    signed_by: str
    approved_by: str
    trusted: bool
    replaces: bool


@room.get("/fylket-ber-om")
@needs(staff(OWNER))
def page() -> str:
    """The requests that have come, those that wait first."""
    with reading(house().work) as session:
        found = session.exec(select(Innhenting).where(
            col(Innhenting.state).in_(STATES)).order_by(col(Innhenting.received).desc())).all()
    shown = [_view(house(), row) for row in found]
    return render_template("staff/fylket.html", waiting=[one for one in shown if one.open],
                           settled=[one for one in shown if not one.open])


@room.post("/fylket-ber-om")
@needs(staff(OWNER))
def answer() -> Response:
    """«Godta» or «Ikke godta», by the hash that stood on the page."""
    said, sha256 = request.form.get("svar", ""), request.form.get("sha256", "")
    if said not in ("ja", "nei"):
        raise Refused(_("Velg om dere godtar innhentingen."), "IKKE_VALGT")
    if said == "ja":
        _check_sound(sha256)
        lead.accept_request(house(), current(), sha256)
        flash(_("Innhentingen er godtatt."), "success")
    else:
        lead.refuse_request(house(), current(), sha256)
        flash(_("Innhentingen er ikke godtatt. Ingenting sendes på grunnlag av den."), "success")
    return redirect(url_for("fylket.page"), 303)


def _check_sound(sha256: str) -> None:
    with reading(house().work) as session:
        row = session.get(Innhenting, sha256)
    if row is None:
        raise gone()
    if not _view(house(), row).trusted:
        raise Refused(_("Signaturen kan ikke bekreftes nå. Be fylket sende innhentingen på nytt."),
                      "SIGNATUR")


def _view(node: House, row: Innhenting) -> RequestView:
    opened = reader.open_container(row.container, node.trust, node.clock.now())
    said = _read(opened)
    state, colour = STATES[row.state]
    return RequestView(
        sha256=row.sha256, fingerprint=" ".join(
            row.sha256[at:at + 8] for at in range(0, len(row.sha256), 8)),
        number=row.number, year=row.school_year, valid_from=row.valid_from,
        valid_to=row.valid_to, received=row.received, state=_(state), colour=colour,
        open=row.state == "mottatt", asked=[
            Asked(node.labels.title(one.code), one.purpose, one.reference)
            for one in (said.categories if said else ()) if one.code in node.policy.categories],
        county=said.county_name if said else "", signed_by=opened.signature.signer_name or "",
        approved_by=_(words.ROLES.get(said.approved_by_role, "")) if said else "",
        trusted=opened.good and said is not None, replaces=row.replaces is not None)


def _read(opened: reader.Opened) -> Request | None:
    data = opened.files.get(Request.name)
    if data is None:
        return None
    try:
        found = messages.parse(Request.name, data)
    except HandoverError:
        return None
    return found if isinstance(found, Request) else None
