"""The walk from beginning to end, what it delivered as files, and its table."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from click.termui import progressbar
from sqlmodel import select

from handover.demo.clock import StillClock
from handover.demo.stage import Stage
from handover.demo.town import systems
from handover.demo.walk import outcome
from handover.demo.walk.outcome import Case, Totals
from handover.demo.walk.year import FIRST, Year
from handover.ports import OSLO
from handover.seal import envelope
from handover.store.tables import Package
from handover.store.work import reading

END = date(2027, 10, 1)


@dataclass(frozen=True)
class Result:
    """What the walk came to."""

    totals: Totals
    cases: list[Case]

    @property
    def exit_code(self) -> int:
        """0 only when every case whose rules exist ended as the cast says."""
        judged = [case for case in self.cases if not case.waits_for]
        return 0 if judged and all(case.as_expected for case in judged) else 1

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self.totals) | {"cases": {
            str(case.number): {"expected": case.expected, "got": case.got,
                               "as_expected": case.as_expected, "waits_for": case.waits_for}
            for case in self.cases}}

    def lines(self) -> Iterator[str]:
        """The table per pupil and receiver, and the figures under it."""
        yield ""
        for case in self.cases:
            # A protected pupil is in no list: not even as an empty row (P4).
            if case.got:
                yield from _case_lines(case)
        yield from _total_lines(self.totals)
        wrong = [case.number for case in self.cases
                 if not case.waits_for and not case.as_expected]
        yield f"Endte annerledes enn rollelisten sier: {wrong or 'ingen'}"


def _case_lines(case: Case) -> Iterator[str]:
    verdict = "som ventet" if case.as_expected else "ANNERLEDES"
    waits = f" (venter på {', '.join(case.waits_for)})" if case.waits_for else ""
    yield f"Elev {case.number}: {verdict}{waits}"
    for unit, names in case.got.items():
        yield f"    {unit}: {', '.join(names)}"


def _total_lines(totals: Totals) -> Iterator[str]:
    yield ""
    yield f"Elever: {totals.pupils}"
    yield f"Deler det ble spurt om: {totals.parts_offered}"
    yield f"Ja: {totals.approved}   Nei: {totals.declined}"
    yield (f"Forseglet: {totals.sealed}   Levert: {totals.delivered}   "
           f"Bekreftet: {totals.acknowledged}")
    for profile, lost in totals.lost_to_silence.items():
        yield f"Tapt fordi en foresatt ikke svarte ({profile}): {lost}"


def walk(stage: Stage, clock: StillClock, out: Path | None, *, quiet: bool) -> Result:
    """Steps the clock through the school year and writes what was delivered to `out`."""
    systems.fill_school(stage.school, stage.cast, FIRST.date())
    stage.start_systems()
    stage.start_nodes()
    with progress("Skoleåret", END, hidden=quiet) as notice:
        Year(stage, clock, notice).run()
    if out:
        save(stage, out)
    return Result(outcome.totals(stage), outcome.cases(stage))


def save(stage: Stage, out: Path) -> None:
    """Per delivery the `.p7m` as sent and the opened `.asice`; and `trust/` with the demo CA.

    Files are named by message id and unit, which say nothing about anybody.
    """
    (out / "trust").mkdir(parents=True)
    for root in (stage.root / "trust").glob("*.pem"):
        (out / "trust" / root.name).write_bytes(root.read_bytes())
    for plan in stage.plans[1:]:
        house = stage.houses[plan.id]
        with reading(house.work) as session:
            for row in session.exec(select(Package)):
                keys = house.keys.for_unit(row.unit_id)
                opened = envelope.decrypt(row.payload, keys.key, keys.certificate)
                name = f"{row.unit_id}-{row.id}"
                (out / f"{name}.p7m").write_bytes(row.payload)
                (out / f"{name}.asice").write_bytes(opened)


@contextmanager
def progress(label: str, end: date, *, hidden: bool = False) -> Iterator[Callable[[date], None]]:
    """A progress bar over the days of the year."""
    first = FIRST.astimezone(OSLO).date()
    bar: Any = progressbar(length=(end - first).days, label=label, hidden=hidden,
                            file=sys.stderr)
    with bar:
        def notice(day: date) -> None:
            bar.update((day - first).days - bar.pos)
        yield notice
        bar.update(bar.length - bar.pos if bar.length else 0)
