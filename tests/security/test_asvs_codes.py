"""The short code by which a rådgiver confirms who is at the screen (C-44; ASVS 6.5 and 6.6)."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from handover.decision import at_school
from handover.errors import HandoverError, Refused
from handover.rules.actors import Actor, Hat, Level
from handover.store.tables import SchoolCode, Session
from tests.decision.kommune import Kommune


def at_the_screen(kommune: Kommune, word: str, hat: Hat = Hat.PUPIL) -> Actor:
    """Somebody logged in with a weak identity, in a session of their own."""
    house, now = kommune.house, kommune.clock.now()
    actor = Actor(kommune.kin[word], hat, Level.SUBSTANTIAL, house.id())
    with house.work() as work:
        work.session.add(Session(id=actor.session_id, secret_hash=house.id(), created=now,
                                 seen=now, person_id=actor.person_id, provider="idporten",
                                 level="betydelig"))
        work.commit()
    return actor


def confirm(kommune: Kommune, pupil: str, code: str) -> None:
    at_school.confirm(kommune.house, kommune.staff("radgiver"), pupil, code, "kjenner")


def raised(kommune: Kommune, actor: Actor) -> bool:
    with kommune.house.work() as work:
        return work.session.get_one(Session, actor.session_id).raised_by is not None


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** at_school.DIGITS:06}"


def test_asvs_a_code_counts_once(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    code = at_school.new_code(kommune.house, at_the_screen(kommune, "kari"))
    confirm(kommune, pupil, code)
    with pytest.raises(Refused):
        confirm(kommune, pupil, code)


def test_asvs_a_code_is_kept_as_a_keyed_hash(kommune: Kommune) -> None:
    kommune.pupil()
    code = at_school.new_code(kommune.house, at_the_screen(kommune, "kari"))
    with kommune.house.work() as work:
        kept = work.session.exec(select(SchoolCode)).one()
    assert code not in kept.code_hash
    assert len(kept.code_hash) == 64


def test_asvs_a_code_is_good_for_ten_minutes(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    actor = at_the_screen(kommune, "kari")
    code = at_school.new_code(kommune.house, actor)
    kommune.clock.set(kommune.clock.now() + timedelta(minutes=10))
    with pytest.raises(Refused):
        confirm(kommune, pupil, code)
    assert not raised(kommune, actor)


def test_asvs_a_code_raises_its_own_session_and_no_other(kommune: Kommune) -> None:
    pupil, other = kommune.pupil(), kommune.pupil("ola", date(2011, 5, 2))
    kari, again, ola = (at_the_screen(kommune, word) for word in ("kari", "kari", "ola"))
    code = at_school.new_code(kommune.house, kari)
    at_school.new_code(kommune.house, ola)
    with pytest.raises(HandoverError):
        confirm(kommune, other, code)
    confirm(kommune, pupil, code)
    assert [raised(kommune, one) for one in (kari, again, ola)] == [True, False, False]


def test_asvs_a_code_cannot_be_guessed_by_trying(kommune: Kommune) -> None:
    pupil = kommune.pupil()
    actor = at_the_screen(kommune, "kari")
    code = at_school.new_code(kommune.house, actor)
    for _ in range(at_school.TRIES):
        with pytest.raises(Refused):
            confirm(kommune, pupil, wrong(code))
    with pytest.raises(Refused):
        confirm(kommune, pupil, code)
    assert not raised(kommune, actor)


def test_asvs_a_code_has_six_digits_from_the_random_source(kommune: Kommune) -> None:
    kommune.pupil()
    actor = at_the_screen(kommune, "kari")
    codes = {at_school.new_code(kommune.house, actor) for _ in range(20)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 15
