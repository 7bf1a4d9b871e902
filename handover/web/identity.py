"""Who a log-in is, in this node, today: the person, the hat and the roles that hold now.

Nothing is remembered between requests: a role that ended yesterday, a guardian whose
mandate ran out at midnight and a pupil who was taken out of the service are gone at
the next click (C-43, S25).
"""

from sqlmodel import Session as Db
from sqlmodel import select

from handover.house import House
from handover.rules.actors import Actor, Hat, Level, Role
from handover.store import persons
from handover.store.tables import Grant, Person, Pupil, Representation, Session, Unit

KINDS = {"idporten": "pid", "feide": "feide"}
"""Provider → the kind of subject it vouches for, in the words of the vault's lookup."""


def person_of(node: House, db: Db, provider: str, subject: str) -> Person | None:
    """The person a provider speaks of, when this node knows one."""
    found = node.vault.lookup(KINDS[provider], subject)
    column = Person.number_hash if provider == "idporten" else Person.feide_hash
    return db.exec(select(Person).where(column == found)).first()


def actor_of(node: House, db: Db, row: Session) -> Actor | None:
    """Who the session acts as; None when there is no hat for the person to wear today."""
    hat = hat_of(node, db, row.provider, row.person_id)
    if hat is None:
        return None
    roles = _roles(node, db, row.person_id) if hat is Hat.STAFF else ()
    return Actor(row.person_id, hat, Level(row.level), row.id, roles, row.raised_by is not None)


def hat_of(node: House, db: Db, provider: str, person_id: str) -> Hat | None:
    """The provider decides between staff and family, the registers between pupil and guardian."""
    if provider == "feide":
        return Hat.STAFF if _roles(node, db, person_id) else None
    if node.settings.node.kind != "kommune":
        return None
    if _is_pupil(node, db, person_id):
        return Hat.PUPIL
    return Hat.GUARDIAN if _represents(node, db, person_id) else None


def shown_as(node: House, db: Db, actor: Actor) -> tuple[str, str]:
    """Name, and «tittel, enhet» for staff, for the top of the page."""
    known = persons.get(node, db, actor.person_id)
    if actor.hat is not Hat.STAFF or not actor.roles:
        return known.given, ""
    unit = db.get(Unit, actor.roles[0].unit)
    what = ", ".join(part for part in (_first_large(known.title), unit.name if unit else "") if part)
    return known.name, what


def _roles(node: House, db: Db, person_id: str) -> tuple[Role, ...]:
    rows = db.exec(select(Grant).where(Grant.person_id == person_id).order_by(Grant.id))
    held = (Role(row.role, row.unit_id, row.valid_from, row.valid_to) for row in rows)
    return tuple(role for role in held if role.holds(node.today()))


def _is_pupil(node: House, db: Db, person_id: str) -> bool:
    return db.exec(select(Pupil.id).where(
        Pupil.person_id == person_id, Pupil.school_year == node.settings.node.school_year,
        Pupil.blocked == False)).first() is not None  # noqa: E712 - SQL, not Python


def _represents(node: House, db: Db, person_id: str) -> bool:
    day = node.today()
    rows = db.exec(select(Representation).join(Pupil).where(
        Representation.person_id == person_id, Representation.verified == True,  # noqa: E712
        Pupil.school_year == node.settings.node.school_year,
        Pupil.blocked == False))  # noqa: E712
    return any(row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
               for row in rows)


def _first_large(text: str) -> str:
    """«PPT-rådgiver» keeps its capitals; «rådgiver» gets one."""
    return text[:1].upper() + text[1:]
