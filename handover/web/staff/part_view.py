"""What stands around one part on the page where it is prepared: source, receivers, choice, advice.

The promise: what may be done with a part follows from its state alone; a part the law sends
is shown and never asked about.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from handover.decision import questions
from handover.decision.look import Look
from handover.house import House
from handover.rules.age import age_on
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.store.persons import Details
from handover.store.tables import Collection, Part
from handover.web.staff import guidance, words
from handover.web.staff.guidance import Card
from handover.web.staff.paper import Paper, paper
from handover.web.texts import _, told

FRESH = timedelta(days=7)
ASKED = timedelta(minutes=5)
"""A collection is noted down when it has ended: that much after its own parts, at most."""


@dataclass(frozen=True)
class PartLine:
    """A part in the list beside the sheet."""

    part_id: str
    title: str
    state: str
    icon: str
    here: bool


@dataclass(frozen=True)
class History:
    """What is known of the part's way here."""

    fresh: bool
    checked: datetime | None
    earlier: datetime | None


@dataclass(frozen=True)
class PartView:
    """One part, and what may be done with it."""

    paper: Paper
    state: PartState
    law: bool
    source: str
    collected: datetime
    receivers: str
    retention: str
    purpose: str
    only_receiver: str
    """Set when there is one kind of receiver and nobody else may know, as from PPT to PPT."""
    uploaded: bool
    history: "History"
    asked_leader: bool
    card: Card | None

    @property
    def mendable(self) -> bool:
        """Written here, and not gone on: the one who prepares may change the text."""
        return self.uploaded and (self.law or self.state in words.OPEN)

    @property
    def fresh(self) -> bool:
        """It came, or was changed, in the last week."""
        return self.history.fresh

    @property
    def checked(self) -> datetime | None:
        """When the source was last asked and had nothing newer; None when it just came."""
        return self.history.checked

    @property
    def earlier(self) -> datetime | None:
        """When the version before this one came; None when this is the first."""
        return self.history.earlier

    @property
    def open_choice(self) -> bool:
        """Nobody has said whether the new school needs it."""
        return not self.law and self.state is PartState.FOUND

    @property
    def to_read(self) -> bool:
        """Chosen, and to be read for other people's data."""
        return not self.law and self.state is PartState.CHOSEN

    @property
    def may_leave_out(self) -> bool:
        """It has not gone on to the leader."""
        return not self.law and self.state in (PartState.FOUND, PartState.CHOSEN,
                                               PartState.SCREENED)

    @property
    def may_take_in(self) -> bool:
        """It was left out."""
        return not self.law and self.state is PartState.LEFT_OUT


def lines(house: House, parts: list[Part], here: str, *, law: bool) -> list[PartLine]:
    """The parts of one kind, in policy order."""
    chosen = [one for one in parts
              if (house.policy.categories[one.category].mechanism is Mechanism.LAW) is law]
    chosen.sort(key=lambda one: house.policy.categories[one.category].position)
    return [_line(house, one, here, law) for one in chosen]


def first_to_see(house: House, parts: list[Part]) -> str:
    """The part to open when none is named: what must be looked at, then what is not chosen."""
    order = [PartState.CHOSEN, PartState.FOUND, PartState.SCREENED, PartState.WITH_LEADER,
             PartState.APPROVED, PartState.LEFT_OUT]
    asked = [one for one in parts
             if house.policy.categories[one.category].mechanism is not Mechanism.LAW]
    ranked = sorted(asked or parts, key=lambda one: (
        order.index(PartState(one.state)), house.policy.categories[one.category].position))
    return ranked[0].id if ranked else ""


def history(house: House, session: Session, part: Part) -> History:
    """When the part came, whether its source has been asked since, and what it replaced."""
    checked = session.exec(
        select(Collection.at).where(
            Collection.source == part.source, Collection.outcome == "ok",
            (col(Collection.pupil_id) == part.pupil_id)
            | (col(Collection.pupil_id).is_(None) & (Collection.unit_id == part.owner_unit)))
        .order_by(col(Collection.at).desc()).limit(1)).first()
    earlier = session.exec(select(Part.collected).where(Part.replaced_by == part.id)).first()
    return History(house.clock.now() - part.collected < FRESH,
                   checked if checked and checked > part.collected + ASKED else None, earlier)


def part_view(house: House, look: Look, pupil: Details, past: History, *,
              asked_leader: bool) -> PartView:
    """The opened part with everything around it."""
    category = house.policy.categories[look.part.category]
    sheet = paper(house, look)
    state = PartState(look.part.state)
    return PartView(
        paper=sheet, state=state, law=category.mechanism is Mechanism.LAW,
        source=source_of(look.part),
        collected=look.part.collected, receivers=receivers(house, category),
        retention=house.policy.retention[category.retention], purpose=category.purpose,
        only_receiver=receivers(house, category) if len(category.receivers) == 1 else "",
        uploaded=look.part.source == words.OWN_SOURCE, history=past, asked_leader=asked_leader,
        card=guidance.pick(_facts(house, look, category, pupil, sheet, state)))


def receivers(house: House, category: Category) -> str:
    """Who it may go to, in words: «den nye skolen, PPT i fylket»."""
    found = dict.fromkeys(told(house.policy.receivers[name].only_for) for name in category.receivers)
    return ", ".join(found)


def source_of(part: Part) -> str:
    """Where a part came from, in words."""
    known = words.SOURCES.get(part.source)
    return _(known) if known else part.source


def _line(house: House, part: Part, here: str, law: bool) -> PartLine:
    state = PartState(part.state)
    icon = "PadlockLocked" if law else words.ICONS[state]
    return PartLine(part.id, house.labels.title(part.category),
                    _("Låst") if law else _(words.STATES[state]), icon, part.id == here)


def _facts(house: House, look: Look, category: Category, pupil: Details, sheet: Paper,
           state: PartState) -> set[str]:
    """What is true of this decision, in the words the cards use."""
    facts = {f"kilde:{category.source}", f"mekanisme:{category.mechanism.value}"}
    facts.add("steg:velg" if state in (PartState.FOUND, PartState.LEFT_OUT) else
              "steg:les" if state in (PartState.CHOSEN, PartState.SCREENED) else "steg:svar")
    if sheet.marked:
        facts.add("funn:andre")
    if pupil.born is not None:
        rule = questions.question(house, look.part).rule
        needs = rule.band(age_on(pupil.born, house.today())).needs
        if "elev" in needs and any(one.startswith("foresatt") for one in needs):
            facts.add("spor:begge")
    return facts
