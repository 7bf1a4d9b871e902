"""Secret files: only their owner may read them, and a master key may stand beside the next one.

While a master key is being changed, `<file>.next` is the new one and `<file>.old` the one
before. All three open what they have closed; only the newest closes.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from handover.errors import Misconfigured

BYTES = 32


def secret(path: Path) -> bytes:
    """The 32 bytes of a key file. Raises Misconfigured when it is missing, open to others or wrong."""
    try:
        mode, data = path.stat().st_mode, path.read_bytes()
    except OSError as fault:
        raise Misconfigured(f"Nøkkelfilen {path} finnes ikke.", "KEY_FILE") from fault
    if mode & 0o077:
        raise Misconfigured(f"Nøkkelfilen {path} kan leses av andre. Kjør: chmod 600 {path}",
                            "KEY_READABLE")
    if len(data) != BYTES:
        raise Misconfigured(f"Nøkkelfilen {path} skal være {BYTES} byte.", "KEY_FILE")
    return data


@dataclass(frozen=True)
class MasterFile:
    """The master key's file and its two neighbours."""

    path: Path

    @property
    def next(self) -> Path:
        """The key that is taking over."""
        return self.path.with_name(self.path.name + ".next")

    @property
    def old(self) -> Path:
        """The key that was: needed for backups, until somebody throws it away."""
        return self.path.with_name(self.path.name + ".old")

    def read(self) -> list[bytes]:
        """The keys there are, the one to close with first. Raises Misconfigured."""
        first = [secret(self.next)] if self.next.exists() else []
        last = [secret(self.old)] if self.old.exists() else []
        return [*first, secret(self.path), *last]

    def prepare(self, key: bytes) -> None:
        """Writes the next key, unless one is there since a change that was broken off."""
        if self.next.exists():
            return
        if self.old.exists():
            raise Misconfigured("Den forrige hovednøkkelen ligger her fortsatt. "
                                "Kjør først: handover keys-at-rest forget", "KEY_OLD")
        draft = self.path.with_name(self.path.name + ".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self.next)

    def take_over(self) -> None:
        """The next key becomes the key, and the key becomes the old one. Can be broken off anywhere."""
        if not self.old.exists():
            os.link(self.path, self.old)
        os.replace(self.next, self.path)

    def forget(self) -> None:
        """Throws the old key away."""
        self.old.unlink(missing_ok=True)
