"""`overgangspakke.xml`: who sends what to which unit about which pupil, and on what basis.

The promise: `build` and `parse` are each other's inverse, and the same index gives the
same bytes. The form itself is judged by `schemas/1.0/overgangspakke.xsd`.
"""

from handover.doors import xml
from handover.seal.index_reader import parse
from handover.seal.index_types import (
    MEDIA_TYPE,
    NAME,
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

__all__ = [
    "MEDIA_TYPE",
    "NAME",
    "NAMESPACE",
    "VERSION",
    "Condition",
    "PackageIndex",
    "PartEntry",
    "PolicyReference",
    "PupilIdentity",
    "Receiver",
    "Sender",
    "build",
    "parse",
]


def build(index: PackageIndex) -> bytes:
    """The index as the bytes that stand in the container; the same index, the same bytes.

    Raises BadInput (XML_CHARACTER) for a text with characters that cannot be sent.
    """
    root = xml.new(NAMESPACE, "overgangspakke")
    root.set("versjon", VERSION)
    xml.add(root, "meldingsId", index.message_id)
    _add_parties(root, index)
    xml.add(root, "skolear", index.school_year)
    xml.add(root, "dato", index.released_on.isoformat())
    xml.add(root, "ikkeEtter", index.not_after.isoformat())
    _add_pupil(root, index.pupil)
    policy = xml.add(root, "policy")
    _add_all(policy, id=index.policy.id, versjon=index.policy.version, sha256=index.policy.sha256)
    for part in index.parts:
        _add_part(root, part)
    return xml.serialise(root)


def _add_parties(root: xml.Element, index: PackageIndex) -> None:
    sender, receiver = index.sender, index.receiver
    _add_all(
        xml.add(root, "avsender"), organisasjonsnummer=sender.organisation_number, navn=sender.name
    )
    _add_all(
        xml.add(root, "mottaker"),
        organisasjonsnummer=receiver.organisation_number,
        enhet=receiver.unit,
        type=receiver.type,
        navn=receiver.name,
    )


def _add_pupil(root: xml.Element, pupil: PupilIdentity) -> None:
    about = xml.add(root, "elev")
    _add_all(xml.add(about, "identifikator"), type=pupil.id_type, identifikatorverdi=pupil.id_value)
    _add_all(
        xml.add(about, "navn"),
        fornavn=pupil.given_name,
        mellomnavn=pupil.middle_name,
        etternavn=pupil.family_name,
    )
    xml.add(about, "fodselsdato", pupil.birth_date.isoformat())


def _add_part(root: xml.Element, part: PartEntry) -> None:
    entry = xml.add(root, "del")
    _add_all(
        entry,
        kategori=part.category,
        fil=part.file,
        sha256=part.sha256,
        mekanisme=part.mechanism,
        hjemmel=part.basis,
        innhenting=part.collection,
        formal=part.purpose,
        lagring=part.retention,
        kunTil=part.only_to,
    )
    _add_all(
        xml.add(entry, "vilkar"),
        regel=part.condition.rule,
        dato=part.condition.met_on.isoformat(),
        oppfylt="ja",
        bevis=part.condition.evidence,
    )


def _add_all(parent: xml.Element, **texts: str | None) -> None:
    """A child per text in the order given; None leaves the element out."""
    for name, text in texts.items():
        if text is not None:
            xml.add(parent, name, text)
