"""The process attachments are rebuilt in: `python -I -m handover.sources.inert_child` (S7, S26).

The promise: it opens hostile documents with no environment, network, files, database or
keys within reach, under limits of memory and time that the kernel holds; it answers with
a document or with a code, and lives for one attachment at a time.
"""

import os
import resource

from handover.doors import attachment
from handover.errors import BadInput
from handover.kit import frames, wire
from handover.kit.doors import write_json
from handover.kit.guard import lock

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
"""Of computing time, for everything one process is asked."""
REQUEST = 24 * 1024 * 1024


def main() -> int:
    """Serves one host until it closes the pipe."""
    source, target = _private_pipes()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    lock(None, [], MEMORY)
    while True:
        try:
            data = frames.read(source, REQUEST)
        except (frames.Closed, frames.Garbage):
            return 0
        frames.write(target, write_json(_answer(data)))


def _answer(data: bytes) -> dict[str, object]:
    try:
        return {"ok": wire.pack(attachment.rebuilt(data))}
    except BadInput as refused:
        return {"code": refused.code, "text": refused.text}


def _private_pipes() -> tuple[int, int]:
    """Keeps the pipes for ourselves; what a library prints goes nowhere."""
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for public in (0, 1, 2):
        os.dup2(nowhere, public)
    return source, target


if __name__ == "__main__":
    os._exit(main())
