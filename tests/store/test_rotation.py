"""The master key changes while the node goes on; killed at any moment, nothing is lost (S20, S29)."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel, select

from handover.errors import Misconfigured
from handover.house import House
from handover.store import contents, persons, rotation
from handover.store.boxes import APART, CLOSED
from handover.store.key_files import MasterFile, secret
from handover.store.tables import Part, Person
from handover.store.vault import Vault
from tests.decision import kommune as builder
from tests.decision.kommune import Kommune


def a_key(path: Path) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(os.urandom(32))
    return path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Kommune, Path]]:
    made, path = builder.make(tmp_path), a_key(tmp_path / "master.key")
    made.house = with_keys(made.house, path)
    pupil = made.pupil()
    made.guardian(pupil)
    made.part(pupil, "tilpasning")
    yield made, path
    made.house.engine.dispose()


def with_keys(house: House, path: Path, random: Callable[[int], bytes] = os.urandom) -> House:
    return replace(house, random=random,
                   vault=rotation.open_vault(house.engine, MasterFile(path), random))


def readable(house: House) -> list[str]:
    """Names and part texts of everybody: everything sealed opens where it stands."""
    with house.work() as work:
        names = [persons.details(house, one).given for one in work.session.exec(select(Person))]
        parts = [contents.part_bytes(house, work.session, one).decode()
                 for one in work.session.exec(select(Part))]
    return sorted(names + parts)


@pytest.mark.parametrize("reseal", [False, True])
def test_everybody_is_read_with_the_new_key_and_with_it_alone(
        world: tuple[Kommune, Path], reseal: bool) -> None:
    kommune, path = world
    before, old_key = readable(kommune.house), path.read_bytes()
    assert rotation.rotate(kommune.house, path, reseal=reseal) == 2
    assert path.read_bytes() != old_key
    MasterFile(path).forget()
    assert readable(with_keys(kommune.house, path)) == before
    assert rotation.left_behind(kommune.house) == 0


def test_the_old_key_opens_nothing_of_what_was_sealed_anew(world: tuple[Kommune, Path]) -> None:
    kommune, path = world
    with kommune.house.work() as work:
        before = {one.id: one.wrapped_key for one in work.session.exec(select(Person))}
        keys = {one: kommune.house.vault.unwrap(wrapped, rotation._place(one))
                for one, wrapped in before.items()}
    rotation.rotate(kommune.house, path, reseal=True)
    with kommune.house.work() as work:
        for one in work.session.exec(select(Person)):
            assert kommune.house.vault.unwrap(one.wrapped_key, rotation._place(one.id)) \
                != keys[one.id]


def test_people_are_found_by_their_number_as_before(world: tuple[Kommune, Path]) -> None:
    kommune, path = world
    before = kommune.house.vault.lookup("pid", "x")
    rotation.rotate(kommune.house, path, reseal=False)
    assert with_keys(kommune.house, path).vault.lookup("pid", "x") == before


def test_a_process_that_was_running_reads_and_writes_through_the_change(
        world: tuple[Kommune, Path]) -> None:
    kommune, path = world
    other = with_keys(kommune.house, path)
    rotation.rotate(kommune.house, path, reseal=True)
    assert readable(other) == readable(kommune.house)
    kommune.house = other
    kommune.person("ny", builder.date(1990, 1, 1), 3)
    assert "Ny" in readable(with_keys(kommune.house, path))


@pytest.mark.parametrize("calls", range(1, 12))
def test_killed_at_any_moment_it_goes_on_where_it_was(
        world: tuple[Kommune, Path], calls: int) -> None:
    """A real process is killed with SIGKILL at the calls-th time it asks for randomness."""
    kommune, path = world
    before = readable(kommune.house)
    kommune.house.engine.dispose()
    child = os.fork()
    if child == 0:
        left = [calls]

        def dying(count: int) -> bytes:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return os.urandom(count)
        rotation.rotate(with_keys(kommune.house, path, dying), path, reseal=True)
        os._exit(0)
    os.waitpid(child, 0)
    assert readable(with_keys(kommune.house, path)) == before
    fresh = with_keys(kommune.house, path)
    if MasterFile(path).old.exists():
        MasterFile(path).forget()
    rotation.rotate(fresh, path, reseal=False)
    assert rotation.left_behind(fresh) == 0
    assert readable(with_keys(kommune.house, path)) == before


def test_a_second_change_waits_until_the_old_key_is_thrown_away(
        world: tuple[Kommune, Path]) -> None:
    kommune, path = world
    rotation.rotate(kommune.house, path, reseal=False)
    with pytest.raises(Misconfigured) as caught:
        rotation.rotate(kommune.house, path, reseal=False)
    assert caught.value.code == "KEY_OLD"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_s29_a_key_file_others_can_read_stops_the_start(tmp_path: Path, mode: int) -> None:
    path = a_key(tmp_path / "one.key")
    path.chmod(mode)
    with pytest.raises(Misconfigured) as caught:
        secret(path)
    assert caught.value.code == "KEY_READABLE"


def test_a_key_of_the_wrong_length_is_no_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short", os.urandom)


def test_s20_every_column_of_bytes_is_sealed_or_says_why_not() -> None:
    listed = {f"{one.model.__table__.name}.{one.column}" for one in CLOSED}  # type: ignore[attr-defined]
    there = {f"{table.name}.{column.name}" for table in SQLModel.metadata.tables.values()
             for column in table.columns if isinstance(column.type, LargeBinary)}
    there.add("representation.ground")
    assert there - listed - set(APART) == set()
    assert (listed | set(APART)) - there == set()
