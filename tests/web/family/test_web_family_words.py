"""Own words: kept as they are written, read back from what is kept, sent on the author's yes."""

import pytest

from handover.parts import build
from handover.store import contents
from handover.store.tables import Decision, Part
from handover.store.work import reading


def kept(world):
    """The facts of every version of own words, oldest first."""
    with reading(world.house.work) as session:
        return [build.read(contents.part_bytes(world.house, session, row))
                for row in sorted(world.node.rows(Part), key=lambda row: row.collected)]


def text_of(world):
    return next(row for row in world.node.rows(Part) if row.state == "godkjent")


def test_words_and_cards_are_kept_and_read_back_from_what_is_kept(world, press):
    pupil = world.as_pupil()
    made = press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.", kort=["ro", "tid"],
                 nytt="Tegne mens jeg hører", vis="nei")
    assert made.headers["Location"] == "/egne-ord/les"
    assert kept(world) == [{"dato": "2027-05-04", "detSomVirker": "Jeg vil se det først.",
                            "kort": ["Ro rundt meg", "Litt ekstra tid", "Tegne mens jeg hører"]}]
    page = pupil.get("/egne-ord/les").text
    for told in ("Jeg vil se det først.", "Ro rundt meg", "Det er ikke sendt til noen.",
                 "Foresatte ser det ikke."):
        assert told in page


def test_the_limit_is_said_before_the_button(world):
    page = world.as_pupil().get("/egne-ord").text
    assert page.index("noen er i fare, må skolen hjelpe") < page.index(">Lagre</button>")


def test_saving_the_same_words_again_keeps_the_same_bytes(world, press):
    pupil = world.as_pupil()
    for _time in range(2):
        press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.", kort=["ro"])
        world.node.pass_time(days=1)
        pupil = world.as_pupil()
    assert len(world.node.rows(Part)) == 1


def test_a_lysglimt_that_stands_there_stays_as_long_as_it_is_ticked(world, press):
    glimpse = {"tekst": "Hun tegnet en celle.", "fra": "laerer"}
    world.part("elevens_stemme", {"dato": "2027-05-01", "detSomVirker": "x",
                                  "lysglimt": [glimpse]},
               author_id=world.pupil.person_id, source="elev")
    press(world.as_pupil(), "/egne-ord", detSomVirker="Nytt.", lysglimt="med1")
    assert kept(world)[-1]["lysglimt"] == [glimpse]
    world.node.pass_time(minutes=1)
    press(world.as_pupil(), "/egne-ord", detSomVirker="Nytt.")
    assert "lysglimt" not in kept(world)[-1]


@pytest.mark.parametrize(("fields", "told"), [
    ({}, "Det står ikke noe her ennå."),
    ({"detSomVirker": "a" * 4001}, "litt for lang"),
    ({"nytt": "b" * 61}, "Kortet er for langt."),
    ({"detSomVirker": "kontroll\x08tegn"}, "kan ikke lagres slik"),
])
def test_what_cannot_be_kept_is_told_at_the_form_and_nothing_is_lost(world, press, fields, told):
    made = press(world.as_pupil(), "/egne-ord", **fields)
    assert made.status_code == 422
    assert told in made.text
    assert "Se på dette først" in made.text
    assert world.node.rows(Part) == []


def test_sending_is_a_yes_to_those_bytes_for_the_chosen_receivers_only(world, press):
    pupil = world.as_pupil()
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.")
    part = text_of(world)
    made = press(pupil, "/egne-ord/send", sha256=part.sha256, til="skole")
    assert made.headers["Location"] == "/egne-ord/les"
    words = {row.slot_id: (row.answer, row.sha256) for row in world.node.rows(Decision)}
    assert words == {world.slots["skole"]: ("ja", part.sha256),
                     world.slots["ppt_fylke"]: ("nei", part.sha256)}
    assert "Du har sagt ja til at dette sendes til den nye skolen." in \
        pupil.get("/egne-ord/les").text


def test_sending_to_nobody_is_asked_about_and_nothing_is_recorded(world, press):
    pupil = world.as_pupil()
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.")
    made = press(pupil, "/egne-ord/send", sha256=text_of(world).sha256)
    assert made.status_code == 422
    assert "Velg minst én som skal få det." in made.text
    assert world.node.rows(Decision) == []


def test_words_that_changed_after_they_were_read_are_not_sent(world, press):
    pupil = world.as_pupil()
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.")
    old = text_of(world)
    press(pupil, "/egne-ord", detSomVirker="Jeg vil noe annet.")
    made = press(pupil, "/egne-ord/send", sha256=old.sha256, til="skole")
    assert made.status_code == 422
    assert world.node.rows(Decision) == []


def test_guardians_read_the_pupils_words_only_when_the_pupil_says_so(world, press):
    pupil, mother = world.as_pupil(), world.as_mother()
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.", vis="nei")
    assert mother.get("/delt").status_code == 404
    assert "delt med deg" not in mother.get("/hjem").text
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.", vis="ja")
    assert "Jeg vil se det først." in mother.get("/delt").text
    press(pupil, "/egne-ord", detSomVirker="Jeg har endret det.", vis="nei")
    assert mother.get("/delt").status_code == 404


def test_a_guardians_statement_reaches_the_pupil_only_when_it_is_sent(world, press):
    pupil, mother = world.as_pupil(), world.as_mother()
    press(mother, "/egne-ord", tekst="Hun liker å vite planen.")
    statement = text_of(world)
    assert "Du trenger ikke svare på noe" in pupil.get("/hjem").text
    assert pupil.get(f"/sporsmal/{statement.id}").status_code == 404
    press(mother, "/egne-ord/send", sha256=statement.sha256, til="skole")
    page = pupil.get(f"/sporsmal/{statement.id}").text
    assert "Hun liker å vite planen." in page
    assert "det foresatte vil si" in page


def test_one_guardian_never_reads_anothers_statement(world, press):
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=5)
    mother = world.as_mother()
    press(mother, "/egne-ord", tekst="Hun liker å vite planen.")
    statement = text_of(world)
    press(mother, "/egne-ord/send", sha256=statement.sha256, til="skole")
    world.says(world.pupil.person_id, "elev", statement, "ja", "skole")
    world.delivered("skole", "fjordglott", statement)
    other = world.as_mother(person=father)
    assert other.get(f"/sporsmal/{statement.id}").status_code == 404
    assert other.get(f"/sendt/{statement.id}").status_code == 404
    assert statement.id not in other.get("/pakken").text


def test_before_anybody_has_applied_the_words_are_kept_and_not_offered_for_sending(node, press):
    from family_world import World
    world = World.make(node, slots=False)
    pupil = world.as_pupil()
    press(pupil, "/egne-ord", detSomVirker="Jeg vil se det først.")
    page = pupil.get("/egne-ord/les").text
    assert "Du kan sende det senere" in page
    assert 'name="til"' not in page
