"""Who at school a family may talk to: the one with the role, never a name written somewhere."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from handover.house import House
from handover.store import persons
from handover.store.tables import Grant, Pupil, Unit

LENGTH = 8
"""Digits of a Norwegian telephone number."""


@dataclass(frozen=True)
class Adviser:
    """The rådgiver of the pupil's school, as the page says it."""

    name: str
    school: str
    phone: str
    mail: str


def adviser_of(house: House, session: Session, pupil: Pupil) -> Adviser | None:
    """The rådgiver who has the role today; None when nobody has."""
    today = house.today()
    rows = session.exec(select(Grant).where(
        Grant.unit_id == pupil.unit_id, Grant.role == "radgiver",
        Grant.valid_from <= today, Grant.valid_to >= today).order_by(col(Grant.id)))
    grant = rows.first()
    if grant is None:
        return None
    known = persons.get(house, session, grant.person_id)
    return Adviser(known.name, school_of(session, pupil), spaced(known.phone), known.mail)


def spaced(phone: str) -> str:
    """A Norwegian number in pairs, «12 00 91 01», however it was stored; others as they stand."""
    digits = "".join(phone.split()).removeprefix("+47").removeprefix("0047")
    if len(digits) != LENGTH or not digits.isdigit():
        return phone
    return " ".join(digits[place:place + 2] for place in range(0, LENGTH, 2))


def school_of(session: Session, pupil: Pupil) -> str:
    """The name of the school the pupil goes to."""
    return session.get_one(Unit, pupil.unit_id).name
