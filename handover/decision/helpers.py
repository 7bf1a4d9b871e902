"""Coordinators and other helpers from elsewhere: one case, for a time, on the pupil's yes.

The promise: an invitation opens nothing by itself. The pupil sees who, until when and which
parts, and says yes or no; on a yes the helper reads those parts and no others, every reading
is in the pupil's log, and a no, an end or the last day shuts it at once (guidance 5.0).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from handover.decision import access
from handover.errors import Conflict, Refused
from handover.house import House
from handover.rules.actors import Actor, Hat, Level
from handover.rules.part_states import PartState
from handover.rules.policy import Category
from handover.rules.roles import HELPER, HELPER_SENSITIVITY, LONGEST_HELP, period
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import CaseGrant, Grant, Part, Person, Pupil
from handover.store.work import Work

YES, NO = "ja", "nei"


@dataclass(frozen=True)
class Invitation:
    """Who is to help, until when, and what the pupil is asked to show."""

    given: str
    family: str
    title: str
    """What they are, in words the pupil knows: «Barnekoordinator i Nordvik kommune»."""
    feide: str
    """The user name they log in with at their own organisation."""
    last: date | None
    categories: frozenset[str]


@dataclass(frozen=True)
class Opened:
    """A part as the helper reads it."""

    part: Part
    data: bytes


def invite(house: House, actor: Actor, pupil_id: str, wanted: Invitation) -> str:
    """Asks the pupil whether this person may help; the invitation's id.

    Raises NotFound for a pupil the actor does not handle, Refused when something is missing or
    when a part is not for helpers to read.
    """
    when = period(house.today(), wanted.last, house.today(), LONGEST_HELP)
    if not (wanted.given and wanted.family and wanted.title and "@" in wanted.feide):
        raise Refused("Fyll ut navn, stilling og brukernavn i Feide.", "MANGLER_HJELPER")
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id)
        _check(house, wanted.categories)
        person = _person(house, work, wanted)
        row = CaseGrant(
            id=house.id(), pupil_id=pupil.id, person_id=person.id, unit_id=pupil.unit_id,
            valid_from=when.first, valid_to=when.last, invited_by=actor.person_id,
            categories=" ".join(sorted(wanted.categories)), at=house.clock.now())
        work.session.add(row)
        work.audit(_event("hjelper:invitert", actor, row, {"til": when.last.isoformat()}))
        work.commit()
        return row.id


def answer(house: House, actor: Actor, case_id: str, said: str) -> None:
    """The pupil's own yes or no; a later no takes a yes back. Raises NotFound for anybody else."""
    if said not in (YES, NO):
        raise Refused("Velg ja eller nei.", "IKKE_VALGT")
    with house.work() as work:
        row = _open(work.session, case_id, house.today())
        pupil = access.pupil_of_family(house, work.session, actor, row.pupil_id)
        if actor.hat is not Hat.PUPIL or pupil.id != row.pupil_id \
                or not _reaches(house, actor, row):
            raise access.gone()
        row.answer, row.answered = said, house.clock.now()
        work.session.add(row)
        if said == YES:
            _let_in(house, work, row)
        else:
            _shut(house, work, row)
        work.audit(_event(f"hjelper:{said}", actor, row, {}))
        work.commit()


def end(house: House, actor: Actor, case_id: str) -> None:
    """The school takes the invitation back. Raises NotFound."""
    with house.work() as work:
        row = _open(work.session, case_id, house.today())
        access.pupil_of_school(work.session, actor, row.pupil_id)
        row.ended = house.clock.now()
        work.session.add(row)
        _shut(house, work, row)
        work.audit(_event("hjelper:avsluttet", actor, row, {}))
        work.commit()


def asked(session: Session, pupil_id: str, today: date) -> list[CaseGrant]:
    """The invitations about a pupil that are not over, oldest first."""
    return list(session.exec(select(CaseGrant).where(
        CaseGrant.pupil_id == pupil_id, CaseGrant.valid_to >= today,
        col(CaseGrant.ended).is_(None)).order_by(col(CaseGrant.at), CaseGrant.id)))


def cases(house: House, session: Session, actor: Actor) -> list[CaseGrant]:
    """The cases the helper is in today: the pupil has said yes, and has not been taken out."""
    if not actor.has(HELPER):
        return []
    today = house.today()
    rows = session.exec(select(CaseGrant).join(
        Pupil, col(Pupil.id) == CaseGrant.pupil_id).where(
        CaseGrant.person_id == actor.person_id, CaseGrant.answer == YES,
        CaseGrant.valid_from <= today, CaseGrant.valid_to >= today,
        col(CaseGrant.ended).is_(None), col(Pupil.blocked).is_(False),
        col(Pupil.id).not_in(access.related_to(actor.person_id))).order_by(CaseGrant.id))
    return list(rows)


def read(house: House, actor: Actor, case_id: str) -> list[Opened]:
    """The approved parts the pupil has said yes to, each reading written down. Raises NotFound."""
    with house.work() as work:
        row = next((one for one in cases(house, work.session, actor) if one.id == case_id), None)
        if row is None:
            raise access.gone()
        found = [part for part in contents.live_parts(work.session, row.pupil_id,
                                                      [PartState.APPROVED])
                 if part.category in row.categories.split() and part.author_id is None]
        for part in found:
            work.audit(Event("del:lest", actor.person_id, role=HELPER, unit=row.unit_id,
                             pupil_id=row.pupil_id, object_id=part.id,
                             fields={"sha256": part.sha256}))
        opened = [Opened(part, contents.part_bytes(house, work.session, part)) for part in found]
        work.commit()
        return opened


def may_show(category: Category) -> bool:
    """True for what a helper may be shown: the school's own parts that a family is asked about."""
    return (category.source == "skole" and category.mechanism.asked
            and category.sensitivity <= HELPER_SENSITIVITY)


def _reaches(house: House, actor: Actor, row: CaseGrant) -> bool:
    """True when the log-in is good enough for every part the yes is about (S5)."""
    return actor.reaches(Level.SUBSTANTIAL) and all(
        actor.reaches(house.policy.categories[one].level) for one in row.categories.split())


def _check(house: House, categories: frozenset[str]) -> None:
    known = house.policy.categories
    if not categories or not all(one in known and may_show(known[one]) for one in categories):
        raise Refused("Velg minst én del som en hjelper kan lese.", "FEIL_DEL")


def _person(house: House, work: Work, wanted: Invitation) -> Person:
    """Somebody the node knows keeps their details: an invitation is no way to rename anybody."""
    hashed = house.vault.lookup("feide", wanted.feide)
    known = work.session.exec(select(Person).where(Person.feide_hash == hashed)).first()
    return known or persons.save(house, work.session, Details(
        given=wanted.given, family=wanted.family, title=wanted.title), feide=wanted.feide)


def _open(session: Session, case_id: str, today: date) -> CaseGrant:
    row = session.get(CaseGrant, case_id)
    if row is None or row.ended:
        raise access.gone()
    if row.valid_to < today:
        raise Conflict("Invitasjonen har gått ut.", "UTGATT")
    return row


def _let_in(house: House, work: Work, row: CaseGrant) -> None:
    """The role that lets the person log in. It opens no case; the case's own row does."""
    if any(one.valid_to >= row.valid_to for one in _grants(house, work.session, row)):
        return
    work.session.add(Grant(
        id=house.id(), person_id=row.person_id, role=HELPER, unit_id=row.unit_id,
        valid_from=house.today(), valid_to=row.valid_to, granted_by=row.invited_by))
    work.audit(Event("rolle:gitt", row.invited_by, role=HELPER, unit=row.unit_id,
                     object_id=row.person_id, fields={"til": row.valid_to.isoformat()}))


def _shut(house: House, work: Work, row: CaseGrant) -> None:
    """Takes the log-in away with the last case. The grant's own end holds whatever else happens."""
    work.session.flush()
    others = work.session.exec(select(CaseGrant.id).where(
        CaseGrant.person_id == row.person_id, CaseGrant.unit_id == row.unit_id,
        CaseGrant.answer == YES, col(CaseGrant.ended).is_(None),
        CaseGrant.valid_to >= house.today())).first()
    for grant in [] if others else _grants(house, work.session, row):
        grant.valid_to = house.today() - timedelta(days=1)
        work.session.add(grant)
        work.audit(Event("rolle:avsluttet", row.invited_by, role=HELPER, unit=row.unit_id,
                         object_id=row.person_id))


def _grants(house: House, session: Session, row: CaseGrant) -> list[Grant]:
    return list(session.exec(select(Grant).where(
        Grant.person_id == row.person_id, Grant.unit_id == row.unit_id, Grant.role == HELPER,
        Grant.valid_to >= house.today())))


def _event(name: str, actor: Actor, row: CaseGrant, fields: dict[str, str]) -> Event:
    return Event(name, actor.person_id, role=actor.hat, unit=row.unit_id, pupil_id=row.pupil_id,
                 object_id=row.id, fields=fields)
