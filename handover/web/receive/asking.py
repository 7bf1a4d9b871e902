"""«Dette har vi bedt om»: the county's requests, and a new one to sign and send (S9)."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from handover.receive import asked, desks
from handover.receive.asked import Wish
from handover.store.work import reading
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.texts import _, marked

room = Blueprint("innhenting", __name__, url_prefix="/inntak/innhenting")
READERS = desks.load().desks["inntak"].roles
SIGNS = "inntak_leder"

STATES = {
    "i_ko": (marked("På vei"), "neutral"),
    "levert": (marked("Kommunen har den"), "success"),
    "bekreftet": (marked("Kommunen har den"), "success"),
    "avvist": (marked("Kommunen tok den ikke imot"), "warning"),
    "ga_opp": (marked("Kom ikke fram"), "warning"),
    "stanset": (marked("Stanset"), "warning"),
}
"""State of the delivery → word and colour."""


@room.get("")
@needs(staff(*READERS))
def requests() -> str:
    """What has been asked for, and whether it arrived."""
    with reading(house().work) as session:
        found = asked.asked(house(), session)
    return render_template("receive/innhentinger.html", asked=found, states=STATES,
                           labels=house().labels.titles, may_ask=bool(current().units(SIGNS)))


@room.get("/ny")
@needs(staff(SIGNS))
def new() -> str:
    """The form for a new request; nothing is ticked beforehand."""
    return _form(MultiDict())


@room.post("/ny")
@needs(staff(SIGNS))
def send() -> Response | tuple[str, int]:
    """Signs and sends it, or says what must be mended."""
    wish = _wish(request.form)
    with reading(house().work) as session:
        faults = asked.problems(house(), session, wish)
    if faults:
        return _form(request.form, [(name, _(text)) for name, text in faults]), 422
    asked.send(house(), current(), wish)
    return redirect(url_for("innhenting.requests"), 303)


def _form(form: MultiDict[str, str], faults: list[tuple[str, str]] | None = None) -> str:
    with reading(house().work) as session:
        before = [(one.copies[0].sha256, one.number) for one in asked.asked(house(), session)]
    found = faults or []
    return render_template("receive/innhenting-ny.html", form=form, faults=found,
                           fault=dict(found), lawful=asked.lawful(house()), before=before,
                           titles=house().labels.titles, chosen=form.getlist("kategori"))


def _wish(form: MultiDict[str, str]) -> Wish:
    return Wish(number=form.get("nummer", "").strip(), valid_from=_day(form.get("fra", "")),
                valid_to=_day(form.get("til", "")), codes=form.getlist("kategori"),
                replaces=form.get("erstatter", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
