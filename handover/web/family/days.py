"""Days as a family reads them: the weekday and no year, for what is near in time."""

from datetime import date, datetime

from babel.dates import format_date

from handover.ports import OSLO
from handover.web.texts import HARD


def weekday(moment: date) -> str:
    """«torsdag 20. mai». Takes a day, or an instant in UTC; the answer is Norway's day."""
    day = moment.astimezone(OSLO).date() if isinstance(moment, datetime) else moment
    return str(format_date(day, f"EEEE d.{HARD}MMMM", locale="nb"))
