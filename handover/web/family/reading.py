"""A part's stored bytes as the sheet one family member may read, and the files that follow it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from handover.decision.answer import Shown
from handover.house import House
from handover.preview import mask as masks
from handover.preview import view as views
from handover.preview.sheet import Attachment, Line, Sheet
from handover.preview.sheet import Block as SheetBlock
from handover.store import contents, persons
from handover.store.tables import Part, Unit
from handover.web.family.case import Case
from handover.web.texts import _, dagaar

OWN_VIEW = "egen"
"""The policy's word for «a guardian sees only what is about themselves» (S1)."""


@dataclass(frozen=True)
class Page:
    """A sheet ready to be set, and where it comes from."""

    part_id: str
    sha256: str
    sheet: Sheet
    source: str
    files: tuple[Attachment, ...]


def page_of(house: House, session: Session, case: Case, shown: Shown) -> Page:
    """What this person may read of what was served."""
    sheet = views.view(shown.data, house.labels)
    if not case.is_pupil and shown.category.guardian_view == OWN_VIEW:
        own = _own_place(house, session, case, sheet)
        sheet = masks.mask(sheet, house.labels, own=own, safe=case.safe)
    return Page(shown.part.id, shown.part.sha256, sheet,
                _source(session, case, shown.part), tuple(attachments(sheet.blocks)))


def attachments(lines: Iterable[Line]) -> Iterator[Attachment]:
    """Every file the sheet names, in reading order."""
    for line in lines:
        if isinstance(line, SheetBlock):
            yield from attachments(line.lines)
        elif isinstance(line, Attachment):
            yield line


def file_of(house: House, session: Session, page: Page, number: int) -> contents.StoredFile | None:
    """The number-th file (from 1) among those this person sees; None when there is none."""
    if not 1 <= number <= len(page.files):
        return None
    part = session.get_one(Part, page.part_id)
    wanted = page.files[number - 1].sha256
    return next((one for one in contents.files(house, session, part)
                 if one.sha256 == wanted), None)


def _own_place(house: House, session: Session, case: Case, sheet: Sheet) -> int | None:
    """Which entry of the sheet is the reader's own, by their name; None when it is not certain."""
    known = persons.get(house, session, case.actor.person_id)
    rule = house.labels.own_views.get(sheet.category)
    if rule is None or not rule.own:
        return None
    entries = [block for block in sheet.blocks if block.path.partition("[")[0] == rule.own]
    mine = [place for place, block in enumerate(entries)
            if any(row.value == known.name for row in block.rows)]
    return mine[0] if len(mine) == 1 else None


def _source(session: Session, case: Case, part: Part) -> str:
    if part.author_id == case.actor.person_id:
        return _("Skrevet av deg %(dag)s", dag=dagaar(part.as_of))
    if part.author_id is not None:
        who = _("eleven") if part.author_id == case.pupil.person_id else _("en foresatt")
        return _("Skrevet av %(hvem)s %(dag)s", hvem=who, dag=dagaar(part.as_of))
    if case.restricted:
        return ""
    unit = session.get(Unit, part.owner_unit)
    return _("Fra %(enhet)s, %(dag)s", enhet=unit.name if unit else "", dag=dagaar(part.as_of))
