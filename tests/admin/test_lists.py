"""Lists of units and staff: seen first, done as ticked, and the same list twice does nothing more."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from admin_world import OTHER, SCHOOL
from werkzeug.serving import make_server

from handover.demo.simulators.school import Adult, School, SchoolStore, school_system
from handover.kit import registry
from handover.kit.process import AdapterSpec
from handover.store.tables import AuditEvent, Person, RoleRequest, StaffImport, Unit
from handover.web.app import create_app

HEAD = "fornavn;etternavn;feide;enhet;rolle;fra;til"
MONA = "Mona;Lie;mona@nordvik.no;havna;laerer;2027-04-15;2027-10-01"


def send(client, press, text, kind="ansatte"):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/lister").text)[1]
    return client.post("/lister", data={
        "csrf_token": token, "slag": kind, "fil": (io.BytesIO(text.encode()), "liste.csv")})


def keys(page):
    return re.findall(r'name="endring" value="([0-9a-f]+)" checked', page.text)


def use(client, press, address, chosen=None, **more):
    page = client.get(address)
    digest = re.search(r'name="sum" value="([0-9a-f]+)"', page.text)[1]
    return press(client, address, address, gjor="bruk", sum=digest,
                 endring=keys(page) if chosen is None else chosen, **more)


def test_a_file_changes_nothing_until_it_is_confirmed(world, press, words):
    client = world.client(world.geir)
    before = len(world.grants())
    address = send(client, press, f"{HEAD}\n{MONA}\n").headers["Location"]
    page = words(client.get(address))
    assert "Ingenting er endret ennå" in page
    assert "Mona Lie" in page
    assert len(world.grants()) == before
    assert len(world.node.rows(Person)) == 3
    assert use(client, press, address).status_code == 303
    [row] = world.grants("laerer")
    assert (row.unit_id, row.valid_to) == (SCHOOL, date(2027, 10, 1))
    assert client.get(address).status_code == 404


def test_the_same_file_again_changes_nothing(world, press, words):
    client = world.client(world.geir)
    for _again in range(2):
        address = send(client, press, f"{HEAD}\n{MONA}\n{MONA}\n").headers["Location"]
        if keys(client.get(address)):
            use(client, press, address)
    page = words(client.get(address))
    assert "Ingenting å endre" in page
    assert "like fra før: 1" in page
    assert len(world.grants("laerer")) == 1


def test_only_what_is_ticked_is_done(world, press):
    client = world.client(world.geir)
    other = MONA.replace("mona@", "per@").replace("Mona;Lie", "Per;Moe")
    address = send(client, press, f"{HEAD}\n{MONA}\n{other}\n").headers["Location"]
    first, _second = keys(client.get(address))
    use(client, press, address, chosen=[first])
    assert len(world.grants("laerer")) == 1


def test_what_has_changed_since_it_was_shown_is_not_done(world, press):
    client = world.client(world.geir)
    address = send(client, press, f"{HEAD}\n{MONA}\n").headers["Location"]
    page = client.get(address)
    digest = re.search(r'name="sum" value="([0-9a-f]+)"', page.text)[1]
    world.node.staff("Mona Lie", "laerer")
    answer = press(client, address, address, gjor="bruk", sum=digest, endring=keys(page))
    assert answer.status_code == 409
    assert len(world.grants("laerer")) == 1


def test_a_longer_and_a_shorter_time_are_told_apart(world, press, words):
    client = world.client(world.geir)
    use(client, press, send(client, press, f"{HEAD}\n{MONA}\n").headers["Location"])
    longer = MONA.replace("2027-10-01", "2027-12-01")
    address = send(client, press, f"{HEAD}\n{longer}\n").headers["Location"]
    assert "Lengre tid" in words(client.get(address))
    use(client, press, address)
    assert max(one.valid_to for one in world.grants("laerer")) == date(2027, 12, 1)
    shorter = MONA.replace("2027-10-01", "2027-11-01")
    address = send(client, press, f"{HEAD}\n{shorter}\n").headers["Location"]
    assert "Kortere tid" in words(client.get(address))
    use(client, press, address)
    assert max(one.valid_to for one in world.grants("laerer")) == date(2027, 11, 1)


def test_a_leader_in_a_file_still_needs_a_second_administrator(world, press, words):
    client = world.client(world.geir)
    address = send(client, press, f"{HEAD}\n{MONA.replace('laerer', 'rektor')}\n") \
        .headers["Location"]
    assert "Må bekreftes av en til" in words(client.get(address))
    use(client, press, address)
    assert world.grants("rektor") == []
    assert len(world.node.rows(RoleRequest)) == 1


@pytest.mark.parametrize(("line", "said"), [
    (MONA.replace("havna", "ukjent"), "Linje 2, enhet: Enheten finnes ikke her."),
    (MONA.replace("laerer", "konge"), "Linje 2, rolle: Velg en rolle"),
    (MONA.replace("2027-10-01", "2029-10-01"), "Linje 2, til: En rolle kan vare i høyst ett år."),
    (MONA.replace("Mona;Lie;mona", "Geir;Tangen;geir"), "Linje 2: Du kan ikke gi deg selv"),
    (MONA.replace("mona@", "gro@"), "Linje 2: Navnet passer ikke"),
])
def test_a_line_that_cannot_be_used_is_named_by_number(world, press, words, line, said):
    client = world.client(world.geir)
    address = send(client, press, f"{HEAD}\n{line}\n").headers["Location"]
    page = client.get(address)
    assert said in words(page)
    assert keys(page) == []
    assert "Lund" not in page.text


@pytest.mark.parametrize(("text", "said"), [
    (f"{HEAD}\n=cmd|calc;Lie;m@n.no;havna;laerer;2027-04-15;2027-10-01\n", "kan ikke begynne med"),
    (f"{HEAD}\nMo\u200bna;Lie;m@n.no;havna;laerer;2027-04-15;2027-10-01\n", "usynlige tegn"),
    (f"{HEAD}\n{MONA.replace('2027-10-01', '1. oktober')}\n", "2027-07-31"),
    ("navn\nMona\n", "Første linje"), (f"{HEAD}\n", "ingen linjer"), ("", "Første linje"),
])
def test_a_file_with_a_fault_is_not_kept(world, press, words, text, said):
    answer = send(world.client(world.geir), press, text)
    assert answer.status_code == 422
    assert said in words(answer)
    assert world.node.rows(StaffImport) == []


def test_another_administrators_list_is_not_mine_to_use(world, press):
    address = send(world.client(world.geir), press, f"{HEAD}\n{MONA}\n").headers["Location"]
    assert world.client(world.gro).get(address).status_code == 404


def test_s20_a_list_lies_sealed_and_goes_when_it_is_dropped(world, press):
    client = world.client(world.geir)
    address = send(client, press, f"{HEAD}\n{MONA}\n").headers["Location"]
    [row] = world.node.rows(StaffImport)
    assert b"Mona" not in row.content
    assert b"mona@" not in row.content
    assert press(client, address, address, gjor="forkast").status_code == 303
    [row] = world.node.rows(StaffImport)
    assert (row.state, row.content) == ("forkastet", None)
    told = " ".join(one.fields + one.object_id for one in world.node.rows(AuditEvent))
    assert "Mona" not in told


def test_units_come_from_a_file_too(world, press, words):
    client = world.client(world.geir)
    text = ("id;navn;type;orgnr\nberget;Berget ungdomsskole;grunnskole;311468685\n"
            f"{SCHOOL};Havna skole;grunnskole;311468685\n{OTHER};X;ppt;311468685\n")
    address = send(client, press, text, "enheter").headers["Location"]
    page = words(client.get(address))
    assert "Ny enhet Berget ungdomsskole" in page
    assert "Nytt navn Havna skole" in page
    assert "Linje 4, type: Enheten finnes med en annen type." in page
    use(client, press, address)
    names = {one.id: one.name for one in world.node.rows(Unit)}
    assert (names["berget"], names[SCHOOL]) == ("Berget ungdomsskole", "Havna skole")


@pytest.fixture
def connected(world):
    """The world with the school's own system behind a real port."""
    store = SchoolStore()
    number = world.house.settings.node.organisation
    store.schools[number] = School(
        number, "99101", "Havna ungdomsskole", number, "Nordvik kommune",
        teachers=[Adult("mona", "Mona", "Lie", user="mona@nordvik.no"),
                  Adult("uten", "Uten", "Feide")],
        counsellors=[Adult("siri", "Siri", "Aune", user="siri@nordvik.no")])
    app = school_system(store, token="hemmelig", now=world.house.clock.now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    import threading
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    spec = AdapterSpec("pifu", "source", "1.0",
                       registry.adapter_hash(registry.locate("source", "pifu")),
                       {"token": "hemmelig"}, f"http://127.0.0.1:{server.server_port}")
    world.node.house = replace(world.house, sources={"pifu": spec})
    world.node.app = create_app(world.house)
    yield world
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_schools_system_proposes_and_an_administrator_decides(connected, press, words):
    world = connected
    world.node.staff("Siri Aune")
    gone = world.node.staff("Lars Bru", "laerer", unit_id=SCHOOL)
    leader = world.node.staff("Trond Fosse", "rektor", unit_id=SCHOOL)
    client = world.client(world.geir)
    before = len(world.grants())
    answer = press(client, f"/enheter/{SCHOOL}", f"/lister/hent/{SCHOOL}")
    address = answer.headers["Location"]
    page = client.get(address)
    text = words(page)
    assert "Ny rolle Mona Lie" in text
    assert "Slutter Lars Bru" in text
    assert "mangler Feide-navn" in text
    assert "Fosse" not in text, "the system keeps no leaders and says nothing of them"
    assert "Siri Aune" not in text, "what is as it was is not listed"
    assert len(world.grants()) == before
    assert len(keys(page)) == 1, "nobody's leaving is ticked beforehand"
    every = re.findall(r'name="endring" value="([0-9a-f]+)"', page.text)
    use(client, press, address, chosen=every)
    today = world.house.today()
    live = {(one.person_id, one.role) for one in world.grants() if one.valid_to >= today}
    assert (gone.id, "laerer") not in live
    assert (leader.id, "rektor") in live
    assert sum(role == "laerer" for _one, role in live) == 1


def test_a_system_that_is_down_is_told_in_a_sentence(world, press, words):
    spec = AdapterSpec("pifu", "source", "1.0",
                       registry.adapter_hash(registry.locate("source", "pifu")),
                       {"token": "hemmelig"}, "http://127.0.0.1:9")
    world.node.house = replace(world.house, sources={"pifu": spec})
    world.node.app = create_app(world.house)
    client = world.client(world.geir)
    answer = press(client, f"/enheter/{SCHOOL}", f"/lister/hent/{SCHOOL}")
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).text.count("og-melding") == 1
    assert world.node.rows(StaffImport) == []
