"""The family's pages: what a pupil and guardians read, answer, write, follow and take back.

The promise: no answer needs JavaScript; no address and no title names a part, a school or
a person; every page about somebody else's matter is the same neutral 404.
"""

from handover.web.family import (
    beside,
    doubt,
    glimpse,
    interpreter,
    law,
    package,
    questions,
    ready,
    receipts,
    start,
    visits,
    withdrawal,
    words,
)
from handover.web.family.room import room

__all__ = ["beside", "doubt", "glimpse", "interpreter", "law", "package", "questions", "ready",
           "receipts", "room", "start", "visits", "withdrawal", "words"]
