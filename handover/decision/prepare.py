"""Station 4a, the rådgiver and PPT: choose, read for other people's data, send to the leader."""

from dataclasses import dataclass

from sqlmodel import Session, select

from handover.decision import access
from handover.errors import Refused
from handover.house import House
from handover.preview import plain
from handover.rules import names
from handover.rules.actors import Actor
from handover.rules.part_states import PartState, move
from handover.rules.policy import Mechanism
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.families import valid_representations
from handover.store.tables import Part, Pupil
from handover.store.work import Work


@dataclass(frozen=True)
class Screening:
    """A part's text with the places a person must look at."""

    part_id: str
    texts: dict[str, str]
    marks: list[names.Mark]

    @property
    def blocked(self) -> bool:
        """True while the text names other people or carries numbers."""
        return bool(names.blocking(self.marks))


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

    Raises Refused while the text still names others or carries numbers: then it is
    mended at the source and collected again.
    """
    with house.work() as work:
        part = own_part(work.session, actor, part_id)
        if part.sha256 != sha256:
            raise Refused("Teksten er endret siden du leste den. Les den på nytt.", "ENDRET")
        if screening(house, work.session, part).blocked:
            raise Refused("Teksten nevner andre personer. Rett den der den er skrevet, og hent "
                          "den på nytt.", "ANDRE_PERSONER")
        part.screened_by = actor.person_id
        _move(work, actor, part, "kontroller")
        work.commit()


def screening(house: House, session: Session, part: Part) -> Screening:
    """What the third-party screen shows for a part."""
    data = contents.part_bytes(house, session, part)
    texts = plain.texts(data)
    pupil = session.get_one(Pupil, part.pupil_id)
    own = persons.get(house, session, pupil.person_id)
    found = names.marks(texts, _other_names(house, session, pupil),
                        [own.given, own.family, own.middle])
    return Screening(part.id, texts, found)


def _other_names(house: House, session: Session, pupil: Pupil) -> set[str]:
    """Given names in the class, and the family's names: words a teacher's note may slip in."""
    result: set[str] = set()
    for other in _classmates(session, pupil):
        result.add(persons.get(house, session, other.person_id).given)
    for row in valid_representations(session, pupil.id, house.today()):
        result.add(persons.get(house, session, row.person_id).given)
    return result


def _classmates(session: Session, pupil: Pupil) -> list[Pupil]:
    return list(session.exec(select(Pupil).where(
        Pupil.unit_id == pupil.unit_id, Pupil.school_year == pupil.school_year,
        Pupil.id != pupil.id)))


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


def ready_law_parts(house: House, actor: Actor) -> int:
    """Readies the law-based package for everybody at the actor's school in one go.

    Returns how many pupils. Nothing leaves by this: release also wants the county's
    accepted request (C-17) and an open window (S14).
    """
    with house.work() as work:
        pupils = access.pupils_of_school(work.session, actor, house.settings.node.school_year,
                                         access.PREPARES)
        for pupil in pupils:
            for part in contents.live_parts(work.session, pupil.id, [PartState.FOUND]):
                if house.policy.categories[part.category].mechanism is Mechanism.LAW:
                    _move(work, actor, part, "gjor_klar")
        work.commit()
        return len(pupils)


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


