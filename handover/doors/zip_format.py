"""The headers of the ZIP format, as far as this house reads and writes them.

The promise: a header is taken apart completely or refused; what the local header says
and what the directory says about an entry must be the same thing (APPNOTE 4.3-4.4).
"""

import struct
from dataclasses import dataclass

from handover.errors import BadInput

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LOCAL_SIZE, CENTRAL_SIZE, END_SIZE = 30, 46, 22
_DESCRIPTOR, _UTF8 = 0x0008, 0x0800
_COMPRESSION_HINTS = 0x0006
_VERSION = 20
# 1 January 1980, the first moment a DOS time can say: bytes tell nothing about when.
_TIME, _DATE = 0, 0x0021


@dataclass(frozen=True)
class Entry:
    """One file as the directory describes it; sizes and offset in bytes."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int
    extra: bool = False

    def body(self, data: bytes) -> int:
        """Where the entry's packed bytes begin; `require_local` has seen the header."""
        name, extra = struct.unpack_from("<2H", data, self.offset + 26)
        return self.offset + LOCAL_SIZE + int(name) + int(extra)


def read_central(directory: bytes, count: int) -> list[Entry]:
    """The `count` entries of `directory`, which holds them and nothing else."""
    entries: list[Entry] = []
    at = 0
    for _ in range(count):
        entry, at = _central_entry(directory, at)
        entries.append(entry)
    if at != len(directory):
        raise _broken()
    return entries


def _central_entry(directory: bytes, at: int) -> tuple[Entry, int]:
    if directory[at : at + 4] != CENTRAL or at + CENTRAL_SIZE > len(directory):
        raise _broken()
    fields = struct.unpack_from("<6H3I5H2I", directory, at + 4)
    _, _, flags, method, _, _, crc, packed, size = fields[:9]
    name, extra, comment, disk, _, _, offset = fields[9:]
    end = at + CENTRAL_SIZE + name + extra + comment
    if end > len(directory) or disk or comment:
        raise _broken()
    _require_features(flags, method, packed, size)
    text = _name(directory[at + CENTRAL_SIZE : at + CENTRAL_SIZE + name])
    return Entry(text, method, flags, crc, packed, size, offset, bool(extra)), end


def require_local(data: bytes, entry: Entry) -> int:
    """Where the entry ends, after checking that its local header agrees with `entry`.

    Raises BadInput ZIP_HEADERS_DIFFER: a reader that trusts the one would see another
    file than a reader that trusts the other.
    """
    if data[entry.offset : entry.offset + 4] != LOCAL or entry.offset + LOCAL_SIZE > len(data):
        raise _broken()
    _, flags, method, _, _, crc, packed, size, name, extra = struct.unpack_from(
        "<5H3I2H", data, entry.offset + 4
    )
    start = entry.offset + LOCAL_SIZE
    same_name = data[start : start + name] == entry.name.encode("ascii")
    sizes = (crc, packed, size)
    told = (entry.crc, entry.packed, entry.size)
    described = bool(entry.flags & _DESCRIPTOR)
    sizes_agree = sizes == told or (described and sizes == (0, 0, 0))
    if not (same_name and sizes_agree and (flags, method) == (entry.flags, entry.method)):
        raise BadInput("Pakken sier to ulike ting om samme fil.", "ZIP_HEADERS_DIFFER")
    end = start + int(name) + int(extra) + entry.packed
    return end + _descriptor(data, end, told) if described else end


def _descriptor(data: bytes, at: int, told: tuple[int, int, int]) -> int:
    """Length of the data descriptor that streaming writers put after the packed bytes."""
    plain = struct.pack("<3I", *told)
    for shape in (b"PK\x07\x08" + plain, plain):
        if data[at : at + len(shape)] == shape:
            return len(shape)
    raise BadInput("Pakken sier to ulike ting om samme fil.", "ZIP_HEADERS_DIFFER")


def _require_features(flags: int, method: int, packed: int, size: int) -> None:
    allowed = _DESCRIPTOR | _UTF8 | _COMPRESSION_HINTS
    zip64 = 0xFFFFFFFF in (packed, size)
    if flags & ~allowed or method not in (0, 8) or zip64:
        raise BadInput("Pakken bruker en type ZIP som ikke støttes.", "ZIP_FEATURE")
    if method == 0 and packed != size:
        raise BadInput("Pakken sier to ulike ting om samme fil.", "ZIP_HEADERS_DIFFER")


def _name(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        raise BadInput("En fil i pakken har et navn som ikke er lov.", "ZIP_NAME") from None


def _broken() -> BadInput:
    return BadInput("Filen er ikke en lesbar pakke (ZIP).", "ZIP_UNREADABLE")


def pack_local(entry: Entry) -> bytes:
    """The local header of a stored entry."""
    fields = (_VERSION, 0, entry.method, _TIME, _DATE, entry.crc, entry.packed, entry.size)
    name = entry.name.encode("ascii", "replace")
    return LOCAL + struct.pack("<5H3I2H", *fields, len(name), 0) + name


def pack_central(entry: Entry) -> bytes:
    """The directory record of a stored entry."""
    fields = (_VERSION, _VERSION, 0, entry.method, _TIME, _DATE, entry.crc, entry.packed)
    name = entry.name.encode("ascii", "replace")
    tail = struct.pack("<I5H2I", entry.size, len(name), 0, 0, 0, 0, 0, entry.offset)
    return CENTRAL + struct.pack("<6H2I", *fields) + tail + name


def pack_end(count: int, size: int, offset: int) -> bytes:
    """The record that ends an archive, without comment."""
    return END + struct.pack("<4H2IH", 0, 0, count, count, size, offset, 0)
