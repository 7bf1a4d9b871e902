"""How easy a Norwegian text is to read: sentence length, LIX, words to avoid, abbreviations.

Sources: språklova § 9 (public bodies write clearly and for the reader); LIX after
C. H. Björnsson (1968): words per sentence plus the share in per cent of words longer than
six letters. A heading or a button is no sentence and is not counted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST_SENTENCE = 20
"""Words a sentence may hold on average."""
FAMILY_LIX, STAFF_LIX = 35.0, 40.0
LONG_WORD = 6
"""A word with more letters than this counts as long."""

_VALUE = re.compile(r"%\(\w+\)s|%%")
_REFERENCE = re.compile(r"§§?\s*[\d\w\- ,()]+?(?=[.»)]|$)|https?://\S+")
_END = re.compile(r"[.!?:](?=\s|$|»)")
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_NO_END = re.compile(r"\b(?:nr|jf|bl\.a|f\.eks|kl|ca)\.|(?<=\d)\.(?=\s*[a-zæøå])")
_ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}\b")


@dataclass(frozen=True)
class Measured:
    """What was counted in some running text."""

    words: int
    sentences: int
    long_words: int

    @property
    def average(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def lix(self) -> float:
        """Below 30 is very easy, 35 easy, 45 ordinary newspaper prose."""
        return self.average + 100 * self.long_words / self.words if self.words else 0.0


def measure(texts: Iterable[str]) -> Measured:
    """Counts the running text among these; what ends in no full stop is a heading or a label."""
    words: list[str] = []
    sentences = 0
    for text in texts:
        for sentence in sentences_of(text):
            words += _WORD.findall(sentence)
            sentences += 1
    return Measured(len(words), sentences, sum(len(word) > LONG_WORD for word in words))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, values and references to laws taken out."""
    bare = _NO_END.sub(" ", _REFERENCE.sub("", _VALUE.sub("noen", text)))
    if not _END.search(bare):
        return []
    found = [piece.strip(" »«") for piece in _END.split(bare)]
    return [piece for piece in found if _WORD.search(piece)]


def avoided(text: str, banned: Mapping[str, str]) -> list[str]:
    """The words and turns of the list that stand in the text, as «word: better»."""
    low = text.casefold()
    return [f"{word}: {better}" for word, better in banned.items()
            if re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", low)]


def unexplained(text: str, explained: Iterable[str]) -> list[str]:
    """Abbreviations in the text that no list explains."""
    known = set(explained)
    return sorted({word for word in _ABBREVIATION.findall(text) if word not in known})
