"""Station 7c: signed statements from the other side, at both nodes.

At the kommune: the county's request, a place, a confirmation. Each is absorbed
when it comes again, and answered with a signed receipt.
"""

import hashlib

from sqlmodel import col, select

from handover.decision import slots
from handover.errors import BadInput, NotFound
from handover.house import House
from handover.receive import ot
from handover.receive.opening import Opened, unseal
from handover.rules import delivery_states
from handover.rules.delivery_states import DeliveryState
from handover.rules.findings import stops
from handover.rules.policy import Mechanism
from handover.seal import messages, package
from handover.seal.messages import Confirmation, PlaceNotice, Request, StoredReceipt
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.tables import Delivery, Innhenting, Pupil, Receipt
from handover.store.vault import Place
from handover.store.work import Work


def take_statement(house: House, message_id: str, payload: bytes, caller: str = "") -> bytes:
    """Acts on a signed statement and returns the signed receipt. Raises BadInput.

    The statement's own sender must be the one who signed it, and so must the organisation
    a token spoke for, when there was one (S33).
    """
    opened = unseal(house, payload, caller)
    message = _message(house, opened)
    with house.work() as work:
        match message:
            case Request():
                _take_request(house, work, message, opened)
            case PlaceNotice():
                _take_place(house, work, message, opened)
            case Confirmation():
                _take_confirmation(house, work, message, opened)
            case _:
                raise BadInput("Meldingen kan ikke tas imot her.", "UKJENT_MELDING")
        work.commit()
    said = StoredReceipt(house.settings.node.organisation, opened.organisation, message_id,
                         hashlib.sha256(payload).hexdigest(), accepted=True)
    return package.sign_message(house, said.name, messages.build(said))


def _message(house: House, opened: Opened) -> messages.Message:
    if len(opened.files) != 1:
        raise BadInput("Meldingen har feil form.", "MELDING_UGYLDIG")
    name, data = next(iter(opened.files.items()))
    if stops(found := house.schemas.validate(name, data)):
        raise BadInput("Meldingen har feil form.", "MELDING_UGYLDIG", found)
    message = messages.parse(name, data)
    said_by = message.county if isinstance(message, Request) else message.sender
    if said_by != opened.organisation:
        raise BadInput("Meldingen er signert av en annen enn den sier.", "ANNEN_AVSENDER")
    return message


def _take_request(house: House, work: Work, request: Request, opened: Opened) -> None:
    """Stores the county's request for a leader to accept (S9).

    Refused as a whole when it names what is not law-based here, another kommune or
    year, or has run out. An older one than what is in force changes nothing.
    """
    node, today = house.settings.node, house.today()
    law = {c.id for c in house.policy.categories.values() if c.mechanism is Mechanism.LAW}
    codes = [one.code for one in request.categories]
    if request.kommune != node.organisation or request.school_year != node.school_year:
        raise BadInput("Innhentingen gjelder en annen kommune eller et annet skoleår.",
                       "INNHENTING_ANNEN")
    if request.valid_to < today:
        raise BadInput("Innhentingen er utløpt.", "INNHENTING_UTLOPT")
    if not codes or not set(codes) <= law:
        raise BadInput("Innhentingen ber om noe loven ikke lar fylket hente uten å spørre.",
                       "INNHENTING_FOR_VID")
    sha256 = hashlib.sha256(opened.container).hexdigest()
    if work.session.get(Innhenting, sha256) is None:
        _check_number(work, request)
        work.session.add(Innhenting(
            sha256=sha256, number=request.number, county=request.county,
            school_year=request.school_year, categories=" ".join(codes),
            valid_from=request.valid_from, valid_to=request.valid_to,
            replaces=request.replaces, container=opened.container,
            received=house.clock.now(), state="mottatt"))
        work.audit(Event("innhenting:mottatt", "node", object_id=sha256,
                         fields={"fylke": request.county}))


def _check_number(work: Work, request: Request) -> None:
    """The same number for other content is a replay or a mistake; either way nothing changes."""
    if work.session.exec(select(Innhenting).where(
            Innhenting.county == request.county, Innhenting.number == request.number)).first():
        raise BadInput("Nummeret på innhentingen er brukt før.", "INNHENTING_NUMMER")


def _take_place(house: House, work: Work, notice: PlaceNotice, opened: Opened) -> None:
    """Binds the school slot, or opens the follow-up service's (P1, P3).

    A number we do not have a pupil for is answered exactly as one we have (S9b).
    """
    person = persons.by_number(house, work.session, notice.number)
    pupil = work.session.exec(select(Pupil).where(
        Pupil.person_id == (person.id if person else ""), col(Pupil.blocked).is_(False),
        Pupil.school_year == notice.school_year)).first()
    if pupil is None:
        return
    if notice.status == "akseptert" and notice.unit:
        unit = house.directory.unit(notice.unit)
        if unit.county != opened.organisation and unit.organisation != opened.organisation:
            raise BadInput("Plassen er hos en annen enn den som melder.", "ANNEN_AVSENDER")
        slots.bind(house, work, pupil, notice.unit, notice.day)
    elif notice.status != "akseptert":
        ot.open_case(house, work, pupil, notice)


def _take_confirmation(house: House, work: Work, said: Confirmation, opened: Opened) -> None:
    """Keeps who follows the pupil up, for the pupil to read, and moves the delivery on."""
    row = work.session.get(Delivery, said.message_id)
    if row is None or house.directory.unit(row.to_unit).organisation != opened.organisation:
        raise NotFound("Meldingen gjelder noe vi ikke kjenner.", "UKJENT_MELDING")
    if _has_confirmation(work, said):
        return
    receipt = Receipt(id=house.id(), delivery_id=row.id, kind="bekreftelse",
                      container=opened.container, at=house.clock.now())
    receipt.details = contents.pupil_box(house, work.session, row.pupil_id or "").seal_values(
        {"given": said.given, "family": said.family, "role": said.role,
         "first_step": said.first_step, "day": said.day.isoformat()},
        Place("receipt", receipt.id, "details"))
    work.session.add(receipt)
    row.state = delivery_states.move(DeliveryState(row.state), "bekreftet")
    row.opened = row.opened or house.clock.now()
    work.session.add(row)
    work.audit(Event("levering:bekreftet", "node", pupil_id=row.pupil_id, object_id=row.id))


def _has_confirmation(work: Work, said: Confirmation) -> bool:
    return work.session.exec(select(Receipt).where(
        Receipt.delivery_id == said.message_id, Receipt.kind == "bekreftelse")).first() is not None
