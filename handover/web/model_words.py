"""The words of the information model in the reader's language: titles, fields, codes and days.

The promise: the same keys as `config/labels.toml`, and nothing translated before it is
asked for. What is free text in a part stays in its author's language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

from handover.preview.labels import Labels
from handover.web.texts import dagaar, told


class _Told(Mapping[str, str]):
    """Words by key, each said when it is read."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def __getitem__(self, key: str) -> str:
        return told(self._words[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


class _ToldLabels(Labels):
    """Labels whose days are written as the reader writes them."""

    def day(self, iso: str) -> str:
        """An ISO date as the reader writes it. Raises ValueError for no date."""
        return dagaar(date.fromisoformat(iso))


def in_readers_words(labels: Labels) -> Labels:
    """The labels, each said in the language of whoever reads the page it is set into."""
    same = {one.name: getattr(labels, one.name) for one in fields(labels)}
    return _ToldLabels(**same | {
        "titles": _Told(labels.titles), "fields": _Told(labels.fields),
        "codes": {name: _Told(words) for name, words in labels.codes.items()}})
