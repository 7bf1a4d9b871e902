"""Lysglimt: something good that a teacher or a guardian offers, and the pupil takes in or leaves.

The promise: an offer is only an offer. It is out until the pupil takes it in, the taken ones
live in the pupil's own words and nowhere else, and nobody is told about those left out.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.decision import access
from handover.errors import Refused
from handover.house import House
from handover.rules import names
from handover.rules.actors import Actor, Hat
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.families import restricted, valid_representations
from handover.store.tables import Glimpse, Pupil
from handover.store.vault import Place

TEACHERS = ("kontaktlaerer", "laerer", "radgiver")
LONGEST = 400
MOST = 3
"""How many one person may offer one pupil. The package takes ten in all."""


@dataclass(frozen=True)
class Offer:
    """One glimpse, opened for the pupil or for the one who offered it."""

    id: str
    text: str
    giver: str
    """laerer | foresatt"""
    day: date
    name: str
    """Who offers it."""

    def facts(self) -> dict[str, object]:
        """As it stands in the pupil's own words when it is taken in."""
        return {"tekst": self.text, "fra": self.giver, "dato": self.day.isoformat()}


def offer(house: House, actor: Actor, pupil_id: str, text: str) -> None:
    """Offers the pupil a glimpse. Raises NotFound for a pupil that is not the actor's, Refused
    for a text that is empty, too long, one too many, or names other people (C-68)."""
    words = " ".join(text.split())
    with house.work() as work:
        pupil = _pupil(house, work.session, actor, pupil_id)
        _check(house, work.session, actor, pupil, words)
        row = Glimpse(id=house.id(), pupil_id=pupil.id, person_id=actor.person_id,
                      giver="laerer" if actor.hat is Hat.STAFF else "foresatt",
                      day=house.today(), content=b"")
        row.content = contents.pupil_box(house, work.session, pupil.id).seal(
            words.encode(), _place(row))
        work.session.add(row)
        work.audit(Event("lysglimt:tilbudt", actor.person_id, role=row.giver,
                         pupil_id=pupil.id, object_id=row.id))
        work.commit()


def take_back(house: House, actor: Actor, glimpse_id: str) -> None:
    """The giver takes the offer back. What the pupil has taken in already is the pupil's."""
    with house.work() as work:
        row = work.session.get(Glimpse, glimpse_id)
        if row is None or row.person_id != actor.person_id:
            raise access.gone()
        _pupil(house, work.session, actor, row.pupil_id)
        work.session.delete(row)
        work.audit(Event("lysglimt:trukket", actor.person_id, role=row.giver,
                         pupil_id=row.pupil_id, object_id=row.id))
        work.commit()


def offered(house: House, session: Session, pupil_id: str) -> list[Offer]:
    """Everything offered to the pupil, in the order of the days. For the pupil alone."""
    rows = session.exec(select(Glimpse).where(Glimpse.pupil_id == pupil_id)
                        .order_by(col(Glimpse.day), col(Glimpse.id)))
    return [_open(house, session, row) for row in rows]


def given(house: House, session: Session, actor: Actor, pupil_id: str) -> list[Offer]:
    """What the actor has offered this pupil. Never whether it was taken in."""
    return [_open(house, session, row) for row in _own(session, actor, pupil_id)]


def pupils(house: House, session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Id and name of the pupils a teacher may offer one to, in alphabetical order."""
    rows = access.pupils_of_school(session, actor, house.settings.node.school_year, TEACHERS)
    named = [(row.id, persons.get(house, session, row.person_id).name) for row in rows]
    return sorted(named, key=lambda one: one[1])


def name_of(house: House, session: Session, actor: Actor, pupil_id: str) -> str:
    """The pupil's given name, for somebody who may offer one. Raises NotFound."""
    pupil = _pupil(house, session, actor, pupil_id)
    return persons.get(house, session, pupil.person_id).given


def _pupil(house: House, session: Session, actor: Actor, pupil_id: str) -> Pupil:
    if actor.hat is Hat.STAFF:
        return access.pupil_of_school(session, actor, pupil_id, TEACHERS)
    pupil = access.pupil_of_family(house, session, actor, pupil_id)
    if actor.hat is Hat.PUPIL or restricted(session, pupil_id, actor.person_id, house.today()):
        raise access.gone()
    return pupil


def _check(house: House, session: Session, actor: Actor, pupil: Pupil, words: str) -> None:
    if not words:
        raise Refused("Skriv noe først.", "TOM_TEKST")
    if len(words) > LONGEST:
        raise Refused("Teksten er for lang. Gjør den kortere.", "LANG_TEKST")
    if len(_own(session, actor, pupil.id)) >= MOST:
        raise Refused("Du har gitt så mange lysglimt som det er plass til.", "FOR_MANGE")
    if names.blocking(_marks(house, session, pupil, words)):
        raise Refused("Teksten nevner noen andre. Skriv den uten andres navn og nummer.",
                      "ANDRE_PERSONER")


def _marks(house: House, session: Session, pupil: Pupil, words: str) -> list[names.Mark]:
    """Names in the class and of the family, and numbers."""
    mates = session.exec(select(Pupil.person_id).where(
        Pupil.unit_id == pupil.unit_id, Pupil.school_year == pupil.school_year,
        Pupil.id != pupil.id))
    family = [row.person_id for row in valid_representations(session, pupil.id, house.today())]
    others = {persons.get(house, session, person).given for person in [*mates, *family]}
    own = persons.get(house, session, pupil.person_id)
    return names.marks({"tekst": words}, others, [own.given, own.middle, own.family])


def _own(session: Session, actor: Actor, pupil_id: str) -> list[Glimpse]:
    return list(session.exec(select(Glimpse).where(
        Glimpse.pupil_id == pupil_id, Glimpse.person_id == actor.person_id)
        .order_by(col(Glimpse.day), col(Glimpse.id))))


def _open(house: House, session: Session, row: Glimpse) -> Offer:
    box = contents.pupil_box(house, session, row.pupil_id)
    return Offer(row.id, box.open(row.content, _place(row)).decode(), row.giver, row.day,
                 persons.get(house, session, row.person_id).name)


def _place(row: Glimpse) -> Place:
    return Place("glimpse", row.id, "content")
