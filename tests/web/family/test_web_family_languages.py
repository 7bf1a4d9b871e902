"""A family reads in its own language, and never a draft without the bokmål beside it."""

import re
from dataclasses import replace

import pytest
from pseudo import LETTERS, filled, pseudo  # noqa: F401 - a fixture

from handover.rules.actors import Level
from handover.store import persons
from handover.store.tables import Served
from handover.web.choice import cookie_name

HEADING = "Hva svarer du?"
BESIDE = '<span class="og-paa-norsk" lang="nb" dir="ltr">'


@pytest.fixture
def reads(world):
    """A client that has chosen a language: reads("ar", who="mother")."""
    def make(code, client=None, level=Level.SUBSTANTIAL):
        client = client or world.as_pupil()
        assert client.get(f"/sprak/{code}?neste=/").status_code == 303
        return client
    return make


def test_a_page_says_its_language_and_which_way_it_runs(world, filled, reads):  # noqa: F811
    filled("ar")
    page = reads("ar").get("/hjem").text
    assert '<html lang="ar" dir="rtl"' in page
    assert world.as_pupil().get("/hjem").text.count('<html lang="nb" data') == 1


def test_p08_a_draft_never_stands_without_its_bokmal(world, filled, reads):  # noqa: F811
    filled("ar")
    part = world.part("iop")
    page = reads("ar").get(f"/sporsmal/{part.id}").text
    main = page.split("<main")[1].split("</main")[0]
    said = pseudo("ar", HEADING)
    assert f"{said}{BESIDE}{HEADING}</span>" in main
    # A value inside a sentence has its bokmål in the bokmål of the sentence.
    drafts = len(re.findall(r">\s*" + LETTERS["ARABIC"], re.sub("</?bdi>", "", main)))
    assert drafts > 20
    assert main.count(BESIDE) >= drafts


def test_the_purpose_and_the_consequence_stand_in_both_languages(world, filled, reads):  # noqa: F811
    filled("uk")
    part = world.part("iop")
    category = world.node.house.policy.categories["iop"]
    page = reads("uk").get(f"/sporsmal/{part.id}").text
    for text in (category.why(False), category.without(False)):
        assert f"{pseudo('uk', text)}{BESIDE}{text}</span>" in page


def test_attributes_titles_and_options_hold_no_markup(world, filled, reads):  # noqa: F811
    filled("ar")
    part = world.part("iop")
    for path in ("/hjem", f"/sporsmal/{part.id}", "/pakken", "/egne-ord"):
        page = reads("ar").get(path).text
        for inside in re.findall(r'="([^"]*)"', page.replace(BESIDE, "")):
            assert "<" not in inside
        for element in ("title", "option", "textarea"):
            for text in re.findall(rf"<{element}[^>]*>(.*?)</{element}>", page, re.DOTALL):
                assert "<" not in text


def test_a_name_keeps_its_own_direction_in_a_sentence(world, filled, reads):  # noqa: F811
    filled("ar")
    assert "<bdi>Amina</bdi>" in reads("ar").get("/hjem").text


def test_a_text_a_human_has_checked_stands_alone(world, filled, reads):  # noqa: F811
    filled("pl", checked={HEADING})
    part = world.part("iop")
    page = reads("pl").get(f"/sporsmal/{part.id}").text
    assert pseudo("pl", HEADING) in page
    assert f"{pseudo('pl', HEADING)}{BESIDE}" not in page


def test_a_missing_text_is_bokmal_and_the_page_says_so(world, filled, reads):  # noqa: F811
    filled("pl", leave={HEADING})
    part = world.part("iop")
    page = reads("pl").get(f"/sporsmal/{part.id}").text
    assert f'<span lang="nb" dir="ltr">{HEADING}</span>' in page
    assert pseudo("pl", "Noe på denne siden finnes bare på bokmål.") in page


def test_nynorsk_stands_alone_and_bokmal_is_as_it_was(world, filled, reads):  # noqa: F811
    filled("nn")
    page = reads("nn").get("/hjem").text
    assert '<html lang="nn"' in page
    assert LETTERS["LATIN"] in page
    assert BESIDE not in page


def test_p08_a_draft_offers_an_interpreter_before_anything_is_asked(world, filled, reads):  # noqa: F811
    filled("so")
    world.part("iop")
    page = reads("so", world.as_mother()).get("/hjem").text
    offer, rest = page.index('href="/tolk"'), page.index("<h1")
    assert offer < rest
    assert "Oversettelsen er et utkast. Det er den norske teksten du svarer på." in page


def test_the_language_and_the_words_read_are_remembered_as_served(world, filled, reads):  # noqa: F811
    filled("lt")
    part = world.part("iop")
    world.as_pupil().get(f"/sporsmal/{part.id}")
    reads("lt").get(f"/sporsmal/{part.id}")
    first, second = sorted(world.node.rows(Served), key=lambda row: row.language != "nb")
    assert (first.language, second.language) == ("nb", "lt")
    assert first.text_hash != second.text_hash
    assert first.sha256 == second.sha256


def test_free_text_in_a_part_says_that_it_is_norwegian(world, filled, reads):  # noqa: F811
    filled("ar")
    part = world.part("iop")
    page = reads("ar").get(f"/sporsmal/{part.id}").text
    assert re.search(r'<span class="og-norsk" lang="nb" dir="ltr">[^<]*brøk og prosent', page)


def test_the_reader_chooses_and_comes_back_to_the_same_page(world):
    client = world.as_pupil()
    answer = client.get("/sprak/pl?neste=/pakken")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pakken")
    with world.node.app.test_request_context():
        assert cookie_name() in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("away", ["https://ond.example/", "//ond.example", "/\\ond.example",
                                  "/finnes-ikke", "javascript:alert(1)", ""])
def test_a_choice_of_language_leads_nowhere_else(world, away):
    answer = world.as_pupil().get("/sprak/pl", query_string={"neste": away})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_not_there(world):
    assert world.as_pupil().get("/sprak/tlh").status_code == 404


def test_staff_read_bokmal_or_nynorsk_and_nothing_else(world, filled):  # noqa: F811
    filled("ar")
    client = world.node.login(world.adviser.id, "feide")
    client.get("/sprak/ar")
    assert '<html lang="nb"' in client.get("/trinn").text
    client.get("/sprak/nn")
    page = client.get("/trinn").text
    assert '<html lang="nn"' in page
    assert "polski" not in page


def test_s02_what_is_not_there_answers_alike_whoever_speaks_what(world, filled):  # noqa: F811
    filled("so")
    mother = world.as_mother()
    other_role, unknown = mother.get("/trinn"), mother.get("/finnes-ikke")
    assert (other_role.status_code, other_role.data) == (unknown.status_code, unknown.data)


def speaks(world, person_id, language):
    """The school has noted what the person speaks."""
    with world.node.house.work() as work:
        known = persons.get(world.node.house, work.session, person_id)
        persons.save(world.node.house, work.session, replace(known, language=language))
        work.commit()


def test_a_guardian_meets_the_language_the_school_has_noted_until_they_choose(world, filled):  # noqa: F811
    filled("so")
    speaks(world, world.mother.id, "so")
    client = world.as_mother()
    assert '<html lang="so"' in client.get("/hjem").text
    client.get("/sprak/nb")
    assert '<html lang="nb"' in client.get("/hjem").text


def test_a_pupil_begins_in_the_language_of_the_school(world, filled):  # noqa: F811
    filled("so")
    speaks(world, world.pupil.person_id, "so")
    assert '<html lang="nb"' in world.as_pupil().get("/hjem").text
