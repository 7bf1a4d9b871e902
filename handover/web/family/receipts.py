"""The receipt of one's own answers: what, to whom, when, which text and how (C-52). Nobody else's."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.house import House
from handover.rules.actors import Level
from handover.rules.approval import Answer
from handover.store.tables import Decision, Part, Slot
from handover.store.work import reading
from handover.web.access import family, needs
from handover.web.family import receivers
from handover.web.family.answers_view import title_of
from handover.web.family.case import Case, reads_part
from handover.web.family.room import case, room
from handover.web.here import house
from handover.web.texts import _, marked

SAID = {Answer.YES: marked("Ja"), Answer.NO: marked("Nei"), Answer.WITHDRAWN: marked("Trukket")}
AT_SCHOOL = marked("Sammen med rådgiveren på skolen")
MEANS = {Level.HIGH: marked("Innlogget med BankID"), Level.SUBSTANTIAL: marked("Innlogget med MinID")}
VERSION = 8
"""Signs of the hash that stand on the receipt: enough to tell two versions apart."""


@dataclass(frozen=True)
class Line:
    """One answer as it was given."""

    at: datetime
    title: str
    to: str
    said: str
    how: str
    version: str


@room.get("/kvittering")
@needs(family)
def receipt() -> str:
    """Every answer the person has given, newest first."""
    if case().restricted:
        raise gone()
    with reading(house().work) as session:
        lines = receipt_lines(house(), session, case())
    return render_template("family/kvittering.html", lines=lines)


def receipt_lines(node: House, session: Session, mine: Case) -> list[Line]:
    """The person's own answers that the log-in is good enough to see (S5)."""
    rows = session.exec(select(Decision, Part, Slot).join(
        Part, col(Part.id) == Decision.part_id).join(
        Slot, col(Slot.id) == Decision.slot_id).where(
        Decision.pupil_id == mine.pupil.id, Decision.person_id == mine.actor.person_id,
        col(Decision.answer).in_(list(SAID))).order_by(col(Decision.order).desc()))
    return [_line(node, mine, *row) for row in rows if reads_part(node, mine, row[1])]


def _line(node: House, mine: Case, row: Decision, part: Part, slot: Slot) -> Line:
    how = AT_SCHOOL if row.form == "oppmote" else MEANS.get(Level(row.level), AT_SCHOOL)
    return Line(row.at, title_of(node, mine, part), receivers.label(slot),
                _(SAID[Answer(row.answer)]), _(how), row.sha256[:VERSION])
