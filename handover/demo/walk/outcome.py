"""What the walk ended as: per pupil and receiving unit, counted from the receivers' own stores."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from handover.decision import slots
from handover.demo.cast.story import Pupil
from handover.demo.stage import Stage
from handover.house import House
from handover.receive.take_in import parts_of
from handover.rules import approval
from handover.rules.approval import Status
from handover.rules.part_states import PartState
from handover.rules.policy import Profile
from handover.store import contents, families, persons
from handover.store.tables import Decision, Delivery, Part
from handover.store.tables import Pupil as PupilRow
from handover.store.work import reading

LATER = frozenset({
    "C-39", "C-45", "C-48", "C-49", "C-50", "C-51", "C-55", "C-57", "C-63", "C-73", "C-74",
    "C-75", "C-77", "P12", "S1", "S22", "S3",
})
"""Rules that cases rest on and that later issues build. Everything else must end as the cast says."""


@dataclass(frozen=True)
class Case:
    """How one case ended."""

    number: int
    expected: dict[str, list[str]]
    got: dict[str, list[str]]
    waits_for: list[str]

    @property
    def as_expected(self) -> bool:
        return self.expected == self.got


@dataclass(frozen=True)
class Totals:
    """The figures of the walk."""

    pupils: int
    parts_offered: int
    approved: int
    declined: int
    sealed: int
    delivered: int
    acknowledged: int
    lost_to_silence: dict[str, int]


def cases(stage: Stage) -> list[Case]:
    """Every case of the cast, the protected ones too: theirs is that nothing is anywhere."""
    made = [_case(stage, pupil) for pupil in stage.cast.pupils]
    made += [Case(one.case, {}, _held(stage, one.identifier.value), [])
             for one in stage.cast.unseen]
    return sorted(made, key=lambda one: one.number)


def _case(stage: Stage, pupil: Pupil) -> Case:
    expected = {unit: sorted(names) for unit, names in
                pupil.expected.by_profile[stage.profile].items() if names}
    return Case(pupil.case, expected, _held(stage, pupil.person.identifier.value),
                sorted(set(pupil.expected.needs) & LATER))


def _held(stage: Stage, number: str) -> dict[str, list[str]]:
    """What the receivers hold about a number, by unit."""
    held: dict[str, list[str]] = {}
    for plan in stage.plans[1:]:
        house = stage.houses[plan.id]
        with reading(house.work) as session:
            person = persons.by_number(house, session, number)
            if person is None:
                continue
            pupil = session.exec(select(PupilRow).where(
                PupilRow.person_id == person.id)).first()
            for unit in plan.units:
                names = [part.category for part in
                         parts_of(session, pupil.id if pupil else "", unit.id)]
                if names:
                    held[unit.id] = sorted(names)
    return held


def totals(stage: Stage) -> Totals:
    """Counted at the end; a pupil taken out, or protected, is in no count (P4, S2b)."""
    house = stage.kommune
    with reading(house.work) as session:
        open_ids = list(session.exec(select(PupilRow.id).where(
            col(PupilRow.blocked).is_(False))))
        sent = select(func.count()).where(Delivery.kind == "pakke",
                                          col(Delivery.pupil_id).in_(open_ids))
        answers = _answers(house, session, open_ids)
        return Totals(
            pupils=len(open_ids), parts_offered=answers[0], approved=answers[1],
            declined=answers[2], sealed=session.exec(sent).one(),
            delivered=session.exec(sent.where(col(Delivery.delivered).is_not(None))).one(),
            acknowledged=session.exec(sent.where(Delivery.state == "bekreftet")).one(),
            lost_to_silence={profile.value: _lost(house, session, open_ids, profile)
                             for profile in Profile})


def _answers(house: House, session: Session, pupils: Iterable[str]) -> tuple[int, int, int]:
    """Parts asked about, and those with a yes, or a no, as somebody's last word."""
    offered = approved = declined = 0
    for part in _asked_parts(house, session, pupils):
        offered += 1
        rows = session.exec(select(Decision).where(Decision.part_id == part.id))
        newest: dict[tuple[str, str], str] = {}
        for row in sorted(rows, key=lambda one: one.order):
            newest[(row.person_id, row.slot_id)] = row.answer
        approved += "ja" in newest.values()
        declined += bool(newest) and "ja" not in newest.values()
    return offered, approved, declined


def _asked_parts(house: House, session: Session, pupils: Iterable[str]) -> list[Part]:
    return [part for pupil in pupils
            for part in contents.live_parts(session, pupil, [PartState.APPROVED])
            if house.policy.categories[part.category].mechanism.asked]


def _lost(house: House, session: Session, pupils: Iterable[str], profile: Profile) -> int:
    """Parts the pupil said yes to that went nowhere because a guardian never answered."""
    lost = 0
    for part in _asked_parts(house, session, pupils):
        category = house.policy.categories[part.category]
        asked = approval.Question(category, house.policy.rule_for(category, profile),
                                  part.sha256, part.author_id)
        pupil = session.get_one(PupilRow, part.pupil_id)
        family = families.family(house, session, pupil, house.today())
        open_slots = slots.for_category(house, slots.of_pupil(session, pupil.id), category)
        waits = [approval.status(asked, family, families.said(session, part.id, slot.id),
                                 house.today()) for slot in open_slots]
        said = [one for slot in open_slots for one in families.said(session, part.id, slot.id)]
        guardians = {one.person for one in said if one.hat == "foresatt"}
        lost += Status.ASKS_GUARDIAN in waits and not guardians >= family.guardians
    return lost


