"""The world of the staff pages, and a reader of pages."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from staff_world import World

from handover.demo.clock import StillClock


@pytest.fixture
def world(node, tmp_path):
    made = World.make(node, tmp_path, StillClock(datetime(2027, 4, 15, 10, 0, tzinfo=UTC)))
    yield made
    made.house.engine.dispose()


@pytest.fixture
def press():
    """Fills in a form of a page and sends it, with the token the page gave."""
    def do(client, page, url, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
        return client.post(url, data={"csrf_token": token[1], **fields})
    return do


@pytest.fixture
def words():
    """The text of a page as a person reads it."""
    def read(answer):
        body = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
    return read
