"""What the page of one received pupil shows: strings and dates for templates, nothing to compute.

The promise: made only from what `handover.receive.read` opened for this reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from sqlmodel import Session

from handover.house import House
from handover.preview.sheet import Block, Line, Paragraph, Points, Sheet
from handover.preview.view import view as sheet_of
from handover.receive import checklist, contacts, desks, ready
from handover.receive.cases import Promise
from handover.receive.checklist import KeepRow, ReadyRow
from handover.receive.contacts import Contact, Reach
from handover.receive.desks import Desk
from handover.receive.promise import may_promise
from handover.receive.read import OpenPart, ReceivedView
from handover.rules.actors import Actor
from handover.rules.policy import Category, Mechanism
from handover.web.texts import _, dag, dagaar

KEPT_COLOURS = {"virker": "success"}
"""Code for how something went → colour of its label; colour only repeats the word."""


@dataclass(frozen=True)
class Document:
    """A part, folded: the sheet a person reads, and why it is here."""

    id: str
    sheet: Sheet
    source: str
    """Who made it and when, as the part itself says."""
    files: dict[str, str]
    """SHA-256 → id of the attachment."""
    open: bool
    basis: str
    purpose: str
    keeping: str
    only_to: str
    sha256: str
    remarks: tuple[tuple[str, str], ...] = ()
    """(whose, text): what pupil or guardians have said beside it."""


@dataclass(frozen=True)
class Voice:
    """The pupil's own words."""

    title: str
    language: str
    sayings: tuple[tuple[str, str], ...]
    """(label, text); the label is empty when it only repeats the title."""
    cards: tuple[str, ...]
    glimpses: tuple[tuple[str, str], ...]
    """(text, who says so)"""
    written: str
    files: tuple[tuple[str, str], ...]
    """(title, id)"""


@dataclass(frozen=True)
class PupilPage:
    """Everything on the page of one pupil at one desk."""

    pupil_id: str
    name: str
    first: str
    born: date | None
    sender: str
    received: datetime
    voice: Voice | None
    ready: list[dict[str, object]]
    ready_count: str
    keep: list[dict[str, str]]
    documents: list[Document]
    people: list[Contact]
    reach: Reach
    promise: Promise | None
    waiting: bool
    may_confirm: bool
    asked: list[Document] = field(default_factory=list)
    """What the pupil has consented to have handled here: it stands open, before the rest."""


def is_voice(category: Category | None) -> bool:
    """The pupil's own words: of the kind where the author decides, and the author is the pupil."""
    return (category is not None and category.mechanism is Mechanism.OWN
            and category.source == "elev")


def pupil_page(house: House, session: Session, actor: Actor, desk: Desk,
               opened: ReceivedView) -> PupilPage:
    """The page; marks which rows are ready. Opens nothing more than `opened` already has."""
    sources, table = ready.sources(opened.parts), desks.load()
    rows = checklist.ready(sources, table.ready, house.labels)
    done = ready.done(session, opened.case)
    texts = [part for part in opened.parts if part.about is None]
    voice = next((part for part in texts if is_voice(part.known)), None)
    rest = [_document(house, desk, opened, part) for part in texts if part is not voice]
    return PupilPage(
        pupil_id=opened.case.pupil_id, name=opened.pupil.name, first=opened.pupil.given,
        born=opened.pupil.born, sender=opened.case.sender_name, received=opened.case.last,
        voice=voice_of(house, opened, voice) if voice else None,
        ready=[_ready_row(row, row.id in done, house.today()) for row in rows],
        ready_count=_count(rows, done),
        keep=[_keep_row(row) for row in checklist.keep(sources, table.keep, table.ready,
                                                       house.labels)],
        documents=[one for one in rest if not one.open],
        asked=[one for one in rest if one.open],
        people=contacts.people(sources, table.contact, house.labels),
        reach=contacts.reach(sources, table.contact, house.labels),
        promise=opened.case.promise, waiting=opened.case.waiting,
        may_confirm=may_promise(actor, desk, opened.case))


def voice_of(house: House, opened: ReceivedView, part: OpenPart) -> Voice:
    """The pupil's own words out of the part's sheet, in the order they were written."""
    sheet = sheet_of(part.data, house.labels)
    top = [line for block in sheet.blocks if not block.path for line in block.lines]
    spoken = part.facts.get("sprak")
    language = str(spoken.get("kode", "")) if isinstance(spoken, dict) else ""
    files = [(one.title, opened.files[one.sha256]) for block in sheet.blocks
             for one in block.attachments if one.sha256 in opened.files]
    return Voice(
        title=sheet.title, language=language,
        sayings=tuple((line.label if line.label != sheet.title else "", line.text)
                      for line in top if isinstance(line, Paragraph)),
        cards=tuple(item for line in top if isinstance(line, Points) for item in line.items),
        glimpses=tuple(_glimpse(block) for block in sheet.blocks if block.path),
        written=house.labels.day(str(part.facts["dato"])), files=tuple(files))


def _glimpse(block: Block) -> tuple[str, str]:
    text = next((line.text for line in block.paragraphs), "")
    return text, ", ".join(row.value for row in block.rows)


def _document(house: House, desk: Desk, opened: ReceivedView, part: OpenPart) -> Document:
    return Document(
        id=part.id, sheet=sheet_of(part.data, house.labels),
        source=_source(house, part), files=opened.files,
        open=is_why(desk, part.known), basis=part.basis, purpose=part.purpose,
        keeping=desks.load().retention.get(part.retention, part.retention),
        only_to=part.only_to, sha256=part.sha256,
        remarks=tuple(_remark(house, one) for one in opened.parts
                      if one.about == part.category))


def _remark(house: House, part: OpenPart) -> tuple[str, str]:
    """Whose remark it is, and the words: the one text in it."""
    whose = _("Elevens merknad") if is_voice(part.known) else _("Foresattes merknad")
    sheet = sheet_of(part.data, house.labels)
    return whose, "\n".join(line.text for block in sheet.blocks for line in block.paragraphs)


def _source(house: House, part: OpenPart) -> str:
    made = desks.load().document
    by = checklist.word(house.labels, part.category, made.by, part.facts.get(made.by))
    on = part.facts.get(made.on)
    return ", ".join(text for text in (by, house.labels.day(str(on)) if on else "") if text)


def is_why(desk: Desk, category: Category | None) -> bool:
    """A notice the pupil has consented to, or what the law sends to one kind of receiver: this."""
    return category is not None and (
        category.mechanism is Mechanism.PUPIL_CONSENT
        or (category.mechanism is Mechanism.LAW and len(desk.receivers) == 1
            and category.receivers == desk.receivers))


def runs(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Lines of the same kind that stand together, so that short rows can stand side by side."""
    return [(kind, list(run)) for kind, run in groupby(lines, lambda line: line.kind)]


def _ready_row(row: ReadyRow, done: bool, today: date) -> dict[str, object]:
    status, colour = _status(row, done, today)
    return {"id": row.id, "hva": row.what, "mer": row.more, "hvem": row.who or _("Ingen ennå"),
            "frist": dag(row.due) if row.due else _("Skolestart"), "status": status,
            "farge": colour, "ferdig": done}


def _status(row: ReadyRow, done: bool, today: date) -> tuple[str, str]:
    if done:
        return _("Klart"), "success"
    if row.due and row.due < today:
        return _("Etter fristen"), "warning"
    if not row.who:
        return _("Mangler ansvarlig"), "warning"
    return _("Ikke klart"), "neutral"


def _count(rows: Sequence[ReadyRow], done: frozenset[str]) -> str:
    ticked = sum(row.id in done for row in rows)
    return _("%(n)s av %(av)s er klart", n=ticked, av=len(rows))


def _keep_row(row: KeepRow) -> dict[str, str]:
    said = [_("Ikke gjør dette")] if row.ends else []
    said += [row.more] if row.more else []
    said += [_("Siden %(dag)s", dag=dagaar(row.since))] if row.since else []
    return {"hva": row.what, "mer": " · ".join(said), "status": row.effect,
            "farge": KEPT_COLOURS.get(row.code, "neutral")}
