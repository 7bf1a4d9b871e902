"""How long a part is held back while somebody says that it is wrong (C-64, S34). Plain days.

The promise: every pause has an end, and it ends before the last day on which the part could
still go in time. One person pauses one part once. What goes because of the law is not held.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from handover.rules.policy import Category, Policy, day_of

SCHOOL_DAYS = 10
"""The longest an owner has to answer, and the longest a part waits for it."""
FRIDAY = 4
DAY = timedelta(days=1)


def answer_by(today: date) -> date:
    """The last of the school days the owner has. Holidays are not known here: never too late."""
    day, left = today, SCHOOL_DAYS
    while left:
        day += DAY
        left -= day.weekday() <= FRIDAY
    return day


def release_days(policy: Policy, category: Category, today: date, end: date) -> list[date]:
    """The days after today, up to and with `end`, on which the part could be released."""
    days = {day_of(text, year) for window in policy.windows
            if category.mechanism in window.mechanisms
            and window.receivers & set(category.receivers)
            for text in window.days for year in range(today.year, end.year + 1)}
    return sorted(day for day in days if today < day <= end)


def holds_until(policy: Policy, category: Category, today: date, end: date,
                again: bool) -> date | None:
    """The last day of the pause; None when there is to be none.

    `end` is the day the consents expire, `again` that this person has paused it before.
    """
    if again or not category.mechanism.asked:
        return None
    chances = list(_in_time(policy, category, today, end))
    if not chances:
        return None
    last = min(answer_by(today), chances[-1] - DAY)
    return last if last >= today else None


def _in_time(policy: Policy, category: Category, today: date, end: date) -> Iterable[date]:
    """The days of release before the category's own last day, or all when that has passed."""
    days = release_days(policy, category, today, end - DAY)
    if not category.last_day:
        return days
    own = min(day for year in (today.year, today.year + 1)
              if (day := day_of(category.last_day, year)) >= today)
    return [day for day in days if day <= own] or days
