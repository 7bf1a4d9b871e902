"""The policy as the rules see it: frozen, with one hash, and no category known by name.

`config/policy.toml` owns every category, text and reference; `policy_file.py`
reads it. The hash of the file is frozen into every decision and package, so
that what was decided can be read against what was in force (C-61).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handover.rules.actors import Level


class Mechanism(StrEnum):
    """On what ground a part moves. Mechanism, basis and approval are stored apart."""

    LAW = "LOV"
    """Opplæringslova § 25-1 third paragraph: the county collects; shown, never asked (C-15)."""
    PERMISSION = "TILLATELSE"
    """§ 25-1 fourth paragraph: shared when pupil or parents allow it."""
    CONSENT = "SAMTYKKE_FVL"
    """Forvaltningsloven § 13 a no. 1: consent lifts taushetsplikt."""
    PUPIL_CONSENT = "SAMTYKKE_ELEV"
    """Opplæringsforskrifta §§ 4-21, 4-22: the pupil's own consent."""
    OWN = "EGEN"
    """Somebody's own words: the author decides."""
    MANUAL = "MANUELL"
    """Handled outside the service. Can never be sent."""
    NEVER = "ALDRI"
    """Never sent, whatever a file says (C-69)."""

    @property
    def sendable(self) -> bool:
        """False for what no policy file can switch on."""
        return self not in (Mechanism.MANUAL, Mechanism.NEVER)

    @property
    def asked(self) -> bool:
        """True when somebody must say yes before the part may move."""
        return self.sendable and self is not Mechanism.LAW


class Profile(StrEnum):
    """Which of a category's two rules is used."""

    STRICT = "streng"
    ACT = "opplaeringslova"


@dataclass(frozen=True)
class Band:
    """Who decides from an age until the next band."""

    from_age: int
    needs: frozenset[str]
    """Of elev, forfatter, foresatt:alle, foresatt:en: every one of these must be satisfied."""
    stops: frozenset[str]
    """Of elev, foresatt: whose single no stops the part."""


@dataclass(frozen=True)
class Rule:
    """A named rule of approval by age."""

    id: str
    name: str
    reference: str
    bands: tuple[Band, ...]

    def band(self, age: int) -> Band:
        """The band an age falls in."""
        return max((band for band in self.bands if band.from_age <= age),
                   key=lambda band: band.from_age)


@dataclass(frozen=True)
class ReceiverType:
    """A kind of receiving unit, and the slot a decision about it names (P1)."""

    id: str
    name: str
    slot: str
    only_for: str


@dataclass(frozen=True)
class Window:
    """Days on which what may go to some receivers goes (S14)."""

    id: str
    receivers: frozenset[str]
    mechanisms: frozenset[Mechanism]
    days: tuple[str, ...]
    """MM-DD, in the order of a school year."""


@dataclass(frozen=True)
class Category:
    """One kind of part."""

    id: str
    name: str
    short: str
    """The thing in a sentence to the pupil: «opplæringsplanen din»."""
    mechanism: Mechanism
    reference: str
    rule: str
    rule_strict: str
    sensitivity: int
    source: str
    """skole | ppt | elev | foresatt"""
    receivers: tuple[str, ...]
    retention: str
    guardian_view: str
    """ja | elev_velger | egen | nei"""
    norm: str
    purpose: str
    if_not: str
    position: int
    below_age: int | None = None
    """Goes only about pupils younger than this on the day of sending; None for every age."""
    guardian_purpose: str = ""
    """The purpose as it is said to a guardian; empty when the file says nothing of its own."""
    guardian_if_not: str = ""
    last_day: str = ""
    """MM-DD: the last day it must be on its way; empty when the end of the consents is."""

    def concerns(self, age: int) -> bool:
        """True when the category has a purpose for somebody of this age."""
        return self.below_age is None or age < self.below_age

    def why(self, guardian: bool) -> str:
        """What it is for, in words to the pupil or to a guardian."""
        return (self.guardian_purpose or self.purpose) if guardian else self.purpose

    def without(self, guardian: bool) -> str:
        """What happens if it is not sent, in words to the pupil or to a guardian."""
        return (self.guardian_if_not or self.if_not) if guardian else self.if_not

    @property
    def level(self) -> Level:
        """The log-in level needed to see or answer (C-44, S5)."""
        return Level.HIGH if self.sensitivity >= 4 else Level.SUBSTANTIAL


@dataclass(frozen=True)
class Policy:
    """Everything in the file, and the SHA-256 of its bytes."""

    id: str
    version: str
    sha256: str
    default_profile: Profile
    consent_expires: str
    answers_due: str
    rules: Mapping[str, Rule]
    receivers: Mapping[str, ReceiverType]
    retention: Mapping[str, str]
    windows: tuple[Window, ...]
    categories: Mapping[str, Category]

    def rule_for(self, category: Category, profile: Profile) -> Rule:
        """The rule in force for a category under a profile."""
        name = category.rule_strict if profile is Profile.STRICT else category.rule
        return self.rules[name]

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """The categories in the order of the file: the order of a package (C-66)."""
        return sorted(ids, key=lambda name: self.categories[name].position)

    def level_of(self, category: str, about: str | None = None) -> Level:
        """The log-in level needed to see a part: its category's, and for a remark also that of
        the part it stands beside (S5)."""
        own = self.categories[category].level
        beside = self.categories.get(about) if about else None
        other = beside.level if beside else own
        return own if own.reaches(other) else other

    def slots_of(self, category: Category) -> frozenset[str]:
        """The slot kinds a question about this category concerns (P7)."""
        return frozenset(self.receivers[name].slot for name in category.receivers)

    def may_go_to(self, category: Category, receiver_type: str) -> bool:
        """True when the policy names this kind of receiver for the category (C-05)."""
        return category.mechanism.sendable and receiver_type in category.receivers


def expiry(policy: Policy, school_year: str) -> date:
    """The last day a consent holds: the day before `samtykke_utloper` after school start (C-59)."""
    return day_of(policy.consent_expires, int(school_year[5:]))


def day_of(month_day: str, year: int) -> date:
    """A MM-DD of the policy as a day in a year."""
    month, day = month_day.split("-")
    return date(year, int(month), int(day))
