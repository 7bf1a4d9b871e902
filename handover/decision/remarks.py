"""«Jeg vil si noe om dette»: a remark beside a part, in the author's own words (C-64).

The part's bytes never change. A remark is a text of its own kind of own words that names
the category it stands beside; it is sealed like them, its author's saving it is the yes to
those very bytes, and it travels only where the part itself goes. A pupil's remark is not
shown to guardians.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision import access, answer, own_words
from handover.errors import Refused
from handover.house import House
from handover.parts import build
from handover.rules.actors import Actor, Hat
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.tables import Decision, Part, Pupil

LONGEST = 1000
BESIDE = "omDel"
TEXT = {Hat.PUPIL: "detJegVilSi", Hat.GUARDIAN: "tekst"}
"""The element that holds the words."""


@dataclass(frozen=True)
class Remark:
    """One person's own remark beside a part."""

    part_id: str
    """Id of the remark, itself a part."""
    text: str
    kinds: frozenset[str]
    """Slot kinds it goes to, when the part goes there."""


def beside(house: House, session: Session, actor: Actor, part: Part) -> Remark | None:
    """The person's own remark beside the part, when there is one."""
    if not _allowed(house, part):
        return None
    found = own_words.text_beside(session, actor, part.pupil_id,
                                  own_words.category_for(house, actor), part.category)
    if found is None:
        return None
    facts = build.read(contents.part_bytes(house, session, found))
    return Remark(found.id, str(facts[TEXT[actor.hat]]), _kinds(house, session, actor, found))


def write(house: House, actor: Actor, part_id: str, text: str) -> None:
    """Keeps the remark and says yes to it, for those who can get both.

    Raises NotFound when the part is not this person's to see, Refused for an empty or too
    long text and for a weak log-in.
    """
    words = _checked(text)
    with house.work() as work:
        part, pupil = _may_remark(house, work.session, actor, part_id)
        facts = _facts(house, work.session, actor, part, words)
        kept = own_words.keep_text(house, work, actor, pupil, facts, part.category)
        kinds = frozenset(slot.kind for slot in own_words.receivers(house, work.session, kept))
        work.commit()
    own_words.send(house, actor, kept.id, kept.sha256, kinds)


def take_away(house: House, actor: Actor, part_id: str) -> None:
    """Takes the remark away: it goes nowhere from now on, and is not shown any more."""
    with house.work() as work:
        part, _pupil = _may_remark(house, work.session, actor, part_id)
        kept = own_words.text_beside(work.session, actor, part.pupil_id,
                                     own_words.category_for(house, actor), part.category)
        if kept is None:
            raise access.gone()
        kept.state = PartState.REPLACED
        work.session.add(kept)
        work.audit(Event("merknad:fjernet", actor.person_id, role=actor.hat,
                         pupil_id=part.pupil_id, object_id=kept.id))
        work.commit()


def _may_remark(house: House, session: Session, actor: Actor, part_id: str) -> tuple[Part, Pupil]:
    part, pupil = answer.visible(house, session, actor, part_id)
    if not _allowed(house, part):
        raise access.gone()
    return part, pupil


def _allowed(house: House, part: Part) -> bool:
    """Somebody's own words are answered with one's own words, not with a remark."""
    return house.policy.categories[part.category].mechanism is not Mechanism.OWN


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Refused("Skriv noe først.", "TOM_MERKNAD")
    if len(words) > LONGEST:
        raise Refused("Merknaden er for lang. Gjør den kortere.", "LANG_MERKNAD")
    return words


def _facts(house: House, session: Session, actor: Actor, part: Part,
           words: str) -> dict[str, object]:
    facts: dict[str, object] = {"dato": house.today().isoformat(), BESIDE: part.category,
                                TEXT[actor.hat]: words}
    if actor.hat is Hat.GUARDIAN:
        facts["forfatter"] = author(house, session, actor.person_id)
    return facts


def author(house: House, session: Session, person_id: str) -> dict[str, object]:
    """The name under a guardian's text: the receiver must know who speaks."""
    known = persons.get(house, session, person_id)
    return {"fornavn": known.given, "mellomnavn": known.middle, "etternavn": known.family}


def _kinds(house: House, session: Session, actor: Actor, kept: Part) -> frozenset[str]:
    rows = session.exec(select(Decision).where(
        Decision.part_id == kept.id, Decision.person_id == actor.person_id,
        Decision.sha256 == kept.sha256).order_by(col(Decision.order)))
    newest = {row.slot_id: row.answer for row in rows}
    return frozenset(slot.kind for slot in own_words.receivers(house, session, kept)
                     if newest.get(slot.id) == Answer.YES)
