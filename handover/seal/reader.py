"""Opening an ASiC-E container that anybody may have made, believing nothing (EN 319 162-1).

The promise: bad bytes never raise; each fault is its own finding; the files handed on are
only those the signed manifest lists and whose digest was found again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from handover.doors import zip as zip_door
from handover.errors import BadInput
from handover.rules.findings import Finding, error, stops
from handover.seal import judge, manifest
from handover.seal.certificates import Trust
from handover.seal.manifest import Manifest
from handover.seal.status import SignatureStatus

MIMETYPE = b"application/vnd.etsi.asic-e+zip"
LIMITS = zip_door.Limits(mimetype=MIMETYPE)
_META = "meta-inf/"
_NO_SIGNATURE = SignatureStatus(intact=False, valid=False, trusted=False)


@dataclass(frozen=True)
class Opened:
    """What was found in a container."""

    readable: bool
    """False when it is not a sound ZIP archive at all; then nothing else was judged."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Name → bytes of the files that are covered by the manifest and unchanged.

    Whoever uses them asks `good` first: without trust they are only somebody's files.
    """
    media_types: Mapping[str, str] = field(default_factory=dict)
    signature: SignatureStatus = _NO_SIGNATURE
    """`intact` here speaks of the whole container, not of the manifest alone."""
    findings: tuple[Finding, ...] = ()
    """Everything found, those of the signature included."""

    @property
    def good(self) -> bool:
        """True when it is intact, validly signed and trusted, and nothing stops it."""
        return self.readable and self.signature.good and not stops(self.findings)


def open_container(
    data: bytes, trust: Trust, now: datetime, *, limits: zip_door.Limits = LIMITS
) -> Opened:
    """The container in `data`, judged at `now` (aware). Never raises on bad bytes.

    Finding codes: those of the ZIP door, the XML door, `manifest.parse` and `judge.check`,
    and MANIFEST_MISSING, SIGNATURE_MISSING, SIGNATURE_NAME_DIFFERS, META_FILE_UNKNOWN,
    FILE_DIFFERS, FILE_MISSING, FILE_NOT_SIGNED.
    """
    try:
        archive = zip_door.examine(data, limits=limits)
    except BadInput as refused:
        return Opened(readable=False, findings=(error(refused.code, "", refused.text),))
    return _judge(archive, trust, now)


def _judge(archive: zip_door.Archive, trust: Trust, now: datetime) -> Opened:
    meta = {name: data for name, data in archive.files.items() if _is_meta(name)}
    listing = _only(meta, "asicmanifest", ".xml")
    signing = _only(meta, "", ".p7s")
    findings = [*archive.findings, *_unknown_meta(meta, (listing, signing))]
    if listing is None or signing is None:
        findings += _missing(listing, signing)
        return Opened(readable=True, findings=tuple(findings))
    # The signature is judged on the bytes before anything parses them.
    status = judge.check(meta[signing], meta[listing], trust, now)
    findings += status.findings
    try:
        listed = manifest.parse(meta[listing])
    except BadInput as refused:
        findings.append(error(refused.code, manifest.NAME, refused.text))
        return _opened(status, findings, intact=False)
    return _compare(archive, listed, signing, status, findings)


def _compare(
    archive: zip_door.Archive,
    listed: Manifest,
    signing: str,
    status: SignatureStatus,
    findings: list[Finding],
) -> Opened:
    contents = {
        name: data
        for name, data in archive.files.items()
        if name != "mimetype" and not _is_meta(name)
    }
    unlike = _content_findings(contents, listed)
    if listed.signature != signing:
        text = "Signaturlisten peker på en annen signatur enn den i pakken."
        unlike.append(error("SIGNATURE_NAME_DIFFERS", manifest.NAME, text))
    covered = {one.name: one for one in listed.references}
    files = {
        name: data
        for name, data in contents.items()
        if name in covered and covered[name].covers(data)
    }
    intact = not unlike and not stops(archive.findings)
    types = {name: covered[name].media_type for name in files}
    opened = _opened(status, [*findings, *unlike], intact=intact)
    return replace(opened, files=files, media_types=types)


def _content_findings(contents: Mapping[str, bytes], listed: Manifest) -> list[Finding]:
    found: list[Finding] = []
    for one in listed.references:
        if one.name not in contents:
            found.append(
                error("FILE_MISSING", _where(one.name), "En fil som er signert, mangler i pakken.")
            )
        elif not one.covers(contents[one.name]):
            text = "En fil er endret etter at pakken ble signert."
            found.append(error("FILE_DIFFERS", one.name, text))
    signed = {one.name for one in listed.references}
    return found + [
        error("FILE_NOT_SIGNED", name, "Pakken inneholder en fil som ikke er signert.")
        for name in contents
        if name not in signed
    ]


def _where(name: str) -> str:
    """A name that only a manifest states has passed no door; show it only if it is plain."""
    return name if name.isascii() and name.isprintable() and len(name) <= 200 else manifest.NAME


def _opened(status: SignatureStatus, findings: list[Finding], *, intact: bool) -> Opened:
    whole = replace(status, intact=status.intact and intact)
    return Opened(readable=True, signature=whole, findings=tuple(findings))


def _is_meta(name: str) -> bool:
    return name.lower().startswith(_META)


def _only(meta: Mapping[str, bytes], start: str, end: str) -> str | None:
    """The one META-INF file with this name; None when there is none or more than one.

    Older writers differ in case and put numbers into the name, so case does not count.
    """
    found = [
        name
        for name in meta
        if name.lower().startswith(_META + start) and name.lower().endswith(end)
    ]
    return found[0] if len(found) == 1 else None


def _unknown_meta(meta: Mapping[str, bytes], known: tuple[str | None, ...]) -> list[Finding]:
    # The OpenDocument list that other writers add says nothing we use and is allowed.
    extra = [name for name in meta if name not in known and name.lower() != _META + "manifest.xml"]
    return [
        error("META_FILE_UNKNOWN", name, "Pakken inneholder en ukjent fil i META-INF.")
        for name in extra
    ]


def _missing(listing: str | None, signing: str | None) -> list[Finding]:
    found: list[Finding] = []
    if listing is None:
        text = "Pakken må ha nøyaktig én signaturliste (ASiCManifest)."
        found.append(error("MANIFEST_MISSING", "META-INF", text))
    if signing is None:
        text = "Pakken må ha nøyaktig én signatur."
        found.append(error("SIGNATURE_MISSING", "META-INF", text))
    return found
