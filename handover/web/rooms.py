"""Every room of the web: the one place to add a blueprint."""

from dataclasses import dataclass

from flask import Blueprint

from handover.web import files, login, public

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
)
