"""«Hvem har pakken nå?»: the answer first, one's own answers, and nobody else's (S4)."""

import pytest
from family_world import PDF, facts_of

from handover.rules.actors import Level
from handover.store.tables import Decision, Part


@pytest.fixture
def sent(world):
    """The school has the package; Kari has confirmed it."""
    parts = {name: world.part(name) for name in ("iop", "tilpasning", "ito_vedtak")}
    parts["skole_fag"] = world.part("skole_fag", world.facts("skole_fag"))
    parts["identitet"] = world.part("identitet", world.facts("identitet"))
    world.says(world.pupil.person_id, "elev", parts["iop"], "ja", "skole", "ppt_fylke")
    world.says(world.pupil.person_id, "elev", parts["tilpasning"], "ja", "skole")
    world.says(world.pupil.person_id, "elev", parts["ito_vedtak"], "nei", "skole", "inntak",
               "ppt_fylke")
    world.says(world.mother.id, "foresatt", parts["iop"], "ja", "skole", "ppt_fylke")
    world.node.pass_time(days=65)
    world.accept_place("fjordglott")
    world.node.pass_time(days=33)
    row = world.delivered("skole", "fjordglott", *(
        parts[name] for name in ("iop", "tilpasning", "skole_fag", "identitet")))
    world.node.pass_time(days=2)
    world.confirmed(row)
    return parts


def main_of(world):
    return world.as_pupil().get("/pakken").text.split("<main")[1].split("</main>")[0]


def test_before_anything_is_sent_the_school_has_it(world):
    page = world.as_pupil().get("/pakken").text
    assert "Ingenting er sendt til den nye skolen ennå." in page
    assert "Du har ikke svart på noe ennå." in page


def test_the_pupil_reads_mottatt_with_the_name_and_the_first_step(world, sent):
    page = world.as_pupil().get("/pakken").text
    assert "Mottatt. Kari Moen, rådgiver ved Fjordgløtt vgs" in page
    assert "Kari ringer deg fredag 13. august." in page
    assert "Du fikk plass på Fjordgløtt vgs" in page
    assert "Pakken er kommet fram" in world.as_pupil().get("/hjem").text


def test_what_they_got_is_grouped_by_why(world, sent):
    page = world.as_pupil().get("/pakken").text
    asked, law = page.index("Fordi du sa ja"), page.index("Fordi loven sier det")
    assert asked < page.index(f"/sendt/{sent['iop'].id}") < law
    assert law < page.index(f"/sendt/{sent['skole_fag'].id}")
    assert f"/sendt/{sent['ito_vedtak'].id}" not in page


def test_what_was_sent_can_be_read_again_also_after_the_school_has_changed_it(world, sent):
    world.part("iop", facts_of("iop") | {"skolear": "2025/2026"}, replaces=sent["iop"])
    page = world.as_pupil().get(f"/sendt/{sent['iop'].id}")
    assert "2026/2027" in page.text
    assert "2025/2026" not in page.text


def test_a_file_that_was_sent_can_be_read_again(world):
    part = world.part("iop", file=True)
    assert world.as_pupil().get(f"/sendt/{part.id}/dokument/1").status_code == 404
    world.delivered("skole", "fjordglott", part)
    assert world.as_pupil().get(f"/sendt/{part.id}/dokument/1").data == PDF


def test_what_has_not_arrived_cannot_be_read_as_sent(world):
    part = world.part("iop")
    world.delivered("skole", "fjordglott", part, state="i_ko")
    assert world.as_pupil().get(f"/sendt/{part.id}").status_code == 404


def test_staff_who_have_read_are_named_and_guardians_never(world, sent):
    world.read_by_staff(sent["iop"])
    world.as_mother().get("/loven")
    page = world.as_pupil().get("/pakken").text
    assert "Siri Aune, rådgiver" in page
    assert "Leste: Opplæringsplanen din." in page
    assert "Hodan" not in page


def test_own_answers_stand_with_sendt_or_ikke_sendt_and_nothing_about_why(world, sent):
    page = world.as_pupil().get("/pakken").text
    assert page.count("Du sa ja. Sendt.") == 2
    assert "Du sa nei. Ikke sendt." in page


def test_not_sent_reads_the_same_whether_a_guardian_was_silent_or_said_no(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole", "ppt_fylke")
    world.delivered("skole", "fjordglott", world.part("tilpasning"))
    pages = [main_of(world)]
    world.says(world.mother.id, "foresatt", part, "nei", "skole", "ppt_fylke")
    pages.append(main_of(world))
    assert pages[0] == pages[1]
    assert "Du sa ja. Ikke sendt." in pages[0]


def test_one_step_takes_a_yes_back(world, sent, press):
    pupil = world.as_pupil()
    address = f"/ombestem/{sent['iop'].id}"
    page = pupil.get(address).text
    assert "Det som ikke er sendt, stopper med en gang." in page
    assert "Du trenger ikke si hvorfor." in page
    made = press(pupil, address)
    assert made.headers["Location"] == f"{address}/gjort"
    assert "Svaret er trukket" in pupil.get(f"{address}/gjort").text
    newest = {row.slot_id: row.answer for row in world.node.rows(Decision)
              if row.part_id == sent["iop"].id and row.person_id == world.pupil.person_id}
    assert set(newest.values()) == {"trukket"}
    assert "Du har ombestemt deg." in pupil.get("/pakken").text


def test_a_no_and_somebody_elses_yes_are_not_to_be_taken_back(world, sent, press, strangers):
    pupil = world.as_pupil()
    assert pupil.get(f"/ombestem/{sent['ito_vedtak'].id}").status_code == 404
    assert press(pupil, f"/ombestem/{sent['ito_vedtak'].id}").status_code == 404
    for person in strangers[0].person_id, strangers[1].id:
        client = world.node.login(person)
        assert press(client, f"/ombestem/{sent['iop'].id}").status_code == 404
        assert client.get(f"/sendt/{sent['iop'].id}").status_code == 404


def test_a_part_that_needs_bankid_stands_nowhere_below_it(world):
    part = world.part("ppt_sak")
    world.says(world.pupil.person_id, "elev", part, "ja", "ppt_fylke")
    world.delivered("ppt_fylke", "storfjell-ppt", part)
    low, high = world.as_pupil().get("/pakken").text, world.as_pupil(Level.HIGH).get("/pakken").text
    assert part.id in high
    assert "PPT" not in low
    assert "Noe ser du bare med BankID" in low
    assert world.as_pupil().get(f"/sendt/{part.id}").status_code == 404


def test_the_pupil_without_a_confirmation_is_told_that_it_comes(world):
    world.delivered("skole", "fjordglott", world.part("tilpasning"))
    page = world.as_pupil().get("/pakken").text
    assert "Her ser du snart hvem som følger opp." in page


# -- the guardian ----------------------------------------------------------------------


def test_a_guardian_sees_own_answers_and_what_was_sent_never_the_pupils(world, sent):
    page = world.as_mother().get("/pakken").text
    assert page.count("Du sa ja. Sendt.") == 1
    assert "Du sa nei" not in page
    assert f"/sendt/{sent['tilpasning'].id}" in page
    assert sent["ito_vedtak"].id not in page
    assert "Siri Aune, rådgiver" not in page


def test_a_guardian_reads_what_was_sent_masked_where_it_is_about_others(world, sent):
    mother = world.as_mother()
    assert "brøk og prosent" in mother.get(f"/sendt/{sent['iop'].id}").text
    page = mother.get(f"/sendt/{sent['identitet'].id}").text
    assert "Fyrbakken" not in page
    assert "12 00 04 00" not in page


def test_a_guardian_never_sees_what_the_pupil_keeps_to_themselves_also_when_it_is_sent(world):
    part = world.part("psykososialt")
    world.delivered("skole", "fjordglott", part, world.part("tilpasning"))
    mother = world.as_mother(Level.HIGH)
    assert part.id not in mother.get("/pakken").text
    assert mother.get(f"/sendt/{part.id}").status_code == 404


def test_the_new_school_is_not_named_to_a_guardian_when_somebody_is_restricted(world, sent):
    father = world.node.guardian(world.pupil, "Abdi Warsame", which=5)
    world.restrict(father)
    page = world.as_mother().get("/pakken").text
    for hidden in ("Fjordgl", "Kari", "Storfjell"):
        assert hidden not in page
    assert "Mottatt. Den nye skolen har tatt imot pakken" in page


def test_somebody_restricted_has_no_timeline(world, sent):
    world.restrict(world.mother)
    mother = world.as_mother()
    for address in ("/pakken", "/egne-ord", "/delt", f"/sendt/{sent['iop'].id}"):
        assert mother.get(address).status_code == 404
    page = mother.get("/hjem").text
    assert "Du trenger ikke svare på noe" in page
    for hidden in ("/pakken", "Havna", "Siri", "kommet fram"):
        assert hidden not in page


def test_a_part_never_leaves_its_hash_in_an_address(world, sent):
    page = world.as_pupil().get("/pakken").text
    for part in world.node.rows(Part):
        assert part.sha256 not in page


def test_c52_the_receipt_says_what_to_whom_when_and_how_and_is_ones_own(world):
    part = world.part("iop")
    world.says(world.pupil.person_id, "elev", part, "ja", "skole")
    world.says(world.mother.id, "foresatt", part, "nei", "skole")
    page = world.as_pupil(Level.HIGH).get("/kvittering").text.replace("\xa0", " ")
    for told in ("Opplæringsplanen din", "Den nye skolen", "4. mai 2027", "BankID",
                 part.sha256[:8]):
        assert told in page
    assert ("<strong>Ja</strong>" in page, "<strong>Nei</strong>" in page) == (True, False)
    assert page.index("Bare du ser denne siden.") < page.index("Opplæringsplanen din")


def test_s05_the_receipt_names_no_private_part_to_a_weak_log_in(world):
    world.says(world.pupil.person_id, "elev", world.part("sakkyndig"), "ja", "skole")
    assert "PPT" not in world.as_pupil().get("/kvittering").text
    assert "Vurderingen fra PPT" in world.as_pupil(Level.HIGH).get("/kvittering").text


def test_s01_a_restricted_guardian_has_no_receipt(world):
    world.restrict(world.mother)
    assert world.as_mother().get("/kvittering").status_code == 404
