"""The county's own acts: ask for what the law lets it collect, report places, confirm receipt."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from handover.decision.access import gone
from handover.deliver.directory import Unit
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.policy import Mechanism
from handover.seal import envelope, messages, package
from handover.seal.messages import Confirmation, PlaceNotice, Request, RequestedCategory
from handover.store import persons
from handover.store.audit import Event
from handover.store.persons import Details
from handover.store.tables import (
    Acknowledgement,
    Applicant,
    Delivery,
    Innhenting,
    Package,
    Pupil,
)
from handover.store.vault import Place
from handover.store.work import Work

RECEIVERS = ("mottaksradgiver", "mottaksleder", "ppt_fylke", "ppt_fylke_leder",
             "ot_veileder", "ot_leder", "inntak", "inntak_leder")


@dataclass(frozen=True)
class FirstStep:
    """What the receiver promises the pupil: who, and what happens first (P9)."""

    given: str
    family: str
    role: str
    text: str


def ask(house: House, actor: Actor, number: str, valid_from: date, valid_to: date,
        codes: list[str], replaces: str | None = None) -> str:
    """Signs the county's request and queues it to every kommune; returns its hash (S9).

    Raises Refused when a category is not one the law lets the county collect.
    """
    if not actor.units("inntak_leder"):
        raise gone()
    categories = [house.policy.categories.get(code) for code in codes]
    if not categories or any(c is None or c.mechanism is not Mechanism.LAW for c in categories):
        raise Refused("Fylket kan bare hente det loven gir rett til uten å spørre.",
                      "INNHENTING_FOR_VID")
    sha256 = ""
    with house.work() as work:
        for unit in house.directory.of_type("kommune"):
            request = _request(house, unit, number, valid_from, valid_to, codes, replaces)
            sha256 = _queue_request(house, work, unit, request)
        work.commit()
    return sha256


def _request(house: House, unit: Unit, number: str, valid_from: date, valid_to: date,
             codes: list[str], replaces: str | None) -> Request:
    chosen = [house.policy.categories[code] for code in house.policy.in_order(codes)]
    return Request(
        number=number, county=house.settings.node.organisation,
        county_name=house.settings.node.name, kommune=unit.organisation,
        school_year=house.settings.node.school_year, valid_from=valid_from, valid_to=valid_to,
        approved_by_role="inntak_leder", replaces=replaces,
        categories=[RequestedCategory(c.id, c.purpose, c.reference) for c in chosen])


def _queue_request(house: House, work: Work, unit: Unit, request: Request) -> str:
    container = package.sign_message(house, request.name, messages.build(request))
    sha256 = hashlib.sha256(container).hexdigest()
    work.session.add(Innhenting(
        sha256=sha256, number=request.number, county=request.county,
        school_year=request.school_year,
        categories=" ".join(one.code for one in request.categories),
        valid_from=request.valid_from, valid_to=request.valid_to, replaces=request.replaces,
        container=container, received=house.clock.now(), state="sendt"))
    _queue(house, work, unit, "innhenting",
           envelope.encrypt(container, unit.certificate, house.random), None)
    return sha256


def register_applicant(house: House, actor: Actor, known: Details) -> str:
    """Somebody has applied here: admissions' own list, from Vigo or a school's own admission.

    Returns the pupil's id; the same number gives the same pupil (S17).
    """
    units = sorted(actor.units("inntak", "inntak_leder"))
    if not units:
        raise gone()
    with house.work() as work:
        person = persons.by_number(house, work.session, known.number) or persons.save(
            house, work.session, known)
        year = house.settings.node.school_year
        pupil = work.session.exec(select(Pupil).where(
            Pupil.person_id == person.id, Pupil.school_year == year)).first()
        if pupil is None:
            pupil = Pupil(id=house.id(), person_id=person.id,
                          unit_id=house.settings.node.organisation, school_year=year,
                          created=house.clock.now())
            work.session.add(pupil)
            work.audit(Event("soker:registrert", actor.person_id, unit=units[0],
                             pupil_id=pupil.id))
            work.commit()
        return pupil.id


def report_place(house: House, actor: Actor, pupil_id: str, unit_id: str | None,
                 status: str) -> None:
    """Records what became of a pupil's place and tells the kommune: akseptert, ingen_plass,
    ikke_mott (P1, P3)."""
    with house.work() as work:
        pupil = work.session.get(Pupil, pupil_id)
        if pupil is None or not actor.units("inntak", "inntak_leder"):
            raise gone()
        row = _applicant(house, work.session, pupil)
        row.unit_id, row.status, row.since = unit_id or row.unit_id, status, house.today()
        work.session.add(row)
        _tell_place(house, work, pupil, row)
        work.audit(Event("plass:meldt", actor.person_id, pupil_id=pupil.id,
                         fields={"status": status}))
        work.commit()


def _applicant(house: House, session: Session, pupil: Pupil) -> Applicant:
    found = session.exec(select(Applicant).where(Applicant.pupil_id == pupil.id)).first()
    return found or Applicant(id=house.id(), pupil_id=pupil.id, status="ingen",
                              since=house.today())


def _tell_place(house: House, work: Work, pupil: Pupil, row: Applicant) -> None:
    known = persons.get(house, work.session, pupil.person_id)
    sender = work.session.exec(select(Package.sender).where(
        Package.pupil_id == pupil.id)).first()
    for unit in house.directory.of_type("kommune"):
        if sender in (None, unit.organisation):
            notice = PlaceNotice(
                sender=house.settings.node.organisation, receiver=unit.organisation,
                school_year=pupil.school_year, number_type=known.number_type,
                number=known.number, unit=None if row.status == "ingen_plass" else row.unit_id,
                status=row.status, day=row.since)
            _queue(house, work, unit, "plass",
                   package.seal_message(house, notice.name, messages.build(notice), unit),
                   pupil.id)


def confirm(house: House, actor: Actor, pupil_id: str, step: FirstStep,
            unit: str | None = None) -> None:
    """A named contact and a first step: recorded, and sent to the kommune for the pupil to read.

    Of what the actor's units have got, or of one unit when it is named. Raises Refused
    while a name or the step is missing (P9).
    """
    if not (step.given.strip() and step.family.strip() and step.text.strip()):
        raise Refused("Skriv hvem som følger opp eleven, og hva som skjer først.",
                      "MANGLER_KONTAKT")
    with house.work() as work:
        held = actor.units(*RECEIVERS)
        units = held if unit is None else held & {unit}
        rows = list(work.session.exec(select(Package).where(
            Package.pupil_id == pupil_id, col(Package.unit_id).in_(units))))
        if not rows:
            raise gone()
        _remember(house, work, actor, pupil_id, rows[0].unit_id, step)
        for row in rows:
            if row.state == "mottatt":
                _confirm_one(house, work, row, step)
        work.commit()


def _remember(house: House, work: Work, actor: Actor, pupil_id: str, unit_id: str,
              step: FirstStep) -> None:
    row = Acknowledgement(id=house.id(), pupil_id=pupil_id, unit_id=unit_id, details=b"",
                          by_person=actor.person_id, at=house.clock.now())
    row.details = house.vault.node.seal_values(
        {"given": step.given, "family": step.family, "role": step.role, "text": step.text},
        Place("acknowledgement", row.id, "details"))
    work.session.add(row)
    work.audit(Event("pakke:bekreftet", actor.person_id, unit=unit_id, pupil_id=pupil_id,
                     object_id=row.id))


def _confirm_one(house: House, work: Work, row: Package, step: FirstStep) -> None:
    unit = next(one for one in house.directory.of_type("kommune")
                if one.organisation == row.sender)
    said = Confirmation(
        sender=house.settings.node.organisation, receiver=row.sender, message_id=row.id,
        given=step.given.strip(), family=step.family.strip(), role=step.role.strip(),
        first_step=step.text.strip(), day=house.today())
    _queue(house, work, unit, "bekreftelse",
           package.seal_message(house, said.name, messages.build(said), unit), row.pupil_id)
    row.state = "bekreftet"
    work.session.add(row)


def _queue(house: House, work: Work, unit: Unit, kind: str, payload: bytes,
           pupil_id: str | None) -> None:
    now = house.clock.now()
    work.session.add(Delivery(
        id=house.id(), kind=kind, pupil_id=pupil_id, to_unit=unit.id, payload=payload,
        sha256=hashlib.sha256(payload).hexdigest(), state="i_ko", due=now, created=now))
