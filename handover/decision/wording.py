"""In which language the text around a part was shown, and in which words (C-10, P8).

The bokmål is what an answer counts for; a translation is remembered beside it, so that
it can be seen later what somebody read.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The translated text that was shown; no words when it was the bokmål itself."""

    language: str = "nb"
    """ISO 639."""
    words: tuple[str, ...] = ()
    """Purpose, consequence and retention as they were read."""


BOKMAL = Wording()
