"""Which pupils an actor may work with. Everything not named here is as if it did not exist."""

from typing import Any

from sqlmodel import Session, col, select, union

from handover.errors import NotFound
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.store.families import valid_representations
from handover.store.tables import Pupil, Recusal, Representation

LEADS = ("rektor", "avdelingsleder")
SCHOOL = ("radgiver", *LEADS)
PREPARES = ("radgiver",)
PPT = ("ppt_radgiver", "ppt_leder")


def gone() -> NotFound:
    """The one answer for «not yours», «not here» and «never was» (S2)."""
    return NotFound("Fant ikke siden.", "FINNES_IKKE")


def related_to(person_id: str) -> Any:
    """Ids of the pupils a person does not handle at work: their own family's, and those they have
    said they are too close to (P11). A subquery, to stand in an `in_` or `not_in`."""
    family = select(Representation.pupil_id).where(Representation.person_id == person_id)
    declared = select(Recusal.pupil_id).where(
        Recusal.person_id == person_id, col(Recusal.lifted).is_(None))
    return union(family, declared)


def too_close_to(session: Session, pupil_id: str) -> frozenset[str]:
    """Ids of the persons who do not handle this pupil (P11)."""
    family = select(Representation.person_id).where(Representation.pupil_id == pupil_id)
    declared = select(Recusal.person_id).where(
        Recusal.pupil_id == pupil_id, col(Recusal.lifted).is_(None))
    return frozenset(session.exec(family)) | frozenset(session.exec(declared))


def pupil_of_school(session: Session, actor: Actor, pupil_id: str,
                    roles: tuple[str, ...] = SCHOOL) -> Pupil:
    """A pupil of a school where the actor holds one of the roles, and is not related (P11)."""
    pupil = session.get(Pupil, pupil_id)
    if pupil is None or pupil.blocked or pupil.unit_id not in actor.units(*roles):
        raise gone()
    if _related(session, actor, pupil):
        raise gone()
    return pupil


def pupil_of_ppt(session: Session, actor: Actor, pupil_id: str) -> Pupil:
    """A pupil PPT may work with: open, and not related to the actor (P11). Whether PPT has a case
    is for the parts of PPT's own to say."""
    pupil = session.get(Pupil, pupil_id)
    if pupil is None or pupil.blocked or not actor.units(*PPT) or _related(session, actor, pupil):
        raise gone()
    return pupil


def pupils_of_school(session: Session, actor: Actor, school_year: str,
                     roles: tuple[str, ...] = SCHOOL) -> list[Pupil]:
    """The pupils of the actor's schools that the service may work with, relatives left out."""
    rows = session.exec(select(Pupil).where(
        col(Pupil.unit_id).in_(actor.units(*roles)), Pupil.school_year == school_year,
        col(Pupil.blocked).is_(False),
        col(Pupil.id).not_in(related_to(actor.person_id))))
    return list(rows)


def pupil_of_family(house: House, session: Session, actor: Actor, pupil_id: str) -> Pupil:
    """The pupil an actor is, or may act for today. Raises NotFound."""
    pupil = session.get(Pupil, pupil_id)
    if pupil is None or pupil.blocked:
        raise gone()
    if actor.hat is Hat.PUPIL and pupil.person_id == actor.person_id:
        return pupil
    if actor.hat is Hat.GUARDIAN and _represents(house, session, actor, pupil):
        return pupil
    raise gone()


def _represents(house: House, session: Session, actor: Actor, pupil: Pupil) -> bool:
    rows = valid_representations(session, pupil.id, house.today())
    return any(row.person_id == actor.person_id and row.verified for row in rows)


def _related(session: Session, actor: Actor, pupil: Pupil) -> bool:
    return actor.person_id in too_close_to(session, pupil.id)
