"""Who somebody is, confirmed at school: a code on their screen, typed by the rådgiver (C-44, C-45).

The promise: the code is for one session, lives ten minutes, works once, and dies after five
wrong tries; what it raises is that session and no other; and the audit names who confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session as Db
from sqlmodel import col, select

from handover.decision import access
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.store.audit import Event
from handover.store.families import valid_representations
from handover.store.tables import Pupil, SchoolCode, Session
from handover.store.work import Work

LIVES = timedelta(minutes=10)
TRIES = 5
DIGITS = 6
KNOWN = ("kjenner", "legitimasjon")
"""How the rådgiver may know who it is: knows the person, or has seen proof of identity."""
WRONG = "Koden stemmer ikke, eller den er for gammel. Be om en ny kode på skjermen til den andre."


@dataclass(frozen=True)
class Waiting:
    """Somebody of the pupil's family who waits to be confirmed."""

    session_id: str
    person_id: str
    is_pupil: bool


def new_code(house: House, actor: Actor) -> str:
    """A code for the actor's own session, in place of any before it. Raises NotFound for staff."""
    if actor.hat not in (Hat.PUPIL, Hat.GUARDIAN):
        raise access.gone()
    code = _digits(house.random)
    with house.work() as work:
        for row in _living(house, work.session, [actor.session_id]):
            row.until = house.clock.now()
            work.session.add(row)
        work.session.add(SchoolCode(
            id=house.id(), session_id=actor.session_id,
            code_hash=_hash(house, actor.session_id, code), until=house.clock.now() + LIVES))
        work.audit(Event("okt:kode", actor.person_id, role=actor.hat,
                         object_id=actor.session_id))
        work.commit()
    return code


def find(house: House, actor: Actor, pupil_id: str, code: str) -> Waiting:
    """Whose screen the code stands on, among the pupil's family.

    Raises Refused when it stands on none of them, and counts it; NotFound when the pupil
    is not the actor's.
    """
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        found = _match(house, work, actor, pupil, code)
        work.commit()
    if found is None:
        raise Refused(WRONG, "KODE_STEMMER_IKKE")
    return Waiting(found.id, found.person_id, found.person_id == pupil.person_id)


def confirm(house: House, actor: Actor, pupil_id: str, code: str, known: str) -> None:
    """The rådgiver says who it is: that session may now see and answer what needs «høyt».

    Raises as `find`, and Refused when it is not said how the rådgiver knows.
    """
    if known not in KNOWN:
        raise Refused("Si hvordan du vet hvem det er.", "HVORDAN_MANGLER")
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        row = _match(house, work, actor, pupil, code)
        if row is not None:
            _raise(house, work, actor, pupil, row, known)
        work.commit()
    if row is None:
        raise Refused(WRONG, "KODE_STEMMER_IKKE")


def _raise(house: House, work: Work, actor: Actor, pupil: Pupil, row: Session,
           known: str) -> None:
    row.raised_by = actor.person_id
    work.session.add(row)
    for one in _living(house, work.session, [row.id]):
        one.used, one.used_by = house.clock.now(), actor.person_id
        work.session.add(one)
    work.audit(Event("okt:bekreftet", actor.person_id, role=actor.hat, unit=pupil.unit_id,
                     pupil_id=pupil.id, object_id=row.id, fields={"hvordan": known}))


def _match(house: House, work: Work, actor: Actor, pupil: Pupil, code: str) -> Session | None:
    """The session the code is for. A wrong one counts against every code that waits here."""
    sessions = {row.id: row for row in _sessions(house, work.session, pupil)}
    waiting = _living(house, work.session, list(sessions))
    typed = "".join(code.split())
    for one in waiting:
        if one.code_hash == _hash(house, one.session_id, typed):
            return sessions[one.session_id]
    for one in waiting:
        one.wrong += 1
        work.session.add(one)
    work.audit(Event("okt:feil_kode", actor.person_id, role=actor.hat, unit=pupil.unit_id,
                     pupil_id=pupil.id))
    return None


def _sessions(house: House, session: Db, pupil: Pupil) -> list[Session]:
    people = [pupil.person_id, *(row.person_id for row in
                                 valid_representations(session, pupil.id, house.today())
                                 if row.verified)]
    return list(session.exec(select(Session).where(
        col(Session.person_id).in_(people), col(Session.ended).is_(None))))


def _living(house: House, session: Db, session_ids: list[str]) -> list[SchoolCode]:
    return list(session.exec(select(SchoolCode).where(
        col(SchoolCode.session_id).in_(session_ids), col(SchoolCode.used).is_(None),
        SchoolCode.until > house.clock.now(), col(SchoolCode.wrong) < TRIES)))


def _hash(house: House, session_id: str, code: str) -> str:
    return house.vault.lookup("skolekode", f"{session_id} {code}")


def _digits(random: Callable[[int], bytes]) -> str:
    """Six digits, each as likely as the others."""
    number = int.from_bytes(random(8), "big") % 10 ** DIGITS
    return f"{number:0{DIGITS}}"
