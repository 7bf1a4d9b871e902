"""What the law sends: everything can be read, and a guardian reads only what is their own (S1)."""

from handover.store.tables import Served


def test_the_pupil_reads_every_law_based_part_in_full(world):
    parts = [world.part(name, world.facts(name)) for name in ("identitet", "foresatte")]
    page = world.as_pupil().get("/loven").text
    for told in ("Fyrbakken 8 B", "12 00 41 07", "12 00 99 99"):
        assert told in page
    assert {row.sha256 for row in world.node.rows(Served)} == {part.sha256 for part in parts}


def test_the_page_says_who_asked_and_when(world):
    world.part("skole_fag", world.facts("skole_fag"))
    assert "Ingen har bedt om dette ennå." in world.as_pupil().get("/loven").text
    world.asked_by_county("skole_fag")
    page = world.as_pupil().get("/loven").text
    assert "Storfjell fylke, inntak ba om dette 15.\N{NO-BREAK SPACE}november" in page


def test_the_page_says_whom_to_tell_when_something_is_wrong(world):
    world.part("skole_fag", world.facts("skole_fag"))
    page = world.as_pupil().get("/loven").text
    assert "Er noe feil?" in page
    assert "12 00 91 01" in page


def test_a_guardian_reads_their_own_entry_and_nobody_elses(world):
    world.part("identitet", world.facts("identitet"))
    world.part("foresatte", world.facts("foresatte"))
    page = world.as_mother().get("/loven").text
    assert "12 00 41 07" in page
    for hidden in ("12 00 99 99", "Abdi", "Fyrbakken", "12 00 04 00"):
        assert hidden not in page
    assert "Her ser du bare dine egne opplysninger." in page


def test_a_visit_at_the_new_school_is_left_out_when_somebody_is_restricted(world):
    world.part("kontakt_og_besok", world.facts("kontakt_og_besok"))
    assert "Tindelia vgs" in world.as_mother().get("/loven").text
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=5)
    world.restrict(father)
    assert "Tindelia vgs" not in world.as_mother().get("/loven").text


def test_somebody_restricted_reads_own_contact_data_and_nothing_else(world):
    for name in ("identitet", "foresatte", "skole_fag", "kontakt_og_besok"):
        world.part(name, world.facts(name))
    world.asked_by_county("foresatte", "skole_fag")
    world.restrict(world.mother)
    page = world.as_mother().get("/loven").text
    assert "12 00 41 07" in page
    for hidden in ("Skole, trinn og fag", "Tindelia", "Storfjell", "Siri Aune", "Havna"):
        assert hidden not in page


def test_a_law_based_part_is_never_a_question(world):
    part = world.part("skole_fag", world.facts("skole_fag"))
    assert world.as_pupil().get(f"/sporsmal/{part.id}").status_code == 404
