"""«Dette sendes fordi loven sier det»: everything can be read, and what is wrong can be said."""

from flask import Response, render_template

from handover.decision import answer
from handover.decision.access import gone
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family.beside_view import Beside, beside
from handover.web.family.law_view import LawPart, law_list
from handover.web.family.questions import download
from handover.web.family.reading import Page, file_of, page_of
from handover.web.family.room import case, room
from handover.web.here import house
from handover.web.wording import as_read


@room.get("/loven")
@needs(family)
def law() -> str:
    """Each law-based part in full, who asked for it, and whom to tell when something is wrong."""
    with reading(house().work) as session:
        found = law_list(house(), session, case())
    parts = [(one, *_page(one)) for one in found]
    return render_template("family/loven.html", parts=parts)


@room.get("/loven/<part_id>/dokument/<int:number>")
@needs(family)
def law_document(part_id: str, number: int) -> Response:
    """A file that follows a law-based part."""
    with reading(house().work) as session:
        one = next((one for one in law_list(house(), session, case())
                    if one.part_id == part_id), None)
    if one is None:
        raise gone()
    page, _said = _page(one)
    with reading(house().work) as session:
        file = file_of(house(), session, page, number)
    if file is None:
        raise gone()
    return download(file.data, file.media_type, number)


def _page(one: LawPart) -> tuple[Page, Beside]:
    """Served and remembered, as every text a person is shown."""
    shown = answer.show(house(), case().actor, one.part_id,
                        as_read(one.why, one.wrong, one.how_long))
    with reading(house().work) as session:
        page = page_of(house(), session, case(), shown)
        return page, beside(house(), session, case(), shown.part)
