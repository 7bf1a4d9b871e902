"""What stands beside a part: one's own remark, and what one has said is wrong with it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handover.decision import corrections, remarks
from handover.decision.corrections import Said
from handover.house import House
from handover.rules.policy import Mechanism
from handover.store.tables import Part
from handover.web.family import receivers
from handover.web.family.case import Case
from handover.web.texts import _, told


@dataclass(frozen=True)
class Beside:
    """For one part and one reader."""

    part_id: str
    may: bool
    """False beside somebody's own words: those are answered with one's own."""
    remark: str
    to: str
    """Who gets the remark, as it stands in a sentence; empty when nobody does."""
    wrong: Said | None
    """The newest «noe er feil» of this person about this kind of part."""


@dataclass(frozen=True)
class Wrong:
    """One line of the list of what somebody has said is wrong."""

    title: str
    said: Said
    late: bool
    """The owner has not answered in time."""


def beside(house: House, session: Session, case: Case, part: Part) -> Beside:
    """What this person has said beside the part."""
    category = house.policy.categories[part.category]
    if category.mechanism is Mechanism.OWN:
        return Beside(part.id, False, "", "", None)
    own = remarks.beside(house, session, case.actor, part)
    said = [one for one in corrections.of_person(house, session, case.actor, part.pupil_id)
            if one.category == part.category]
    names = [_(receivers.INSIDE[kind]) for kind in receivers.INSIDE if own and kind in own.kinds]
    return Beside(part.id, True, own.text if own else "", receivers.both(names),
                  said[0] if said else None)


def wrong_list(house: House, session: Session, case: Case, today: date) -> list[Wrong]:
    """Everything this person has said is wrong, as far as the log-in reaches; newest first."""
    found = corrections.of_person(house, session, case.actor, case.pupil.id)
    return [Wrong(told(house.labels.title(one.category)), one,
                  not one.outcome and one.due < today)
            for one in found if case.reads(house.policy.categories[one.category])]
