"""«Forbered deg»: what will happen, who can help and what the words mean, before the first answer."""

from flask import render_template

from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.room import case, room
from handover.web.family.start_view import start_view
from handover.web.here import house


@room.get("/forbered")
@needs(family)
def prepare() -> str:
    """The same words for everybody: it tells nothing about what there is to answer."""
    with reading(house().work) as session:
        view = start_view(house(), session, case())
    return render_template("family/forbered.html", view=view)
