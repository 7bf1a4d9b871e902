"""Station 4a, the rådgiver and PPT: choose, read for other people's data, send to the leader."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from handover.decision import access
from handover.decision.screening import Screening, lift_all, lift_one, screening
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState, move
from handover.rules.policy import Mechanism
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Part
from handover.store.work import Work

__all__ = ["Screening", "screening"]  # they have a room of their own, and are asked for here


def choose(house: House, actor: Actor, part_id: str, take: bool) -> None:
    """Takes a part in or leaves it out. Law-based parts are not a choice and are refused."""
    with house.work() as work:
        part = own_part(work.session, actor, part_id)
        if house.policy.categories[part.category].mechanism is Mechanism.LAW:
            raise Refused("Denne delen sendes etter loven og kan ikke velges bort her.", "LOVDEL")
        _move(work, actor, part, "velg" if take else "utelat")
        work.commit()


def screen(house: House, actor: Actor, part_id: str, sha256: str) -> None:
    """Says that the actor has read these bytes and found nothing about others (C-68).

    Raises Refused while the text still names others or carries their numbers or addresses,
    and nobody has said of each place that it is not about others.
    """
    with house.work() as work:
        part = own_part(work.session, actor, part_id)
        if part.sha256 != sha256:
            raise Refused("Teksten er endret siden du leste den. Les den på nytt.", "ENDRET")
        if screening(house, work.session, part).blocked:
            raise Refused("Teksten nevner kanskje andre personer. Se på hvert merket ord først.",
                          "ANDRE_PERSONER")
        part.screened_by = actor.person_id
        _move(work, actor, part, "kontroller")
        work.commit()


def let_stand(house: House, actor: Actor, part_id: str, sha256: str, mark: str) -> None:
    """«Det er ikke et navn her»: the one who prepares lifts one mark in these very bytes (C-68).

    Raises NotFound for a mark that is not there, Conflict when the text has changed, and
    Refused for a person's number: that is never a false alarm.
    """
    with house.work() as work:
        part = own_part(work.session, actor, part_id)
        lift_one(house, work, actor, part, sha256, mark)
        work.commit()


def leader_lets_stand(house: House, actor: Actor, part_id: str) -> int:
    """«Det kan være med»: the leader lifts every mark of the part as it is now; returns how many.

    Raises NotFound for others than a leader of the part's own organisation.
    """
    with house.work() as work:
        part = own_part(work.session, actor, part_id)
        if part.owner_unit not in actor.units(*access.LEADS, "ppt_leder"):
            raise access.gone()
        count = lift_all(house, work, actor, part)
        work.commit()
        return count


def send_to_leader(house: House, actor: Actor, pupil_id: str) -> int:
    """Hands every screened part of the pupil to the leader; returns how many.

    Raises Refused when a chosen part has not been screened: nothing is left behind unseen.
    """
    with house.work() as work:
        parts = list(_of_pupil(work.session, actor, pupil_id))
        if any(part.state == PartState.CHOSEN for part in parts):
            raise Refused("Les gjennom delene du har valgt først. Se etter navn på andre.",
                          "IKKE_KONTROLLERT")
        ready = [part for part in parts if part.state == PartState.SCREENED]
        for part in ready:
            _move(work, actor, part, "send_til_leder")
        work.commit()
        return len(ready)


def take_back(house: House, actor: Actor, pupil_id: str) -> int:
    """Takes back what was sent to the leader and waits there still; returns how many parts."""
    with house.work() as work:
        waiting = [part for part in _of_pupil(work.session, actor, pupil_id)
                   if part.state == PartState.WITH_LEADER]
        for part in waiting:
            _move(work, actor, part, "ta_tilbake")
        work.commit()
        return len(waiting)


def ready_law_parts(house: House, actor: Actor) -> int:
    """Readies the law-based package for everybody at the actor's school in one go.

    Returns how many pupils have one. Nothing leaves by this: release also wants the
    county's accepted request (C-17) and an open window (S14).
    """
    return len(ready_law_parts_of(house, actor, None))


def ready_law_parts_of(house: House, actor: Actor,
                       chosen: Collection[str] | None) -> frozenset[str]:
    """The same for chosen pupils, or for all when None; the ids of those who have one now.

    Pupils the actor does not prepare for are passed over in silence.
    """
    law = [one.id for one in house.policy.categories.values() if one.mechanism is Mechanism.LAW]
    with house.work() as work:
        pupils = access.pupils_of_school(work.session, actor, house.settings.node.school_year,
                                         access.PREPARES)
        mine = {one.id for one in pupils if chosen is None or one.id in chosen}
        parts = [part for part in work.session.exec(select(Part).where(
            col(Part.category).in_(law), col(Part.state).in_(
                [PartState.FOUND, PartState.APPROVED]))) if part.pupil_id in mine]
        for part in parts:
            if part.state == PartState.FOUND:
                _move(work, actor, part, "gjor_klar")
        work.commit()
        return frozenset(part.pupil_id for part in parts)


def own_part(session: Session, actor: Actor, part_id: str) -> Part:
    """A part the actor may work on: the school's own, or PPT's own. Raises NotFound."""
    part = session.get(Part, part_id)
    if part is None or part.state == PartState.REPLACED or part.author_id is not None:
        raise access.gone()
    if part.owner_unit in actor.units(*access.PPT):
        access.pupil_of_ppt(session, actor, part.pupil_id)
        return part
    pupil = access.pupil_of_school(session, actor, part.pupil_id)
    if part.owner_unit != pupil.unit_id:
        raise access.gone()
    return part


def _of_pupil(session: Session, actor: Actor, pupil_id: str) -> list[Part]:
    """The pupil's parts that belong to the actor's organisation."""
    ppt_units = actor.units(*access.PPT)
    if ppt_units:
        access.pupil_of_ppt(session, actor, pupil_id)
        return [part for part in contents.live_parts(session, pupil_id)
                if part.owner_unit in ppt_units]
    pupil = access.pupil_of_school(session, actor, pupil_id, access.PREPARES)
    return [part for part in contents.live_parts(session, pupil_id)
            if part.owner_unit == pupil.unit_id and part.author_id is None]


def _move(work: Work, actor: Actor, part: Part, event: str) -> None:
    part.state = move(PartState(part.state), event)
    work.session.add(part)
    work.audit(Event(f"del:{event}", actor.person_id, unit=part.owner_unit,
                     pupil_id=part.pupil_id, object_id=part.id, fields={"sha256": part.sha256}))


