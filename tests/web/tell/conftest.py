"""A family, a contact register, a message gateway and a mail server that all answer for real."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "family"))

from family_world import World
from reached import Reached


@pytest.fixture
def world(node):
    return World.make(node)


@pytest.fixture
def reached(world, httpserver):
    made = Reached.make(world, httpserver)
    yield made
    made.server.close()


@pytest.fixture
def press(csrf):
    """Sends a form as a browser does: press(client, address, **fields)."""
    def send(client, address, **fields):
        return client.post(address, data={**csrf(client), **fields})
    return send
