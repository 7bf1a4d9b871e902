"""The blueprint all family pages hang on, and what every one of them knows before it begins."""

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from handover.decision.access import gone
from handover.rules.actors import Level
from handover.store.work import reading
from handover.web.access import current, step_up
from handover.web.family.case import Case, children, open_case
from handover.web.family.contact import Adviser, adviser_of
from handover.web.family.days import weekday
from handover.web.family.words_form import picture_of
from handover.web.here import house
from handover.web.session import session_row

room = Blueprint("familie", __name__)

WITHOUT_CASE = frozenset({"familie.choose", "familie.chosen"})
"""Pages a guardian of several needs before it is known whom the rest is about."""
WEAK_MAY = frozenset({"familie.home", "familie.write", "familie.save"})
"""Pages that open for a log-in of the school's own: a draft of one's own words and no more (P7)."""


@room.before_request
def _whom() -> Response | None:
    """Finds the pupil the request is about; a guardian of several is asked first."""
    if request.endpoint in WITHOUT_CASE:
        return None
    with reading(house().work) as session:
        mine = children(house(), session, current())
        chosen = session_row().pupil_id
        pupil = mine[0] if len(mine) == 1 else \
            next((one for one in mine if one.id == chosen), None)
        if pupil is None and len(mine) > 1:
            return redirect(url_for("familie.choose"), 303)
        if pupil is None:
            raise gone()
        g.case = open_case(house(), session, current(), pupil, len(mine) > 1)
    if request.endpoint not in WEAK_MAY and not current().reaches(Level.SUBSTANTIAL):
        return step_up(Level.SUBSTANTIAL)
    return None


def case() -> Case:
    """Whom this request is about and who is asking."""
    found: Case = g.case
    return found


@room.context_processor
def _always() -> dict[str, object]:
    return {"case": g.get("case"), "adviser": _adviser, "picture": picture_of,
            "weekday": weekday}


def _adviser() -> Adviser | None:
    """Who at school the family may talk to, looked up when a page asks for it."""
    found: Case | None = g.get("case")
    if found is None or found.restricted:
        return None
    with reading(house().work) as session:
        return adviser_of(house(), session, found.pupil)
