"""S17: only what is about the person asked for is used."""

import hashlib
from dataclasses import replace

import pytest

from handover.kit import (
    Attachment,
    Collected,
    CollectRequest,
    Finding,
    Permanent,
    PersonFacts,
    PupilRef,
    Severity,
)
from handover.kit.accept import accept
from handover.rules.person_number import classify


def number(birth: str, serial: int = 0) -> str:
    """A synthetic fødselsnummer (month + 80) for a birth date DDMMYY."""
    head = birth[:2] + str(int(birth[2:4]) + 80) + birth[4:]
    found = (f"{head}{tail:05}" for tail in range(serial, 100_000))
    return next(one for one in found if classify(one) == "fodselsnummer")


INGRID = PupilRef("fodselsnummer", number("140311"), "Ingrid", "Solbakken", "2011-03-14")
JONAS = PupilRef("fodselsnummer", number("140311", 500), "Jonas", "Solbakken", "2011-03-14")
EMIL = PupilRef("fodselsnummer", number("200211"), "Emil", "Haugen Lie", "2011-02-20")
REQUEST = CollectRequest("k", "310000000", "2026/2027", INGRID, ("tilpasning", "foresatte", "iop"))
PDF = b"%PDF-1.7 %%EOF"
FILE = Attachment(hashlib.sha256(PDF).hexdigest(), "application/pdf", "Plan", PDF)
NAMED = {"fil": f"vedlegg/{FILE.sha256}.pdf", "sha256": FILE.sha256}


def about(person: PupilRef, **facts: object) -> PersonFacts:
    trees = {name: tree for name, tree in facts.items() if name != "files"}
    files = facts.get("files", ())
    return PersonFacts(person, trees, files, "2027-05-04")  # type: ignore[arg-type]


def codes(answer: Collected) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in answer.findings]


def test_s17_facts_about_the_pupil_asked_for_pass() -> None:
    one = about(INGRID, tilpasning={"sammendrag": "Korte økter virker."})
    assert accept(REQUEST, Collected((one,))) == Collected((one,))


@pytest.mark.parametrize(
    "other",
    [
        JONAS,
        replace(INGRID, fodselsdato="2011-03-15"),
        replace(INGRID, identifikatorverdi=EMIL.identifikatorverdi),
        replace(INGRID, identifikatortype="d-nummer"),
    ],
)
def test_s17_an_answer_about_somebody_else_is_not_used(other: PupilRef) -> None:
    answer = accept(REQUEST, Collected((about(other, tilpasning={"sammendrag": "x"}),)))
    assert len(answer) == 0
    assert codes(answer) == [("WRONG_PERSON", "")]


def test_s17_a_name_spelt_anew_is_still_the_same_person() -> None:
    answer = accept(REQUEST, Collected((about(replace(INGRID, fornavn="Ingrid Marie")),)))
    assert len(answer) == 1


def test_s17_the_right_pupil_beside_a_wrong_one_is_kept() -> None:
    answer = accept(REQUEST, Collected((about(JONAS), about(INGRID, iop={"innhold": "x"}))))
    assert [one.person for one in answer] == [INGRID]
    assert codes(answer) == [("WRONG_PERSON", "")]


@pytest.mark.parametrize(
    "text",
    [
        f"Se {EMIL.identifikatorverdi}.",
        f"Se {EMIL.identifikatorverdi[:6]} {EMIL.identifikatorverdi[6:]}.",
        "Født 2011-02-20, går i 10B.",
        "Født 20.02.2011.",
        "Født 20.2.2011.",
        "Sitter best ved siden av Emil Haugen Lie i norsk.",
        "sammen med EMIL   HAUGEN-LIE",
        f"Ukjent: {number('010112')}",
    ],
)
def test_s17_a_part_that_names_another_pupil_is_stopped_and_the_others_go_on(text: str) -> None:
    one = about(INGRID, tilpasning={"tiltak": [{"hva": text}]}, iop={"innhold": "Mål."})
    answer = accept(REQUEST, Collected((one,)), others=[EMIL, JONAS])
    (kept,) = answer
    assert set(kept.facts) == {"iop"}
    assert codes(answer) == [("WRONG_PERSON", "tilpasning")]
    said = "".join(finding.text for finding in answer.findings)
    assert "Emil" not in said
    assert EMIL.identifikatorverdi not in said


@pytest.mark.parametrize(
    "text",
    [
        f"Eleven {INGRID.identifikatorverdi} er født 2011-03-14.",
        "Ring +48 501 234 567 eller 48501234567.",
        f"Fil {hashlib.sha256(b'x').hexdigest()}",
        "Ingrid Solbakken liker matematikk.",
        "Vedtak 2026-08-20, sak 2026/12345.",
    ],
)
def test_s17_the_pupils_own_data_and_other_numbers_stop_nothing(text: str) -> None:
    one = about(INGRID, tilpasning={"sammendrag": text})
    answer = accept(REQUEST, Collected((one,)), others=[EMIL, JONAS])
    assert codes(answer) == []


def test_s17_a_parent_who_shares_a_pupils_name_is_still_a_parent() -> None:
    tree = {"person": [{"navn": {"fornavn": "Emil", "etternavn": "Haugen Lie"}, "x": "Emil Lie"}]}
    one = about(INGRID, foresatte={**tree, "merknad": "Emil Haugen Lie"})
    assert codes(accept(REQUEST, Collected((one,)), others=[EMIL])) == []


def test_s17_a_telephone_number_is_not_taken_for_a_person() -> None:
    contact = {"kontaktinformasjon": {"mobiltelefonnummer": number("010112")}}
    one = about(INGRID, foresatte={"person": [contact]})
    assert codes(accept(REQUEST, Collected((one,)))) == []


def test_s17_in_a_cohort_the_same_pupil_twice_is_neither() -> None:
    cohort = replace(REQUEST, pupil=None)
    answer = accept(cohort, Collected((about(EMIL), about(INGRID), about(EMIL))))
    assert [one.person for one in answer] == [INGRID]
    assert codes(answer) == [("PERSON_TWICE", "")]


def test_s17_in_a_cohort_one_pupil_in_anothers_part_stops_that_part() -> None:
    cohort = replace(REQUEST, pupil=None)
    mixed = about(INGRID, tilpasning={"sammendrag": "Emil Haugen Lie hjelper."})
    answer = accept(cohort, Collected((mixed, about(EMIL))))
    assert [set(one.facts) for one in answer] == [set(), set()]
    assert codes(answer) == [("WRONG_PERSON", "tilpasning")]


def test_what_nobody_asked_for_is_left_out_with_its_files() -> None:
    one = about(INGRID, barnevern={"vedlegg": [NAMED]}, iop={"innhold": "x"}, files=(FILE,))
    (kept,) = accept(REQUEST, Collected((one,)))
    assert set(kept.facts) == {"iop"}
    assert kept.attachments == ()


def test_the_files_of_a_stopped_part_go_with_it() -> None:
    tree = {"innhold": EMIL.identifikatorverdi, "vedlegg": [NAMED]}
    (kept,) = accept(REQUEST, Collected((about(INGRID, iop=tree, files=(FILE,)),)))
    assert kept.attachments == ()


def test_letters_nobody_can_see_are_taken_away() -> None:
    person = replace(INGRID, fornavn="\u202eIngrid\u200b")
    one = about(person, tilpasning={"sammendrag": "a\u2066b\ufeff\x00c\r\nd e\u0301"})
    (kept,) = accept(REQUEST, Collected((one,)))
    assert kept.person.fornavn == "Ingrid"
    assert kept.facts["tilpasning"] == {"sammendrag": "abc\nd é"}


def test_s17_a_number_hidden_behind_invisible_letters_is_found() -> None:
    hidden = "\u200b".join(EMIL.identifikatorverdi)
    answer = accept(REQUEST, Collected((about(INGRID, tilpasning={"sammendrag": hidden}),)))
    assert codes(answer) == [("WRONG_PERSON", "tilpasning")]


@pytest.mark.parametrize(
    "bad",
    [
        about(INGRID, iop={"innhold": True}),
        about(INGRID, iop={"innhold": 1.5}),
        about(INGRID, iop={"innhold": None}),
        about(INGRID, iop={"skolår": "x"}),
        about(INGRID, iop={"innhold": "x" * 100_001}),
        about(INGRID, iop=["liste"]),
        about(INGRID, iop={"vedlegg": [NAMED]}),
        about(INGRID, iop={"vedlegg": [NAMED]}, files=(replace(FILE, data=b"annet"),)),
        about(INGRID, iop={"vedlegg": [NAMED]}, files=(replace(FILE, media_type="text/html"),)),
        replace(about(INGRID), as_of="i går"),
        replace(about(INGRID), as_of=""),
        about(replace(INGRID, identifikatortype="navn")),
        about(replace(INGRID, fodselsdato="14.03.2011")),
    ],
)
def test_an_answer_of_the_wrong_form_is_not_used_at_all(bad: PersonFacts) -> None:
    with pytest.raises(Permanent) as caught:
        accept(REQUEST, Collected((bad,)))
    assert caught.value.reason_code == "UGYLDIG_SVAR"


@pytest.mark.parametrize(
    ("code", "where", "text"),
    [
        ("UTELATT", "person[1]", "Nummeret 14831199999 er feil."),
        ("UTELATT", "14831199999", "Feil."),
        ("Kari Nordmann", "", "Feil."),
        ("UTELATT", "", "x" * 400),
        ("UTELATT", "", "linje\nskift"),
    ],
)
def test_a_finding_that_could_carry_a_person_is_not_used(code: str, where: str, text: str) -> None:
    finding = Finding(code, Severity.ERROR, where, text)
    with pytest.raises(Permanent):
        accept(REQUEST, Collected((), (finding,)))
