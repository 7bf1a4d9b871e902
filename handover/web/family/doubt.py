"""«Jeg er i tvil»: what it means, whom to talk to, and somebody who rings. Nothing is answered."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from handover.decision import talk
from handover.decision.access import gone
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.question_view import find, next_question
from handover.web.family.room import case, room
from handover.web.here import house


@room.get("/sporsmal/<part_id>/tvil")
@needs(family)
def doubt(part_id: str) -> str:
    """Wait, talk, or be rung. The question stays open."""
    with reading(house().work) as session:
        _one, place = find(house(), session, case(), part_id)
        after = next_question(house(), session, case(), part_id)
        waits = talk.asked(session, case().actor, case().pupil.id)
    return render_template("family/tvil.html", place=place, after=after, waits=waits)


@room.get("/snakk")
@needs(family)
def talk_to() -> str:
    """Whom one can talk to, at school and elsewhere."""
    if case().restricted:
        raise gone()
    with reading(house().work) as session:
        waits = talk.asked(session, case().actor, case().pupil.id)
    return render_template("family/snakk.html", waits=waits)


@room.post("/snakk")
@needs(family)
def ring_me() -> Response:
    """The rådgiver gets the task of calling. What it is about stays with the person."""
    if case().restricted:
        raise gone()
    talk.ask(house(), case().actor, case().pupil.id)
    return redirect(url_for("familie.talk_to"), 303)
