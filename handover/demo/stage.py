"""The demo put up: every node and every simulated system answering over HTTP on this machine."""

import os
import secrets
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from joserfc.jwk import RSAKey
from waitress import create_server

from handover import bootstrap, settings
from handover.demo import cast as people
from handover.demo import provider
from handover.demo.cast import Cast
from handover.demo.simulators.krr import ContactStore, by_maskinporten, contact_register
from handover.demo.simulators.mail import MailServer, MailStore
from handover.demo.simulators.ppt import PptStore, ppt_system
from handover.demo.simulators.school import school_system
from handover.demo.simulators.school_model import SchoolStore
from handover.demo.simulators.sms import TextStore, message_gateway
from handover.demo.simulators.trouble import Trouble
from handover.demo.town import files, keys, logins, plan, systems
from handover.demo.town import people as folk
from handover.demo.town.plan import NodePlan, Ports
from handover.house import House
from handover.ports import Clock


@dataclass
class Stage:
    """What the demo runs on. A context manager: leaving it stops every server."""

    root: Path
    clock: Clock
    profile: str = "streng"
    first_port: int = 0
    cast: Cast = field(default_factory=people.load)
    school: SchoolStore = field(default_factory=SchoolStore)
    ppt: PptStore = field(default_factory=PptStore)
    register: ContactStore = field(default_factory=ContactStore)
    texts: TextStore = field(default_factory=TextStore)
    mail: MailStore = field(default_factory=MailStore)
    school_trouble: Trouble = field(default_factory=Trouble)
    houses: dict[str, House] = field(default_factory=dict)
    plans: list[NodePlan] = field(default_factory=list)
    _provider_key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    _servers: dict[str, Any] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.ports = Ports(self.first_port or free_block())
        self._tokens = {name: secrets.token_urlsafe(24) for name in ("pifu", "ppt", "sms")}
        self.lay()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        for name in list(self._servers):
            self.stop(name)
        for house in self.houses.values():
            house.engine.dispose()

    def lay(self) -> None:
        """Lays out folders, keys and settings, and puts the grown-ups in."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.plans = plan.nodes(self.cast, self.root, self.ports)
        keys.make(self.root, self.plans, self.clock.now())
        files.write(self.root, self.plans, self.ports, self.profile, self._tokens)
        for one in self.plans:
            house = bootstrap.build(settings.load(one.folder / "node.toml"), clock=self.clock)
            folk.settle(house, self.cast, one)
            self.houses[one.id] = house

    @property
    def kommune(self) -> House:
        """The sending node."""
        return self.houses[plan.KOMMUNE]

    @property
    def county(self) -> House:
        """The receiving node of the kommune's own county."""
        return self.houses[plan.COUNTY]

    def start_systems(self) -> None:
        """The school system, the PPT system, what reaches people, and who vouches for whom."""
        self.start_provider(self.clock)
        self.start("school", school_system(self.school, token=self._tokens["pifu"],
                                           now=self.clock.now, trouble=self.school_trouble),
                   self.ports.school)
        self.start("ppt", ppt_system(self.ppt, token=self._tokens["ppt"]), self.ports.ppt)
        self.start_reaching(self.clock)

    def start_provider(self, clock: Clock) -> None:
        """ID-porten, Feide, Ansattporten and Maskinporten, by this clock."""
        if "provider" in self._servers:
            self.stop("provider")
        self.start("provider", provider.create_app(
            logins.people(self.cast), logins.clients(self.plans), clock, os.urandom,
            self._provider_key), self.ports.provider)

    def start_reaching(self, clock: Clock) -> None:
        """The contact register, the message gateway and the mail server, by this clock."""
        for name in ("register", "texts", "mail"):
            if name in self._servers:
                self.stop(name)
        systems.fill_register(self.register, self.cast)
        issuer = f"http://127.0.0.1:{self.ports.provider}/maskinporten"
        self.start("register", contact_register(
            self.register, lets_in=by_maskinporten(self._provider_key, issuer, clock.now),
            now=clock.now), self.ports.register)
        self.start("texts", message_gateway(
            self.texts, token=self._tokens["sms"], now=clock.now), self.ports.texts)
        server = MailServer(self.mail, self.ports.mail)
        server.start()
        self._servers["mail"] = server

    def start_nodes(self) -> None:
        """Every node's pages and doors, in threads of this process."""
        from handover.web.app import create_app
        for one in self.plans:
            self.start(one.id, create_app(self.houses[one.id]), one.port)

    def restart(self, name: str) -> None:
        """Brings a node back after `stop`."""
        from handover.web.app import create_app
        one = next(plan for plan in self.plans if plan.id == name)
        self.start(name, create_app(self.houses[name]), one.port)

    def start(self, name: str, app: Any, port: int) -> None:
        """Serves an app on a loopback port."""
        server = create_server(app, host="127.0.0.1", port=port, threads=4, ident=None)
        threading.Thread(target=server.run, name=name, daemon=True).start()
        self._servers[name] = server

    def stop(self, name: str) -> None:
        """Takes a server down, as a machine that has lost its power."""
        server = self._servers.pop(name)
        server.close()

    def node_of(self, unit: str) -> NodePlan:
        """The node that has a unit."""
        return next(one for one in self.plans if any(u.id == unit for u in one.units))


def free_block(size: int = 24) -> int:
    """The first of a block of free loopback ports."""
    for _ in range(200):
        first = 20000 + int.from_bytes(os.urandom(2), "big") % 30000
        if all(_free(first + offset) for offset in range(size)):
            return first
    raise RuntimeError("no block of free ports on 127.0.0.1")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
