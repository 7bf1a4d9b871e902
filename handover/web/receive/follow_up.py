"""The follow-up service: one fact, the pupil's own words, how to reach them, and five school days.

Nothing else goes there by law (§ 9-4, P3); the help is voluntary.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from handover.house import House
from handover.receive import contacts, desks, ready
from handover.receive.contacts import Contact
from handover.receive.read import OpenPart, ReceivedView, glance
from handover.receive.school_days import deadline
from handover.rules.actors import Actor
from handover.rules.policy import Category, Mechanism, day_of
from handover.web.access import current, needs, staff
from handover.web.here import house
from handover.web.receive import pages
from handover.web.receive.views import Voice, is_voice, is_why, voice_of
from handover.web.texts import _, marked

DESK = desks.load().desks["ot"]
room = Blueprint("ot", __name__, url_prefix="/oppfolging")
done = Blueprint("ot_kontakt", __name__, url_prefix="/oppfolging")

FACTS = {
    "ikke_sokt": marked("%(navn)s har ikke søkt skoleplass."),
    "ikke_fatt_plass": marked("%(navn)s har ikke skoleplass."),
    "ikke_tatt_imot": marked("%(navn)s har ikke takket ja til skoleplassen."),
    "ikke_mott": marked("%(navn)s har skoleplass, men har ikke møtt."),
}
"""Code of the fact → the sentence about it."""


@dataclass(frozen=True)
class Young:
    """One pupil in the list."""

    pupil_id: str
    name: str
    first: str
    fact: str
    told: date
    days: int
    due: date
    left: int
    """Days until the deadline; negative when it has passed."""
    born: date | None
    voice: Voice | None
    trusted: Contact | None
    contact: str


@room.get("/nye")
@needs(staff(*DESK.roles))
def new() -> str:
    """Those nobody has been in touch with yet, the first deadline first."""
    found = [one for one in young(house(), current()) if not one.contact]
    return render_template("receive/ot.html", young=found, contacted=False,
                           today=house().today())


@done.get("/kontakt-tatt")
@needs(staff(*DESK.roles))
def contacted() -> str:
    """Those somebody has been in touch with."""
    found = [one for one in young(house(), current()) if one.contact]
    return render_template("receive/ot.html", young=found, contacted=True,
                           today=house().today())


def young(node: House, actor: Actor) -> list[Young]:
    """The list for one reader; only what it shows is opened, and that is audited."""
    views = glance(node, actor, DESK, _wanted)
    return sorted((_young(node, view) for view in views), key=lambda one: one.due)


def _wanted(category: Category | None) -> bool:
    """What the law gives, and the pupil's own words. The rest waits for the pupil's page."""
    return category is not None and (category.mechanism is Mechanism.LAW or is_voice(category))


def _is_fact(part: OpenPart) -> bool:
    """The law-based part that goes to nobody else."""
    return is_why(DESK, part.known)


def _young(node: House, view: ReceivedView) -> Young:
    table, today = desks.load(), node.today()
    said = next((part.facts for part in view.parts if _is_fact(part)), {})
    told = date.fromisoformat(str(said.get("dato", "") or view.case.first.date()))
    due = deadline(told, day_of(table.school_start, told.year), table.school_days)
    voice = next((part for part in view.parts
                  if is_voice(part.known) and part.about is None), None)
    people = contacts.people(ready.sources(view.parts), table.contact, node.labels)
    return Young(
        pupil_id=view.case.pupil_id, name=view.pupil.name, first=view.pupil.given,
        fact=_fact(str(said.get("status", "")), view.pupil.given), told=told,
        days=(today - told).days, due=due, left=(due - today).days, born=view.pupil.born,
        voice=voice_of(node, view, voice) if voice else None,
        trusted=people[0] if people else None,
        contact=view.case.promise.name if view.case.promise else "")


def _fact(code: str, name: str) -> str:
    said = FACTS.get(code, marked("%(navn)s har sagt ja til at dere tar kontakt."))
    return _(said, navn=name)


pages.install(room, DESK, "ot.new")
