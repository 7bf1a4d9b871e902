"""Which nodes the demo has, and what each of them is: one per controller, by law and by key."""

from dataclasses import dataclass
from pathlib import Path

from handover.demo.cast import Cast
from handover.demo.cast.people import Organisation, Unit

KOMMUNE = "nordvik"
COUNTY = "storfjell"
SENDERS = frozenset({"kommune", "ppt", "grunnskole"})


@dataclass(frozen=True)
class NodePlan:
    """One node to lay out."""

    organisation: Organisation
    kind: str
    """kommune | fylke"""
    units: tuple[Unit, ...]
    port: int
    folder: Path

    @property
    def id(self) -> str:
        """The organisation's token: names the folder."""
        return self.organisation.id

    @property
    def address(self) -> str:
        """Where the node answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def receiving(self) -> tuple[Unit, ...]:
        """The units that packages or messages are encrypted to."""
        if self.kind == "kommune":
            return tuple(unit for unit in self.units if unit.type == "kommune")
        return tuple(unit for unit in self.units if unit.type != "fylke")


@dataclass(frozen=True)
class Ports:
    """Where everything answers on this machine."""

    first: int

    def node(self, index: int) -> int:
        """The port of the node with this index."""
        return self.first + index

    @property
    def register(self) -> int:
        """The contact register."""
        return self.first + 16

    @property
    def texts(self) -> int:
        """The text message gateway."""
        return self.first + 17

    @property
    def mail(self) -> int:
        """The mail server."""
        return self.first + 18

    @property
    def school(self) -> int:
        return self.first + 20

    @property
    def ppt(self) -> int:
        return self.first + 21

    @property
    def provider(self) -> int:
        return self.first + 22

    @property
    def portal(self) -> int:
        return self.first + 23


def nodes(cast: Cast, root: Path, ports: Ports) -> list[NodePlan]:
    """The sender first, then every receiving controller."""
    made = [_sender(cast, root, ports)]
    receivers = [one for one in cast.organisations if one.kind in ("fylke", "privat", "stat")]
    for index, one in enumerate(receivers, 1):
        units = tuple(unit for unit in cast.units if unit.organisation == one.id)
        made.append(NodePlan(one, "fylke", units, ports.node(index), root / one.id))
    return made


def _sender(cast: Cast, root: Path, ports: Ports) -> NodePlan:
    """The kommune's node also houses PPT, which is another organisation with its own queue (P6)."""
    kommune = cast.organisation(KOMMUNE)
    senders = {KOMMUNE} | {one.id for one in cast.organisations if one.kind == "ppt"}
    units = tuple(unit for unit in cast.units
                  if unit.organisation in senders and unit.type in SENDERS)
    return NodePlan(kommune, "kommune", units, ports.node(0), root / kommune.id)
