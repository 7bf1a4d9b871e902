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
from handover.web.oidc_tokens import Identity


def person_of(node: House, db: Db, who: Identity) -> Person | None:
    """The person a provider speaks of, when this node knows one.

    Feide's user name comes first; a pupil, whose user name no school system has told us, is
    known by the number Feide vouches for.
    """
    if who.provider != "feide":
        return persons.by_number(node, db, who.subject)
    found = node.vault.lookup("feide", who.subject)
    named = db.exec(select(Person).where(Person.feide_hash == found)).first()
    if named is not None or not who.number:
        return named
    return persons.by_number(node, db, who.number)


def actor_of(node: House, db: Db, row: Session) -> Actor | None:
    """Who the session acts as; None when there is no hat for the person to wear today."""
    hat = hat_of(node, db, row.provider, row.person_id, row.organisation)
    if hat is None:
        return None
    roles = _roles(node, db, row.person_id, row.organisation) if hat is Hat.STAFF else ()
    return Actor(row.person_id, hat, Level(row.level), row.id, roles, row.raised_by is not None)


def hat_of(node: House, db: Db, provider: str, person_id: str,
           organisation: str | None = None) -> Hat | None:
    """The provider decides between staff and family, the registers between pupil and guardian.

    Feide is for school: staff, and a pupil who works on a draft; never a guardian.
    """
    if provider != "idporten" and _roles(node, db, person_id, organisation):
        return Hat.STAFF
    if node.settings.node.kind != "kommune" or provider == "ansattporten":
        return None
    if _is_pupil(node, db, person_id):
        return Hat.PUPIL
    if provider == "feide":
        return None
    return Hat.GUARDIAN if _represents(node, db, person_id) else None


def shown_as(node: House, db: Db, actor: Actor) -> tuple[str, str]:
    """Name, and «tittel, enhet» for staff, for the top of the page."""
    known = persons.get(node, db, actor.person_id)
    if actor.hat is not Hat.STAFF or not actor.roles:
        return known.given, ""
    unit = db.get(Unit, actor.roles[0].unit)
    what = ", ".join(part for part in (_first_large(known.title), unit.name if unit else "") if part)
    return known.name, what


def _roles(node: House, db: Db, person_id: str,
           organisation: str | None = None) -> tuple[Role, ...]:
    """Roles that hold today; through Ansattporten only those in the organisation acted for."""
    wanted = select(Grant).where(Grant.person_id == person_id).order_by(Grant.id)
    if organisation is not None:
        wanted = wanted.join(Unit).where(Unit.organisation == organisation)
    rows = db.exec(wanted)
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
