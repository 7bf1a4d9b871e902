"""Lysglimt in the family's pages: offered, out until ticked, and nobody is told what is left."""

from handover.parts import build
from handover.rules.actors import Level
from handover.store import contents
from handover.store.tables import Decision, Glimpse, Part
from handover.store.work import reading

TEXT = "Hun tegnet en hel celle på tavla."


def give(world, press, text=TEXT):
    press(world.as_mother(), "/noe-fint", tekst=text)
    return world.node.rows(Glimpse)[0].id


def words(world):
    with reading(world.house.work) as session:
        part = next(row for row in world.node.rows(Part) if row.state == "godkjent")
        return build.read(contents.part_bytes(world.house, session, part))


def test_an_offer_stands_unticked_before_the_pupil_with_the_name_of_who_gives_it(world, press):
    give(world, press)
    pupil = world.as_pupil()
    assert "Du har fått lysglimt" in pupil.get("/hjem").text
    page = pupil.get("/egne-ord").text
    assert TEXT in page
    assert "Fra Hodan Farah" in page
    box = page[page.index('name="lysglimt"') - 80:page.index(TEXT)]
    assert "checked" not in box


def test_what_the_pupil_ticks_travels_in_the_pupils_own_words(world, press):
    code = give(world, press)
    press(world.as_pupil(), "/egne-ord", detSomVirker="Ro.", lysglimt=code)
    assert words(world)["lysglimt"] == [{"tekst": TEXT, "fra": "foresatt", "dato": "2027-05-04"}]
    page = world.as_pupil().get("/egne-ord").text
    assert "checked" in page[page.index('name="lysglimt"'):page.index(TEXT)]


def test_what_is_not_ticked_is_out_and_the_giver_sees_no_difference(world, press):
    code = give(world, press)
    mother = world.as_mother()
    before = mother.get("/noe-fint").text
    press(world.as_pupil(), "/egne-ord", detSomVirker="Ro.")
    assert "lysglimt" not in words(world)
    left = mother.get("/noe-fint").text
    press(world.as_pupil(), "/egne-ord", detSomVirker="Ro.", lysglimt=code)
    taken = mother.get("/noe-fint").text
    strip = lambda page: page.split("<main")[1].split("csrf_token")[0]  # noqa: E731
    assert strip(before) == strip(left) == strip(taken)


def test_a_lysglimt_alone_is_enough_to_keep(world, press):
    code = give(world, press)
    assert press(world.as_pupil(), "/egne-ord", lysglimt=code).status_code == 303


def test_one_guardian_never_sees_anothers_offers(world, press):
    give(world, press)
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=5)
    assert TEXT not in world.as_mother(person=father).get("/noe-fint").text


def test_an_offer_can_be_taken_back_by_the_one_who_gave_it_only(world, press):
    code = give(world, press)
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=5)
    other = world.as_mother(person=father)
    assert press(other, f"/noe-fint/{code}/fjern").status_code == 404
    press(world.as_mother(), f"/noe-fint/{code}/fjern")
    assert world.node.rows(Glimpse) == []


def test_three_are_enough_from_one_person(world, press):
    for number in "123":
        give(world, press, f"Fint nummer {number}.")
    made = press(world.as_mother(), "/noe-fint", tekst="Ett til.")
    assert made.status_code == 422
    assert len(world.node.rows(Glimpse)) == 3


def test_s01_a_restricted_guardian_offers_nothing(world, press):
    world.restrict(world.mother)
    assert world.as_mother().get("/noe-fint").status_code == 404
    assert press(world.as_mother(), "/noe-fint", tekst=TEXT).status_code == 404


def test_p07_a_school_log_in_opens_the_draft_and_nothing_else(world, press):
    world.part("iop")
    weak = world.as_pupil(Level.LOW)
    page = weak.get("/hjem").text
    assert "Du er logget inn med Feide" in page
    assert "spørsmål" not in page.split("<main")[1].split("</main>")[0]
    made = press(weak, "/egne-ord", detSomVirker="Ro.")
    assert made.headers["Location"] == "/hjem"
    assert "Ro." in weak.get("/egne-ord").text
    for path in ("/sporsmal", "/loven", "/pakken", "/egne-ord/les", "/feil"):
        assert "niva=betydelig" in weak.get(path).headers["Location"]


def test_p07_what_has_been_sent_is_out_of_sight_of_a_school_log_in(world, press):
    pupil = world.as_pupil()
    press(pupil, "/egne-ord", detSomVirker="Ro.")
    part = next(row for row in world.node.rows(Part) if row.state == "godkjent")
    press(pupil, "/egne-ord/send", sha256=part.sha256, til="skole")
    weak = world.as_pupil(Level.LOW)
    for answer in (weak.get("/egne-ord"), press(weak, "/egne-ord", detSomVirker="Andre ord.")):
        assert "niva=betydelig" in answer.headers["Location"]
    assert [row.sha256 for row in world.node.rows(Part)] == [part.sha256]
    assert {row.level for row in world.node.rows(Decision)} == {"betydelig"}
