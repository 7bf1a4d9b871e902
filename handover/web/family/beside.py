"""«Skriv en merknad» and «Si fra om feil»: what a person may say beside a part (C-64)."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import answer, corrections, remarks
from handover.decision.access import gone
from handover.errors import Refused
from handover.rules.policy import Mechanism
from handover.store.tables import Part
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.beside_view import beside, wrong_list
from handover.web.family.case import asked
from handover.web.family.room import case, room
from handover.web.here import house


@room.get("/merknad/<part_id>")
@needs(family)
def remark(part_id: str) -> str:
    """The form, with the remark there is."""
    part = _part(part_id)
    with reading(house().work) as session:
        said = beside(house(), session, case(), part)
    return _remark_page(part, said.remark)


@room.post("/merknad/<part_id>")
@needs(family)
def keep_remark(part_id: str) -> Response | tuple[str, int]:
    """Keeps the remark; the part itself is not changed."""
    part, text = _part(part_id), request.form.get("tekst", "")
    try:
        remarks.write(house(), case().actor, part_id, text)
    except Refused as fault:
        return _remark_page(part, text, fault.text), 422
    return _back(part_id)


@room.post("/merknad/<part_id>/fjern")
@needs(family)
def drop_remark(part_id: str) -> Response:
    """Takes the remark away."""
    _part(part_id)
    remarks.take_away(house(), case().actor, part_id)
    return _back(part_id)


@room.get("/feil/<part_id>")
@needs(family)
def wrong(part_id: str) -> str:
    """The form for saying that something is wrong, and what happens then."""
    return _wrong_page(_part(part_id), "")


@room.post("/feil/<part_id>")
@needs(family)
def say_wrong(part_id: str) -> Response | tuple[str, int]:
    """The owner of the part gets a task; the part waits as long as it may."""
    part, text = _part(part_id), request.form.get("tekst", "")
    try:
        corrections.ask(house(), case().actor, part_id, text)
    except Refused as fault:
        return _wrong_page(part, text, fault.text), 422
    return redirect(url_for("familie.said_wrong"), 303)


@room.get("/feil")
@needs(family)
def said_wrong() -> str:
    """What the person has said is wrong, and what was answered."""
    with reading(house().work) as session:
        found = wrong_list(house(), session, case(), house().today())
    return render_template("family/feil-svar.html", found=found)


def _remark_page(part: Part, text: str, fault: str = "") -> str:
    with reading(house().work) as session:
        said = beside(house(), session, case(), part)
    return render_template("family/merknad.html", text=text, fault=fault, said=said,
                           back=_way_back(part.id), longest=remarks.LONGEST)


def _wrong_page(part: Part, text: str, fault: str = "") -> str:
    with reading(house().work) as session:
        said = beside(house(), session, case(), part)
    waits = house().policy.categories[part.category].mechanism.asked
    return render_template("family/feil-i.html", text=text, fault=fault, said=said, waits=waits,
                           back=_way_back(part.id), longest=corrections.LONGEST)


def _part(part_id: str) -> Part:
    """A part of this case the person sees now and that is nobody's own words. Raises NotFound."""
    if case().restricted:
        raise gone()
    with reading(house().work) as session:
        part, pupil = answer.visible(house(), session, case().actor, part_id)
    own = house().policy.categories[part.category].mechanism is Mechanism.OWN
    if pupil.id != case().pupil.id or own:
        raise gone()
    return part


def _way_back(part_id: str) -> str:
    """The page the part is read on: its question, or the page of what the law sends."""
    with reading(house().work) as session:
        mine = {one.part.id for one in asked(house(), session, case())}
    if part_id in mine:
        return url_for("familie.question", part_id=part_id)
    return url_for("familie.law")


def _back(part_id: str) -> Response:
    return redirect(_way_back(part_id) + "#sagt", 303)
