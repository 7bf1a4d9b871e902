"""What the doors for documents and pictures give back: always a PDF that cannot act (S7)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Made:
    """One attachment as it will be hashed, shown and carried."""

    pdf: bytes = field(repr=False)
    text: str = field(repr=False)
    """The text layer, page by page; empty when the pages are pictures, as a scan is."""
    pages: int
