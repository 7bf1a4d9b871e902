"""Writing a part by hand, with or without the document it describes (P5). For both desks.

The promise: nothing is kept until the whole part is valid; every fault is told beside its
field, and what was typed is still there. The category never stands in an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from handover.errors import BadInput, HandoverError, Refused
from handover.kit.errors import AdapterError
from handover.kit.types import Document
from handover.parts.build import read
from handover.parts.form import Form, describe, facts_from_form
from handover.rules.findings import Finding, error
from handover.rules.policy import Category, Mechanism
from handover.store import contents, persons
from handover.store.tables import Part, Unit
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import entry_form, mend, workbench
from handover.web.staff.desk import Desk
from handover.web.staff.entry_form import Entry, Filled, Section
from handover.web.staff.words import OWN_SOURCE
from handover.web.texts import _

LONGEST_TITLE = 200
FILE = "vedlegg."
"""Fields that name a document: it is chosen as a file, never typed."""


@dataclass(frozen=True)
class Kind:
    """A kind of part that can be written."""

    id: str
    title: str
    purpose: str


@dataclass(frozen=True)
class EntryPage:
    """The form of one category."""

    pupil_id: str
    given: str
    kind: Kind
    items: tuple[Entry | Section, ...]
    takes_file: bool
    has_file: bool
    title: str
    short: bool
    """The form is about a document that is handed in."""
    both: bool
    """It could be written in fields instead, or the other way round."""
    faults: Sequence[tuple[str, str]] = ()


def choose_kind(desk: Desk, pupil_id: str) -> str:
    """«Legg til en del»: what kind?"""
    known, parts = _pupil(desk, pupil_id)
    law, asked = _kinds(desk, parts, law=True), _kinds(desk, parts, law=False)
    return render_template("staff/ny.html", desk=desk, pupil_id=pupil_id, given=known,
                           asked=asked, law=law)


def write(desk: Desk, pupil_id: str) -> Response | str | tuple[str, int]:
    """Shows the form of the chosen kind, with a line more when asked, and keeps it when sent."""
    known, parts = _pupil(desk, pupil_id)
    category = _category(desk, parts)
    before = next((one for one in parts if one.category == category.id), None)
    form = describe(category.id, house().labels)
    if _as_document(form, before):
        form = entry_form.short(form)
    if request.form.get("gjor") != "lagre":
        return _shown(desk, pupil_id, known, category, form, before, _typed(before))
    try:
        made = _keep(pupil_id, category, before)
    except (AdapterError, Refused) as fault:
        by_field, on_top = entry_form.faults(form, _findings(fault))
        filled = Filled(entry_form.typed(request.form), by_field)
        return _shown(desk, pupil_id, known, category, form, before, filled, on_top), 422
    flash(_("Lagret. Les den slik eleven får lese den."), "success")
    return redirect(desk.url("part", pupil_id=pupil_id, part_id=made), 303)


def _keep(pupil_id: str, category: Category, before: Part | None) -> str:
    """Keeps what was typed; the document there is stays when none was sent. Gives the part's id."""
    texts = entry_form.typed(request.form)
    if request.form.get("maate") == entry_form.DOCUMENT:
        texts[entry_form.FORM] = entry_form.DOCUMENT
    facts = facts_from_form(category.id, texts)
    sent, there = request.files.get("pdf"), mend.kept(before)
    title = request.form.get("tittel", "").strip()[:LONGEST_TITLE]
    return mend.hand_in(pupil_id, Document(
        category.id, facts, house().today().isoformat(),
        title or house().labels.title(category.id),
        (sent.read() if sent else b"") or there.pdf), before)


def _typed(before: Part | None) -> Filled:
    more = request.form.get("flere", "")
    texts = entry_form.typed(request.form)
    if not texts and before is not None:
        with reading(house().work) as session:
            texts = dict(entry_form.flat(read(contents.part_bytes(house(), session, before))))
            texts = {name: text for name, text in texts.items() if not name.startswith(FILE)}
    return Filled(texts, more=more)


def _shown(desk: Desk, pupil_id: str, given: str, category: Category, form: Form,
           before: Part | None, filled: Filled, on_top: Sequence[tuple[str, str]] = ()) -> str:
    title, there = house().labels.title(category.id), mend.kept(before)
    short = _as_document(describe(category.id, house().labels), before)
    if short:
        filled = replace(filled, texts=_beforehand(desk, form) | dict(filled.texts))
    page = EntryPage(
        pupil_id, given, Kind(category.id, title, category.purpose),
        entry_form.sections(form, filled), entry_form.takes_file(form),
        bool(there.pdf), request.form.get("tittel", there.title), short,
        entry_form.is_document(describe(category.id, house().labels)), on_top)
    return render_template("staff/skriv.html", desk=desk, view=page)


def _as_document(form: Form, before: Part | None) -> bool:
    """A document is what most have; whoever began in fields goes on in fields."""
    if not entry_form.is_document(form):
        return False
    way = request.form.get("maate", "")
    if not way and before is not None and not request.form.get("gjor"):
        with reading(house().work) as session:
            data = contents.part_bytes(house(), session, before)
        return read(data).get(entry_form.FORM) == entry_form.DOCUMENT
    return way in ("", entry_form.DOCUMENT)


def _beforehand(desk: Desk, form: Form) -> dict[str, str]:
    """What is known already: five lines to write in, our own name, the school year."""
    known = {"skolear": house().settings.node.school_year, "organ.navn": _own_unit(desk)}
    paths = {one.path for one in form.fields}
    return dict.fromkeys(entry_form.LINES, "") | {
        name: text for name, text in known.items() if name in paths}


def _own_unit(desk: Desk) -> str:
    with reading(house().work) as session:
        units = [session.get_one(Unit, one).name
                 for one in sorted(current().units(*desk.prepares))]
    return units[0] if units else ""


def _findings(fault: HandoverError) -> Sequence[Finding]:
    """What to tell: each finding of the form, else the fault's own sentence."""
    if isinstance(fault, BadInput) and fault.code == "FORM_FIELD_UNKNOWN":
        raise fault
    if isinstance(fault, Refused) and fault.findings:
        return fault.findings
    return [error(fault.code, "", fault.text)]


def _pupil(desk: Desk, pupil_id: str) -> tuple[str, list[Part]]:
    """The given name and the table's own parts. Raises NotFound."""
    node, actor = house(), current()
    with reading(node.work) as session:
        pupil = desk.pupil(node, session, actor, pupil_id, desk.prepares)
        return (persons.get(node, session, pupil.person_id).given,
                workbench.own_parts(desk, session, actor, desk.prepares, pupil_id))


def _kinds(desk: Desk, parts: list[Part], *, law: bool) -> list[Kind]:
    """What may be written: what no system has answered for already."""
    found = []
    for category in house().policy.categories.values():
        if desk.owns(category) and (category.mechanism is Mechanism.LAW) is law \
                and _free(category, parts):
            found.append(Kind(category.id, house().labels.title(category.id), category.purpose))
    return found


def _free(category: Category, parts: list[Part]) -> bool:
    """A part that a system gave is mended in that system, or the next collection undoes it."""
    return all(one.source == OWN_SOURCE for one in parts if one.category == category.id)


def _category(desk: Desk, parts: list[Part]) -> Category:
    category = house().policy.categories.get(request.form.get("kategori", ""))
    if category is None or not desk.owns(category) or not _free(category, parts):
        raise BadInput(_("Velg hva du vil legge til."), "UKJENT_KATEGORI")
    return category
