"""A guardian offers the pupil a «lysglimt», and sees their own offers; never what became of them."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import glimpses
from handover.decision.access import gone
from handover.errors import Refused
from handover.store.work import reading
from handover.web.access import guardian, needs
from handover.web.family.room import case, room
from handover.web.here import house


@room.get("/noe-fint")
@needs(guardian)
def offer_glimpse() -> str:
    """The form, and what the guardian has offered."""
    return _page("")


@room.post("/noe-fint")
@needs(guardian)
def give_glimpse() -> Response | tuple[str, int]:
    """Puts it before the pupil."""
    text = request.form.get("tekst", "")
    try:
        glimpses.offer(house(), case().actor, case().pupil.id, text)
    except Refused as fault:
        return _page(text, fault.text), 422
    return redirect(url_for("familie.offer_glimpse"), 303)


@room.post("/noe-fint/<glimpse_id>/fjern")
@needs(guardian)
def drop_glimpse(glimpse_id: str) -> Response:
    """Takes an offer back."""
    glimpses.take_back(house(), case().actor, glimpse_id)
    return redirect(url_for("familie.offer_glimpse"), 303)


def _page(text: str, fault: str = "") -> str:
    if case().restricted:
        raise gone()
    with reading(house().work) as session:
        mine = glimpses.given(house(), session, case().actor, case().pupil.id)
    return render_template("family/noe-fint.html", text=text, fault=fault, mine=mine,
                           longest=glimpses.LONGEST, full=len(mine) >= glimpses.MOST)
