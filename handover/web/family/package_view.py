"""«Hvem har pakken nå?»: the answer first, then the road, then what they got."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.decision import slots
from handover.house import House
from handover.ports import OSLO
from handover.rules.actors import Level
from handover.rules.policy import Mechanism, expiry
from handover.store.tables import Decision, Part
from handover.web.family.answers_view import Own, own_answers, title_of
from handover.web.family.case import Case
from handover.web.family.contact import school_of
from handover.web.family.log_view import LogRow, log_rows
from handover.web.family.receivers import both
from handover.web.family.sent import Sent, all_sent, end_of
from handover.web.texts import _, dag, marked

GROUPS = (
    ("egne", marked("Dine egne ord"), marked("Elevens egne ord")),
    ("ja", marked("Fordi du sa ja"), marked("Der familien ble spurt")),
    ("lov", marked("Fordi loven sier det"), marked("Fordi loven sier det")),
)
"""Code, heading for the pupil, heading for a guardian."""


@dataclass(frozen=True)
class Step:
    """One point on the line of time."""

    nar: str
    dato: str
    tittel: str
    tekst: str = ""
    na: bool = False
    neste: bool = False


@dataclass(frozen=True)
class Given:
    """One part they got, and who got it."""

    part_id: str
    title: str
    to: str


@dataclass(frozen=True)
class PackagePage:
    """Everything on the page."""

    school: str
    main: Sent | None
    """Where the package is: the new school, or the follow-up service."""
    steps: list[Step]
    groups: list[tuple[str, list[Given]]]
    log: list[LogRow]
    answers: list[Own]
    begun: bool
    """Something has happened already."""
    more_with_bankid: bool


def package_view(house: House, session: Session, case: Case) -> PackagePage:
    """What this person may know of where the package is."""
    sent = all_sent(house, session, case)
    steps = _steps(house, session, case, sent)
    return PackagePage(
        school=school_of(session, case.pupil), main=end_of(sent),
        steps=steps, begun=any(not step.neste for step in steps),
        groups=_groups(house, case, sent),
        log=log_rows(house, session, case, sent), answers=own_answers(house, session, case),
        more_with_bankid=not case.actor.reaches(Level.HIGH))


def _groups(house: House, case: Case, sent: list[Sent]) -> list[tuple[str, list[Given]]]:
    to: dict[str, list[str]] = {}
    parts: dict[str, Part] = {}
    for one in sent:
        for part in one.parts:
            parts[part.id] = part
            if one.name not in to.setdefault(part.id, []):
                to[part.id].append(one.name)
    ordered = sorted(parts.values(),
                     key=lambda part: house.policy.categories[part.category].position)
    made = []
    for code, pupils, guardians in GROUPS:
        given = [Given(part.id, title_of(house, case, part), both(to[part.id]))
                 for part in ordered if _group(house, part) == code]
        if given:
            made.append((_(pupils if case.is_pupil else guardians), given))
    return made


def _group(house: House, part: Part) -> str:
    mechanism = house.policy.categories[part.category].mechanism
    if mechanism is Mechanism.OWN:
        return "egne"
    return "lov" if mechanism is Mechanism.LAW else "ja"


def _steps(house: House, session: Session, case: Case, sent: list[Sent]) -> list[Step]:
    past = [*_answered(session, case), *_place(house, session, case)]
    for one in sent:
        past.append((one.day, _("%(navn)s fikk pakken", navn=one.name), ""))
        if one.confirmed and one.contact:
            past.append((one.confirmed, _("%(navn)s tok imot", navn=one.contact.name),
                         one.contact.role[:1].upper() + one.contact.role[1:]))
        elif one.confirmed:
            past.append((one.confirmed, _("Noen på skolen har tatt imot"), ""))
    ordered = sorted(past, key=lambda step: step[0])
    return [Step(dag(day), day.isoformat(), title, text, na=place == len(ordered))
            for place, (day, title, text) in enumerate(ordered, 1)] + _next(house, sent)


def _answered(session: Session, case: Case) -> list[tuple[date, str, str]]:
    last = session.exec(select(Decision).where(
        Decision.pupil_id == case.pupil.id, Decision.person_id == case.actor.person_id)
        .order_by(col(Decision.order).desc()).limit(1)).first()
    if last is None:
        return []
    return [(last.at.astimezone(OSLO).date(), _("Du svarte på spørsmålene"), "")]


def _place(house: House, session: Session, case: Case) -> list[tuple[date, str, str]]:
    slot = slots.current(session, case.pupil.id, "skole")
    if slot is None or slot.bound_unit is None or slot.bound_on is None or not case.safe:
        return []
    name = house.directory.unit(slot.bound_unit).name
    if case.is_pupil:
        return [(slot.bound_on, _("Du fikk plass på %(skole)s", skole=name), "")]
    return [(slot.bound_on, _("%(elev)s fikk plass på %(skole)s", elev=case.name, skole=name), "")]


def _next(house: House, sent: list[Sent]) -> list[Step]:
    made = []
    if end_of(sent) is None:
        made += [Step(_("Juli"), "", _("Plassene blir klare"), neste=True),
                 Step(_("August"), "", _("Den nye skolen får pakken"), neste=True)]
    last = expiry(house.policy, house.settings.node.school_year)
    if house.today() < last:
        made.append(Step(dag(last), last.isoformat(),
                         _("Svarene går ut. Etter det sender vi ikke mer."), neste=True))
    return made
