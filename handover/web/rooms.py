"""Every room of the web: the one place to add a blueprint."""

from dataclasses import dataclass

from flask import Blueprint

from handover.api import node
from handover.web import choice, family, files, login, public
from handover.web.admin import confirm as two_persons
from handover.web.admin import figures, lists, log, units
from handover.web.helper import rooms as helper
from handover.web.inn import at_school, misused
from handover.web.ppt import rooms as ppt
from handover.web.receive import admissions, asking, follow_up, placing, school
from handover.web.staff import (
    confirm,
    corrections,
    family_talk,
    glimpses,
    leader_rooms,
    messages,
    requests,
    year,
)

BOTH = ("kommune", "fylke")


@dataclass(frozen=True)
class Room:
    """A blueprint, and the node kinds where it is open."""

    blueprint: Blueprint
    nodes: tuple[str, ...] = BOTH


ROOMS: tuple[Room, ...] = (
    Room(files.room),
    Room(public.room),
    Room(login.room),
    Room(choice.room),
    Room(node.room),
    Room(family.room, ("kommune",)),
    Room(at_school.room, ("kommune",)),
    Room(misused.room, ("kommune",)),
    Room(year.room, ("kommune",)),
    Room(confirm.room, ("kommune",)),
    Room(leader_rooms.approval, ("kommune",)),
    Room(leader_rooms.overview, ("kommune",)),
    Room(leader_rooms.crew_of_school, ("kommune",)),
    Room(leader_rooms.crew_of_ppt, ("kommune",)),
    Room(helper.room, ("kommune",)),
    Room(helper.desk, ("kommune",)),
    Room(glimpses.room, ("kommune",)),
    Room(corrections.room, ("kommune",)),
    Room(family_talk.room, ("kommune",)),
    Room(messages.room, ("kommune",)),
    Room(requests.room, ("kommune",)),
    Room(ppt.room, ("kommune",)),
    Room(ppt.approval, ("kommune",)),
    Room(ppt.overview, ("kommune",)),
    Room(units.room),
    Room(two_persons.room),
    Room(lists.room),
    Room(log.room),
    Room(figures.room, ("kommune",)),
    Room(admissions.room, ("fylke",)),
    Room(admissions.early, ("fylke",)),
    Room(asking.room, ("fylke",)),
    Room(placing.room, ("fylke",)),
    Room(school.room, ("fylke",)),
    Room(school.ppt, ("fylke",)),
    Room(follow_up.room, ("fylke",)),
    Room(follow_up.done, ("fylke",)),
)
