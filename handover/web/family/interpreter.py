"""«Trenger du tolk?»: the first thing a guardian meets, before anything has to be read (P8)."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from handover.decision import interpreter as wishes
from handover.errors import Refused
from handover.store import persons
from handover.store.work import reading
from handover.web.access import guardian, needs
from handover.web.family.days import weekday
from handover.web.family.room import case, room
from handover.web.family.start import ASKED_ABOUT_INTERPRETER
from handover.web.here import house
from handover.web.languages import LANGUAGES, language
from handover.web.texts import _, tid


@room.get("/tolk")
@needs(guardian)
def offer() -> str:
    """Three times to choose among, and the languages by their own names."""
    wish = wishes.wish_of(house(), case().actor, case().pupil.id)
    return _page(wish=wish)


@room.post("/tolk")
@needs(guardian)
def call_me() -> str | Response | tuple[str, int]:
    """«Ring meg med tolk»: the rådgiver gets the task."""
    at = _instant(request.form.get("tid", ""))
    language = request.form.get("sprak", "")
    faults = _faults(at, language)
    if at is None or faults:
        return _page(faults=faults, chosen=language), 422
    try:
        wishes.ask(house(), case().actor, case().pupil.id, at, language)
    except Refused as fault:
        return _page(faults=[("tid", fault.text)], chosen=language), 422
    return redirect(url_for("familie.offer"), 303)


@room.post("/tolk/nei")
@needs(guardian)
def no_need() -> Response:
    """«Gå videre»: the offer has been seen in this log-in."""
    cookie[ASKED_ABOUT_INTERPRETER] = True
    return redirect(url_for("familie.home"), 303)


def _page(wish: wishes.Wish | None = None, faults: list[tuple[str, str]] | None = None,
          chosen: str = "") -> str:
    offered = [(one.isoformat(), f"{weekday(one).capitalize()} {tid(one)}")
               for one in wishes.times(house().today())]
    return render_template(
        "family/tolk.html", times=offered, languages=_languages(), faults=faults or [],
        chosen=chosen or _known_language(), wish=wish, language_of=language)


def _faults(at: datetime | None, language: str) -> list[tuple[str, str]]:
    found = []
    if at is None:
        found.append(("tid", _("Velg når skolen kan ringe.")))
    if language not in {code for code, _own, _bokmal in LANGUAGES}:
        found.append(("sprak", _("Velg hvilket språk tolken skal snakke.")))
    return found


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _languages() -> list[tuple[str, str]]:
    return [(code, f"{own} ({_(bokmal)})" if own else _(bokmal).capitalize())
            for code, own, bokmal in LANGUAGES]


def _known_language() -> str:
    """The language the school has noted for the person, when it is one of these."""
    with reading(house().work) as session:
        noted = persons.get(house(), session, case().actor.person_id).language
    return noted if noted in {code for code, _own, _bokmal in LANGUAGES} else ""
