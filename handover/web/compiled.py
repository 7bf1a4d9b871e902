"""Templates compiled once a process, however many applications it holds.

The demo and the tests make many; each would compile every template again.
"""

from io import BytesIO
from typing import ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Jinja's bytecode in memory, by template and content: a changed source is another entry."""

    _kept: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket when the template has been compiled before."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.load_bytecode(BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what has been compiled."""
        into = BytesIO()
        bucket.write_bytecode(into)
        self._kept[bucket.key, bucket.checksum] = into.getvalue()
