"""What the reader is shown around a part, as it is remembered with what was served."""

from handover.decision.wording import BOKMAL, Wording
from handover.texts.said import plain
from handover.texts.tongues import NB
from handover.web.texts import reader


def as_read(*shown: str) -> Wording:
    """The very words of the page in the reader's language; none when that is bokmål itself."""
    if reader() is NB:
        return BOKMAL
    return Wording(reader().code, tuple(map(plain, shown)))
