"""PPT's own queue, drafts and approval; secrecy between school and PPT both ways."""

import io
import threading
from datetime import date

import pytest
from staff_world import CANARY, IDENTITET, PDF, PPT, PPT_SAK, SAKKYNDIG, TILPASNING, with_source
from werkzeug.serving import make_server

from handover.decision import slots
from handover.demo.simulators.ppt import PptPerson, PptStore, ppt_system
from handover.rules.part_states import PartState
from handover.store.contents import StoredFile
from handover.store.tables import Attachment, Collection, Part
from handover.web.staff import paper
from tests import builders


@pytest.fixture
def ppt_store():
    """A PPT system on a real port, speaking its own contract."""
    store = PptStore()
    server = make_server("127.0.0.1", 0, ppt_system(store, token="hemmelig"), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    store.address = f"http://127.0.0.1:{server.server_port}"
    yield store
    server.shutdown()
    thread.join()
    server.server_close()


def known_to_ppt(world, store, which=0):
    store.add(PptPerson("fodselsnummer", world.node.number(which), "Amina", "Warsame",
                        "2011-09-19", "2027-03-01", case=PPT_SAK))


def ppt_part(world, pupil, state=PartState.FOUND, **more):
    return world.part(pupil, "ppt_sak", PPT_SAK, state, owner=PPT, source="ppt", **more)


def test_ppt_sees_only_the_pupils_its_own_system_answers_for(world, ppt_store, press, words):
    world.pupil()
    world.pupil("Jonas Solbakken", 1)
    with_source(world, "ppt", ppt_store.address)
    known_to_ppt(world, ppt_store)
    client = world.client(world.pia)
    assert "Ingen elever ennå" in words(client.get("/ppt"))
    assert press(client, "/ppt", "/ppt/hent").status_code == 303
    text = words(client.get("/ppt"))
    assert "Amina Warsame" in text
    assert "Jonas" not in text
    assert [one.owner_unit for one in world.rows(Part)] == [PPT]
    assert len(world.rows(Collection)) == 1


def test_asking_again_without_news_changes_nothing(world, ppt_store, press):
    world.pupil()
    with_source(world, "ppt", ppt_store.address)
    known_to_ppt(world, ppt_store)
    client = world.client(world.pia)
    for _ in range(2):
        press(client, "/ppt", "/ppt/hent")
    assert len(world.rows(Part)) == 1


def test_a_pupil_taken_out_is_not_asked_about(world, ppt_store, press, words):
    world.pupil(blocked=True)
    with_source(world, "ppt", ppt_store.address)
    known_to_ppt(world, ppt_store)
    client = world.client(world.pia)
    press(client, "/ppt", "/ppt/hent")
    assert "Amina" not in words(client.get("/ppt"))
    assert world.rows(Part) == []


def test_the_system_away_is_one_sentence(world, press, words):
    world.pupil()
    with_source(world, "ppt", "http://127.0.0.1:9")
    client = world.client(world.pia)
    press(client, "/ppt", "/ppt/hent")
    assert "Systemet svarer ikke akkurat nå." in words(client.get("/ppt"))


def test_the_queue_tells_what_is_old_and_who_is_waited_for(world, words):
    pupil = world.pupil()
    tree, file = builders.attached()
    world.part(pupil, "sakkyndig", {**SAKKYNDIG, "vedlegg": [tree]}, PartState.FOUND,
               owner=PPT, source="ppt", files=(StoredFile(file.sha256, file.media_type,
                                                          file.data),))
    text = words(world.client(world.pia).get("/ppt"))
    assert "Sakkyndig vurdering er eldre enn to år" in text
    assert "Havna ungdomsskole" in text


def test_the_family_is_waited_for_in_ppts_queue_and_not_in_the_schools(world, words):
    pupil = world.pupil()
    world.node.guardian(pupil)
    with world.house.work() as work:
        slots.open_slot(world.house, work, pupil, "ppt_fylke", ["storfjell-ppt"])
        work.commit()
    ppt_part(world, pupil, PartState.APPROVED)
    assert "Venter på familien" in words(world.client(world.pia).get("/ppt"))
    assert "Amina" not in words(world.client(world.siri).get("/trinn"))
    assert "Venter på familien 0" in words(world.client(world.trond).get("/oversikt"))


def test_the_sheet_for_county_ppt_says_that_nobody_else_sees_it(world, words):
    pupil = world.pupil()
    part = ppt_part(world, pupil)
    text = words(world.client(world.pia).get(f"/ppt/elev/{pupil.id}/del/{part.id}"))
    assert ("Sendes bare til PPT i fylket. Verken ungdomsskolen eller den nye skolen ser "
            "dette.") in text
    assert CANARY in text


def test_ppt_prepares_and_its_own_leader_approves(world, press, words):
    pupil = world.pupil()
    part = ppt_part(world, pupil)
    pia, petra = world.client(world.pia), world.client(world.petra)
    page = f"/ppt/elev/{pupil.id}/del/{part.id}"
    press(pia, page, page + "/valg", trenger="ja")
    press(pia, page, page + "/lest", sha256=part.sha256)
    press(pia, page, f"/ppt/elev/{pupil.id}/send")
    assert world.state(part) == PartState.WITH_LEADER
    assert world.client(world.trond).get(f"/godkjenning/{pupil.id}").status_code == 404
    front = petra.get("/ppt/godkjenning").headers["Location"]
    assert CANARY in words(petra.get(front))
    press(petra, front, front, sett=[part.sha256])
    assert world.state(part) == PartState.APPROVED


def test_ppt_uploads_an_old_assessment_without_the_five_points(world, press):
    pupil = world.pupil()
    ppt_part(world, pupil)
    client, page = world.client(world.pia), f"/ppt/elev/{pupil.id}/ny"
    answer = press(client, page, page, kategori="sakkyndig", gjor="lagre",
                   pdf=(io.BytesIO(PDF), "v.pdf"), **{
                       "f.form": "dokument", "f.dato": "12.2.2024", "f.lovversjon": "1998",
                       "f.forfatterrolle": "ppt_radgiver", "f.organ.navn": "PPT for Nordvik",
                       "f.tilrading.linje.0": "Mer tid til lesing."})
    assert answer.status_code == 303
    made = next(one for one in world.rows(Part) if one.category == "sakkyndig")
    assert made.owner_unit == PPT
    assert len(world.rows(Attachment)) == 1


def test_neither_side_sees_what_the_other_has(world):
    pupil = world.pupil()
    ppts = ppt_part(world, pupil, PartState.WITH_LEADER, screened_by=world.pia.id)
    schools = world.part(pupil, facts={**TILPASNING, "sammendrag": "Skolens hemmelighet."},
                         state=PartState.WITH_LEADER, screened_by=world.siri.id)
    pages = (
        (world.siri, CANARY, ("/trinn", f"/elev/{pupil.id}", f"/elev/{pupil.id}/ny")),
        (world.trond, CANARY, ("/oversikt", f"/godkjenning/{pupil.id}",
                               f"/leder/elev/{pupil.id}")),
        (world.pia, "hemmelighet", ("/ppt", f"/ppt/elev/{pupil.id}",
                                    f"/ppt/elev/{pupil.id}/ny")),
        (world.petra, "hemmelighet", ("/ppt/oversikt", f"/ppt/godkjenning/{pupil.id}",
                                      f"/ppt/leder/elev/{pupil.id}")))
    for person, others, addresses in pages:
        for address in addresses:
            answer = world.client(person).get(address)
            assert answer.status_code == 200, address
            assert others not in answer.text
    for person, part, start in ((world.siri, ppts, "/elev"), (world.pia, schools, "/ppt/elev")):
        answer = world.client(person).get(f"{start}/{pupil.id}/del/{part.id}")
        assert answer.status_code == 404


def test_a_pupil_without_a_case_is_a_missing_page_to_ppt(world, press):
    pupil = world.pupil()
    world.part(pupil)
    mine = world.pupil("Emil Lie", 1)
    ppt_part(world, mine)
    client = world.client(world.pia)
    unknown = client.get("/ppt/elev/finnes-ikke")
    for address in (f"/ppt/elev/{pupil.id}", f"/ppt/elev/{pupil.id}/ny"):
        assert client.get(address).text == unknown.text
    page = f"/ppt/elev/{mine.id}"
    for what in ("ny", "send"):
        assert press(client, page, f"/ppt/elev/{pupil.id}/{what}",
                     kategori="ppt_sak").status_code == 404


def test_a_related_ppt_radgiver_meets_a_missing_page(world, press):
    pupil = world.pupil()
    part = ppt_part(world, pupil)
    world.related(pupil, world.pia)
    client = world.client(world.pia)
    assert "Amina" not in client.get("/ppt").text
    assert client.get(f"/ppt/elev/{pupil.id}/del/{part.id}").status_code == 404
    other = world.pupil("Emil Lie", 1)
    ppt_part(world, other)
    assert press(client, f"/ppt/elev/{other.id}",
                 f"/ppt/elev/{pupil.id}/del/{part.id}/valg", trenger="ja").status_code == 404
    assert world.state(part) == PartState.FOUND


def test_a_question_from_ppt_goes_to_ppts_leader_and_not_to_rektor(world, press, words):
    pupil = world.pupil()
    part = ppt_part(world, pupil)
    page = f"/ppt/elev/{pupil.id}/del/{part.id}"
    press(world.client(world.pia), page, page + "/sporsmal")
    assert "Svar på et spørsmål om en del" in words(world.client(world.petra).get("/ppt/oversikt"))
    assert "Ingen åpne oppgaver" in words(world.client(world.trond).get("/oversikt"))


def test_the_date_of_the_content_and_not_of_the_upload_tells_its_age(world):
    pupil = world.pupil()
    part = world.part(pupil, "identitet", IDENTITET, as_of=date(2027, 4, 1))
    assert paper.dated_on(world.data(part), part.as_of) == date(2027, 4, 1)
    assert paper.is_old(date(2025, 4, 14), date(2027, 4, 15))
    assert not paper.is_old(date(2025, 4, 15), date(2027, 4, 15))
