"""S1: a guardian sees the own entry, and of the rest only that contact data is sent."""

from typing import Any

from handover.parts.build import build
from handover.preview.labels import load_labels
from handover.preview.mask import mask
from handover.preview.sheet import Sheet
from handover.preview.view import view

LABELS = load_labels()
SALT = "00" * 16


def adult(given: str, phone: str, street: str) -> dict[str, Any]:
    return {
        "navn": {"fornavn": given, "etternavn": "Li"},
        "kontaktinformasjon": {"mobiltelefonnummer": phone},
        "bostedsadresse": {"adresselinje": [street]},
        "kontaktViaSkolen": "ja",
    }


MOTHER = adult("Hodan", "900 00 001", "Morgata 1")
FATHER = adult("Yusuf", "900 00 002", "Fargata 2")


def guardians(*people: dict[str, Any]) -> Sheet:
    return view(build("foresatte", {"person": list(people)}, SALT), LABELS)


def pupil() -> Sheet:
    facts = {
        "identifikator": {"type": "fodselsnummer", "identifikatorverdi": "20914695016"},
        "navn": {"fornavn": "Amina", "etternavn": "Li"},
        "fodselsdato": "2011-09-19",
        "kontaktinformasjon": {"mobiltelefonnummer": "900 00 003"},
        "bostedsadresse": {"adresselinje": ["Elevgata 3"]},
        "kontaktViaSkolen": "ja",
    }
    return view(build("identitet", facts, SALT), LABELS)


def visit() -> Sheet:
    facts = {
        "kontaktperson": [{"navn": {"fornavn": "Kari", "etternavn": "Moen"}, "rolle": "radgiver"}],
        "besok": [{"type": "besok", "dato": "2027-05-10", "sted": "Fjordgløtt vgs"}],
    }
    return view(build("kontakt_og_besok", facts, SALT), LABELS)


def text(sheet: Sheet) -> str:
    return "\n".join(sheet.strings())


def test_a_guardian_sees_the_own_entry_and_not_the_other_guardians() -> None:
    seen = text(mask(guardians(MOTHER, FATHER), LABELS, own=1))
    assert "Yusuf Li" in seen
    assert "Fargata 2" in seen
    for hidden in ("Hodan", "900 00 001", "Morgata"):
        assert hidden not in seen


def test_a_guardian_without_an_entry_sees_nobody() -> None:
    sheet = mask(guardians(MOTHER, FATHER), LABELS, own=None)
    assert sheet.blocks == ()
    assert sheet.note == LABELS.own_sentence


def test_a_place_that_does_not_exist_shows_nobody() -> None:
    assert mask(guardians(MOTHER), LABELS, own=5).blocks == ()
    assert mask(guardians(MOTHER), LABELS, own=-1).blocks == ()


def test_the_own_entry_looks_the_same_alone_first_or_last() -> None:
    """Neither paths nor the note may tell how many others there are."""
    alone = mask(guardians(FATHER), LABELS, own=0)
    assert mask(guardians(FATHER, MOTHER), LABELS, own=0) == alone
    assert mask(guardians(MOTHER, FATHER), LABELS, own=1) == alone


def test_how_the_school_is_to_make_contact_is_not_shown_to_the_guardian_it_is_about() -> None:
    seen = mask(guardians(FATHER), LABELS, own=0)
    assert LABELS.field("foresatte", "kontaktViaSkolen") not in text(seen)


def test_a_guardian_never_sees_the_pupils_address_phone_or_number() -> None:
    seen = text(mask(pupil(), LABELS, own=0, safe=True))
    assert "Amina Li" in seen
    for hidden in ("900 00 003", "Elevgata", "20914695016"):
        assert hidden not in seen


def test_s01b_a_visit_is_shown_only_while_it_is_safe() -> None:
    assert "Fjordgløtt" not in text(mask(visit(), LABELS, own=0))
    assert "10. mai" not in text(mask(visit(), LABELS, own=0))
    assert "Kari Moen" in text(mask(visit(), LABELS, own=0))
    assert "Fjordgløtt" in text(mask(visit(), LABELS, own=0, safe=True))


def test_a_category_nobody_has_opened_is_closed() -> None:
    facts = {"kontaktperson": [{"navn": {"fornavn": "Kari", "etternavn": "M"}, "rolle": "X"}]}
    sheet = mask(view(build("barnevern", facts, SALT), LABELS), LABELS, own=0, safe=True)
    assert sheet.blocks == ()


def test_the_note_is_the_same_for_everybody() -> None:
    sheets = [guardians(MOTHER), guardians(MOTHER, FATHER), pupil(), visit()]
    assert len({mask(sheet, LABELS, own=0).note for sheet in sheets}) == 1
