"""The search for other people's data in a part and its documents, and what has been lifted (C-68).

The promise: what is searched is the very bytes and the text layers of the attachments; a
lift counts for one mark in one version, and is written down with the role of who gave it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.decision import access
from handover.errors import Conflict, Refused
from handover.house import House
from handover.parts.build import read
from handover.preview import plain
from handover.rules import names
from handover.rules.actors import Actor
from handover.rules.names import Mark
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.families import valid_representations
from handover.store.persons import Details
from handover.store.tables import Grant, MarkLift, Part, Person, Pupil, Representation
from handover.store.work import Work

DOCUMENT = "vedlegg/"
"""Where a mark in an attachment stands: this, and the attachment's hash."""
PREPARER, LEADER = "radgiver", "leder"


@dataclass(frozen=True)
class Screening:
    """A part's text with the places a person must look at."""

    part_id: str
    texts: dict[str, str]
    marks: list[Mark]
    unreadable: tuple[str, ...] = ()
    """Hashes of attachments without a text layer: only a person can read those."""

    def word(self, mark: Mark) -> tuple[str, str]:
        """What stands there, and what it may be: equal for the same word in two places."""
        return mark.kind, self.texts[mark.where][mark.start:mark.end]

    @property
    def blocked(self) -> bool:
        """True while a name, number or address of somebody else has not been dealt with."""
        return bool(names.blocking(self.marks))


def screening(house: House, session: Session, part: Part) -> Screening:
    """What the third-party screen shows for a part."""
    documents = contents.file_texts(house, session, part)
    texts = plain.texts(contents.part_bytes(house, session, part)) | {
        DOCUMENT + sha256: text for sha256, text in documents.items() if text}
    pupil = session.get_one(Pupil, part.pupil_id)
    own = persons.get(house, session, pupil.person_id)
    found = names.marks(texts, _other_names(house, session, pupil), _words([own]))
    return Screening(part.id, texts, names.lift(found, _lifted(session, part)),
                     tuple(sha256 for sha256, text in documents.items() if not text))


def lift_one(house: House, work: Work, actor: Actor, part: Part, sha256: str, key: str) -> None:
    """Lifts one mark, and the same word elsewhere in the part, for the one who prepares.

    Raises as `prepare.let_stand`.
    """
    if part.sha256 != sha256:
        raise Conflict("Teksten er endret siden du leste den. Les den på nytt.", "ENDRET")
    seen = screening(house, work.session, part)
    found = next((one for one in seen.marks if one.key == key), None)
    if found is None:
        raise access.gone()
    if found.surely:
        raise Refused("Dette er et fødselsnummer. Det må tas ut der det er skrevet.", "NUMMER")
    for one in seen.marks:
        if one.stops and seen.word(one) == seen.word(found):
            _lift(house, work, actor, part, one, PREPARER)


def lift_all(house: House, work: Work, actor: Actor, part: Part) -> int:
    """Lifts every mark that stops, for a leader; returns how many."""
    found = names.blocking(screening(house, work.session, part).marks)
    for one in found:
        _lift(house, work, actor, part, one, LEADER)
    return len(found)


def _lift(house: House, work: Work, actor: Actor, part: Part, mark: Mark, role: str) -> None:
    work.session.add(MarkLift(
        id=house.id(), part_id=part.id, sha256=part.sha256, mark=mark.key,
        person_id=actor.person_id, role=role, at=house.clock.now()))
    work.audit(Event("del:merke_lost", actor.person_id, role=role, unit=part.owner_unit,
                     pupil_id=part.pupil_id, object_id=part.id,
                     fields={"sha256": part.sha256, "slag": mark.kind, "merke": mark.key}))


def _lifted(session: Session, part: Part) -> dict[str, str]:
    rows = session.exec(select(MarkLift).where(
        MarkLift.part_id == part.id, MarkLift.sha256 == part.sha256))
    return {row.mark: row.role for row in rows}


def _other_names(house: House, session: Session, pupil: Pupil) -> set[str]:
    """Everybody a note about the pupil may slip in: class, family, brothers and sisters, staff."""
    known = [persons.details(house, one) for one in _others(house, session, pupil)]
    return _words(known) - _contacts(house, session, pupil)


def _others(house: House, session: Session, pupil: Pupil) -> Iterable[Person]:
    guardians = [row.person_id for row in valid_representations(session, pupil.id, house.today())]
    brothers = select(Pupil.person_id).join(
        Representation, col(Representation.pupil_id) == Pupil.id).where(
        col(Representation.person_id).in_(guardians))
    grade = select(Pupil.person_id).where(
        Pupil.unit_id == pupil.unit_id, Pupil.school_year == pupil.school_year)
    staff = select(Grant.person_id).where(Grant.unit_id == pupil.unit_id)
    return session.exec(select(Person).where(
        Person.id != pupil.person_id,
        col(Person.id).in_(guardians) | col(Person.id).in_(brothers)
        | col(Person.id).in_(grade) | col(Person.id).in_(staff)))


def _contacts(house: House, session: Session, pupil: Pupil) -> set[str]:
    """Names that are told on purpose: the school's contact persons in the pupil's own package."""
    found: set[str] = set()
    live = [one for one in contents.live_parts(session, pupil.id)
            if one.author_id is None and one.state != PartState.REPLACED
            and one.owner_unit == pupil.unit_id
            and house.policy.categories[one.category].mechanism is Mechanism.LAW]
    for part in live:
        found |= set(_named_contacts(read(contents.part_bytes(house, session, part))))
    return found


def _named_contacts(tree: object, inside: str = "") -> Iterable[str]:
    """The words of every name under an element that is a contact at school, by its name."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _named_contacts(value, key if key in CONTACTS else inside)
    elif isinstance(tree, list):
        for value in tree:
            yield from _named_contacts(value, inside)
    elif inside and isinstance(tree, str):
        yield from tree.split()


CONTACTS = frozenset({"kontaktlaerer", "kontaktperson"})
"""Elements of the information model that name somebody at school as the one to ask."""


def _words(people: Iterable[Details]) -> set[str]:
    return {word for one in people for name in (one.given, one.middle, one.family)
            for word in name.split()}
