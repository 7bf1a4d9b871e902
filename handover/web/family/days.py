"""Days as a family reads them: the weekday and no year, for what is near in time."""

from datetime import date

from handover.web.texts import ukedag


def weekday(moment: date) -> str:
    """«torsdag 20. mai», in the reader's language. Takes a day, or an instant in UTC."""
    return ukedag(moment)
