"""«Jeg har ombestemt meg»: one page that says what it means, one button, no reason asked (C-54)."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from handover.decision import answer
from handover.decision.access import gone
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.answers_view import Own, find_own
from handover.web.family.room import case, room
from handover.web.here import house


@room.get("/ombestem/<part_id>")
@needs(family)
def ask_back(part_id: str) -> str:
    """What taking back a yes means, before and after the part has been sent."""
    return render_template("family/ombestem.html", one=_own(part_id))


@room.post("/ombestem/<part_id>")
@needs(family)
def take_back(part_id: str) -> Response:
    """Takes the yes back at once."""
    answer.withdraw(house(), case().actor, _own(part_id).part_id)
    return redirect(url_for("familie.taken_back", part_id=part_id), 303)


@room.get("/ombestem/<part_id>/gjort")
@needs(family)
def taken_back(part_id: str) -> str:
    """Says that it is done."""
    with reading(house().work) as session:
        one = find_own(house(), session, case(), part_id)
    if one is None:
        raise gone()
    return render_template("family/ombestemt.html", one=one)


def _own(part_id: str) -> Own:
    """The person's yes. Raises NotFound when there is none to take back."""
    with reading(house().work) as session:
        one = find_own(house(), session, case(), part_id)
    if one is None or not one.can_withdraw:
        raise gone()
    return one
