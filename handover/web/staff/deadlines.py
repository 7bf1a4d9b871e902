"""By when something must be done, out of the policy's own days. No date stands in the code.

The promise: an answer is a day in the school year, or None when no more days are left.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from handover.house import House
from handover.rules.policy import Category, Mechanism, day_of

YEAR = timedelta(days=430)
"""From August until the last late window of the next autumn."""


def next_day(house: House, category: Category) -> date | None:
    """The family's day for answering while it lies ahead, else the next day anything may go.

    What the pupil alone consents to by regulation has days of its own, before that.
    """
    sending, today = next_sending(house, category), house.today()
    if category.mechanism is Mechanism.PUPIL_CONSENT:
        return sending
    answers = answers_due(house)
    return answers if answers >= today else sending


def next_sending(house: House, category: Category) -> date | None:
    """The next day a part of this kind may leave, today included."""
    today = house.today()
    return min((day for day in _days(house, category) if day >= today), default=None)


def soonest(house: House, categories: Iterable[Category]) -> date | None:
    """The first deadline among several."""
    days = [day for one in categories if (day := next_day(house, one))]
    return min(days, default=None)


def answers_due(house: House) -> date:
    """The last day for the family's answers this school year."""
    return day_of(house.policy.answers_due, _second_year(house))


def start(house: House) -> date:
    """The first of August the school year begins."""
    return date(_second_year(house) - 1, 8, 1)


def _days(house: House, category: Category) -> list[date]:
    first = start(house)
    found = []
    for window in house.policy.windows:
        if category.mechanism in window.mechanisms and window.receivers & set(category.receivers):
            found += [day_of(text, year) for text in window.days
                      for year in (first.year, first.year + 1)]
    return [day for day in found if first <= day < first + YEAR]


def _second_year(house: House) -> int:
    return int(house.settings.node.school_year[5:])
