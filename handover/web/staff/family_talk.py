"""All pages of «Familien» in one place: importing this opens them."""

from handover.web.staff import meeting, paper_kit, visits
from handover.web.staff.family_room import room

__all__ = ["meeting", "paper_kit", "room", "visits"]
