"""Catalogues filled by a machine, so that pages can be read in a language nobody has written."""

from pathlib import Path
from zlib import crc32

import pytest
from babel.messages.pofile import write_po

from handover.texts import catalogue
from handover.texts.check import VALUE
from handover.texts.tongues import BY_CODE

ROOT = Path(__file__).resolve().parents[2]

LETTERS = {"LATIN": "Zażółć ", "CYRILLIC": "Текст ", "ARABIC": "نص ", "ETHIOPIC": "ጽሑፍ "}
"""What every text of a filled catalogue begins with: plainly not bokmål."""


def pseudo(code, text):
    """The text in letters of the language, its values kept."""
    return LETTERS[BY_CODE[code].script] + " ".join(
        [str(crc32(text.encode())), *sorted(set(VALUE.findall(text)))])


@pytest.fixture
def filled(tmp_path, monkeypatch):
    """Fills a language's catalogue so that its pages can be read: filled("ar", leave=…)."""
    folder = tmp_path / "katalog" / "texts"
    folder.mkdir(parents=True)
    (folder.parent / "glossary.toml").write_text((ROOT / "config/glossary.toml").read_text())

    def fill(code, leave=(), checked=()):
        book = catalogue.read(ROOT / "config" / "texts" / f"{code}.po", code)
        for message in book:
            if not message.id:
                continue
            if catalogue.key(message) in leave:
                message.string = "" if isinstance(message.id, str) else ("",) * book.num_plurals
                continue
            if isinstance(message.id, str):
                message.string = pseudo(code, message.id)
            else:
                message.string = (pseudo(code, message.id[1]),) * book.num_plurals
            done = catalogue.key(message) in checked
            message.user_comments = [
                "status: kvalitetssikret; Ola Tolk; 2027-01-01" if done else "status: utkast"]
        with (folder / f"{code}.po").open("wb") as file:
            write_po(file, book)
        catalogue.wordbook.cache_clear()
    monkeypatch.setattr(catalogue, "folder", lambda: folder)
    catalogue.wordbook.cache_clear()
    yield fill
    catalogue.wordbook.cache_clear()
