"""The county's requests: what has been asked for, of whom, and whether it arrived (S9).

The promise: what is shown is read from the signed container itself, never from a copy.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from handover.errors import Refused
from handover.house import House
from handover.receive import county
from handover.rules.actors import Actor
from handover.rules.policy import Category, Mechanism
from handover.seal import messages, reader
from handover.seal.messages import Request
from handover.store.tables import Delivery, Innhenting
from handover.store.work import reading

NUMBER = re.compile(r"[a-z0-9][a-z0-9._\-]{0,63}")
"""`Merke` in the information model."""


@dataclass(frozen=True)
class Copy:
    """The request as one kommune got it."""

    kommune: str
    sha256: str
    state: str
    """State of the delivery, see rules/delivery_states.py."""
    delivered: datetime | None


@dataclass(frozen=True)
class Asked:
    """One request."""

    number: str
    valid_from: date
    valid_to: date
    sent: datetime
    request: Request
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class Wish:
    """A request to be."""

    number: str
    valid_from: date | None
    valid_to: date | None
    codes: Sequence[str]
    replaces: str = ""


def lawful(house: House) -> list[Category]:
    """What the law lets the county collect without asking, in the policy's order."""
    return [one for one in house.policy.categories.values() if one.mechanism is Mechanism.LAW]


def asked(house: House, session: Session) -> list[Asked]:
    """Every request from here, the newest first."""
    rows = session.exec(select(Innhenting).where(
        Innhenting.county == house.settings.node.organisation)
        .order_by(col(Innhenting.received)))
    sent = _deliveries(session)
    found: dict[str, Asked] = {}
    for row in rows:
        request = _read(house, row)
        copy = _copy(house, row, request, sent)
        before = found.get(row.number)
        found[row.number] = Asked(row.number, row.valid_from, row.valid_to, row.received, request,
                                  (*(before.copies if before else ()), copy))
    return sorted(found.values(), key=lambda one: one.sent, reverse=True)


def problems(house: House, session: Session, wish: Wish) -> list[tuple[str, str]]:
    """(field, sentence) for everything that must be mended before the wish can be signed."""
    found = []
    if not NUMBER.fullmatch(wish.number):
        found.append(("nummer", "Skriv et nummer med små bokstaver, tall, punktum eller strek."))
    elif session.exec(select(Innhenting).where(Innhenting.number == wish.number)).first():
        found.append(("nummer", "Nummeret er brukt før. Velg et nytt."))
    return found + _periods(house, wish) + _codes(house, wish)


def send(house: House, actor: Actor, wish: Wish) -> str:
    """Signs and queues the request; returns its hash. Raises Refused while something is wrong."""
    with reading(house.work) as session:
        wrong = problems(house, session, wish)
    if wrong or wish.valid_from is None or wish.valid_to is None:
        raise Refused(wrong[0][1], "INNHENTING_UFERDIG")
    return county.ask(house, actor, wish.number, wish.valid_from, wish.valid_to,
                      list(wish.codes), wish.replaces or None)


def _periods(house: House, wish: Wish) -> list[tuple[str, str]]:
    if wish.valid_from is None:
        return [("fra", "Velg dagen innhentingen begynner å gjelde.")]
    if wish.valid_to is None:
        return [("til", "Velg siste dag innhentingen gjelder.")]
    if wish.valid_to < max(wish.valid_from, house.today()):
        return [("til", "Siste dag kan ikke være før den første, eller før i dag.")]
    return []


def _codes(house: House, wish: Wish) -> list[tuple[str, str]]:
    allowed = {one.id for one in lawful(house)}
    if not wish.codes or not set(wish.codes) <= allowed:
        return [("kategori", "Velg minst én opplysning dere trenger.")]
    return []


def _read(house: House, row: Innhenting) -> Request:
    opened = reader.open_container(row.container, house.trust, house.clock.now())
    request = messages.parse(Request.name, opened.files[Request.name])
    if not isinstance(request, Request):
        raise TypeError("a container of a request holds a request")
    return request


def _deliveries(session: Session) -> dict[str, list[Delivery]]:
    """What was queued to each unit, oldest first."""
    found: dict[str, list[Delivery]] = {}
    for row in session.exec(select(Delivery).where(Delivery.kind == "innhenting")
                            .order_by(col(Delivery.created))):
        found.setdefault(row.to_unit, []).append(row)
    return found


def _copy(house: House, row: Innhenting, request: Request,
          sent: dict[str, list[Delivery]]) -> Copy:
    """A request and its delivery are made in one transaction, so they come in the same order."""
    unit = next((one for one in house.directory.of_type("kommune")
                 if one.organisation == request.kommune), None)
    queue = sent.get(unit.id if unit else "", [])
    delivery = queue.pop(0) if queue else None
    return Copy(unit.name if unit else request.kommune, row.sha256,
                delivery.state if delivery else "", delivery.delivered if delivery else None)
