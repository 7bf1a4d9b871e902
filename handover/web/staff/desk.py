"""Whose table a pupil's parts lie on: the school's, or PPT's. The pages are the same on both.

The promise: a desk says which roles use it, which pupils lie on it and where its pages are;
nothing else in the pages asks whether it is the school or PPT.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlmodel import Session, col, select

from handover.decision.access import LEADS, PPT, PREPARES, gone, related_to
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.policy import Category
from handover.sources import ppt_cases
from handover.store.tables import Part, Pupil, Task
from handover.web.texts import _, marked


@dataclass(frozen=True)
class Desk:
    """One organisation's table."""

    source: str
    """skole | ppt: whose categories are written here."""
    room: str
    """Blueprint with the pages of preparing."""
    lead_room: str
    """Blueprint with the pages of approving."""
    over_room: str
    """Blueprint with the leader's overview."""
    crew_room: str
    """Blueprint with deputies, the stop, and who does not handle whom."""
    prepares: tuple[str, ...]
    leads: tuple[str, ...]
    leader: str
    """What the leader is called in a sentence: «rektor»."""
    preparer: str
    """What the one who prepares is called at the beginning of a line."""
    choice: str
    """The step of choosing, as it stands in a list."""
    home: str
    """The text of the way back to the list."""
    pupils: Callable[[House, Actor, tuple[str, ...]], list[Any]]
    """Conditions on a pupil row, for an actor in some of the roles."""
    own_parts: Callable[[Actor, tuple[str, ...]], list[Any]]
    """Conditions on a part row joined to its pupil: this table's own, nobody's own words."""
    own_tasks: Callable[[Actor, tuple[str, ...]], list[Any]]
    """Conditions on a task row joined to its pupil: a task of PPT's is not the school's to see."""

    def pupil(self, house: House, session: Session, actor: Actor, pupil_id: str,
              roles: tuple[str, ...]) -> Pupil:
        """The pupil, when it lies on this table for the actor in these roles. Raises NotFound."""
        pupil = session.exec(select(Pupil).where(
            *self.pupils(house, actor, roles), Pupil.id == pupil_id)).first()
        if pupil is None:
            raise gone()
        return pupil

    def owns(self, category: Category) -> bool:
        """True for the categories that are prepared at this table."""
        return category.source == self.source and category.mechanism.sendable

    def url(self, page: str, **values: Any) -> str:
        """The address of one of the pages of preparing."""
        return url_for(f"{self.room}.{page}", **values)

    def lead_url(self, page: str, **values: Any) -> str:
        """The address of one of the pages of approving."""
        return url_for(f"{self.lead_room}.{page}", **values)

    def over_url(self, page: str, **values: Any) -> str:
        """The address of one of the leader's pages."""
        return url_for(f"{self.over_room}.{page}", **values)

    def crew_url(self, page: str, **values: Any) -> str:
        """The address of one of the pages about who does what."""
        return url_for(f"{self.crew_room}.{page}", **values)

    @property
    def everybody(self) -> tuple[str, ...]:
        """Every role that uses the table."""
        return tuple(dict.fromkeys((*self.prepares, *self.leads)))

    @property
    def leader_title(self) -> str:
        """The leader's title at the beginning of a line."""
        title = _(self.leader)
        return title[:1].upper() + title[1:]

    @property
    def home_text(self) -> str:
        """The way back, in the reader's language."""
        return _(self.home)


def _of_school(house: House, actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return [col(Pupil.unit_id).in_(actor.units(*roles)),
            Pupil.school_year == house.settings.node.school_year,
            col(Pupil.blocked).is_(False), col(Pupil.id).not_in(related_to(actor.person_id))]


def _school_parts(actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return [Part.owner_unit == Pupil.unit_id, col(Part.author_id).is_(None)]


def _ppt_parts(actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return [col(Part.owner_unit).in_(actor.units(*roles)), col(Part.author_id).is_(None)]


def _school_tasks(actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return [Task.unit_id == Pupil.unit_id]


def _ppt_tasks(actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return [col(Task.unit_id).in_(actor.units(*roles))]


def _of_ppt(house: House, actor: Actor, roles: tuple[str, ...]) -> list[Any]:
    return ppt_cases.cases(house, actor, actor.units(*roles))


SCHOOL = Desk(
    source="skole", room="klargjor", lead_room="godkjenning", over_room="oversikt",
    crew_room="bemanning", prepares=PREPARES, leads=LEADS, leader=marked("rektor"),
    preparer=marked("Rådgiver"),
    choice=marked("Velg det den nye skolen trenger"),
    home=marked("10. trinn"),
    pupils=_of_school, own_parts=_school_parts, own_tasks=_school_tasks)
PPT_DESK = Desk(
    source="ppt", room="ppt", lead_room="pptleder", over_room="pptoversikt",
    crew_room="pptbemanning", prepares=PPT, leads=("ppt_leder",), leader=marked("PPT-leder"),
    preparer=marked("PPT-rådgiver"), choice=marked("Velg det som trengs"),
    home=marked("Elever med PPT-sak"),
    pupils=_of_ppt, own_parts=_ppt_parts, own_tasks=_ppt_tasks)
