"""The one door for ZIP: strict reading of hostile archives, writing that never varies (S27).

The promise: every byte of an accepted archive belongs to exactly one entry or to the
directory that lists it, so two programs cannot see two different contents. Nothing is
unpacked to disk. Errors name the rule, never the content.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from handover.doors.zip_format import (
    CENTRAL_SIZE,
    END,
    END_SIZE,
    Entry,
    pack_central,
    pack_end,
    pack_local,
    read_central,
    require_local,
)
from handover.errors import BadInput
from handover.rules.findings import Finding, error

STORED = 0
# Some Norwegian writers repeat the media type as archive comment; nothing else is let in.
_COMMENTS = (b"", b"mimetype=application/vnd.etsi.asic-e+zip")


@dataclass(frozen=True)
class Limits:
    """How large an archive may be before and after unpacking, all in bytes."""

    total: int = 64 * 1024 * 1024
    """The archive itself, and the sum of what it unpacks to."""
    entry: int = 32 * 1024 * 1024
    """One unpacked entry."""
    entries: int = 1000
    ratio: int = 200
    """Unpacked size over packed size of one entry."""
    mimetype: bytes | None = None
    """When given: the first entry is `mimetype`, stored, with exactly this content."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Archive:
    """What was in an archive whose structure is sound."""

    files: dict[str, bytes]
    """Entry name → bytes, in the order of the directory."""
    findings: tuple[Finding, ...] = field(default=())
    """Entries that could not be unpacked as they claim (ZIP_CHECKSUM, ZIP_ENTRY)."""


def read(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """Entry name → bytes. Raises BadInput for the first thing that is wrong with `data`.

    Codes: ZIP_UNREADABLE, ZIP_TOO_LARGE, ZIP_RATIO, ZIP_NAME, ZIP_DUPLICATE_NAME,
    ZIP_LEADING_BYTES, ZIP_TRAILING_BYTES, ZIP_GAP, ZIP_OVERLAP, ZIP_HEADERS_DIFFER,
    ZIP_FEATURE, ZIP_MIMETYPE, ZIP_CHECKSUM, ZIP_ENTRY.
    """
    archive = examine(data, limits=limits)
    for finding in archive.findings:
        raise BadInput(finding.text, finding.code, archive.findings)
    return archive.files


def examine(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """As `read`, but a damaged entry becomes a finding and the others are still returned.

    This lets a verifier say «this file was changed» instead of «unreadable».
    """
    if len(data) > limits.total:
        raise BadInput("Filen er for stor til å leses.", "ZIP_TOO_LARGE")
    entries, end = _directory(data, limits)
    _require_names(entries)
    _require_sizes(entries, limits)
    _require_tiling(data, entries, end)
    if limits.mimetype is not None:
        _require_mimetype(data, entries[0], limits.mimetype)
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for entry in entries:
        content = _content(data, entry)
        if content is None or len(content) != entry.size:
            findings.append(error("ZIP_ENTRY", entry.name, "En fil i pakken er ødelagt."))
            continue
        if zlib.crc32(content) != entry.crc:
            findings.append(
                error("ZIP_CHECKSUM", entry.name, "En fil i pakken er endret eller ødelagt.")
            )
        files[entry.name] = content
    return Archive(files, tuple(findings))


def write(files: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of `files` in their order: stored, fixed time stamps, no extra fields.

    Nothing is compressed, so the bytes do not depend on a zlib version and the size of
    the archive tells no more than the sizes of its files. Raises BadInput (ZIP_NAME,
    ZIP_DUPLICATE_NAME) for names this door would not read back.
    """
    bodies: list[bytes] = []
    entries: list[Entry] = []
    offset = 0
    for name, content in files:
        entry = Entry(name, STORED, 0, zlib.crc32(content), len(content), len(content), offset)
        bodies += [pack_local(entry), content]
        offset += len(bodies[-2]) + len(content)
        entries.append(entry)
    _require_names(entries)
    directory = b"".join(pack_central(entry) for entry in entries)
    return b"".join([*bodies, directory, pack_end(len(entries), len(directory), offset)])


def _directory(data: bytes, limits: Limits) -> tuple[list[Entry], int]:
    """The entries, and where the directory begins."""
    at = data.rfind(END)
    if at < 0 or at + END_SIZE > len(data):
        raise _unreadable()
    disk, first, here, count, size, offset, comment = struct.unpack_from("<4H2IH", data, at + 4)
    _require_end(data, at, comment)
    if disk or first or here != count:
        raise _unreadable()
    if offset + size < at:
        raise BadInput("Det ligger noe ekstra foran eller inni pakken.", "ZIP_LEADING_BYTES")
    # An empty directory over real entries makes lenient readers see an empty archive.
    if offset + size != at or size < count * CENTRAL_SIZE or not count:
        raise _unreadable()
    if count > limits.entries:
        raise BadInput("Pakken inneholder for mange filer.", "ZIP_TOO_LARGE")
    return read_central(data[offset:at], count), offset


def _require_end(data: bytes, at: int, comment: int) -> None:
    tail = data[at + END_SIZE :]
    if len(tail) < comment:
        raise _unreadable()
    if len(tail) > comment or tail not in _COMMENTS:
        raise BadInput("Det ligger noe ekstra etter slutten av pakken.", "ZIP_TRAILING_BYTES")


def _require_names(entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if not _plain(entry.name):
            raise BadInput("En fil i pakken har et navn som ikke er lov.", "ZIP_NAME")
        # Windows and macOS would let one overwrite the other.
        if entry.name.lower() in seen:
            raise BadInput("To filer i pakken har samme navn.", "ZIP_DUPLICATE_NAME")
        seen.add(entry.name.lower())


def _plain(name: str) -> bool:
    steps = name.split("/")
    return (
        0 < len(name) <= 200
        and all(" " < sign <= "~" and sign not in '\\:*?"<>|%' for sign in name)
        and all(step not in ("", ".", "..") for step in steps)
    )


def _require_sizes(entries: list[Entry], limits: Limits) -> None:
    if sum(entry.size for entry in entries) > limits.total or any(
        entry.size > limits.entry for entry in entries
    ):
        raise BadInput("Pakken blir for stor når den pakkes ut.", "ZIP_TOO_LARGE")
    if any(entry.size > limits.ratio * max(entry.packed, 64) for entry in entries):
        raise BadInput("Pakken er pakket mistenkelig tett og åpnes ikke.", "ZIP_RATIO")


def _require_tiling(data: bytes, entries: list[Entry], directory: int) -> None:
    """Entries lie side by side from byte 0 to the directory: no gap, no overlap."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    if ordered[0].offset != 0:
        raise BadInput("Det ligger noe ekstra foran pakken.", "ZIP_LEADING_BYTES")
    ends = [*(entry.offset for entry in ordered[1:]), directory]
    for entry, end in zip(ordered, ends, strict=True):
        reach = require_local(data, entry)
        if reach > end:
            raise BadInput("Filer i pakken ligger oppå hverandre.", "ZIP_OVERLAP")
        if reach < end:
            raise BadInput("Det ligger skjulte data mellom filene i pakken.", "ZIP_GAP")


def _content(data: bytes, entry: Entry) -> bytes | None:
    packed = data[entry.body(data) : entry.body(data) + entry.packed]
    if entry.method == STORED:
        return packed
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(packed, entry.size + 1)
    except zlib.error:
        return None
    return content if unpacker.eof and not unpacker.unused_data else None


def _require_mimetype(data: bytes, first: Entry, expected: bytes) -> None:
    # `body` is 38 only when the header is followed by the name alone: programs that look
    # for the media type at byte 38 must find it there (EN 319 162-1 A.1).
    plain = (first.name, first.method, first.offset) == ("mimetype", STORED, 0)
    if not plain or first.body(data) != 38 or data[38 : 38 + first.packed] != expected:
        raise BadInput("Filen er ikke en ASiC-E-pakke.", "ZIP_MIMETYPE")


def _unreadable() -> BadInput:
    return BadInput("Filen er ikke en lesbar pakke (ZIP).", "ZIP_UNREADABLE")
