"""The units of other organisations: who they are, where they are, and the key each may read with.

Who owns a key is settled here, by a file a person has put in place, never by the
exchange itself (S10). One organisation number may have many units with a key each.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from handover.errors import Misconfigured, NotFound

LISTS = {"fra_vigo"}
KEYS = {"id", "navn", "type", "organisasjonsnummer", "adresse", "sertifikat", "rute", "fylke"}


@dataclass(frozen=True)
class Unit:
    """One receiving unit."""

    id: str
    name: str
    type: str
    """inntak | vgs | privat_vgs | statlig_vgs | ppt_fylke | ot | kommune"""
    organisation: str
    """Organisation number: what a signature from here must carry."""
    county: str
    """Organisation number of the county whose request covers it; its own when it has none."""
    address: str
    certificate: x509.Certificate
    route: str
    """Name of the recipient adapter."""
    from_vigo: frozenset[str] = frozenset()
    """Categories the unit has marked «får vi fra Vigo»: shown, not sent twice (P10)."""


class Directory:
    """Every unit that may be sent to. Unknown units cannot be sent to."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}

    def unit(self, unit_id: str) -> Unit:
        """The unit. Raises NotFound."""
        try:
            return self._units[unit_id]
        except KeyError as fault:
            raise NotFound("Mottakeren finnes ikke i mottakerlisten.", "UKJENT_MOTTAKER") from fault

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in self._units

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def of_type(self, *types: str) -> list[Unit]:
        """The units of these types, in the order of the file."""
        return [unit for unit in self if unit.type in types]

    def organisations(self) -> frozenset[str]:
        """The organisation numbers that may speak to this node."""
        return frozenset(unit.organisation for unit in self)


def load(path: Path) -> Directory:
    """Reads the directory file. Raises Misconfigured with the key that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Misconfigured(f"Mottakerlisten {path} kan ikke leses.") from fault
    if set(data) != {"enhet"}:
        raise Misconfigured(f"Mottakerlisten {path} skal bare ha [[enhet]].")
    return Directory([_unit(values, path.parent, index)
                      for index, values in enumerate(data["enhet"], 1)])


def _unit(values: dict[str, Any], folder: Path, index: int) -> Unit:
    where = f"enhet[{index}]"
    if unknown := sorted(set(values) - KEYS - LISTS):
        raise Misconfigured(f"Ukjent nøkkel «{where}.{unknown[0]}» i mottakerlisten.")
    if missing := sorted(KEYS - {"fylke"} - set(values)):
        raise Misconfigured(f"Mottakerlisten mangler «{where}.{missing[0]}».")
    return Unit(
        id=values["id"], name=values["navn"], type=values["type"],
        organisation=values["organisasjonsnummer"],
        county=values.get("fylke", values["organisasjonsnummer"]), address=values["adresse"],
        certificate=_certificate(folder / values["sertifikat"], where), route=values["rute"],
        from_vigo=frozenset(_names(values.get("fra_vigo", []), f"{where}.fra_vigo")),
    )


def _names(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Misconfigured(f"«{where}» må være en liste med navn på kategorier.")
    return value


def _certificate(path: Path, where: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise Misconfigured(f"«{where}.sertifikat» peker på en fil som ikke kan leses.") from fault
