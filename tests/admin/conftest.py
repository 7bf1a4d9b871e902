"""The world of administration: the staff world's node, with two administrators and a school."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from admin_world import AdminWorld

from handover.demo.clock import StillClock

NOW = datetime(2027, 4, 15, 10, 0, tzinfo=UTC)


@pytest.fixture(params=["kommune"])
def world(request, tmp_path):
    made = AdminWorld.make(tmp_path, StillClock(NOW), request.param)
    yield made
    made.house.engine.dispose()


@pytest.fixture
def county(tmp_path):
    made = AdminWorld.make(tmp_path, StillClock(NOW), "fylke")
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


@pytest.fixture
def today():
    return date(2027, 4, 15)
