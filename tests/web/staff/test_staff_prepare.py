"""Preparing one pupil: the sheet as the pupil will read it, the screen, the form, the sending."""

import io
import re

import pytest
from staff_world import CANARY, IDENTITET, PDF, PPT, PPT_SAK, TILPASNING, VALG

from handover.preview.view import view
from handover.rules.part_states import PartState
from handover.store.tables import Attachment, AuditEvent, Part

NAMES_JONAS = {"sammendrag": "Sitter ved siden av Jonas. Moren ringer 92 00 41 07.",
               "tiltak": TILPASNING["tiltak"]}


@pytest.fixture
def bench(world, press):
    """A pupil with a classmate, and the rådgiver's way of pressing buttons on her page."""
    pupil = world.pupil()
    world.pupil("Jonas Solbakken", 1)
    client = world.client(world.siri)

    def act(what, part=None, **fields):
        page = f"/elev/{pupil.id}" + (f"/del/{part.id}" if part else "")
        return press(client, page, f"{page}/{what}", **fields)
    return pupil, client, act


def test_the_page_shows_every_word_the_pupil_will_read(world, bench, words):
    pupil, client, _ = bench
    part = world.part(pupil)
    text = words(client.get(f"/elev/{pupil.id}/del/{part.id}"))
    for said in view(world.data(part), world.house.labels).strings():
        assert " ".join(said.split()) in text


def test_a_part_goes_from_found_to_the_leader_in_four_presses(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil)
    assert act("valg", part, trenger="ja").status_code == 303
    assert "Har du lest gjennom?" in words(client.get(f"/elev/{pupil.id}"))
    act("lest", part, sha256=part.sha256)
    assert world.state(part) == PartState.SCREENED
    assert act("send").headers["Location"] == "/trinn"
    assert world.state(part) == PartState.WITH_LEADER


def test_nothing_is_chosen_beforehand_and_an_empty_answer_is_refused(world, bench):
    pupil, client, act = bench
    part = world.part(pupil)
    assert " checked" not in client.get(f"/elev/{pupil.id}").text
    assert act("valg", part).status_code == 422
    assert world.state(part) == PartState.FOUND


def test_a_name_of_a_classmate_is_marked_in_place_and_stops(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMES_JONAS, state=PartState.CHOSEN)
    page = client.get(f"/elev/{pupil.id}/del/{part.id}")
    marked = re.findall(r'<mark class="og-navn">([^<]+)<', page.text)
    assert marked == ["Jonas", "Moren", "92 00 41 07"]
    text = words(page)
    for way in ("må teksten rettes der den er skrevet", "la hele delen stå utenfor",
                "spørre lederen din"):
        assert way in text
    assert "Jeg har lest gjennom" not in text
    refused = act("lest", part, sha256=part.sha256)
    assert refused.status_code == 422
    assert "Jonas" not in refused.text
    assert world.state(part) == PartState.CHOSEN


def test_doubt_leaves_the_part_outside_and_the_advice_is_remembered(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil)
    page = client.get(f"/elev/{pupil.id}/del/{part.id}")
    assert "Jeg er i tvil, la det stå utenfor" in words(page)
    card = re.search(r'name="kort" value="([^"]+)"', page.text)[1]
    act("valg", part, trenger="nei", kort=card)
    assert world.state(part) == PartState.LEFT_OUT
    shown = [one for one in world.rows(AuditEvent) if one.event == "veiledning:vist"]
    assert card in shown[0].fields


def test_a_law_based_part_is_locked(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil, "identitet", IDENTITET)
    text = words(client.get(f"/elev/{pupil.id}/del/{part.id}"))
    assert "Dette kan ikke velges bort." in text
    assert "Trenger den nye skolen dette?" not in text
    assert act("valg", part, trenger="nei").status_code == 422


def test_the_sentence_about_ppt_is_the_same_with_and_without_a_ppt_part(world, bench, words):
    pupil, client, _ = bench
    before = client.get(f"/elev/{pupil.id}").text
    hidden = world.part(pupil, "ppt_sak", PPT_SAK, owner=PPT, source="ppt")
    after = client.get(f"/elev/{pupil.id}").text
    tokens = re.compile(r'value="[^"]{40,}"')
    assert tokens.sub("", before) == tokens.sub("", after)
    assert "PPT har sin egen del. Du ser bare om den er besvart." in words(
        client.get(f"/elev/{pupil.id}"))
    assert CANARY not in after
    assert client.get(f"/elev/{pupil.id}/del/{hidden.id}").status_code == 404


def test_opening_a_part_is_written_down_for_the_pupil_to_read(world, bench):
    pupil, client, _ = bench
    part = world.part(pupil)
    client.get(f"/elev/{pupil.id}/del/{part.id}")
    read = [one for one in world.rows(AuditEvent) if one.event == "del:lest"]
    assert [(one.actor, one.object_id) for one in read] == [(world.siri.id, part.id)]


def test_the_pages_address_and_title_name_no_kind_of_part_and_nobody(world, bench):
    pupil, client, act = bench
    world.part(pupil)
    pages = [client.get(f"/elev/{pupil.id}"), client.get(f"/elev/{pupil.id}/ny"),
             act("ny", kategori="utdanningsvalg")]
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", page.text, re.S)[1]
        assert "Amina" not in title
        for address in re.findall(r'(?:href|action)="([^"]+)"', page.text):
            assert not any(one in address for one in ("utdanning", "tilpasning", "Amina"))


def test_a_part_can_be_written_by_hand_with_a_line_more_and_no_script(world, bench, words):
    _, client, act = bench
    more = act("ny", kategori="utdanningsvalg", flere="onske",
               **{"f.onske.0.utdanningsprogram": "Bygg"})
    assert 'name="f.onske.1.utdanningsprogram"' in more.text
    assert 'value="Bygg"' in more.text
    assert world.rows(Part) == []
    kept = act("ny", kategori="utdanningsvalg", gjor="lagre",
               **{"f.onske.0.utdanningsprogram": "Bygg", "f.onske.1.utdanningsprogram": "Helse",
                  "f.tanker": "Liker å hjelpe."})
    assert kept.status_code == 303
    text = words(client.get(kept.headers["Location"]))
    assert "Bygg" in text
    assert "Liker å hjelpe." in text


def test_a_fault_in_the_form_points_at_its_field_and_keeps_what_was_typed(world, bench):
    _, _, act = bench
    answer = act("ny", kategori="tilpasning", gjor="lagre",
                 **{"f.tiltak.0.hva": "Tegninger.", "f.tiltak.0.fra": "i fjor"})
    assert answer.status_code == 422
    assert "Tegninger." in answer.text
    anchors = re.findall(r'<li><a href="#([^"]+)"', answer.text)
    assert anchors
    assert all(f'id="{one}"' in answer.text for one in anchors)
    assert world.rows(Part) == []


def test_a_document_is_kept_as_it_was_uploaded_and_follows_a_correction(world, bench):
    pupil, client, act = bench
    fields = {"f.form": "dokument", "f.dato": "14.4.2027", "f.lovversjon": "2023",
              "f.forfatterrolle": "kontaktlaerer", "f.skolear": "2026/2027",
              "f.tilrading.linje.0": "Egne mål i norsk."}
    sent = act("ny", kategori="iop", gjor="lagre", pdf=(io.BytesIO(PDF), "Amina IOP.pdf"),
               tittel="Planen", **fields)
    assert sent.status_code == 303
    again = act("ny", kategori="iop", gjor="lagre", tittel="Planen",
                **fields | {"f.tilrading.linje.0": "Egne mål i norsk og engelsk."})
    assert again.status_code == 303
    assert len({one.sha256 for one in world.rows(Attachment)}) == 1
    live = next(one for one in world.rows(Part) if one.state != PartState.REPLACED)
    file = client.get(f"/elev/{pupil.id}/del/{live.id}/vedlegg/"
                      f"{world.rows(Attachment)[0].sha256}")
    assert file.data.startswith(b"%PDF-1.7")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Amina" not in file.headers["Content-Disposition"]


@pytest.mark.parametrize("fields", [
    {}, {"kategori": "finnes_ikke"}, {"kategori": "aldri"}, {"kategori": "ppt_sak"},
    {"kategori": "elevens_stemme"},
    {"kategori": "tilpasning", "gjor": "lagre", "f.navn": "x"},
    {"kategori": "tilpasning", "gjor": "lagre", "f.tiltak.999999.hva": "x"},
    {"kategori": "tilpasning", "gjor": "lagre", "f.tiltak.hva.0": "x"},
])
def test_a_form_that_makes_no_sense_is_refused_and_keeps_nothing(world, bench, fields):
    _, _, act = bench
    assert act("ny", **fields).status_code in (400, 422)
    assert world.rows(Part) == []


def test_a_file_that_is_no_pdf_is_told_in_one_sentence(world, bench):
    _, _, act = bench
    answer = act("ny", kategori="iop", gjor="lagre", pdf=(io.BytesIO(b"MZ\x00"), "a.pdf"),
                 **{"f.form": "dokument"})
    assert answer.status_code == 422
    assert "Filen er ikke en hel PDF, og ikke et bilde" in answer.text
    assert world.rows(Part) == []


def test_what_a_system_has_given_is_not_written_over_by_hand(world, bench):
    pupil, _, act = bench
    world.part(pupil, "utdanningsvalg", VALG)
    assert act("ny", kategori="utdanningsvalg").status_code == 400
