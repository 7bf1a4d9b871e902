"""Station 7a: opening what came in, believing nothing until the inner signature has verified.

Until then every fault gives one and the same answer (S33): which key, which
padding, which certificate, which organisation — nobody learns which of them it was.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from handover.errors import BadInput, HandoverError
from handover.house import House
from handover.rules.findings import Finding, error, stops
from handover.seal import envelope, reader
from handover.seal.index import PackageIndex
from handover.seal.index_reader import parse
from handover.seal.package import INDEX

ONE_ANSWER = "Sendingen kunne ikke åpnes. Den er ikke til denne mottakeren, eller den er endret."


@dataclass(frozen=True)
class Opened:
    """A container whose signature has verified, and the unit whose key opened it."""

    unit: str
    files: Mapping[str, bytes]
    container: bytes
    organisation: str
    name: str


def unseal(house: House, payload: bytes, caller: str = "") -> Opened:
    """Decrypts with the key of whichever unit it is for, and verifies. Raises BadInput.

    Somebody else's package in the hands of another `caller` does not open: that it is
    genuine, and whose it is, is nothing they may learn (S33).
    """
    for unit, keys in house.keys.receiving.items():
        try:
            container = envelope.decrypt(payload, keys.key, keys.certificate)
        except HandoverError:
            continue
        opened = reader.open_container(container, house.trust, house.clock.now())
        organisation = opened.signature.signer_organisation
        if opened.good and organisation in house.directory.organisations():
            require_same(caller, organisation or "")
            return Opened(unit, opened.files, container, organisation or "",
                          opened.signature.signer_name or "")
        break
    raise BadInput(ONE_ANSWER, "KAN_IKKE_APNES")


def require_same(caller: str, organisation: str) -> None:
    """Raises BadInput when a token spoke for another organisation than this one (S33)."""
    if caller not in ("", organisation):
        raise BadInput(ONE_ANSWER, "KAN_IKKE_APNES")


def package(house: House, opened: Opened, message_id: str) -> PackageIndex:
    """The index, after everything it says has been checked. Raises BadInput with findings."""
    if INDEX not in opened.files:
        raise BadInput("Sendingen er ikke en overgangspakke.", "INDEKS_MANGLER")
    if stops(found := house.schemas.validate(INDEX, opened.files[INDEX])):
        raise BadInput("Indeksen i pakken har feil form.", "INDEKS_UGYLDIG", found)
    index = parse(opened.files[INDEX])
    findings = [*_addressing(house, opened, index, message_id), *_contents(house, opened, index)]
    if stops(findings):
        raise BadInput("Pakken stemmer ikke med det den sier om seg selv.", "PAKKE_UGYLDIG",
                       findings)
    return index


def _addressing(house: House, opened: Opened, index: PackageIndex,
                message_id: str) -> list[Finding]:
    """Sender, receiver, id and last day must be the ones that were signed (S32, S33)."""
    checks = (
        (index.message_id == message_id, "ANNEN_MELDING", "meldingsId"),
        (index.sender.organisation_number == opened.organisation, "ANNEN_AVSENDER", "avsender"),
        (index.receiver.unit == opened.unit, "ANNEN_MOTTAKER", "mottaker/enhet"),
        (index.receiver.organisation_number == house.settings.node.organisation,
         "ANNEN_MOTTAKER", "mottaker/organisasjonsnummer"),
        (house.today() <= index.not_after, "FOR_SEN", "ikkeEtter"),
    )
    return [error(code, where, "Pakken er ikke til denne mottakeren nå.")
            for good, code, where in checks if not good]


def _contents(house: House, opened: Opened, index: PackageIndex) -> list[Finding]:
    """Every named part is there with the named bytes, is valid, and nothing else is."""
    found: list[Finding] = []
    named = {INDEX}
    for entry in index.parts:
        data = opened.files.get(entry.file)
        named.add(entry.file)
        if data is None or hashlib.sha256(data).hexdigest() != entry.sha256:
            found.append(error("DEL_ANNEN", entry.file, "Delen er ikke den indeksen nevner."))
        else:
            found += house.schemas.validate(entry.file, data)
    extra = [name for name in opened.files
             if name not in named and not name.startswith("vedlegg/")]
    return found + [error("UKJENT_FIL", name, "Filen er ikke nevnt i indeksen.")
                    for name in extra]
