"""Encryption at rest: one data key per person, bound to the row and purpose it was made for (S20).

The node's master key lies in a file outside the database and its backup. A
person's data key is wrapped by it and stored with the person; when the row
goes, everything sealed under it is gone too (S21). The additional data of every
box names table, row and purpose, so a value moved to another row does not open.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handover.errors import HandoverError
from handover.ports import Random

NONCE = 12
OWN = {"oppslag": b"lookup", "node": b"node"}
"""The node's own keys, and what they were derived with before they had rows of their own."""


class BoxBroken(HandoverError):
    """A stored value does not open where it stands: moved, changed, or another key."""


@dataclass(frozen=True)
class Place:
    """Where a box belongs: opening it anywhere else fails."""

    table: str
    row: str
    purpose: str

    def bytes(self) -> bytes:
        return "\x1f".join((self.table, self.row, self.purpose)).encode()


class Box:
    """Seals and opens with one 32-byte key. Made by the vault; holds no state."""

    def __init__(self, key: bytes, random: Random) -> None:
        self._aead = AESGCM(key)
        self._random = random

    def seal(self, data: bytes, place: Place) -> bytes:
        """Nonce and ciphertext, to be stored at `place` and nowhere else."""
        nonce = self._random(NONCE)
        return nonce + self._aead.encrypt(nonce, data, place.bytes())

    def open(self, box: bytes, place: Place) -> bytes:
        """The bytes sealed for this place. Raises BoxBroken otherwise."""
        try:
            return self._aead.decrypt(box[:NONCE], box[NONCE:], place.bytes())
        except InvalidTag as fault:
            raise BoxBroken("En lagret verdi lar seg ikke åpne. Varsle den som drifter noden.",
                            "LAGRET_VERDI_BRUTT") from fault

    def seal_values(self, values: Mapping[str, Any], place: Place) -> bytes:
        """Seals a mapping of plain values (JSON)."""
        return self.seal(json.dumps(dict(values), ensure_ascii=False).encode(), place)

    def open_values(self, box: bytes, place: Place) -> dict[str, Any]:
        """The mapping sealed by `seal_values`."""
        return cast(dict[str, Any], json.loads(self.open(box, place)))


class Vault:
    """Makes, wraps and unwraps the data keys of persons; makes lookup hashes."""

    def __init__(self, master: bytes, random: Random, *,
                 masters: Callable[[], Sequence[bytes]] | None = None,
                 own: Mapping[str, bytes] | None = None) -> None:
        """`masters` reads the master keys there are now, the one to close with first (it is asked
        again when a key does not fit, so a change is noticed without a restart). `own` are the
        node's keys for lookups and for its own box; without them they follow from the master."""
        self._random = random
        self._masters = masters or (lambda: [master])
        self._wraps = self._boxes([master] if masters is None else masters())
        own = own or {name: derive(master, label) for name, label in OWN.items()}
        self._lookup = own["oppslag"]
        self._node = Box(own["node"], random)

    def _boxes(self, masters: Sequence[bytes]) -> list[Box]:
        if not masters or any(len(one) != 32 for one in masters):
            raise ValueError("the master key is 32 bytes")
        return [Box(derive(one, b"wrap"), self._random) for one in masters]

    @property
    def node(self) -> Box:
        """The box for what belongs to no single person: sessions, staff messages."""
        return self._node

    def new_key(self, person: str) -> bytes:
        """A fresh data key for a person, wrapped, to be stored in their row."""
        return self.wrap(self._random(32), Place("person", person, "key"))

    def box(self, person: str, wrapped: bytes) -> Box:
        """The box of one person, from the wrapped key in their row."""
        return Box(self.unwrap(wrapped, Place("person", person, "key")), self._random)

    def refresh(self) -> None:
        """Reads the master keys anew."""
        self._wraps = self._boxes(self._masters())

    def wrap(self, key: bytes, place: Place) -> bytes:
        """A key closed with the newest master key there is now."""
        self.refresh()
        return self._wraps[0].seal(key, place)

    def unwrap(self, wrapped: bytes, place: Place) -> bytes:
        """The key in there, with whichever master key fits. Raises BoxBroken."""
        found = self._fitting(wrapped, place)
        if found is None:
            self.refresh()
            found = self._fitting(wrapped, place)
        return found if found is not None else self._wraps[0].open(wrapped, place)

    def newest(self, wrapped: bytes, place: Place) -> bool:
        """True when it is closed with the newest master key."""
        return _open(self._wraps[0], wrapped, place) is not None

    def _fitting(self, wrapped: bytes, place: Place) -> bytes | None:
        return next((key for one in self._wraps
                     if (key := _open(one, wrapped, place)) is not None), None)

    def lookup(self, kind: str, value: str) -> str:
        """A keyed hash by which a number or user name can be found but not read."""
        message = f"{kind}\x1f{value}".encode()
        return hmac.new(self._lookup, message, hashlib.sha256).hexdigest()


def derive(master: bytes, label: bytes) -> bytes:
    """A key of its own for each use."""
    return hmac.digest(master, b"overgang " + label, "sha256")


def _open(box: Box, wrapped: bytes, place: Place) -> bytes | None:
    try:
        return box.open(wrapped, place)
    except BoxBroken:
        return None
