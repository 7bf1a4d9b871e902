"""«Hvem har pakken nå?», and reading again what was sent."""

from flask import Response, render_template

from handover.decision.access import gone
from handover.decision.reread import reread
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.package_view import package_view
from handover.web.family.questions import download
from handover.web.family.reading import Page, file_of, page_of
from handover.web.family.room import case, room
from handover.web.here import house


@room.get("/pakken")
@needs(family)
def who_has_it() -> str:
    """Who has the package, the road so far, what they got, who has read, and own answers."""
    if case().restricted:
        raise gone()
    with reading(house().work) as session:
        view = package_view(house(), session, case())
    return render_template("family/pakken.html", view=view)


@room.get("/sendt/<part_id>")
@needs(family)
def sent(part_id: str) -> str:
    """One part as it was sent."""
    return render_template("family/sendt.html", page=_page(part_id))


@room.get("/sendt/<part_id>/dokument/<int:number>")
@needs(family)
def sent_document(part_id: str, number: int) -> Response:
    """A file that went with it."""
    page = _page(part_id)
    with reading(house().work) as session:
        file = file_of(house(), session, page, number)
    if file is None:
        raise gone()
    return download(file.data, file.media_type, number)


def _page(part_id: str) -> Page:
    shown = reread(house(), case().actor, part_id)
    if shown.part.pupil_id != case().pupil.id:
        raise gone()
    with reading(house().work) as session:
        return page_of(house(), session, case(), shown)
