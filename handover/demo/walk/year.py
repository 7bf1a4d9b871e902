"""The school year in days: who does what when, and the workers' ticks in between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial

from handover.demo.cast.story import Answer, Event, Pupil, Withdrawal
from handover.demo.clock import StillClock
from handover.demo.stage import Stage
from handover.demo.town import systems
from handover.demo.walk import helping, steps, voices
from handover.ports import OSLO
from handover.worker.tick import tick

COLLECT = frozenset({"klassen_hentes", "grunnpakke", "soknad_tidlig", "standpunkt"})
PREPARE = frozenset({"svar_pa_meldinger", "innhenting", "leder_godkjenner", "svar_apner",
                     "svarfrist", "tidlig_levering", "standpunkt"})


@dataclass(frozen=True)
class Moment:
    """Something that happens at an instant."""

    at: datetime
    what: Callable[[], object]
    order: int = 0


@dataclass
class Year:
    """Steps a stage through the year; `until` stops early for a demo that people go on with."""

    stage: Stage
    clock: StillClock
    notice: Callable[[date], None] = lambda _day: None
    outcomes: dict[str, int] = field(default_factory=dict)
    done: set[tuple[int, str, date]] = field(default_factory=set)
    """Documents handed in so far: case, category, first day."""

    def run(self, until: date | None = None) -> None:
        """Every moment in order; after each day the workers tick until nothing moves."""
        day: date | None = None
        for moment in sorted(self._moments(), key=lambda one: (one.at, one.order)):
            if until and moment.at.astimezone(OSLO).date() > until:
                break
            if day != moment.at.astimezone(OSLO).date():
                self._close(day)
                day = moment.at.astimezone(OSLO).date()
                self.notice(day)
            self.clock.set(moment.at)
            moment.what()
        self._close(day)

    def _close(self, day: date | None) -> None:
        if day is None:
            return
        self.clock.set(_at(day, time(23, 0)))
        for _ in range(6):
            if not sum(sum(tick(house).values()) for house in self.stage.houses.values()):
                return

    def _moments(self) -> Iterator[Moment]:
        for found in self.stage.cast.days:
            yield Moment(_at(found.on, time(8, 0)), partial(self._calendar, found.event, found.on))
        yield from self._pupils()
        for extra in _release_days(self.stage):
            yield Moment(_at(extra, time(6, 0)), lambda: None)
        for day in (date(2027, 8, 12), date(2027, 8, 25)):
            yield Moment(_at(day, time(9, 0)), partial(steps.receivers_confirm, self.stage))

    def _pupils(self) -> Iterator[Moment]:
        for case, step in self.stage.cast.script():
            pupil = self.stage.cast.pupil(case)
            yield Moment(step.at, partial(self._scripted, pupil, step), 2)
        for pupil in self.stage.cast.pupils:
            for invited in pupil.invitations:
                yield Moment(_at(invited.valid_from, time(9, 0)),
                             partial(helping.invite, self.stage, pupil, invited))
            for glimpse in pupil.glimpses:
                yield Moment(_at(glimpse.on, time(14, 0)),
                             partial(voices.offer_glimpse, self.stage, pupil, glimpse))
            for event in pupil.events:
                if event.kind == "mottaker_nede" and event.until:
                    yield Moment(event.until, partial(self.stage.restart, _place_of(pupil)))
            for place in pupil.places:
                yield Moment(_at(place.on, time(7, 0)),
                             partial(steps.report_place, self.stage, pupil, place))

    def _calendar(self, event: str, day: date) -> None:
        stage = self.stage
        systems.fill_school(stage.school, stage.cast, day)
        systems.fill_ppt(stage.ppt, stage.cast, day)
        if event in COLLECT:
            steps.collect_class(stage)
        if event == "klassen_hentes":
            helping.set_deputies(stage)
        if event == "innhenting":
            for plan in stage.plans[1:]:
                if plan.id != "vestmarka":
                    self._innhenting(plan.id)
        if event == "svar_pa_meldinger":
            # Some answer before they apply: the list of schools is closed before the first question.
            steps.register_choices(stage)
        if event == "ny_levering":
            steps.leader_tries_again(stage)
        if event in PREPARE:
            self._prepare(day)
        steps.ready_everybody(stage)

    def _prepare(self, day: date) -> None:
        for pupil in self.stage.cast.pupils:
            steps.prepare_pupil(self.stage, pupil, day, self.done)

    def _innhenting(self, node: str) -> None:
        steps.county_asks(self.stage, node)
        tick(self.stage.houses[node])
        steps.kommune_accepts(self.stage)

    def _scripted(self, pupil: Pupil, step: Answer | Withdrawal | Event) -> None:
        match step:
            case Answer():
                self._answer(pupil, step)
            case Withdrawal():
                steps.withdraw(self.stage, pupil, step)
            case Event(kind="tatt_ut"):
                steps.take_out(self.stage, pupil)
            case Event(kind="innhenting"):
                self._innhenting("vestmarka")
            case Event(kind="karakter_endret"):
                systems.fill_school(self.stage.school, self.stage.cast, step.at.date())
                steps.collect_class(self.stage)
            case Event(kind="mottaker_nede"):
                self.stage.stop(_place_of(pupil))
            case _:
                pass

    def _answer(self, pupil: Pupil, step: Answer) -> None:
        today = step.at.astimezone(OSLO).date()
        steps.prepare_pupil(self.stage, pupil, today, self.done)
        steps.write_own(self.stage, pupil, today)
        outcome = steps.answer(self.stage, pupil, step)
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


def _place_of(pupil: Pupil) -> str:
    """The unit that gave the pupil a place; in the demo a small receiver's node has its name."""
    return next(place.unit for place in pupil.places if place.unit)


def _release_days(stage: Stage) -> list[date]:
    """The days windows open on, so that the workers tick on each of them."""
    days = set()
    for window in stage.kommune.policy.windows:
        for text in window.days:
            month, day = (int(part) for part in text.split("-"))
            for year in (2026, 2027):
                found = date(year, month, day)
                if date(2026, 9, 1) <= found <= date(2027, 9, 15):
                    days.add(found)
    return sorted(days)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OSLO).astimezone(UTC)


FIRST = _at(date(2026, 8, 20), time(8, 0))
"""Where the walk's clock begins."""

