"""Exactly one role holds «stafettpinnen», whatever has happened to a pupil's package."""

from hypothesis import given, settings
from hypothesis import strategies as some

from handover.errors import Conflict
from handover.rules.baton import (
    LAST,
    LAST_OF_PPT,
    Holder,
    Standing,
    Trip,
    arrived,
    holder,
    stuck,
)
from handover.rules.delivery_states import MOVES as ROAD
from handover.rules.delivery_states import DeliveryState, move
from handover.rules.part_states import MOVES, PartState
from handover.rules.part_states import move as part_move

STEPS = sorted({event for _state, event in MOVES})
EVENTS = sorted({event for _state, event in ROAD})
KINDS = ("inntak", "skole", "ppt_fylke", "ot")


def walked(start, events, step):
    for event in events:
        try:
            start = step(start, event)
        except Conflict:
            continue
    return start


def parts():
    return some.lists(some.lists(some.sampled_from(STEPS), max_size=8), max_size=4).map(
        lambda roads: frozenset(walked(PartState.FOUND, road, part_move) for road in roads))


def trips():
    one = some.tuples(some.sampled_from(KINDS), some.lists(some.sampled_from(EVENTS), max_size=6))
    return some.lists(one, max_size=4).map(
        lambda roads: [Trip(kind, walked(DeliveryState.QUEUED, road, move))
                       for kind, road in roads])


def standings(last):
    yes = some.booleans()
    return some.tuples(yes, yes, parts(), yes, yes, yes, yes, yes, yes, trips()).map(
        lambda got: Standing(*got[:9], stuck=stuck(got[9]), arrived=arrived(got[9], last)))


RULES = {
    Holder.LEADER: lambda s: s.taken_out or s.halted or s.stuck or s.leader_tasks
    or PartState.WITH_LEADER in s.choices,
    Holder.PREPARER: lambda s: s.preparer_tasks or s.unclear or not s.readied or bool(
        s.choices & {PartState.FOUND, PartState.CHOSEN, PartState.SCREENED}),
    Holder.PUPIL: lambda s: s.pupil_waits,
    Holder.GUARDIANS: lambda s: s.guardians_wait,
    Holder.RECEIVER: lambda s: s.arrived,
}


@settings(max_examples=400, deadline=None)
@given(standings(LAST) | standings(LAST_OF_PPT))
def test_every_reachable_standing_has_exactly_one_holder_with_something_to_do(now):
    found = holder(now)
    assert isinstance(found, Holder)
    assert holder(now) is found
    waited_for = {role for role, waits in RULES.items() if waits(now)}
    assert found in waited_for or (found is Holder.SENDER and not waited_for)


@settings(max_examples=200, deadline=None)
@given(standings(LAST))
def test_p11_a_stop_puts_the_baton_with_the_leader_and_nobody_else(now):
    assert holder(Standing(**(vars(now) | {"halted": True}))) is Holder.LEADER
    assert holder(Standing(**(vars(now) | {"taken_out": True}))) is Holder.LEADER


def test_the_road_of_an_ordinary_package():
    ready = Standing(choices=frozenset({PartState.APPROVED}))
    assert holder(Standing(choices=frozenset({PartState.FOUND}))) is Holder.PREPARER
    assert holder(Standing(choices=frozenset({PartState.WITH_LEADER}))) is Holder.LEADER
    assert holder(Standing(choices=ready.choices, pupil_waits=True,
                           guardians_wait=True)) is Holder.PUPIL
    assert holder(Standing(choices=ready.choices, guardians_wait=True)) is Holder.GUARDIANS
    assert holder(ready) is Holder.SENDER
    assert holder(Standing(choices=ready.choices, arrived=True)) is Holder.RECEIVER


def test_what_admissions_has_got_is_not_the_end_of_the_road():
    there = [Trip("inntak", DeliveryState.CONFIRMED)]
    assert not arrived(there, LAST)
    assert arrived([*there, Trip("skole", DeliveryState.DELIVERED)], LAST)
    assert not arrived([Trip("skole", DeliveryState.DELIVERED),
                        Trip("skole", DeliveryState.QUEUED)], LAST)
    assert arrived([Trip("ppt_fylke", DeliveryState.DELIVERED)], LAST_OF_PPT)
    assert not arrived([Trip("ppt_fylke", DeliveryState.DELIVERED)], LAST)
