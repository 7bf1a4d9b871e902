"""Reading `overgangspakke.xml` back into the values of `index_types`.

The promise: no element is read from two places. Something missing or standing twice is
refused, so that two readers of one index cannot come to two receivers.
"""

import re
from datetime import date

from handover.doors import xml
from handover.errors import BadInput
from handover.seal.index_types import (
    MAX_BYTES,
    NAMESPACE,
    VERSION,
    Condition,
    PackageIndex,
    PartEntry,
    PolicyReference,
    PupilIdentity,
    Receiver,
    Sender,
)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse(data: bytes) -> PackageIndex:
    """The index in `data`, at most 1 MB of XML.

    Raises BadInput: the codes of the XML door, INDEX_VERSION for another version than
    1.0, INDEX_FORM when something is missing, stands twice or is no date; the text names
    the element path only.
    """
    root = xml.read(data, limit=MAX_BYTES)
    if xml.local_name(root) != "overgangspakke" or xml.namespace_of(root) != NAMESPACE:
        raise _bad_form("overgangspakke")
    if root.get("versjon") != VERSION:
        raise BadInput("Pakken er laget etter en utgave vi ikke kjenner.", "INDEX_VERSION")
    policy = _one(root, "policy")
    parts = tuple(_part(entry) for entry in root.findall(f"{{{NAMESPACE}}}del"))
    if not parts:
        raise _bad_form("overgangspakke/del")
    return PackageIndex(
        message_id=_text(root, "meldingsId"),
        sender=_sender(_one(root, "avsender")),
        receiver=_receiver(_one(root, "mottaker")),
        school_year=_text(root, "skolear"),
        released_on=_date(root, "dato"),
        not_after=_date(root, "ikkeEtter"),
        pupil=_pupil(_one(root, "elev")),
        policy=PolicyReference(*(_text(policy, name) for name in ("id", "versjon", "sha256"))),
        parts=parts,
    )


def _sender(element: xml.Element) -> Sender:
    return Sender(_text(element, "organisasjonsnummer"), _text(element, "navn"))


def _receiver(element: xml.Element) -> Receiver:
    names = ("organisasjonsnummer", "enhet", "type", "navn")
    return Receiver(*(_text(element, name) for name in names))


def _pupil(element: xml.Element) -> PupilIdentity:
    identifier, name = _one(element, "identifikator"), _one(element, "navn")
    return PupilIdentity(
        id_type=_text(identifier, "type"),
        id_value=_text(identifier, "identifikatorverdi"),
        given_name=_text(name, "fornavn"),
        middle_name=_optional(name, "mellomnavn"),
        family_name=_text(name, "etternavn"),
        birth_date=_date(element, "fodselsdato"),
    )


def _part(element: xml.Element) -> PartEntry:
    return PartEntry(
        category=_text(element, "kategori"),
        file=_text(element, "fil"),
        sha256=_text(element, "sha256"),
        mechanism=_text(element, "mekanisme"),
        basis=_text(element, "hjemmel"),
        collection=_optional(element, "innhenting"),
        purpose=_text(element, "formal"),
        retention=_text(element, "lagring"),
        only_to=_text(element, "kunTil"),
        condition=_condition(_one(element, "vilkar")),
    )


def _condition(element: xml.Element) -> Condition:
    if _text(element, "oppfylt") != "ja":
        raise _bad_form(xml.path_of(element))
    return Condition(_text(element, "regel"), _date(element, "dato"), _text(element, "bevis"))


def _one(parent: xml.Element, name: str) -> xml.Element:
    found = parent.findall(f"{{{NAMESPACE}}}{name}")
    if len(found) != 1:
        raise _bad_form(f"{xml.path_of(parent)}/{name}")
    return found[0]


def _text(parent: xml.Element, name: str) -> str:
    element = _one(parent, name)
    if len(element) or not element.text:
        raise _bad_form(xml.path_of(element))
    return str(element.text)


def _optional(parent: xml.Element, name: str) -> str | None:
    return _text(parent, name) if parent.find(f"{{{NAMESPACE}}}{name}") is not None else None


def _date(parent: xml.Element, name: str) -> date:
    text = _text(parent, name)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _bad_form(f"{xml.path_of(parent)}/{name}")


def _bad_form(path: str) -> BadInput:
    return BadInput(f"Innholdslisten i pakken har feil ved {path}.", "INDEX_FORM")
