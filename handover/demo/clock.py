"""The demo's own clock: stands at a day that is written in a file, and runs on from there.

All processes of a demo read the same file, so they agree on the day. Production
refuses it (S23).
"""

from datetime import UTC, datetime
from pathlib import Path


class FileClock:
    """Time as the file says: one ISO instant for the demo, one for when it was set."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The demo's instant: where it was set, plus the time since."""
        shown, real = self._path.read_text(encoding="ascii").split()
        passed = datetime.now(UTC) - datetime.fromisoformat(real)
        return (datetime.fromisoformat(shown) + passed).replace(microsecond=0)

    def set(self, moment: datetime) -> None:
        """Moves the demo to an instant (aware)."""
        text = f"{moment.astimezone(UTC).isoformat()} {datetime.now(UTC).isoformat()}"
        new = self._path.with_suffix(".new")
        new.write_text(text, encoding="ascii")
        new.replace(self._path)


class StillClock:
    """A clock that moves only when told, for walking through a year."""

    def __init__(self, moment: datetime) -> None:
        self._now = moment

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """Moves to an instant (aware); never back."""
        self._now = max(self._now, moment.astimezone(UTC).replace(microsecond=0))
