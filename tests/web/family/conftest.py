"""The world of one family, and of a second one that must never be let in."""

import pytest
from family_world import World


@pytest.fixture
def world(node):
    return World.make(node)


@pytest.fixture
def strangers(world):
    """Another pupil at the same school, with a father: logged in and curious."""
    pupil = world.node.pupil("Oskar Lund", which=1)
    father = world.node.guardian(pupil, "Per Lund", which=1)
    return pupil, father


@pytest.fixture
def press(csrf):
    """Sends a form as a browser does: press(client, address, **fields)."""
    def send(client, address, **fields):
        return client.post(address, data={**csrf(client), **fields})
    return send


@pytest.fixture
def answer(press):
    """Reads the question and answers what was read: answer(client, part, "ja")."""
    def give(client, part, word, **fields):
        client.get(f"/sporsmal/{part.id}")
        return press(client, f"/sporsmal/{part.id}", sha256=part.sha256, svar=word, **fields)
    return give
