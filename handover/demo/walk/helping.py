"""Who stands in, and who helps from elsewhere: through the use cases the pages go through."""

from handover.decision import helpers, staffing
from handover.decision.helpers import Invitation
from handover.demo.cast.people import Absence
from handover.demo.cast.people import Invitation as Planned
from handover.demo.cast.story import Pupil
from handover.demo.stage import Stage
from handover.demo.walk import actors
from handover.rules.actors import Hat


def set_deputies(stage: Stage) -> None:
    """Rektor says who is away in July, and who stands in."""
    for one in stage.cast.absences:
        _set(stage, one)


def _set(stage: Stage, one: Absence) -> None:
    house = stage.kommune
    people = [actors.staff(house, stage.cast.member(who).user)
              for who in ("rektor", one.staff, one.deputy)]
    staffing.set_absence(house, people[0], people[1].person_id, people[2].person_id,
                         (one.valid_from, one.valid_to))


def invite(stage: Stage, pupil: Pupil, planned: Planned) -> None:
    """The rådgiver asks whether the helper may read, and the pupil says yes."""
    house, member = stage.kommune, stage.cast.member(planned.staff)
    known = actors.pupil_id(house, pupil.person)
    if known is None:
        return
    offered = frozenset(one for one in pupil.categories()
                        if helpers.may_show(house.policy.categories[one])
                        and pupil.part(one, planned.valid_from))
    radgiver = actors.staff(house, stage.cast.member("radgiver").user)
    case_id = helpers.invite(house, radgiver, known, Invitation(
        member.person.given, member.person.family, member.title, member.user,
        planned.valid_to, offered))
    helpers.answer(house, actors.family(house, pupil.person, Hat.PUPIL), case_id, helpers.YES)
