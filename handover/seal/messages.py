"""Signed statements between nodes: one small XML each, in the same kind of container as a package.

innhenting (the county's request), kvittering (stored, these bytes), bekreftelse
(somebody follows up), plass (a place was accepted, or none was given). Their
form belongs to `schemas/1.0/meldinger.xsd`; here they are written and read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handover.errors import BadInput
from handover.parts import build as document


@dataclass(frozen=True)
class RequestedCategory:
    """What the county asks for, and why (§ 25-1 third paragraph)."""

    code: str
    purpose: str
    reference: str


@dataclass(frozen=True)
class Request:
    """The county's request for a cohort, never for named persons (S9, S9b)."""

    number: str
    county: str
    county_name: str
    kommune: str
    school_year: str
    valid_from: date
    valid_to: date
    approved_by_role: str
    categories: Sequence[RequestedCategory]
    replaces: str | None = None

    name = "innhenting.xml"


@dataclass(frozen=True)
class StoredReceipt:
    """Technical receipt: this message id, these encrypted bytes, stored or refused."""

    sender: str
    receiver: str
    message_id: str
    sha256: str
    accepted: bool
    findings: Sequence[str] = ()

    name = "kvittering.xml"


@dataclass(frozen=True)
class Confirmation:
    """Functional receipt: who follows the pupil up, and what happens first (P9)."""

    sender: str
    receiver: str
    message_id: str
    given: str
    family: str
    role: str
    first_step: str
    day: date

    name = "bekreftelse.xml"


@dataclass(frozen=True)
class PlaceNotice:
    """What admissions says of a pupil's place (P1, P3)."""

    sender: str
    receiver: str
    school_year: str
    number_type: str
    number: str
    unit: str | None
    status: str
    """akseptert | ingen_plass | ikke_mott"""
    day: date

    name = "plass.xml"

    def __repr__(self) -> str:
        return "PlaceNotice(…)"


Message = Request | StoredReceipt | Confirmation | PlaceNotice


def build(message: Message) -> bytes:
    """The message as the bytes that are signed; the same message, the same bytes.

    Raises BadInput with findings when its form is wrong.
    """
    return document.build_document(message.name, _tree(message))


def parse(name: str, data: bytes) -> Message:
    """The message in a container's file, which has been validated. Raises BadInput otherwise."""
    reader = _READERS.get(name)
    if reader is None:
        raise BadInput("Meldingen er av et slag vi ikke kjenner.", "UKJENT_MELDING")
    try:
        return reader(document.read(data))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadInput("Meldingen mangler noe.", "UFULLSTENDIG_MELDING") from fault


def _tree(message: Message) -> dict[str, Any]:
    match message:
        case Request():
            return _request(message)
        case StoredReceipt():
            return _parties(message.sender, message.receiver) | {
                "meldingsId": message.message_id,
                "sha256": message.sha256,
                "status": "mottatt" if message.accepted else "avvist",
                "funn": list(message.findings),
            }
        case Confirmation():
            return _parties(message.sender, message.receiver) | {
                "meldingsId": message.message_id,
                "kontaktperson": {
                    "navn": {"fornavn": message.given, "etternavn": message.family},
                    "rolle": message.role,
                },
                "forsteSteg": message.first_step,
                "dato": message.day.isoformat(),
            }
        case PlaceNotice():
            return _parties(message.sender, message.receiver) | {
                "skolear": message.school_year,
                "elev": {
                    "identifikator": {
                        "type": message.number_type,
                        "identifikatorverdi": message.number,
                    }
                },
                "enhet": message.unit or "",
                "status": message.status,
                "dato": message.day.isoformat(),
            }


def _parties(sender: str, receiver: str) -> dict[str, Any]:
    return {
        "avsender": {"organisasjonsnummer": sender},
        "mottaker": {"organisasjonsnummer": receiver},
    }


def _request(message: Request) -> dict[str, Any]:
    return {
        "nummer": message.number,
        "fylke": {"organisasjonsnummer": message.county, "navn": message.county_name},
        "kommune": {"organisasjonsnummer": message.kommune},
        "skolear": message.school_year,
        "gyldigFra": message.valid_from.isoformat(),
        "gyldigTil": message.valid_to.isoformat(),
        "erstatter": message.replaces or "",
        "godkjentAvRolle": message.approved_by_role,
        "kategori": [
            {"kode": one.code, "formal": one.purpose, "hjemmel": one.reference}
            for one in message.categories
        ],
    }


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _read_request(at: Any) -> Message:
    return Request(
        number=at["nummer"], county=at["fylke"]["organisasjonsnummer"],
        county_name=at["fylke"]["navn"], kommune=at["kommune"]["organisasjonsnummer"],
        school_year=at["skolear"], valid_from=_day(at["gyldigFra"]),
        valid_to=_day(at["gyldigTil"]), approved_by_role=at["godkjentAvRolle"],
        replaces=at.get("erstatter"),
        categories=tuple(RequestedCategory(one["kode"], one["formal"], one["hjemmel"])
                         for one in at["kategori"]))


def _read_receipt(at: Any) -> Message:
    return StoredReceipt(
        sender=at["avsender"]["organisasjonsnummer"],
        receiver=at["mottaker"]["organisasjonsnummer"], message_id=at["meldingsId"],
        sha256=at["sha256"], accepted=at["status"] == "mottatt",
        findings=tuple(at.get("funn", ())))


def _read_confirmation(at: Any) -> Message:
    contact = at["kontaktperson"]
    return Confirmation(
        sender=at["avsender"]["organisasjonsnummer"],
        receiver=at["mottaker"]["organisasjonsnummer"], message_id=at["meldingsId"],
        given=contact["navn"]["fornavn"], family=contact["navn"]["etternavn"],
        role=contact.get("rolle", ""), first_step=at["forsteSteg"], day=_day(at["dato"]))


def _read_place(at: Any) -> Message:
    number = at["elev"]["identifikator"]
    return PlaceNotice(
        sender=at["avsender"]["organisasjonsnummer"],
        receiver=at["mottaker"]["organisasjonsnummer"], school_year=at["skolear"],
        number_type=number["type"], number=number["identifikatorverdi"], unit=at.get("enhet"),
        status=at["status"], day=_day(at["dato"]))


_READERS = {Request.name: _read_request, StoredReceipt.name: _read_receipt,
            Confirmation.name: _read_confirmation, PlaceNotice.name: _read_place}
