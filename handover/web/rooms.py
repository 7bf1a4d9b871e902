"""Every room of the web: the one place to add a blueprint."""

from dataclasses import dataclass

from flask import Blueprint

from handover.api import node
from handover.web import family, files, login, public
from handover.web.ppt import rooms as ppt
from handover.web.receive import admissions, asking, follow_up, placing, school
from handover.web.staff import leader_rooms, requests, year

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
    Room(node.room),
    Room(family.room, ("kommune",)),
    Room(year.room, ("kommune",)),
    Room(leader_rooms.approval, ("kommune",)),
    Room(leader_rooms.overview, ("kommune",)),
    Room(requests.room, ("kommune",)),
    Room(ppt.room, ("kommune",)),
    Room(ppt.approval, ("kommune",)),
    Room(ppt.overview, ("kommune",)),
    Room(admissions.room, ("fylke",)),
    Room(admissions.early, ("fylke",)),
    Room(asking.room, ("fylke",)),
    Room(placing.room, ("fylke",)),
    Room(school.room, ("fylke",)),
    Room(school.ppt, ("fylke",)),
    Room(follow_up.room, ("fylke",)),
    Room(follow_up.done, ("fylke",)),
)
