"""Persons in and out of their sealed boxes. The only place that opens them."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, select

from handover.errors import BadInput
from handover.house import House
from handover.rules.person_number import Identifier, Kind, acceptable
from handover.store.tables import Barred, Person
from handover.store.vault import Box, Place


@dataclass(frozen=True)
class Details:
    """What is known of a person. Never logged; `repr` tells nothing."""

    given: str
    family: str
    born: date | None = None
    middle: str = ""
    number_type: str = ""
    """fodselsnummer | d-nummer | vigo-fiktivt | annet"""
    number: str = ""
    mail: str = ""
    phone: str = ""
    language: str = "nb"
    title: str = ""
    """What staff call themselves: «rådgiver»."""

    @property
    def name(self) -> str:
        """The whole name in reading order."""
        return " ".join(part for part in (self.given, self.middle, self.family) if part)

    def __repr__(self) -> str:
        return "Details(…)"


def box(house: House, person: Person) -> Box:
    """The person's own box: content about them is sealed in it."""
    return house.vault.box(person.id, person.wrapped_key)


def details(house: House, person: Person) -> Details:
    """The person's details. Raises BoxBroken when the row is not as it was written."""
    values = box(house, person).open_values(person.details, _place(person.id))
    born = values.pop("born")
    return Details(born=date.fromisoformat(born) if born else None, **values)


def get(house: House, session: Session, person_id: str) -> Details:
    """The details of a person by id."""
    return details(house, session.get_one(Person, person_id))


def save(house: House, session: Session, known: Details, *, feide: str = "") -> Person:
    """The row of this person: the one there is (by number or user name), or a new one.

    The one door for numbers: a demo node takes only invented ones, production none of
    them (S23). Raises BadInput.
    """
    _check_number(house, known)
    number_hash = house.vault.lookup("pid", known.number) if known.number else None
    feide_hash = house.vault.lookup("feide", feide) if feide else None
    person = _find(session, number_hash, feide_hash)
    if person is None:
        new = house.id()
        person = Person(id=new, wrapped_key=house.vault.new_key(new), details=b"")
    values = asdict(known) | {"born": known.born.isoformat() if known.born else ""}
    person.details = box(house, person).seal_values(values, _place(person.id))
    person.number_hash = number_hash or person.number_hash
    person.feide_hash = feide_hash or person.feide_hash
    session.add(person)
    session.flush()
    return person


def is_barred(house: House, session: Session, number: str) -> bool:
    """True when nothing about the holder of this number may be stored (S3)."""
    return session.get(Barred, house.vault.lookup("pid", number)) is not None


def by_number(house: House, session: Session, number: str) -> Person | None:
    """The person with this number, when known."""
    return _find(session, house.vault.lookup("pid", number), None)


def _check_number(house: House, known: Details) -> None:
    if not known.number:
        return
    wrong = acceptable(Identifier(Kind(known.number_type), known.number),
                       house.settings.node.demo)
    if wrong:
        raise BadInput(wrong.text, wrong.code, [wrong])


def _find(session: Session, number_hash: str | None, feide_hash: str | None) -> Person | None:
    if number_hash and (found := session.exec(
            select(Person).where(Person.number_hash == number_hash)).first()):
        return found
    if feide_hash:
        return session.exec(select(Person).where(Person.feide_hash == feide_hash)).first()
    return None


def _place(person_id: str) -> Place:
    return Place("person", person_id, "details")
