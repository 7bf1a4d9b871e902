"""What a person says beside a part: a remark that follows it, and «noe er feil» with its answer."""

import pytest

from handover.rules.actors import Level
from handover.store.tables import Correction, Decision, Part, Task

WORDS = "Det hjelper også å få de nye ordene før timen."


def remarks(world):
    return [row for row in world.node.rows(Part) if row.about and row.state == "godkjent"]


def test_a_remark_is_kept_shown_beside_the_text_and_sent_to_those_who_get_both(world, press):
    part, pupil = world.part("iop"), world.as_pupil()
    made = press(pupil, f"/merknad/{part.id}", tekst=WORDS)
    assert made.headers["Location"] == f"/sporsmal/{part.id}#sagt"
    page = pupil.get(f"/sporsmal/{part.id}").text
    assert page.index("Slik har det gått" if "Slik har det gått" in page else "og-ark") < \
        page.index(WORDS) < page.index("Hva svarer du?")
    assert "Din merknad følger med til den nye skolen og PPT i fylket" in page
    yes = {row.slot_id for row in world.node.rows(Decision) if row.answer == "ja"}
    assert yes == {world.slots["skole"], world.slots["ppt_fylke"]}


def test_a_remark_is_told_what_it_does_before_it_is_saved(world):
    page = world.as_pupil().get(f"/merknad/{world.part('iop').id}").text
    for told in ("blir ikke endret", "Merknaden sendes bare hvis teksten sendes",
                 "Foresatte ser ikke merknaden din.", "noen er i fare"):
        assert page.index(told) < page.index("Lagre, og la den følge med")


def test_a_remark_beside_what_the_law_sends_stands_on_that_page(world, press):
    part, pupil = world.part("skole_fag", world.facts("skole_fag")), world.as_pupil()
    made = press(pupil, f"/merknad/{part.id}", tekst="Jeg har også tysk.")
    assert made.headers["Location"] == "/loven#sagt"
    assert "Jeg har også tysk." in pupil.get("/loven").text


def test_a_remark_can_be_changed_and_taken_away(world, press):
    part, pupil = world.part("iop"), world.as_pupil()
    press(pupil, f"/merknad/{part.id}", tekst="Først.")
    assert "Først." in pupil.get(f"/merknad/{part.id}").text
    press(pupil, f"/merknad/{part.id}", tekst="Så.")
    assert len(remarks(world)) == 1
    press(pupil, f"/merknad/{part.id}/fjern")
    assert remarks(world) == []
    assert "Så." not in pupil.get(f"/sporsmal/{part.id}").text


def test_s04_a_guardian_never_sees_the_pupils_remark(world, press):
    part = world.part("iop")
    press(world.as_pupil(), f"/merknad/{part.id}", tekst=WORDS)
    world.says(world.pupil.person_id, "elev", part, "ja")
    mother = world.as_mother()
    assert WORDS not in mother.get(f"/sporsmal/{part.id}").text
    assert mother.get(f"/sporsmal/{remarks(world)[0].id}").status_code == 404
    assert mother.get("/delt").status_code == 404
    world.delivered("skole", "fjordglott", part, remarks(world)[0])
    assert "Merknad" not in mother.get("/pakken").text


def test_a_guardians_remark_is_read_by_the_pupil_first_and_needs_the_pupils_yes(world, press):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja")
    press(world.as_mother(), f"/merknad/{part.id}", tekst="Vi øver hjemme.")
    remark, pupil = remarks(world)[0], world.as_pupil()
    page = pupil.get(f"/sporsmal/{remark.id}").text
    assert "Vi øver hjemme." in page
    assert "Merknad til" in page
    assert "Opplæringsplan" in page


def test_s05_a_private_part_can_be_neither_remarked_on_nor_seen_in_the_list_with_a_weak_log_in(
        world, press):
    part = world.part("sakkyndig")
    strong, weak = world.as_pupil(Level.HIGH), world.as_pupil()
    press(strong, f"/merknad/{part.id}", tekst="Ja.")
    press(strong, f"/feil/{part.id}", tekst="Feil dato.")
    for path in (f"/merknad/{part.id}", f"/feil/{part.id}"):
        assert weak.get(path).status_code == 404
    assert "Sakkyndig" not in weak.get("/feil").text
    assert "Sakkyndig" in strong.get("/feil").text


@pytest.mark.parametrize("path", ["/merknad/{}", "/feil/{}"])
def test_nothing_can_be_said_beside_somebody_elses_part_or_own_words(world, press, strangers,
                                                                    path):
    part = world.part("iop")
    own = world.part("elevens_stemme", {"dato": "2027-05-01", "detSomVirker": "x"},
                     author_id=world.pupil.person_id)
    curious = world.node.login(strangers[0].person_id)
    for client, one in ((curious, part), (world.as_pupil(), own)):
        assert client.get(path.format(one.id)).status_code == 404
        assert press(client, path.format(one.id), tekst="x").status_code == 404


def test_s01_a_restricted_guardian_says_nothing_beside_a_part(world, press):
    part = world.part("identitet", world.facts("identitet"))
    world.restrict(world.mother)
    for path in (f"/merknad/{part.id}", f"/feil/{part.id}"):
        assert press(world.as_mother(), path, tekst="x").status_code == 404


@pytest.mark.parametrize("text", ["", " \n ", "a" * 1001])
@pytest.mark.parametrize("path", ["/merknad/{}", "/feil/{}"])
def test_a_text_that_does_not_fit_is_told_at_the_form_and_not_lost(world, press, path, text):
    made = press(world.as_pupil(), path.format(world.part("iop").id), tekst=text)
    assert made.status_code == 422
    assert "Se på dette først" in made.text
    assert text.strip() in made.text
    assert remarks(world) == []
    assert world.node.rows(Correction) == []


def test_c64_saying_that_something_is_wrong_makes_a_task_and_is_told_with_its_day(world, press):
    part, pupil = world.part("iop"), world.as_pupil()
    form = pupil.get(f"/feil/{part.id}").text
    assert "Imens sendes ikke teksten." in form
    assert "ti skoledager" in form
    made = press(pupil, f"/feil/{part.id}", tekst="Det er Jonas sin plan.")
    assert made.headers["Location"] == "/feil"
    assert [row.kind for row in world.node.rows(Task)] == ["retting"]
    page = pupil.get(f"/sporsmal/{part.id}").text
    assert "Du har sagt fra om feil." in page
    assert "18. mai" in page.replace("\xa0", " ")
    assert f"/feil/{part.id}" not in page
    assert "Se hva som er svart" in pupil.get("/hjem").text
    assert press(pupil, f"/feil/{part.id}", tekst="Igjen.").status_code == 422


def test_c15_what_the_law_sends_is_said_not_to_wait(world):
    page = world.as_pupil().get(f"/feil/{world.part('skole_fag', world.facts('skole_fag')).id}").text
    assert "så det venter ikke" in page
    assert "Imens sendes ikke" not in page


def test_s20_what_is_said_is_sealed(world, press):
    press(world.as_pupil(), f"/feil/{world.part('iop').id}", tekst="Kanarifugl.")
    assert all(b"Kanarifugl" not in row.content for row in world.node.rows(Correction))
