"""Age in whole years on a day in Norway (C-20)."""

from datetime import date


def age_on(born: date, day: date) -> int:
    """Years reached on `day`. Somebody born on 29 February reaches a year on 1 March (T9)."""
    before_birthday = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before_birthday


def next_change(born: date, day: date, ages: tuple[int, ...] = (12, 15, 16, 18)) -> date | None:
    """The first day after `day` on which one of the ages is reached; None when none is left."""
    days = [birthday(born, age) for age in ages]
    return min((reached for reached in days if reached > day), default=None)


def birthday(born: date, age: int) -> date:
    """The day an age is reached: 1 March for the leap day in ordinary years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
