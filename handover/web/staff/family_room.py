"""The blueprint of «Familien»: meeting, paper and appointments with the people around one pupil."""

from flask import Blueprint, url_for

from handover.decision import access
from handover.rules.actors import Actor
from handover.web.access import staff
from handover.web.texts import marked

room = Blueprint("familien", __name__)

SCHOOL = staff(*access.PREPARES)
PRINTS = staff(*access.PREPARES, *access.PPT)

HATS = {"elev": marked("Elev"), "foresatt": marked("Foresatt")}


def way_back(actor: Actor, pupil_id: str) -> str:
    """The address of the pupil's page at the actor's own desk."""
    if actor.units(*access.PREPARES):
        return url_for("familien.page", pupil_id=pupil_id)
    return url_for("ppt.pupil", pupil_id=pupil_id)
