"""One page per question: the whole text first, then the answer; leave and come back."""

from collections.abc import Mapping

from flask import Response as FlaskResponse
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import answer
from handover.decision.access import gone
from handover.decision.questions import Asked
from handover.errors import Conflict, Refused
from handover.rules.actors import Level
from handover.rules.approval import Answer
from handover.store.work import reading
from handover.web.access import family, needs, pupil
from handover.web.family.beside_view import beside
from handover.web.family.case import reads_part
from handover.web.family.question_view import find, newer, next_question, question_view
from handover.web.family.reading import file_of, page_of
from handover.web.family.room import case, room
from handover.web.here import house
from handover.web.texts import _
from handover.web.wording import as_read

EACH = "hver"
"""The value of the button that answers for every receiver by itself."""
SLOT = "plass-"
ANSWERS = {"ja": Answer.YES, "nei": Answer.NO}


@room.get("/sporsmal")
@needs(family)
def begin() -> Response:
    """Goes to the first question that has no answer yet, or says thank you."""
    return _onwards()


@room.get("/sporsmal/<part_id>")
@needs(family)
def question(part_id: str) -> str | Response:
    """The whole text, who gets it, why, how long and what if no; then the two buttons.

    With too weak a log-in the page says so and shows neither name nor text (S5).
    """
    with reading(house().work) as session:
        changed = newer(house(), session, case(), part_id)
        if changed:
            return redirect(url_for("familie.question", part_id=changed), 303)
        one, place = find(house(), session, case(), part_id)
        if not reads_part(house(), case(), one.part):
            return render_template("family/bankid.html", place=place)
        view = question_view(house(), session, case(), one, place)
    shown = answer.show(house(), case().actor, part_id,
                        as_read(view.why, view.if_no, view.how_long))
    with reading(house().work) as session:
        page = page_of(house(), session, case(), shown)
        said = beside(house(), session, case(), shown.part)
    return render_template("family/sporsmal.html", view=view, page=page, said=said)


@room.get("/sporsmal/<part_id>/bankid")
@needs(family, level=Level.HIGH)
def stronger(part_id: str) -> Response:
    """Where a stronger log-in leads back to."""
    return redirect(url_for("familie.question", part_id=part_id), 303)


@room.post("/sporsmal/<part_id>")
@needs(family)
def answered(part_id: str) -> Response:
    """Records the answer about the very text that was shown, and goes on.

    When the text has changed since, nothing is recorded and the new text is one click away.
    """
    with reading(house().work) as session:
        changed = newer(house(), session, case(), part_id)
        if changed:
            return _changed(changed)
        one, _place = find(house(), session, case(), part_id)
    try:
        answer.answer(house(), case().actor, part_id, request.form.get("sha256", ""), _given(one))
    except Conflict:
        return _changed(part_id)
    return _onwards(part_id)


@room.post("/sporsmal/<part_id>/innsyn")
@needs(pupil)
def opened(part_id: str) -> Response:
    """The pupil lets guardians read this part, or closes it again (C-46)."""
    with reading(house().work) as session:
        one, _place = find(house(), session, case(), part_id)
    if one.category.guardian_view != "elev_velger":
        raise gone()
    answer.open_to_guardians(house(), case().actor, part_id, request.form.get("vis") == "ja")
    return redirect(url_for("familie.question", part_id=part_id, _anchor="svar"), 303)


@room.get("/sporsmal/<part_id>/dokument/<int:number>")
@needs(family)
def document(part_id: str, number: int) -> FlaskResponse:
    """A file that follows the part, as it would be sent. Its name tells nothing (S24)."""
    with reading(house().work) as session:
        find(house(), session, case(), part_id)
    shown = answer.show(house(), case().actor, part_id)
    with reading(house().work) as session:
        file = file_of(house(), session, page_of(house(), session, case(), shown), number)
    if file is None:
        raise gone()
    return download(file.data, file.media_type, number)


def download(data: bytes, media_type: str, number: int) -> FlaskResponse:
    """A file to keep, under a name that says nothing."""
    made = make_response(data)
    made.headers["Content-Type"] = media_type
    made.headers["Content-Disposition"] = f'attachment; filename="dokument-{number}.pdf"'
    return made


def _changed(part_id: str) -> Response:
    return make_response(render_template("family/endret.html", part_id=part_id), 409)


def _given(one: Asked) -> Mapping[str, Answer]:
    """The answers in the form: one for all receivers, or one for each."""
    said = request.form.get("svar", "")
    if said == EACH:
        each = {slot.id: request.form.get(SLOT + slot.id, "") for slot in one.slots}
    else:
        each = {slot.id: said for slot in one.slots}
    if not each or not set(each.values()) <= set(ANSWERS):
        raise Refused(_("Velg ja eller nei. Gå tilbake og prøv igjen."), "UKJENT_SVAR")
    return {slot_id: ANSWERS[word] for slot_id, word in each.items()}


def _onwards(after: str = "") -> Response:
    with reading(house().work) as session:
        following = next_question(house(), session, case(), after)
    if following:
        return redirect(url_for("familie.question", part_id=following), 303)
    return redirect(url_for("familie.thanks"), 303)
