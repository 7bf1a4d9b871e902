"""A person's own answers, one line per part; never anybody else's (S4)."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision.reread import arrived
from handover.house import House
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.store.tables import Decision, Part, Slot
from handover.web.family.case import Case, asked, reads_part
from handover.web.family.words_in import large
from handover.web.texts import _, marked, told

WORDS = {
    "ja": marked("Du sa ja."), "nei": marked("Du sa nei."),
    "trukket": marked("Du har ombestemt deg."), "ulikt": marked("Du svarte ulikt for hver av dem."),
}


@dataclass(frozen=True)
class Own:
    """One answer."""

    part_id: str
    title: str
    said: str
    sent: str
    """«Sendt», or «Ikke sendt» whatever the cause; empty before anything could have been sent."""
    can_withdraw: bool
    can_answer: bool
    own_words: bool


def own_answers(house: House, session: Session, case: Case) -> list[Own]:
    """The person's answers that still mean something, in policy order."""
    rows = session.exec(select(Decision).where(
        Decision.pupil_id == case.pupil.id,
        Decision.person_id == case.actor.person_id).order_by(col(Decision.order)))
    newest: dict[str, dict[str, str]] = {}
    for row in rows:
        newest.setdefault(row.part_id, {})[row.slot_id] = row.answer
    # An answer somebody else gave in the person's name is no answer of theirs (S5).
    newest = {part_id: kept for part_id, given in newest.items()
              if (kept := {slot: word for slot, word in given.items() if word != Answer.VOID})}
    fate = _fate(session, case)
    open_ids = {one.part.id for one in asked(house, session, case)}
    parts = [session.get_one(Part, part_id) for part_id in newest]
    # A remark of one's own is read, changed and taken away beside its part, not here.
    parts = [part for part in parts
             if part.about is None or part.author_id != case.actor.person_id]
    standing = [part for part in parts
                if part.id in fate.gone or part.state == PartState.APPROVED]
    return [_own(house, case, part, newest[part.id], fate, open_ids)
            for part in sorted(standing,
                               key=lambda one: house.policy.categories[one.category].position)
            if reads_part(house, case, part)]


def find_own(house: House, session: Session, case: Case, part_id: str) -> Own | None:
    """The person's answer about one part, when there is one they may see."""
    return next((one for one in own_answers(house, session, case) if one.part_id == part_id), None)


def title_of(house: House, case: Case, part: Part) -> str:
    """What the reader knows the part by."""
    if part.about is not None:
        return _("Merknad til: %(del)s", **{"del": told(house.labels.title(part.about))})
    if not case.is_pupil:
        return told(house.labels.title(part.category))
    return large(told(house.policy.categories[part.category].short))


def _own(house: House, case: Case, part: Part, answers: dict[str, str], fate: "_Fate",
         open_ids: set[str]) -> Own:
    yes = Answer.YES in answers.values()
    return Own(
        part_id=part.id, title=title_of(house, case, part),
        said=_(WORDS[_word(case, part, answers)]), sent=fate.of(part),
        can_withdraw=yes, can_answer=part.id in open_ids,
        own_words=part.author_id == case.actor.person_id)


@dataclass(frozen=True)
class _Fate:
    """What has come of the pupil's parts so far."""

    gone: frozenset[str]
    """Ids of the parts that have arrived somewhere."""
    over: bool
    """Something has arrived where the pupil goes on to; what has not, is «ikke sendt»."""

    def of(self, part: Part) -> str:
        if part.id in self.gone:
            return _("Sendt")
        return _("Ikke sendt") if self.over else ""


def _fate(session: Session, case: Case) -> _Fate:
    rows = arrived(session, case.pupil.id)
    kinds = {session.get_one(Slot, slot_id).kind for slot_id in {row.slot_id for row in rows}}
    return _Fate(frozenset(row.part_id for row in rows), bool(kinds & {"skole", "ot"}))


def _word(case: Case, part: Part, answers: dict[str, str]) -> str:
    """One word for the answers. Of one's own words, those left out were never a no."""
    words = set(answers.values())
    if part.author_id == case.actor.person_id and Answer.YES in words:
        return "ja"
    return next(iter(words)) if len(words) == 1 else "ulikt"
