"""No address and no title names a part, a school or a person; no page is kept or needs a script."""

import re

import pytest
from family_world import NAMES

CATEGORY_WORDS = ("iop", "tilpasning", "psykososialt", "opplæringsplan", "sakkyndig",
                  "elevens_stemme", "identitet", "foresatte", "skole_fag")


@pytest.fixture
def pages(world):
    """Every page of the family's road with something on it: (address, answer)."""
    part = world.part("iop", file=True)
    world.part("skole_fag", world.facts("skole_fag"))
    world.part("elevens_stemme", {"dato": "2027-05-01", "kort": ["Ro rundt meg"]},
               author_id=world.pupil.person_id, source="elev", shown=True)
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    world.confirmed(world.delivered("skole", "fjordglott", part))
    both = ["/hjem", "/loven", "/egne-ord", "/pakken", "/takk", f"/sporsmal/{part.id}",
            f"/sporsmal/{part.id}/tvil", f"/sendt/{part.id}", "/forbered", "/snakk", "/feil",
            f"/merknad/{part.id}", f"/feil/{part.id}", "/kvittering"]
    pupil = [(world.as_pupil(), one) for one in [*both, "/egne-ord/les", f"/ombestem/{part.id}"]]
    mother = [(world.as_mother(), one) for one in [*both, "/tolk", "/delt", "/noe-fint"]]
    return [(address, client.get(address)) for client, address in pupil + mother]


def test_every_page_opens(pages):
    assert [(address, page.status_code) for address, page in pages
            if page.status_code != 200] == []


def test_titles_name_nobody_and_nothing(pages):
    for _address, page in pages:
        title = re.search("<title>(.*?)</title>", page.text)[1].lower()
        assert not [word for word in (*NAMES, *CATEGORY_WORDS) if word.lower() in title]


def test_addresses_name_nobody_and_nothing(pages):
    for address, page in pages:
        found = [address, *re.findall(r'(?:href|action)="(/[^"]*|#[^"]*)"', page.text)]
        for one in found:
            assert not [word for word in (*NAMES, *CATEGORY_WORDS) if word.lower() in one.lower()]


def test_every_page_is_unkept_and_has_no_script_but_the_one_that_reads_aloud(pages):
    for _address, page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        scripts = re.findall("<script[^>]*>.*?</script>", page.text, re.DOTALL)
        assert len(scripts) <= 1
        for one in scripts:
            assert re.fullmatch(r'<script src="/static/\w+/les\.js" defer></script>', one)
        assert " style=" not in page.text


def test_every_page_has_avslutt_raskt_and_one_heading(pages):
    for _address, page in pages:
        assert "Avslutt raskt" in page.text
        assert len(re.findall("<h1", page.text)) == 1


def test_the_first_page_is_small(pages):
    assert len(pages[0][1].data) < 60_000
