"""Who is in the demo: persons, what they may do for a pupil, and where staff work.

The promise: everybody here is invented, and nothing here knows a file or a clock.
"""

from dataclasses import dataclass
from datetime import date

from handover.rules.person_number import Identifier


@dataclass(frozen=True)
class Organisation:
    """A controller of its own: municipality, county, PPT, private or state school."""

    id: str
    number: str
    """Organisation number, nine digits beginning with 3."""
    name: str
    kind: str
    """kommune | fylke | ppt | privat | stat"""
    host: str | None = None
    """The organisation that houses it: PPT for two municipalities is housed by one (P6)."""


@dataclass(frozen=True)
class Unit:
    """What a role is held in and a package is sent to."""

    id: str
    """The unit's token on the wire."""
    organisation: str
    type: str
    """grunnskole | kommune | ppt | fylke, or a receiver: inntak | vgs | privat_vgs |
    statlig_vgs | ppt_fylke | ot"""
    name: str
    phone: str
    email: str
    school_number: str | None = None
    malform: str = "bokmal"


@dataclass(frozen=True)
class Address:
    """Where somebody lives, in a place that does not exist."""

    street: str
    postcode: str
    place: str


@dataclass(frozen=True)
class Person:
    """An invented person, as the register and the school's system know her."""

    id: str
    """Two digits for a pupil, `04-mor` for hers, a role word for staff. Never a name."""
    identifier: Identifier
    given: str
    family: str
    born: date
    sex: str
    """K | M"""
    middle: str | None = None
    language: str = "nb"
    """ISO 639 code of the language spoken at home."""
    interpreter: bool = False
    malform: str = "bokmal"
    phone: str | None = None
    email: str | None = None
    address: Address | None = None
    eid: frozenset[str] = frozenset()
    """Any of bankid (hoyt), minid (betydelig), feide (school only)."""
    reserved: bool = False
    """Has said no to digital post in the contact register (KRR)."""

    @property
    def name(self) -> str:
        """Full name as it is written."""
        return " ".join(part for part in (self.given, self.middle, self.family) if part)


@dataclass(frozen=True)
class Guardian:
    """One who may have a say for a pupil, and on what ground. The ground never leaves (C-38)."""

    person: Person
    relation: str
    """mor | far | representant | fosterforelder | barnevernstjenesten: who she is in the script."""
    ground: str
    """foreldreansvar | verge | fosterforelder | barnevern"""
    custody: str
    """felles | alene | ukjent | ingen: foreldreansvar as the register has it."""
    verified: bool = True
    """False while the ground is not documented (C-35) or care has been taken over (C-36)."""
    invited: bool = True
    restricted: bool = False
    """May see nothing but own contact data (C-75, S1)."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day of a mandate."""


@dataclass(frozen=True)
class Invitation:
    """A member of staff from elsewhere, let into one case for a time (guidance 5.0)."""

    staff: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Staff:
    """A member of staff and the one grant she has."""

    person: Person
    role: str
    unit: str
    title: str
    user: str
    """Feide-style login, `siri@nordvik.example`."""
    valid_from: date
    valid_to: date
    """Last day of the grant; no grant is without one."""
    deputy_for: str | None = None


@dataclass(frozen=True)
class Absence:
    """Somebody is away, and who stands in."""

    staff: str
    deputy: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Unseen:
    """A pupil strengt fortrolig from the start: a number to hash by, and no name anywhere."""

    case: int
    born: date
    identifier: Identifier
    needs: tuple[str, ...]
