"""Whether the files of an opened package are those its index speaks of, byte by byte.

The promise: every part's SHA-256 is found again or it is a finding; every file is spoken
for by the index or by a part; a part file holds the category it is listed as.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from handover.doors import xml
from handover.errors import BadInput
from handover.rules.findings import Finding, error
from handover.seal import index_types
from handover.seal.index_types import PackageIndex, PartEntry

PART_NAMESPACE = "urn:overgang:del:1.0"
PART_MAX_BYTES = 4 * 1024 * 1024


class SchemaSet(Protocol):
    """The judge of form; `handover.parts.schema_set` is ours."""

    def validate(self, name: str, data: bytes) -> list[Finding]:
        """What is wrong with the form of the file called `name`; empty when nothing is."""
        ...


@dataclass(frozen=True)
class PartReport:
    """One part as the index describes it, and whether its bytes were found."""

    entry: PartEntry
    found: bool
    """The file is there and has the SHA-256 that the index states."""


def examine(
    files: Mapping[str, bytes], index: PackageIndex, schemas: SchemaSet | None
) -> tuple[tuple[PartReport, ...], list[Finding]]:
    """Every part with its verdict, and all findings about the contents.

    Codes: PART_MISSING, PART_HASH_DIFFERS, PART_ROOT, those of the XML door,
    ATTACHMENT_MISSING, ATTACHMENT_DIFFERS, FILE_NOT_LISTED, and whatever `schemas` says.
    """
    reports: list[PartReport] = []
    findings: list[Finding] = []
    spoken_for = {index_types.NAME}
    for entry in index.parts:
        spoken_for.add(entry.file)
        data = files.get(entry.file)
        wrong = _hash_findings(entry, data)
        reports.append(PartReport(entry, found=not wrong))
        findings += wrong
        if data is not None:
            attachments, inside = _part(entry, data, files, schemas)
            spoken_for |= attachments
            findings += inside
    return tuple(reports), findings + _unlisted(files, spoken_for)


def _hash_findings(entry: PartEntry, data: bytes | None) -> list[Finding]:
    if data is None:
        text = "En del som står i innholdslisten, mangler i pakken."
        return [error("PART_MISSING", _place(entry), text)]
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        text = "En del er en annen enn den som ble godkjent. Be avsenderen sende på nytt."
        return [error("PART_HASH_DIFFERS", _place(entry), text)]
    return []


def _part(
    entry: PartEntry, data: bytes, files: Mapping[str, bytes], schemas: SchemaSet | None
) -> tuple[set[str], list[Finding]]:
    try:
        root = xml.read(data, limit=PART_MAX_BYTES)
    except BadInput as refused:
        return set(), [error(refused.code, _place(entry), refused.text)]
    if (xml.namespace_of(root), xml.local_name(root)) != (PART_NAMESPACE, entry.category):
        text = "En del inneholder noe annet enn innholdslisten sier."
        return set(), [error("PART_ROOT", _place(entry), text)]
    formal = form_findings(schemas, _place(entry), data)
    names, wrong = _attachments(entry, root, files)
    return names, [*formal, *wrong]


def form_findings(schemas: SchemaSet | None, name: str, data: bytes) -> list[Finding]:
    """What `schemas` says about the file `name`, each with a place; nothing without schemas."""
    found = schemas.validate(name, data) if schemas else []
    return [one if one.where else replace(one, where=name) for one in found]


def _attachments(
    entry: PartEntry, root: xml.Element, files: Mapping[str, bytes]
) -> tuple[set[str], list[Finding]]:
    """Attachments that the part names inside its own hash (S15)."""
    names: set[str] = set()
    findings: list[Finding] = []
    for reference in root.iter(f"{{{PART_NAMESPACE}}}vedlegg"):
        stated = {xml.local_name(child): child.text or "" for child in reference}
        name = stated.get("fil", "")
        names.add(name)
        if name not in files:
            text = "Et vedlegg mangler i pakken."
            findings.append(error("ATTACHMENT_MISSING", _place(entry), text))
        elif not _is_attachment(stated, files[name]):
            text = "Et vedlegg er et annet enn det som ble godkjent."
            findings.append(error("ATTACHMENT_DIFFERS", _place(entry), text))
    return names, findings


def _is_attachment(stated: Mapping[str, str], data: bytes) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    said = (stated.get("fil"), stated.get("sha256"), stated.get("lengde"))
    return said == (f"vedlegg/{digest}.pdf", digest, str(len(data)))


def _unlisted(files: Mapping[str, bytes], spoken_for: Iterable[str]) -> list[Finding]:
    text = "Pakken inneholder en fil som innholdslisten ikke nevner."
    return [error("FILE_NOT_LISTED", name, text) for name in files if name not in spoken_for]


def _place(entry: PartEntry) -> str:
    """The file's name when it is a plain one; text from outside is not shown as it is."""
    plain = entry.file.isascii() and entry.file.isprintable() and len(entry.file) <= 100
    return entry.file if plain else index_types.NAME
