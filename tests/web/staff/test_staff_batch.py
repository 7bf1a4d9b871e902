"""The year for several at once: filters that count nobody, and acts told for each in words."""

import pytest
from staff_world import IDENTITET, VALG

from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent


def named(page, *names):
    return [name for name in names if name in page]


@pytest.fixture
def three(world):
    mine, theirs, leaders = (world.pupil("Amina Warsame"), world.pupil("Emil Lie", 1),
                             world.pupil("Kevin Ås", 2))
    return {"Amina": world.part(mine), "Emil": world.part(
        theirs, "utdanningsvalg", VALG, PartState.APPROVED), "Kevin": world.part(
        leaders, state=PartState.WITH_LEADER, screened_by=world.siri.id)}


@pytest.mark.parametrize(("vis", "who"), [
    ("", ["Amina", "Emil", "Kevin"]), ("deg", ["Amina"]), ("familien", ["Emil"]),
    ("leder", ["Kevin"]), ("frist", [])])
def test_s02b_a_filter_hides_lines_and_counts_nobody(world, three, words, vis, who):
    text = words(world.client(world.siri).get(f"/trinn?vis={vis}"))
    assert named(text, "Amina", "Emil", "Kevin") == who
    assert "Noen elever følges opp av rektor på annen måte." in text
    assert not [word for word in text.split() if word in ("1", "2", "3")]


def test_a_filter_there_is_not_is_a_missing_page(world):
    assert world.client(world.siri).get("/trinn?vis=egne_ord").status_code == 404


def test_everybody_in_the_list_can_be_ticked_without_a_script(world, three):
    client = world.client(world.siri)
    assert " checked" not in client.get("/trinn").text
    assert client.get("/trinn?vis=deg&merk=alle").text.count(" checked") == 1


def test_what_happened_is_told_for_each_and_sending_can_be_undone(world, three, press, words):
    ready = world.part(world.pupil("Sara Kvamme", 5), state=PartState.SCREENED,
                       screened_by=world.siri.id)
    client = world.client(world.siri)
    answer = press(client, "/trinn", "/trinn/valgte", gjor="send",
                   elev=[ready.pupil_id, three["Amina"].pupil_id])
    text = words(answer)
    assert "Sara Kvamme Sendt til rektor." in text
    assert "Amina Warsame Det var ikke noe klart å sende." in text
    assert world.state(ready) == PartState.WITH_LEADER
    undone = press(client, "/trinn", "/trinn/valgte", gjor="angre", elev=[ready.pupil_id])
    assert "Tatt tilbake." in words(undone)
    assert world.state(ready) == PartState.SCREENED
    assert any(one.event == "del:ta_tilbake" for one in world.rows(AuditEvent))


def test_what_the_leader_has_read_cannot_be_taken_back(world, three, press, words):
    client = world.client(world.siri)
    text = words(press(client, "/trinn", "/trinn/valgte", gjor="angre",
                       elev=[three["Emil"].pupil_id]))
    assert "Rektor har alt behandlet delene." in text
    assert world.state(three["Emil"]) == PartState.APPROVED


def test_the_law_based_package_is_readied_for_the_chosen_alone(world, three, press, words):
    parts = [world.part(world.pupil(name, at), "identitet", IDENTITET)
             for at, name in ((7, "Ola By"), (8, "Per Sti"))]
    client = world.client(world.siri)
    text = words(press(client, "/trinn", "/trinn/valgte", gjor="grunnpakke",
                       elev=[parts[0].pupil_id, three["Amina"].pupil_id]))
    assert "Ola By Grunnpakken er klar." in text
    assert "Amina Warsame Det er ikke hentet noe til grunnpakken ennå." in text
    assert [world.state(one) for one in parts] == [PartState.APPROVED, PartState.FOUND]


@pytest.mark.parametrize("fields", [{}, {"gjor": "send"}, {"gjor": "slett", "elev": "x"}])
def test_a_press_without_anybody_ticked_is_one_sentence(world, three, press, fields):
    assert press(world.client(world.siri), "/trinn", "/trinn/valgte", **fields).status_code == 422


def test_p11_one_pupil_who_is_not_mine_stops_the_whole_press(world, three, press):
    gone = world.pupil("Ella Vang", 9, blocked=True)
    for other in (gone.id, "finnes-ikke"):
        answer = press(world.client(world.siri), "/trinn", "/trinn/valgte", gjor="send",
                       elev=[three["Kevin"].pupil_id, other])
        assert answer.status_code == 404


@pytest.mark.parametrize("who", ["trond", "pia", "geir"])
def test_only_the_radgiver_has_the_press(world, three, who):
    client = world.client(getattr(world, who))
    assert client.get("/trinn").status_code == 404
