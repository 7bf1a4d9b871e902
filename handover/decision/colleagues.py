"""Finding or making the row of somebody who works here, without learning whose it is.

The promise: nothing known of a person is written over, no login is moved to somebody who has
rights, and a name that does not fit a user name or number gets one answer, whatever is wrong.
"""

import re
from dataclasses import dataclass, field

from sqlmodel import Session, select

from handover.errors import Refused
from handover.house import House
from handover.rules.person_number import classify
from handover.store import persons
from handover.store.persons import Details
from handover.store.tables import Grant, Person

USER = re.compile(r"[A-Za-z0-9._-]{1,100}@[A-Za-z0-9.-]{1,100}")
"""What a Feide name looks like (eduPersonPrincipalName)."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who works here, as an administrator or a list tells of them."""

    given: str = field(repr=False)
    family: str = field(repr=False)
    feide: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    title: str = ""


def person_of(house: House, session: Session, who: Candidate) -> Person:
    """The row of somebody who works here: the one there is, or a new one.

    Raises Refused, and BadInput for a number this node does not take (S23).
    """
    known = check(house, session, who)
    if known is not None:
        if who.feide and known.feide_hash is None:
            known.feide_hash = house.vault.lookup("feide", who.feide.lower())
            session.add(known)
        return known
    kind = classify(who.number) if who.number else None
    details = Details(who.given, who.family, number_type=kind or "", number=who.number,
                      title=who.title)
    return persons.save(house, session, details, feide=who.feide.lower())


def check(house: House, session: Session, who: Candidate) -> Person | None:
    """The person there is, or None for somebody new. Writes nothing. Raises Refused."""
    if not (who.given and who.family) or not (who.feide or who.number):
        raise Refused("Skriv navn, og Feide-navn eller fødselsnummer.", "MANGLER_PERSON")
    if who.feide and not USER.fullmatch(who.feide):
        raise Refused("Skriv Feide-navnet slik: navn@kommune.no.", "FEIDE_FORM")
    if who.number and (classify(who.number) is None
                       or persons.is_barred(house, session, who.number)):
        raise _no_fit()
    return _known(house, session, who)


def by_feide(house: House, session: Session, feide: str) -> Person | None:
    """The person with this Feide name, when known."""
    hashed = house.vault.lookup("feide", feide.lower())
    return session.exec(select(Person).where(Person.feide_hash == hashed)).first()


def _known(house: House, session: Session, who: Candidate) -> Person | None:
    feide = by_feide(house, session, who.feide) if who.feide else None
    number = persons.by_number(house, session, who.number) if who.number else None
    known = feide or number
    if known is None:
        return None
    if not _same_name(persons.details(house, known), who):
        raise _no_fit()
    if who.number and number is not known:
        # Whoever holds that number could then log in as this colleague.
        raise _no_fit()
    if who.feide and feide is not known:
        _require_free(session, known)
    return known


def _same_name(known: Details, who: Candidate) -> bool:
    return (known.given.casefold(), known.family.casefold()) == (
        who.given.casefold(), who.family.casefold())


def _require_free(session: Session, known: Person) -> None:
    """A parent who begins to work here gets a user name; somebody with rights keeps their own."""
    works = session.exec(select(Grant.id).where(Grant.person_id == known.id)).first()
    if known.feide_hash is not None or works is not None:
        raise _no_fit()


def _no_fit() -> Refused:
    return Refused("Navnet passer ikke sammen med Feide-navnet eller nummeret. Sjekk alt.",
                   "PASSER_IKKE")
