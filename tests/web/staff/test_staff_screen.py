"""C-68: a name stops the part until it is swapped, let stand by a named role, or left out."""

import hashlib
import io
import re

import pytest
from staff_world import PDF, TILPASNING

from handover.decision import prepare
from handover.demo.cast.paper import one_page
from handover.parts.build import read
from handover.rules.part_states import PartState
from handover.store.tables import Attachment, AttachmentText, AuditEvent, MarkLift, Part, Task

NAMED = {"sammendrag": "Sitter ved Jonas. Jonas hjelper.", "tiltak": TILPASNING["tiltak"]}


@pytest.fixture
def bench(world, press):
    pupil = world.pupil()
    world.pupil("Jonas Solbakken", 1)
    client = world.client(world.siri)

    def act(what, part=None, **fields):
        page = f"/elev/{pupil.id}" + (f"/del/{part.id}" if part else "")
        return press(client, page, f"{page}/{what}", **fields)
    return pupil, client, act


def key(client, page):
    return re.search(r'name="merke" value="([0-9a-f]{32})"', client.get(page).text)[1]


def live(world):
    return next(one for one in world.rows(Part) if one.state != PartState.REPLACED)


def test_c68_one_press_lets_the_word_stand_everywhere_and_is_written_down(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    page = f"/elev/{pupil.id}/del/{part.id}"
    assert "Det er ikke et navn her" in words(client.get(page))
    act("merke", part, sha256=part.sha256, merke=key(client, page))
    text = words(client.get(page))
    assert "Jeg har lest gjennom" in text
    assert "Noen har sagt at merkede ord kan stå." in text
    assert act("lest", part, sha256=part.sha256).status_code == 303
    assert world.state(part) == PartState.SCREENED
    lifts = [one for one in world.rows(AuditEvent) if one.event == "del:merke_lost"]
    assert {(one.actor, one.role) for one in lifts} == {(world.siri.id, "radgiver")}
    assert len(lifts) == len(world.rows(MarkLift)) == 2
    assert "Jonas" not in " ".join(one.fields for one in lifts)


def test_c68_a_lift_does_not_outlive_the_text_it_was_given_for(world, bench):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    page = f"/elev/{pupil.id}/del/{part.id}"
    merke = key(client, page)
    act("merke", part, sha256=part.sha256, merke=merke)
    newer = world.part(pupil, facts={**NAMED, "sammendrag": "Sitter ved Jonas igjen."},
                       state=PartState.CHOSEN)
    assert act("lest", newer, sha256=newer.sha256).status_code == 422
    assert act("merke", newer, sha256=part.sha256, merke=merke).status_code == 409


@pytest.mark.parametrize("merke", ["", "0" * 32, "x"])
def test_a_mark_that_is_not_there_is_a_missing_page(world, bench, merke):
    pupil, _, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    assert act("merke", part, sha256=part.sha256, merke=merke).status_code == 404


def test_c68_a_persons_number_cannot_be_let_stand_by_the_one_who_prepares(world, bench, words):
    pupil, client, act = bench
    number = world.node.number(1)
    part = world.part(pupil, facts={**NAMED, "sammendrag": f"Nummer {number}."},
                      state=PartState.CHOSEN)
    page = f"/elev/{pupil.id}/del/{part.id}"
    assert 'name="merke"' not in client.get(page).text
    with world.house.work() as work:
        mark = prepare.screening(world.house, work.session, part).marks[0]
    answer = act("merke", part, sha256=part.sha256, merke=mark.key)
    assert answer.status_code == 422
    assert number not in answer.text


def test_c68_the_leaders_yes_lifts_every_mark_and_says_that_it_was_the_leader(
        world, bench, press):
    pupil, _, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    act("sporsmal", part)
    (task,) = world.rows(Task)
    rektor, page = world.client(world.trond), f"/leder/elev/{pupil.id}"
    assert press(rektor, page, f"/oppgave/{task.id}/med").status_code == 303
    assert {one.role for one in world.rows(MarkLift)} == {"leder"}
    assert world.rows(Task)[0].done is not None
    assert act("lest", part, sha256=part.sha256).status_code == 303


def test_only_the_leader_gives_the_leaders_yes(world, bench, press):
    pupil, _client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    act("sporsmal", part)
    (task,) = world.rows(Task)
    for who in (world.siri, world.petra):
        other = world.client(who)
        start = "/trinn" if who is world.siri else "/ppt/oversikt"
        assert press(other, start, f"/oppgave/{task.id}/med").status_code == 404
    assert world.rows(MarkLift) == []


def test_c07_swapping_a_name_makes_new_bytes_and_keeps_the_choice(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN, source="opplasting")
    page = f"/elev/{pupil.id}/del/{part.id}"
    answer = act("bytt", part, sha256=part.sha256, merke=key(client, page), med="medelev")
    assert answer.status_code == 303
    made = live(world)
    assert (made.id, made.state) != (part.id, part.state)
    assert made.state == PartState.CHOSEN
    assert read(world.data(made))["sammendrag"] == "Sitter ved en medelev. en medelev hjelper."
    assert "Jonas" not in words(client.get(answer.headers["Location"]))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("fields", "status"), [
    ({"med": ""}, 422), ({"med": "hva som helst"}, 422), ({"sha256": "x"}, 409),
    ({"merke": "x"}, 404)])
def test_a_swap_that_does_not_fit_changes_nothing(world, bench, fields, status):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN, source="opplasting")
    known = {"sha256": part.sha256, "merke": key(client, f"/elev/{pupil.id}/del/{part.id}"),
             "med": "medelev"}
    assert act("bytt", part, **known | fields).status_code == status
    assert live(world).id == part.id


def test_what_a_system_gave_is_mended_there_and_not_here(world, bench, words):
    pupil, client, act = bench
    part = world.part(pupil, facts=NAMED, state=PartState.CHOSEN)
    page = f"/elev/{pupil.id}/del/{part.id}"
    assert "Bytt med" not in words(client.get(page))
    assert "må teksten rettes der den er skrevet" in words(client.get(page))
    assert act("bytt", part, sha256=part.sha256, merke=key(client, page),
               med="medelev").status_code == 404


UPLOAD = {"kategori": "iop", "gjor": "lagre", "maate": "dokument", "f.dato": "14.4.2027",
          "f.lovversjon": "2023", "f.forfatterrolle": "kontaktlaerer",
          "f.skolear": "2026/2027", "f.tilrading.linje.0": "Egne mål i norsk."}


def test_c68_the_text_layer_of_a_document_is_searched_too(world, bench, words):
    _, client, act = bench
    pdf = one_page("Plan", "Skolen", ["Eleven sitter ved siden av Jonas i alle timer."])
    sent = act("ny", pdf=(io.BytesIO(pdf), "x.pdf"), **UPLOAD)
    made = live(world)
    text = words(client.get(sent.headers["Location"]))
    assert "«Jonas» , kanskje et navn." in text or "«Jonas», kanskje et navn." in text
    assert "Eleven sitter ved siden av Jonas i alle timer." in text
    assert act("lest", made, sha256=made.sha256).status_code == 422
    assert b"Jonas" not in b"".join(one.content for one in world.rows(AttachmentText))


def test_s07_what_is_kept_and_handed_out_is_the_rebuilt_document(world, bench):
    pupil, client, act = bench
    act("ny", pdf=(io.BytesIO(PDF), "x.pdf"), **UPLOAD)
    made = live(world)
    (row,) = world.rows(Attachment)
    file = client.get(f"/elev/{pupil.id}/del/{made.id}/vedlegg/{row.sha256}")
    assert hashlib.sha256(file.data).hexdigest() == row.sha256
    assert file.data != PDF
    assert read(world.data(made))["vedlegg"][0]["lengde"] == len(file.data)


def test_s07_a_photograph_of_a_page_is_kept_as_a_document_that_must_be_read(world, bench, words):
    from PIL import Image
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    _, client, act = bench
    sent = act("ny", pdf=(io.BytesIO(out.getvalue()), "bilde.pdf"), **UPLOAD)
    text = words(client.get(sent.headers["Location"]))
    assert "er et bilde av en tekst. Vi kan ikke lete etter navn i det." in text


@pytest.mark.parametrize(("data", "said"), [
    (b"PK\x03\x04 docx", "«Lagre som PDF»"), (b"MZ\x00", "ikke et bilde i JPEG eller PNG")])
def test_s27_other_kinds_are_refused_with_help_and_nothing_is_kept(world, bench, data, said):
    _, _, act = bench
    answer = act("ny", pdf=(io.BytesIO(data), "x.pdf"), **UPLOAD)
    assert answer.status_code == 422
    assert said in answer.text
    assert world.rows(Part) == []
