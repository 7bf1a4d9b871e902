"""Finding one's own pupil by name: the only way to somebody who waits for nothing.

The promise: it looks among the pupils of one's own table and nowhere else (S6), gives no
list of everybody (S2b), writes down that somebody looked, and answers the same for «taken out»
and «never was».
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from handover.house import House
from handover.rules.actors import Actor
from handover.store import persons
from handover.store.audit import Event
from handover.store.tables import Person, Pupil
from handover.store.work import reading
from handover.web.staff.desk import Desk

SHORTEST = 3
"""Letters of a name: fewer would make it a list of everybody."""
MOST = 5


@dataclass(frozen=True)
class Found:
    """One pupil of one's own."""

    pupil_id: str
    name: str


def by_name(house: House, actor: Actor, desk: Desk, roles: tuple[str, ...],
            asked: str) -> Sequence[Found]:
    """Pupils with a name that begins with each of the words asked for; at most five."""
    words = asked.casefold().split()
    if not words or len("".join(words)) < SHORTEST:
        return []
    with reading(house.work) as session:
        rows = session.exec(select(Pupil, Person).join(
            Person, col(Person.id) == Pupil.person_id).where(*desk.pupils(house, actor, roles)))
        known = [Found(pupil.id, persons.details(house, person).name) for pupil, person in rows]
    hits = [one for one in known if _matches(words, one.name.casefold().split())]
    shown = sorted(hits, key=lambda one: one.name)[:MOST]
    _remember(house, actor, roles, len(shown))
    return shown


def _remember(house: House, actor: Actor, roles: tuple[str, ...], hits: int) -> None:
    """That somebody looked, and how many they saw; never what they looked for."""
    with house.work() as work:
        work.audit(Event("elev:sokt", actor.person_id, role="stab",
                         unit=" ".join(sorted(actor.units(*roles))), fields={"treff": str(hits)}))
        work.commit()


def _matches(words: Sequence[str], names: Sequence[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in words)
