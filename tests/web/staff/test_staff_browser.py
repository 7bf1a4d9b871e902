"""The staff pages in a real browser: axe finds nothing, and nothing is wider than the window."""

import shutil
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from staff_world import IDENTITET, PPT, PPT_SAK, SCHOOL
from werkzeug.serving import make_server

from handover.rules.part_states import PartState
from handover.store.tables import Task

CHROMIUM = shutil.which("chromium")
SEEN = {"wide": (1280, "light"), "phone": (360, "light"), "wide in the dark": (1280, "dark")}


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("not checked: Chromium (apt-get install chromium)")
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def served(world):
    server = make_server("127.0.0.1", 0, world.node.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def everything(world):
    """Something in every state, and the address of every page with who reads it."""
    one, two = world.pupil(), world.pupil("Jonas Solbakken", 1)
    named = world.part(one, facts={"sammendrag": "Sitter ved Jonas.", "tiltak": [
        {"hva": "Tegninger.", "virkning": "virker", "borFortsette": "ja"}]},
        state=PartState.CHOSEN)
    world.part(one, "identitet", IDENTITET)
    world.part(two, state=PartState.WITH_LEADER, screened_by=world.siri.id)
    world.part(one, "ppt_sak", PPT_SAK, PartState.WITH_LEADER, owner=PPT, source="ppt",
               screened_by=world.pia.id)
    with world.house.work() as work:
        work.session.add(Task(
            id=world.house.id(), unit_id=SCHOOL, role="rektor", kind="spor_leder",
            pupil_id=one.id, object_id=named.id, due=world.house.today(),
            created=world.house.clock.now()))
        work.commit()
    return ((world.siri, "/trinn"), (world.siri, f"/elev/{one.id}"),
            (world.siri, f"/elev/{one.id}/ny"), (world.trond, f"/godkjenning/{two.id}"),
            (world.trond, "/oversikt"), (world.trond, f"/leder/elev/{one.id}"),
            (world.trond, f"/leder/elev/{one.id}/ut"), (world.geir, "/fylket-ber-om"),
            (world.pia, "/ppt"), (world.pia, f"/ppt/elev/{one.id}"),
            (world.petra, f"/ppt/godkjenning/{one.id}"), (world.petra, "/ppt/oversikt"))


def cookie(world, person, address):
    name = world.house.settings.cookie_name
    return {"name": name, "value": world.client(person).get_cookie(name).value, "url": address}


@pytest.mark.parametrize("seen", SEEN)
def test_every_staff_page_holds_in_a_real_browser(browser, world, served, seen):
    width, colours = SEEN[seen]
    for person, address in everything(world):
        context = browser.new_context(viewport={"width": width, "height": 800},
                                      color_scheme=colours)
        context.add_cookies([cookie(world, person, served)])
        page = context.new_page()
        asked = []
        page.on("request", lambda one, asked=asked: asked.append(one.url))
        assert page.goto(served + address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert Axe().run(page).response["violations"] == [], address
        assert all(one.startswith(served) for one in asked)
        context.close()
