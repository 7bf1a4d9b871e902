"""Klarspråk is measured: sentence length, LIX, words to avoid and abbreviations, in nb and nn."""

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from handover.rules import klarspraak
from handover.rules.klarspraak import FAMILY_LIX, LONGEST_SENTENCE, STAFF_LIX, measure
from handover.texts import catalogue
from handover.texts.gather import FAMILY, gather, road_of

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = tomllib.loads((ROOT / "config/glossary.toml").read_text())
POLICY = tomllib.loads((ROOT / "config/policy.toml").read_text())["kategori"]
CARDS = [card for path in sorted((ROOT / "config/guidance").glob("*.toml"))
         for card in tomllib.loads(path.read_text()).get("kort", [])]
ENOUGH = 40
"""Words a file must hold to be judged alone; what is shorter is judged with its folder."""
LANGUAGES = ("nb", "nn")


@cache
def everything():
    return gather(ROOT)


@cache
def told(language):
    """What a bokmål text is in the language; what is not translated is another test's fault."""
    if language == "nb":
        return {one.one: (one.one, one.many) for one in everything()}
    book = catalogue.read(ROOT / "config" / "texts" / f"{language}.po", language)
    return {catalogue.key(one): catalogue.forms(one) for one in book
            if one.id and catalogue.is_done(one)}


@cache
def pages(language):
    """The texts of each page: by template; short ones, and what Python says, by folder and road."""
    files = defaultdict(list)
    for one in everything():
        for place in one.places:
            if not place.startswith("config/"):
                files[place] += [text for text in told(language).get(one.one, ()) if text]
    judged = defaultdict(list)
    for place, texts in files.items():
        small = measure(texts).words < ENOUGH or place.endswith(".py")
        judged[f"{place.rpartition('/')[0]} ({road_of(place)})" if small else place] += texts
    return dict(judged)


def limit(page):
    road = page.rpartition("(")[2].rstrip(")") if page.endswith(")") else road_of(page)
    return FAMILY_LIX if road == FAMILY else STAFF_LIX


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_easy_to_read(language):
    hard = []
    for page, texts in pages(language).items():
        found = measure(texts)
        if found.words >= ENOUGH and (found.lix > limit(page) or found.average > LONGEST_SENTENCE):
            hard.append(f"{page}: LIX {found.lix:.0f} over {limit(page):.0f}, "
                        f"{found.average:.0f} ord i setningen")
    assert hard == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", POLICY, ids=lambda one: one["id"])
def test_purpose_and_consequence_are_two_easy_sentences(category, language):
    for key, bokmal in category.items():
        if key.startswith(("formal", "hvis_nei")):
            for text in told(language).get(bokmal, ()):
                found = measure([text])
                assert found.sentences <= 2, key
                assert found.lix <= FAMILY_LIX, f"{key}: LIX {found.lix:.0f}"
                assert found.average <= LONGEST_SENTENCE, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", CARDS, ids=lambda one: one["id"])
def test_every_guidance_card_is_easy_to_read(card, language):
    for text in told(language).get(card["tekst"], ()):
        found = measure([text])
        assert found.lix <= STAFF_LIX, f"LIX {found.lix:.0f}"
        assert found.average <= LONGEST_SENTENCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_uses_a_word_we_avoid(language):
    assert [(text, wrong) for texts in told(language).values() for text in texts
            for wrong in klarspraak.avoided(text, GLOSSARY["unngaa"])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_abbreviation_is_explained_in_the_glossary(language):
    assert [(text, wrong) for texts in told(language).values() for text in texts
            for wrong in klarspraak.unexplained(text, GLOSSARY["forkortelser"])] == []


def test_lix_is_counted_as_bjornsson_counts_it():
    found = measure(["Du bestemmer selv. Ingen andre bestemmer."])
    assert (found.words, found.sentences, found.long_words) == (6, 2, 2)
    assert found.lix == pytest.approx(3 + 100 * 2 / 6)


def test_a_heading_a_value_and_a_reference_are_not_counted():
    assert measure(["Opplæringsplanen", "Ja, send"]).words == 0
    assert measure(["Hei, %(navn)s."]).words == measure(["Hei, du."]).words
    assert measure(["Loven sier det (§ 25-1 fjerde ledd)."]).words == 3


def test_a_date_ends_no_sentence():
    assert measure(["Svar innen 20. mai. Takk."]).sentences == 2


def test_a_long_winded_text_is_found():
    text = ("Vedkommende tjenestemottakers representanter underrettes vedrørende iverksettelsen "
            "av tilretteleggingstiltakene i henhold til gjeldende bestemmelser.")
    assert measure([text]).lix > STAFF_LIX
    assert len(klarspraak.avoided(text, GLOSSARY["unngaa"])) == 2
    assert klarspraak.unexplained("Spør PPT eller XYZ.", GLOSSARY["forkortelser"]) == ["XYZ"]
