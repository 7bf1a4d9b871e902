"""Mending a part that was written here: the whole of it, or one word that names somebody (C-68).

The promise: what is mended becomes a new version with bytes of its own, so that no answer to
the old text counts for it (C-07); that it was chosen is not asked about again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from sqlmodel import col, select
from werkzeug.wrappers import Response

from handover.decision import prepare
from handover.decision.access import gone
from handover.decision.screening import DOCUMENT, Screening
from handover.errors import Conflict, Refused
from handover.kit.types import Document
from handover.parts.build import read
from handover.rules.names import Mark
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.sources.collect import upload
from handover.store import contents
from handover.store.tables import Part
from handover.store.work import reading
from handover.web.access import current
from handover.web.here import house
from handover.web.staff import workbench
from handover.web.staff.desk import Desk
from handover.web.staff.words import INSTEAD, OPEN, OWN_SOURCE
from handover.web.texts import _

_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Kept:
    """The document that lies with a part already."""

    title: str
    pdf: bytes | None


def kept(before: Part | None) -> Kept:
    """The document of the version there is, with the title it was given."""
    if before is None:
        return Kept("", None)
    with reading(house().work) as session:
        files = contents.files(house(), session, before)
        named: Any = read(contents.part_bytes(house(), session, before)).get("vedlegg") or []
    return Kept(str(named[0]["tittel"]) if named else "", files[0].data if files else None)


def hand_in(pupil_id: str, document: Document, before: Part | None) -> str:
    """Keeps the part, and gives the id of what is there now. Raises as `collect.upload`."""
    upload(house(), current(), pupil_id, document)
    with reading(house().work) as session:
        made = session.exec(select(Part).where(
            Part.pupil_id == pupil_id, Part.category == document.category,
            Part.source == OWN_SOURCE, Part.state != PartState.REPLACED,
            col(Part.author_id).is_(None))).one()
    wanted = before is None or before.state in (PartState.CHOSEN, PartState.SCREENED)
    law = house().policy.categories[made.category].mechanism is Mechanism.LAW
    if wanted and made.state == PartState.FOUND and not law:
        # Whoever writes a part means it to be there; it is still to be read, and can be left out.
        prepare.choose(house(), current(), made.id, take=True)
    return made.id


def swap(desk: Desk, pupil_id: str, part_id: str) -> Response:
    """«Bytt «Maja» med «en medelev»»: everywhere in the part the word is marked."""
    before = _own(desk, pupil_id, part_id)
    words = INSTEAD.get(request.form.get("med", ""))
    if words is None:
        raise Refused(_("Velg hva som skal stå i stedet."), "IKKE_VALGT")
    if before.sha256 != request.form.get("sha256", ""):
        raise Conflict(_("Teksten er endret siden du leste den. Les den på nytt."), "ENDRET")
    with reading(house().work) as session:
        found = prepare.screening(house(), session, before)
        facts = dict(read(contents.part_bytes(house(), session, before)))
    _replace(facts, found, _marks(found, request.form.get("merke", "")), _(words))
    facts.pop("vedlegg", None)
    file = kept(before)
    made = hand_in(pupil_id, Document(
        before.category, facts, before.as_of.isoformat(),
        file.title or house().labels.title(before.category), file.pdf), before)
    return redirect(desk.url("part", pupil_id=pupil_id, part_id=made), 303)


def _own(desk: Desk, pupil_id: str, part_id: str) -> Part:
    """A part of the table's own that was written here and has not gone on. Raises NotFound."""
    with reading(house().work) as session:
        desk.pupil(house(), session, current(), pupil_id, desk.prepares)
        parts = workbench.own_parts(desk, session, current(), desk.prepares, pupil_id)
    found = next((one for one in parts if one.id == part_id), None)
    if found is None or found.source != OWN_SOURCE or found.state not in OPEN:
        raise gone()
    return found


def _marks(found: Screening, key: str) -> list[Mark]:
    """The mark and the same word elsewhere; never inside a document, which is changed whole."""
    wanted = next((one for one in found.marks if one.key == key), None)
    if wanted is None or wanted.where.startswith(DOCUMENT):
        raise gone()
    return [one for one in found.marks
            if one.stops and found.word(one) == found.word(wanted)
            and not one.where.startswith(DOCUMENT)]


def _replace(facts: dict[str, Any], found: Screening, marks: list[Mark], words: str) -> None:
    """Puts other words where the marks are, from the end so that places stay right."""
    texts: dict[str, str] = {}
    for mark in sorted(marks, key=lambda one: (one.where, -one.start)):
        text = texts.get(mark.where, found.texts[mark.where])
        texts[mark.where] = text[:mark.start] + words + text[mark.end:]
    for where, text in texts.items():
        _put(facts, where, text)


def _put(facts: Mapping[str, Any], where: str, text: str) -> None:
    """Sets the text at a path such as `tiltak[2]/hva`."""
    at: Any = facts
    steps = [_STEP.fullmatch(one) for one in where.split("/")]
    keys: list[str | int] = []
    for step in steps:
        if step is not None:
            keys += [step[1]] if step[2] is None else [step[1], int(step[2]) - 1]
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = text
