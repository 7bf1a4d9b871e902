"""C-68: what may be about somebody else is found, each place once, and stops until looked at."""

import pytest

from handover.rules import names
from handover.rules.names import Mark

OTHERS = ["Jonas", "Solbakken", "Ida", "Berg", "Ann-Mari", "Ask"]
OWN = ["Amina", "Warsame"]


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start:one.end])
            for one in names.marks({"x": text}, OTHERS, OWN)]


@pytest.mark.parametrize(("text", "marks"), [
    ("Sitter ved Jonas.", [("navn", "Jonas")]),
    ("Jonas' bok og Idas plass.", [("navn", "Jonas'"), ("navn", "Idas")]),
    ("JONAS roper.", [("navn", "JONAS")]),
    ("Får opplæring i ASK av Ask.", [("navn", "Ask")]),
    ("Solbakken leser.", [("navn", "Solbakken")]),
    ("Ann-Mari hjelper.", [("navn", "Ann-Mari")]),
    ("Amina Warsame leser.", []),
    ("Et berg av lekser.", []),
    ("Jonasson er en annen.", []),
    ("Søsteren Maja går her.", [("slektning", "Søsteren"), ("navn", "Maja")]),
    ("Ring 92 00 41 07.", [("telefon", "92 00 41 07")]),
    ("Ring +47 920 04 107.", [("telefon", "+47 920 04 107")]),
    ("Skriv til mor.x@epost.no.", [("epost", "mor.x@epost.no")]),
    ("Bor i Storgata 5 B.", [("adresse", "Storgata 5 B")]),
    ("Bor i Gamle Bergens vei 14.", [("adresse", "Gamle Bergens vei 14")]),
    ("Post: 0250 Oslo.", [("adresse", "0250 Oslo")]),
    ("Våren 2027 Fortsetter planen. 57 timer, side 14.", []),
    ("Nummer 010190 12345 står her.", [("nummer", "010190 12345")]),
])
def test_c68_a_place_is_marked_for_what_it_may_be(text: str, marks: list[tuple[str, str]]) -> None:
    assert found(text) == marks


def test_c68_a_number_with_a_persons_check_digits_is_no_false_alarm() -> None:
    one, other = names.marks({"x": "20914695016 og 20914695010"}, [], [])
    assert one.surely
    assert not other.surely


def test_a_mark_inside_another_is_told_once() -> None:
    assert found("Skriv til Jonas@skole.no.") == [("epost", "Jonas@skole.no")]


def test_c68_a_lift_counts_for_one_place_of_one_kind() -> None:
    marks = names.marks({"x": "Jonas og Ida. Moren hans."}, OTHERS, OWN)
    lifted = names.lift(marks, {marks[0].key: "radgiver"})
    assert [one.lifted for one in lifted] == ["radgiver", "", ""]
    assert names.blocking(lifted) == [marks[1]]
    assert len({one.key for one in marks}) == len(marks)


def test_the_key_of_a_mark_says_nothing_of_what_stands_there() -> None:
    assert Mark("x", 0, 5, "navn").key == names.marks({"x": "Jonas"}, OTHERS, OWN)[0].key
    assert Mark("x", 0, 5, "navn").key == names.marks({"x": "Maria"}, ["Maria"], OWN)[0].key
