"""Who works in a unit today, in which roles and until when. Helpers in single cases are not here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.house import House
from handover.rules.roles import HELPER
from handover.store import persons
from handover.store.tables import Grant, Person
from handover.web.staff import words
from handover.web.texts import _

SOON = 30
"""Days before a last day when the leader is told."""


@dataclass(frozen=True)
class Worker:
    """Somebody with a role in the unit today."""

    person_id: str
    name: str
    roles: tuple[str, ...]
    """The role words of the grants, deputies' too."""
    title: str
    until: date
    """Last day of the longest own grant."""
    ends_soon: bool


def of_units(node: House, session: Session, units: frozenset[str]) -> list[Worker]:
    """Everybody who works in the units today, by name; two queries however many."""
    today = node.today()
    rows = session.exec(select(Grant, Person).join(
        Person, col(Person.id) == Grant.person_id).where(
        col(Grant.unit_id).in_(units), Grant.role != HELPER, Grant.valid_from <= today,
        Grant.valid_to >= today).order_by(Grant.role, Grant.id))
    held: dict[str, list[Grant]] = defaultdict(list)
    people: dict[str, Person] = {}
    for grant, person in rows:
        held[person.id].append(grant)
        people[person.id] = person
    found = [_worker(node, people[one], grants, today) for one, grants in held.items()]
    return sorted(found, key=lambda one: (one.name, one.person_id))


def _worker(node: House, person: Person, grants: list[Grant], today: date) -> Worker:
    own = [one for one in grants if one.absence_id is None]
    until = max(one.valid_to for one in own or grants)
    titles = [_title(one) for one in grants]
    return Worker(person.id, persons.details(node, person).name,
                  tuple(one.role for one in grants), ", ".join(dict.fromkeys(titles)), until,
                  (until - today).days <= SOON)


def _title(grant: Grant) -> str:
    title = _(words.ROLES[grant.role]) if grant.role in words.ROLES else grant.role
    if grant.absence_id is None:
        return title
    return _("Stedfortreder (%(rolle)s)", rolle=title[:1].lower() + title[1:])
