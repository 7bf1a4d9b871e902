"""`handover demo`: the town played up to the spring, then handed over to whoever sits there."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as time_of_day

from handover.demo import portal
from handover.demo.clock import FileClock, StillClock
from handover.demo.outgoing import outgoing
from handover.demo.portal import Place
from handover.demo.stage import Stage
from handover.demo.town import plan, systems
from handover.demo.walk import steps
from handover.demo.walk.year import Year
from handover.ports import OSLO
from handover.worker.tick import tick

START = date(2027, 4, 20)
"""The day the demo is handed over: documents have come in, nobody has been asked."""


def play_up_to(stage: Stage, clock: StillClock, notice: Callable[[date], None]) -> None:
    """The school year until the demo begins, and what the sources have by then."""
    stage.start_systems()
    stage.start_nodes()
    Year(stage, clock, notice).run(until=date(2027, 4, 19))
    clock.set(datetime.combine(START, time_of_day(7, 0), OSLO))
    systems.fill_school(stage.school, stage.cast, START)
    systems.fill_ppt(stage.ppt, stage.cast, START)
    for pupil in stage.cast.pupils:
        steps.bring_in(stage, pupil, START)
    steps.ready_everybody(stage)


class Running:
    """The demo as processes and threads: two nodes of their own, the rest in this one."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clock = FileClock(stage.root / "clock")
        self._nodes: list[subprocess.Popen[bytes]] = []
        self._stop = threading.Event()

    def start(self) -> list[Place]:
        """Starts everything and returns where it is."""
        for name in (plan.KOMMUNE, plan.COUNTY):
            self.stage.stop(name)
            self._nodes.append(self._node(name))
        self.stage.start_provider(self.clock)
        self.stage.start_reaching(self.clock)
        threading.Thread(target=self._small_nodes, daemon=True).start()
        places = self._places()
        self.stage.start("portal", portal.create_app(
            self.clock, places, self.stage.cast.days, lambda: None,
            lambda: outgoing(self.stage.cast, self.stage.mail, self.stage.texts)),
            self.stage.ports.portal)
        return places

    def stop(self) -> None:
        """Ends the nodes' processes and the threads."""
        self._stop.set()
        for process in self._nodes:
            process.terminate()
        for process in self._nodes:
            process.wait(timeout=30)

    @property
    def address(self) -> str:
        """The demo's front page."""
        return f"http://127.0.0.1:{self.stage.ports.portal}/"

    def wait(self) -> None:
        """Until a node dies or somebody presses Ctrl-C."""
        while all(process.poll() is None for process in self._nodes):
            time.sleep(0.5)

    def _node(self, name: str) -> subprocess.Popen[bytes]:
        folder = next(one.folder for one in self.stage.plans if one.id == name)
        with (folder / "node.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "handover", "serve", "--config",
                 str(folder / "node.toml"), "--with-worker"], stdout=log, stderr=log)

    def _small_nodes(self) -> None:
        """The other receivers have no process of their own in the demo."""
        small = [house for name, house in self.stage.houses.items()
                 if name not in (plan.KOMMUNE, plan.COUNTY)]
        while not self._stop.wait(5):
            for house in small:
                tick(house)

    def _places(self) -> list[Place]:
        kommune, county, *rest = self.stage.plans
        about = ("Rådgiver, rektor, PPT og skoleeier logger inn med Feide. Elev og foresatt "
                 "logger inn med ID-porten.")
        return [Place(kommune.organisation.name, about, kommune.address + "/"),
                Place(county.organisation.name,
                      "Inntak, skoler, PPT i fylket og oppfølgingstjenesten logger inn med Feide.",
                      county.address + "/"),
                *(Place(one.organisation.name, "Mottaker med egen node.", one.address + "/")
                  for one in rest)]


def hand_over(stage: Stage) -> Running:
    """From the walk's still clock to one that runs, on the morning the demo begins."""
    running = Running(stage)
    running.clock.set(datetime.combine(START, time_of_day(8, 0), OSLO))
    return running
