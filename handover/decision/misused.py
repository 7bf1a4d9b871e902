"""«Noen andre har brukt innloggingen min»: undoes what was done, and shuts the log-in (S5).

The promise: every answer from the chosen sessions is as if it had not been given, what they
opened to guardians is closed, what they wrote is set aside, no session of the pupil goes on,
and nobody gets in as the pupil before the pupil has met at school. No page tells that it
happened: whoever tries the log-in meets what a stranger meets.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session as Db
from sqlmodel import col, select

from handover.decision import access, acts
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor, Hat
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.store.audit import Event
from handover.store.tables import Decision, LoginShut, Part, Pupil, Session, Task
from handover.store.work import Work

TASK = "innlogging_stengt"
"""For the rådgiver: meet the pupil and open the log-in again."""
SHOWN = 20
"""Log-ins a person chooses among, newest first."""


@dataclass(frozen=True)
class Undone:
    """How much was undone."""

    answers: int
    opened: int
    drafts: int


def logins(session: Db, pupil: Pupil) -> Sequence[Session]:
    """The pupil's log-ins, newest first."""
    return session.exec(select(Session).where(Session.person_id == pupil.person_id).order_by(
        col(Session.created).desc()).limit(SHOWN)).all()


def is_shut(session: Db, person_id: str) -> bool:
    """True while the person's log-in is shut."""
    return _open_shut(session, person_id) is not None


def report(house: House, actor: Actor, pupil_id: str, session_ids: Collection[str]) -> Undone:
    """Does what the promise above says. The pupil's own act, or the rådgiver's on the pupil's
    word at school. Raises NotFound for anybody else, Refused when no log-in was chosen."""
    with house.work() as work:
        pupil = _pupil(house, work.session, actor, pupil_id)
        chosen = [row.id for row in logins(work.session, pupil) if row.id in session_ids]
        if not chosen:
            raise Refused("Velg minst én innlogging.", "INGEN_VALGT")
        undone = Undone(answers=_void(house, work, chosen), opened=_close(work, chosen),
                        drafts=_set_aside(work, chosen))
        _shut(house, work, actor, pupil)
        work.audit(Event(
            "innlogging:misbrukt", actor.person_id, role=actor.hat, pupil_id=pupil.id,
            object_id=pupil.person_id, fields={
                "okter": " ".join(sorted(chosen)), "svar": str(undone.answers),
                "innsyn": str(undone.opened), "kladder": str(undone.drafts)}))
        work.commit()
    return undone


def open_again(house: House, actor: Actor, pupil_id: str) -> None:
    """The rådgiver has met the pupil: the log-in works again. Raises NotFound."""
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.PREPARES)
        row = _open_shut(work.session, pupil.person_id)
        if row is None:
            raise access.gone()
        row.opened, row.opened_by = house.clock.now(), actor.person_id
        work.session.add(row)
        for task in work.session.exec(select(Task).where(
                Task.kind == TASK, Task.pupil_id == pupil.id, col(Task.done).is_(None))):
            task.done = house.clock.now()
            work.session.add(task)
        work.audit(Event("innlogging:apnet", actor.person_id, role=actor.hat,
                         unit=pupil.unit_id, pupil_id=pupil.id, object_id=pupil.person_id))
        work.commit()


def _pupil(house: House, session: Db, actor: Actor, pupil_id: str) -> Pupil:
    if actor.hat is Hat.STAFF:
        return access.pupil_of_school(session, actor, pupil_id, access.PREPARES)
    if actor.hat is not Hat.PUPIL:
        raise access.gone()
    return access.pupil_of_family(house, session, actor, pupil_id)


def _void(house: House, work: Work, chosen: Collection[str]) -> int:
    """A new word after each answer, so that none of them is anybody's latest."""
    rows = [work.session.get_one(Decision, one) for one in acts.done(work, chosen, "svar")]
    for row in rows:
        order = work.audit(Event("svar:ugyldig", "node", pupil_id=row.pupil_id,
                                 object_id=row.part_id, fields={"plass": row.slot_id}))
        if _is_latest(work.session, row):
            work.session.add(Decision(
                id=house.id(), pupil_id=row.pupil_id, part_id=row.part_id, category=row.category,
                sha256=row.sha256, slot_id=row.slot_id, person_id=row.person_id, hat=row.hat,
                answer=Answer.VOID, form=row.form, level=row.level, policy_hash=row.policy_hash,
                text_hash=row.text_hash, at=house.clock.now(), order=order))
    return len(rows)


def _is_latest(session: Db, row: Decision) -> bool:
    """False when the person has answered again since; that answer stands."""
    return session.exec(select(Decision.id).where(
        Decision.part_id == row.part_id, Decision.slot_id == row.slot_id,
        Decision.person_id == row.person_id,
        col(Decision.order) > row.order)).first() is None


def _close(work: Work, chosen: Collection[str]) -> int:
    """Also in a newer version of a part, which took over what the pupil had let be seen."""
    closed = 0
    for part_id in acts.done(work, chosen, "innsyn"):
        part: Part | None = work.session.get_one(Part, part_id)
        while part is not None:
            closed += part.shown
            part.shown = False
            work.session.add(part)
            part = work.session.get(Part, part.replaced_by) if part.replaced_by else None
    return closed


def _set_aside(work: Work, chosen: Collection[str]) -> int:
    """What was written is put away, newest first; the text before it comes back if there was one."""
    written = [work.session.get_one(Part, one) for one in acts.done(work, chosen, "kladd")]
    for part in reversed(written):
        before = work.session.exec(select(Part).where(Part.replaced_by == part.id)).first()
        if part.state == PartState.APPROVED and before is not None:
            before.state, before.replaced_by = PartState.APPROVED, None
            work.session.add(before)
        elif before is not None:
            before.replaced_by = part.replaced_by
            work.session.add(before)
        part.state = PartState.REPLACED
        work.session.add(part)
        work.session.flush()
    return len(written)


def _shut(house: House, work: Work, actor: Actor, pupil: Pupil) -> None:
    now = house.clock.now()
    for row in work.session.exec(select(Session).where(
            Session.person_id == pupil.person_id, col(Session.ended).is_(None))):
        row.ended = now
        work.session.add(row)
    if not is_shut(work.session, pupil.person_id):
        work.session.add(LoginShut(id=house.id(), person_id=pupil.person_id, since=now,
                                   told_by=actor.person_id))
        work.session.add(Task(
            id=house.id(), unit_id=pupil.unit_id, role="radgiver", kind=TASK,
            pupil_id=pupil.id, object_id=pupil.id, due=house.today(), created=now))


def _open_shut(session: Db, person_id: str) -> LoginShut | None:
    return session.exec(select(LoginShut).where(
        LoginShut.person_id == person_id, col(LoginShut.opened).is_(None))).first()
