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
