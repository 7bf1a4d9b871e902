"""Logs as one JSON object a line: an event name and fields, never a sentence with values in it.

No personal data: fields are codes, counts and random ids. What looks like a
person number is masked all the same, since a library may log what it likes.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

NUMBER = re.compile(r"(?<!\d)\d{6}\s?\d{5}(?!\d)")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON. Tracebacks are reduced to the kind of error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
                "level": record.levelname, "logger": record.name, "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return NUMBER.sub("***********", json.dumps(line, ensure_ascii=False, default=str))


def set_up(level: int = logging.INFO) -> None:
    """Sends every log of the process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("apscheduler", "urllib3", "waitress.queue", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
