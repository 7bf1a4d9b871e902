"""Paper for one person: chosen here, shown as a page to print, logged (P8, C-45, C-51)."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from handover.decision import paper_kit, unanswered
from handover.decision.answer import Shown
from handover.decision.paper_kit import Kit, Sheet
from handover.errors import Refused
from handover.house import House
from handover.store import persons
from handover.store.work import reading
from handover.texts.tongues import TONGUES, tongue
from handover.web.access import current, needs
from handover.web.family.case import Case, open_case
from handover.web.family.question_view import Place, QuestionPage, question_view
from handover.web.family.reading import Page, page_of
from handover.web.here import house
from handover.web.staff.family_room import HATS, PRINTS, room, way_back
from handover.web.texts import _, reading_in

GROUP = 4
"""Characters of the version in each group, so that two papers can be compared by eye."""


@dataclass(frozen=True)
class Reader:
    """Somebody there may be paper for."""

    id: str
    name: str
    hat: str
    language: str


@dataclass(frozen=True)
class Question:
    """One question on the paper."""

    view: QuestionPage
    page: Page


@room.get("/elev/<pupil_id>/papir")
@needs(PRINTS)
def paper(pupil_id: str) -> str:
    """Whose paper, and in which language."""
    return _choose(pupil_id)


@room.post("/elev/<pupil_id>/papir")
@needs(PRINTS)
def make_paper(pupil_id: str) -> Response | tuple[str, int]:
    """«Lag arket»: what is on it is written down before it is shown."""
    chosen = tongue(request.form.get("sprak", ""))
    person = request.form.get("hvem", "")
    if chosen is None or not person:
        return _choose(pupil_id, [("hvem", _("Velg hvem arket er til."))]), 422
    try:
        made = paper_kit.prepare(house(), current(), pupil_id, person, chosen.code)
    except Refused as fault:
        return _choose(pupil_id, [("hvem", _(fault.text))]), 422
    return redirect(url_for("familien.printed", pupil_id=pupil_id, print_id=made), 303)


@room.get("/elev/<pupil_id>/papir/<print_id>")
@needs(PRINTS)
def printed(pupil_id: str, print_id: str) -> str:
    """The page to print, in the person's language with the bokmål beside it."""
    kit = paper_kit.kit(house(), current(), pupil_id, print_id)
    chosen = tongue(kit.language)
    if chosen is None:
        raise ValueError("a paper is made in a language of ours")
    with reading_in(chosen), reading(house().work) as session:
        case = open_case(house(), session, kit.person, kit.pupil)
        name = persons.get(house(), session, kit.person.person_id).name
        return render_template(
            "family/papir.html", kit=kit, name=name, case=case, back=way_back(current(), pupil_id),
            questions=[_question(house(), session, case, kit, one) for one in kit.sheets],
            version=_grouped(kit.version))


def _choose(pupil_id: str, faults: list[tuple[str, str]] | None = None) -> str:
    with reading(house().work) as session:
        pupil, _unit = paper_kit.open_to(house(), session, current(), pupil_id)
        people = [_reader(session, one.person_id, one.hat)
                  for one in unanswered.family(house(), session, pupil)]
    return render_template(
        "staff/papir.html", people=people, faults=faults or [], pupil_id=pupil_id,
        back=way_back(current(), pupil_id), chosen=_chosen(people),
        tongues=[(one.code, f"{one.bokmal} ({one.own})" if one.foreign else one.bokmal)
                 for one in TONGUES])


def _chosen(people: list[Reader]) -> tuple[str, str]:
    """Who and which language stand chosen: what was asked for, else nobody."""
    wanted = request.values.get("hvem", "")
    one = next((person for person in people if person.id == wanted), None)
    return wanted, request.form.get("sprak", one.language if one else "nb")


def _reader(session: Session, person_id: str, hat: str) -> Reader:
    known = persons.get(house(), session, person_id)
    return Reader(person_id, known.name, _(HATS[hat]),
                  known.language if tongue(known.language) else "nb")


def _question(node: House, session: Session, case: Case, kit: Kit, one: Sheet) -> Question:
    # No place among the others: a number series would tell how many there were (P8).
    place = Place(one.asked.part.id, 0, 0, 0, "", "")
    shown = Shown(one.asked.part, one.asked.category, one.data, one.text_hash)
    return Question(question_view(node, session, case, one.asked, place),
                    page_of(node, session, case, shown))


def _grouped(version: str) -> list[str]:
    groups = [version[at:at + GROUP].upper() for at in range(0, len(version), GROUP)]
    half = len(groups) // 2
    return [" ".join(groups[:half]), " ".join(groups[half:])]
