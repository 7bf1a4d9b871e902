"""The base pages in a real browser: axe finds nothing, nothing is wider than the window."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Blueprint, render_template_string
from playwright.sync_api import sync_playwright
from test_web_pages import EVERYTHING, OPEN_PAGES
from werkzeug.serving import make_server

from handover.rules.actors import Level
from handover.web.access import family, needs, staff
from handover.web.session import COOKIE
from tests.needs import program

SEEN = {"wide": (1280, "light"), "phone": (360, "light"), "phone in the dark": (360, "dark")}


@pytest.fixture(scope="module")
def browser():
    path = program("chromium")
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def served(make_node):
    """A node behind a port, with the page that shows every component in both frames."""
    node = make_node()
    room = Blueprint("alt", __name__)
    for name, gate, frame in (("alt", family, "_familie"), ("stab", staff(), "_stab")):
        def view(frame=frame):
            return render_template_string(EVERYTHING.replace("_familie", frame))
        view.__name__ = name
        room.get(f"/{name}")(needs(gate)(view))
    node.app.register_blueprint(room)
    server = make_server("127.0.0.1", 0, node.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    node.address = f"http://127.0.0.1:{server.server_port}"
    yield node
    server.shutdown()
    thread.join()
    server.server_close()


def cookie_of(node, client):
    name = node.house.settings.cookie_name
    with client.session_transaction() as kept:
        assert COOKIE in kept
    return {"name": name, "value": client.get_cookie(name).value, "url": node.address}


@pytest.mark.parametrize("seen", SEEN)
def test_base_pages_and_every_component_hold_in_a_real_browser(browser, served, seen):
    width, scheme = SEEN[seen]
    logins = {"/alt": served.login(served.pupil().person_id),
              "/stab": served.login(served.staff().id, "feide", Level.LOW)}
    for path in [*OPEN_PAGES, *logins]:
        context = browser.new_context(viewport={"width": width, "height": 800},
                                      color_scheme=scheme, java_script_enabled=True)
        if path in logins:
            context.add_cookies([cookie_of(served, logins[path])])
        page, said, fetched = context.new_page(), [], []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.goto(served.address + path)
        found = Axe().run(page).response["violations"]
        # The components are all on one page here, so headings and regions are not in order.
        rules = {"heading-order", "page-has-heading-one", "landmark-unique"} if path in logins \
            else set()
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]])
                for one in found if one["id"] not in rules]
        assert told == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert all(url.startswith((served.address, "data:")) for url in fetched)
        assert [text for text in said if "Content Security Policy" in text] == []
        context.close()
