"""The contact register, asked for the persons of one round and forgotten with it (S24).

The promise: nothing the register says is stored but a language, and that only for somebody
who has chosen none; who cannot be asked for, having no number of the register's kind, is
somebody it does not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from handover.house import House
from handover.kit.process import AdapterProcess, AdapterSpec
from handover.kit.types import MOST_CONTACTS, Contact, ContactRequest
from handover.rules.notices import Reach
from handover.store import persons
from handover.store.tables import KnownLanguage, Person
from handover.store.vault import Place
from handover.store.work import Work

SCOPE = "krr:global/kontaktinformasjon.read"
KINDS = ("fodselsnummer", "d-nummer")
"""The register knows people by these and by no others."""


@dataclass(frozen=True)
class Known:
    """One person as the register has them today."""

    reach: Reach
    language: str


def look_up(house: House, session: Session, people: Iterable[str]) -> Mapping[str, Known]:
    """Person id → what the register says, for those it knows.

    Raises AdapterError, or Silent when Maskinporten gives no token.
    """
    numbers = {number: one for one in people if (number := _number(house, session, one))}
    found: dict[str, Known] = {}
    ordered = sorted(numbers)
    for first in range(0, len(ordered), MOST_CONTACTS):
        asked = tuple(ordered[first:first + MOST_CONTACTS])
        with AdapterProcess(_spec(house)) as register:
            answer = register.look_up(ContactRequest(house.id(), asked))
        found |= {numbers[one.number]: _known(one) for one in answer.people}
    return found


def remember_language(house: House, work: Work, person_id: str, language: str) -> None:
    """Keeps the register's language, sealed, for pages to begin in."""
    if language and noted(house, work.session, person_id) != language:
        box = persons.box(house, work.session.get_one(Person, person_id))
        row = work.session.get(KnownLanguage, person_id) or KnownLanguage(
            person_id=person_id, details=b"", at=house.clock.now())
        row.details, row.at = box.seal(language.encode(), _place(person_id)), house.clock.now()
        work.session.add(row)


def noted(house: House, session: Session, person_id: str) -> str:
    """The language the register last gave for the person; empty when it has given none."""
    row = session.get(KnownLanguage, person_id)
    if row is None:
        return ""
    box = persons.box(house, session.get_one(Person, person_id))
    return box.open(row.details, _place(person_id)).decode()


def _number(house: House, session: Session, person_id: str) -> str:
    known = persons.get(house, session, person_id)
    return known.number if known.number_type in KINDS else ""


def _known(one: Contact) -> Known:
    return Known(Reach(one.reserved, one.may_be_notified, one.mail, one.phone), one.language)


def _spec(house: House) -> AdapterSpec:
    """The register's adapter, with a token from Maskinporten where the node is its client."""
    spec = next(iter(house.contacts.values()))
    if house.tokens is None or "token" in spec.settings:
        return spec
    return replace(spec, settings={**spec.settings, "token": house.tokens.bearer(scope=SCOPE)})


def _place(person_id: str) -> Place:
    return Place("knownlanguage", person_id, "language")
