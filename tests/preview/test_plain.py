"""The third-party screen reads what people wrote in their own words, and where it stands."""

from importlib import resources
from pathlib import Path

import pytest

from handover.errors import BadInput
from handover.parts.schema_set import VERSION, load
from handover.preview.plain import all_texts, texts

FOLDER = Path(str(resources.files("schemas") / VERSION)) / "examples" / "valid"


def read(name: str) -> bytes:
    return (FOLDER / f"{name}.xml").read_bytes()


def test_free_text_is_given_with_its_path() -> None:
    found = texts(read("tilpasning"))
    assert found["sammendrag"] == "Liker faste rutiner."
    assert found["tiltak[1]/hva"] == "Beskjeder én om gangen,\ngjerne med bilder"
    assert found["tiltak[1]/eier"] == "Kontaktlærer"
    assert "tiltak[1]/virkning" not in found


def test_names_numbers_and_dates_in_fields_of_their_own_are_not_screened() -> None:
    found = texts(read("kontakt_og_besok"))
    assert found == {"besok[1]/sted": "Hovedinngangen"}


def test_everything_in_the_part_can_be_had_too_but_never_the_salt() -> None:
    found = all_texts(read("kontakt_og_besok"))
    assert found["kontaktperson[1]/navn/fornavn"] == "Åse"
    assert "00112233445566778899aabbccddeeff" not in found.values()


@pytest.mark.parametrize("category", sorted(load().categories))
def test_the_free_text_is_among_all_texts(category: str) -> None:
    assert texts(read(category)).items() <= all_texts(read(category)).items()


def test_bytes_that_are_no_part_have_no_texts() -> None:
    with pytest.raises(BadInput):
        texts(read("plass"))
