"""The county's node with its pages, a kommune that sends to it, and people who log in there."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from handover.web import session as sessions
from handover.web.app import create_app
from tests import builders


class Desk:
    """A logged-in member of staff in front of the pages."""

    def __init__(self, town, app, person_id):
        self.person_id = person_id
        self.client = app.test_client()
        secret = sessions.new_secret(town.county)
        builders.session_for(town.county, person_id, sessions.digest, secret)
        with self.client.session_transaction() as cookie:
            cookie[sessions.COOKIE] = secret

    def get(self, path):
        return self.client.get(path)

    def text(self, path):
        """The words of a page that must be there, without tags."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return words(answer)

    def post(self, path, page, **form):
        """Fills in the form of a page, with its token, as a browser would."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)
        return self.client.post(path, data={"csrf_token": token.group(1) if token else ""} | form)


def words(answer):
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", unescape(text).replace("\N{NO-BREAK SPACE}", " "))


@pytest.fixture
def town(tmp_path):
    made = builders.town(tmp_path)
    yield made
    builders.close(made)


@pytest.fixture
def autumn(tmp_path):
    """The same, while notices to 1 October come in."""
    made = builders.town(tmp_path, datetime(2026, 9, 28, 8, 0, tzinfo=UTC))
    yield made
    builders.close(made)


@pytest.fixture
def log_in():
    """Somebody with a role in a unit, logged in at the county's node."""
    def enter(town, role, unit, name="Kari Moen", **more):
        app = create_app(town.county)
        return Desk(town, app, town.staff(role, unit, name, **more))
    return enter
