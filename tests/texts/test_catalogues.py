"""The catalogues hold what must be held, and the check finds what is wrong with a text."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from handover.texts import catalogue, check, files, gather
from handover.texts.gather import FAMILY, STAFF
from handover.texts.tongues import BY_CODE, NB, TONGUES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "config" / "texts"
WRITTEN = [one for one in TONGUES if one is not NB]


@cache
def everything():
    return gather.gather(ROOT)


def message(bokmal, text, status="status: utkast"):
    return Message(bokmal, text, user_comments=[status] if status else [])


def wrong(code, bokmal, text, status="status: utkast"):
    return list(check.wrong_with(message(bokmal, text, status), BY_CODE[code]))


@pytest.mark.parametrize("tongue", WRITTEN, ids=lambda one: one.code)
def test_every_text_a_reader_meets_is_translated_and_right(tongue):
    faults = check.faults(FOLDER, tongue, everything())
    assert faults[:10] == [], f"{len(faults)} feil"


@pytest.mark.parametrize("tongue", WRITTEN, ids=lambda one: one.code)
def test_a_catalogue_is_what_the_command_would_write(tongue):
    path = FOLDER / f"{tongue.code}.po"
    wanted = files.wanted(tongue, everything())
    assert path.read_bytes() == files.renewed(tongue, path, wanted)


@pytest.mark.parametrize("tongue", WRITTEN, ids=lambda one: one.code)
def test_babel_counts_as_many_forms_as_the_catalogue_says(tongue):
    book = catalogue.read(FOLDER / f"{tongue.code}.po", tongue.code)
    assert f"nplurals={book.num_plurals};" in tongue.plurals
    assert book.plural_forms == tongue.plurals


def test_only_nynorsk_holds_what_staff_read():
    texts = everything()
    assert {one.road for one in texts} == {FAMILY, STAFF}
    assert files.wanted(BY_CODE["nn"], texts) == texts
    assert {one.road for one in files.wanted(BY_CODE["pl"], texts)} == {FAMILY}


@pytest.mark.parametrize(("place", "road"), [
    ("handover/web/templates/family/hjem.html", FAMILY),
    ("handover/web/templates/_deler.html", FAMILY),
    ("handover/web/templates/rettigheter.html", FAMILY),
    ("handover/web/templates/_stab.html", STAFF),
    ("handover/web/templates/staff/trinn.html", STAFF),
    ("handover/web/staff/year.py", STAFF),
    ("handover/web/errors.py", FAMILY),
    ("handover/decision/answer.py", FAMILY),
    ("handover/decision/lead.py", STAFF),
    ("config/policy.toml", FAMILY),
    ("config/policy.toml [regler]", STAFF),
    ("config/receive.toml", STAFF),
])
def test_the_road_of_a_text_is_known_from_where_it_stands(place, road):
    assert gather.road_of(place) == road


def test_no_template_holds_words_that_cannot_be_translated():
    offenders = []
    for path in sorted((ROOT / "handover/web/templates").rglob("*.html")):
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(), flags=re.DOTALL)
        bare = re.sub(r'\b[a-z]+\.no\b|[\w-]+="[^"]*"|\bdata-[\w-]+|aria-[\w-]+', " ", bare)
        bare = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", " ", bare, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-zÆØÅæøå]{3,}", bare)) - {"Overgang", "nbsp", "DOCTYPE"}
        offenders += [(path.name, word) for word in sorted(words)]
    assert offenders == []


def test_a_lost_or_invented_value_is_found():
    assert wrong("pl", "Hei, %(navn)s.", "Cześć.") == ["verdiene stemmer ikke (%(navn)s)"]
    assert wrong("pl", "Hei du.", "Cześć, %(navn)s.")
    assert wrong("pl", "Hei, %(navn)s.", "Cześć, %(navn)s.") == []


def test_a_form_for_one_thing_may_leave_the_number_out_and_no_other_value():
    book = message(("Ett spørsmål til %(navn)s", "%(num)s spørsmål til %(navn)s"),
                   ("Vienas klausimas: %(navn)s", "%(num)s klausimai: %(navn)s",
                    "%(num)s klausimų: %(navn)s"))
    assert list(check.wrong_with(book, BY_CODE["lt"])) == []


@pytest.mark.parametrize(("code", "right", "false"), [
    ("ti", "ትምህርቲ PPT", "timhirti"), ("ar", "المدرسة «Havna»", "almadrasa"),
    ("uk", "Школа", "Shkola"), ("pl", "Szkoła", "Школа"), ("se", "Skuvla ja oahppi", "مدرسة")])
def test_the_letters_are_those_of_the_language(code, right, false):
    assert "feil skrift" not in wrong(code, "Skolen der", right)
    assert "feil skrift" in wrong(code, "Skolen der", false)


def test_bokmal_left_behind_is_found():
    assert "står på bokmål" in wrong("so", "Du bestemmer dette selv.", "Du bestemmer dette selv.")
    assert "har norske bokstaver igjen" in wrong("en", "Spør skolen.", "Ask the rådgiver.")
    assert wrong("en", "August", "August") == []
    assert wrong("nn", "Du er her.", "Du er her.") == []


def test_a_text_without_a_status_or_with_an_unsigned_one_is_found():
    assert wrong("pl", "Hei du", "Witaj", status="") == ["mangler `# status:`"]
    assert wrong("pl", "Hei du", "Witaj", status="status: kvalitetssikret") == [
        "kvalitetssikret uten navn og dag"]
    assert wrong("pl", "Hei du", "Witaj",
                 status="status: kvalitetssikret; A. Nowak; 2027-01-15") == []


def test_a_missing_and_a_fuzzy_text_are_found():
    assert wrong("pl", "Hei du", "") == ["mangler"]
    fuzzy = Message("Hei du", "Witaj", flags=["fuzzy"], user_comments=["status: utkast"])
    assert "mangler" in list(check.wrong_with(fuzzy, BY_CODE["pl"]))


def test_what_is_translated_survives_a_new_gathering(tmp_path):
    path, pl = tmp_path / "pl.po", BY_CODE["pl"]
    old = [gather.Found("Ja", road=FAMILY, places={"a.html"}),
           gather.Found("Nei", road=FAMILY, places={"a.html"})]
    path.write_bytes(files.renewed(pl, path, old))
    book = catalogue.read(path, "pl")
    book.get("Ja").string, book.get("Nei").string = "Tak", "Nie"
    book.get("Ja").user_comments = ["status: utkast"]
    path.write_bytes(files.written(book))

    path.write_bytes(files.renewed(pl, path, [old[0], gather.Found("Ny", places={"b.py"})]))
    after = catalogue.read(path, "pl")
    assert (after.get("Ja").string, after.get("Ja").user_comments) == ("Tak", ["status: utkast"])
    assert after.get("Nei") is None
    path.write_bytes(files.renewed(pl, path, old))
    assert catalogue.read(path, "pl").get("Nei").string == "Nie"
