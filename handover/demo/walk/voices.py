"""Lysglimt in the walk: offered by a teacher or a guardian on the day the cast says."""

from handover.decision import glimpses
from handover.demo.cast.story import Glimpse, Pupil
from handover.demo.stage import Stage
from handover.demo.walk import actors
from handover.rules.actors import Actor, Hat

TEACHER = "laerer"
"""In the cast's words: the pupil's own contact teacher."""


def offer_glimpse(stage: Stage, pupil: Pupil, glimpse: Glimpse) -> None:
    """Puts it before the pupil, when the pupil is in the service that day."""
    known = actors.pupil_id(stage.kommune, pupil.person)
    if known:
        glimpses.offer(stage.kommune, _giver(stage, pupil, glimpse), known, glimpse.text)


def _giver(stage: Stage, pupil: Pupil, glimpse: Glimpse) -> Actor:
    if glimpse.by == TEACHER:
        return actors.staff(stage.kommune, stage.cast.member("kontaktlaerer").user)
    return actors.family(stage.kommune, pupil.guardians[0].person, Hat.GUARDIAN)
