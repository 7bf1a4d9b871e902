"""The page of one pupil, which four desks share: read, confirm, tick off, fetch an attachment.

The promise: every address answers 404 for a wrong unit, a wrong role and a pupil who is not
there; nothing in an address, a title or a file name tells who it is about.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from handover.receive import promise, read, ready
from handover.receive.cases import Promise
from handover.receive.county import FirstStep
from handover.receive.desks import Desk
from handover.store import persons
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.receive.views import PupilPage, pupil_page, runs
from handover.web.receive.words import WORDS
from handover.web.texts import _

LONGEST_NAME, LONGEST_TEXT = 100, 2000
"""What the message to the pupil can carry (`Kortnavn`, `Tekst` in the information model)."""

Faults = Sequence[tuple[str, str]]


def install(room: Blueprint, desk: Desk, home: str) -> None:
    """Adds the addresses of one pupil to a desk's room. `home` is the endpoint of its list."""
    gate, confirming = staff(*desk.roles), staff(*desk.confirms)

    @room.get("/elev/<pupil_id>")
    @needs(gate)
    def pupil(pupil_id: str) -> str:
        return show(desk, home, pupil_id, _said())

    @room.post("/elev/<pupil_id>/bekreft")
    @needs(confirming)
    def confirm(pupil_id: str) -> Answer | tuple[str, int]:
        step = _step()
        if faults := _faults(step):
            return show(desk, home, pupil_id, step, faults), 422
        promise.promise(house(), current(), desk, pupil_id, step)
        return redirect(url_for(".pupil", pupil_id=pupil_id), 303)

    @room.post("/elev/<pupil_id>/klart")
    @needs(gate)
    def tick(pupil_id: str) -> Answer:
        ready.save(house(), current(), desk, pupil_id, request.form.getlist("klart"))
        return redirect(url_for(".pupil", pupil_id=pupil_id, _anchor="klart"), 303)

    @room.get("/elev/<pupil_id>/vedlegg/<file_id>")
    @needs(gate)
    def attachment(pupil_id: str, file_id: str) -> Response:
        return _pdf(read.attachment(house(), current(), pupil_id, file_id, desk).data)


def show(desk: Desk, home: str, pupil_id: str, step: FirstStep, faults: Faults = ()) -> str:
    """The pupil's page, with the form as it was filled in. Opening it is audited."""
    opened = read.package_for(house(), current(), pupil_id, desk)
    with reading(house().work) as session:
        page = pupil_page(house(), session, current(), desk, opened)
    return render_template("receive/elev.html", page=page, words=WORDS[desk.id], desk=desk.id,
                           home=home, step=_kept(page, step), faults=faults,
                           fault=dict(faults), runs=runs)


def _said() -> FirstStep:
    """Who is logged in, as the one who follows up until somebody else is written in."""
    with reading(house().work) as session:
        known = persons.get(house(), session, current().person_id)
    given = " ".join(name for name in (known.given, known.middle) if name)
    return FirstStep(given, known.family, known.title, "")


def _kept(page: PupilPage, step: FirstStep) -> FirstStep:
    """A contact already promised stays the suggestion when something new has come."""
    known: Promise | None = page.promise
    if known is None or request.method == "POST":
        return step
    return FirstStep(known.given, known.family, known.role, "")


def _step() -> FirstStep:
    form = request.form
    return FirstStep(*(form.get(name, "").strip()
                       for name in ("fornavn", "etternavn", "stilling", "forst")))


def _faults(step: FirstStep) -> list[tuple[str, str]]:
    asked = (("fornavn", step.given, _("Skriv fornavnet til den som følger opp.")),
             ("etternavn", step.family, _("Skriv etternavnet til den som følger opp.")),
             ("forst", step.text, _("Skriv hva som skjer først.")))
    found = [(name, text) for name, value, text in asked if not value]
    lengths = (("fornavn", step.given, LONGEST_NAME), ("etternavn", step.family, LONGEST_NAME),
               ("stilling", step.role, LONGEST_NAME), ("forst", step.text, LONGEST_TEXT))
    return found + [(name, _("Skriv kortere. Det er plass til %(n)s tegn.", n=longest))
                    for name, value, longest in lengths if len(value) > longest]


def _pdf(data: bytes) -> Response:
    """Always a download, never a page of ours, under a name that tells nothing."""
    answer = Response(data, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="vedlegg.pdf"'
    return answer
