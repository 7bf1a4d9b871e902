"""Counting school days, which is what the follow-up service's deadline is counted in (§ 9-4).

The promise: pure; Monday to Friday from the first day of school on. Holidays in the
municipality's own calendar are not known here, so a deadline is never later than the real one.
"""

from datetime import date, timedelta

FRIDAY = 4


def deadline(known: date, school_start: date, days: int) -> date:
    """The last day of `days` school days after the day something became known.

    Days before `school_start` do not count; what becomes known before it has its first
    school day on that day.
    """
    day, left = max(known, school_start - timedelta(days=1)), days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() <= FRIDAY
    return day
