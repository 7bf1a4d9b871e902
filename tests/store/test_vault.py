"""Encryption at rest: what is sealed for one place opens nowhere else (S20)."""

import os

import pytest

from handover.store.vault import BoxBroken, Place, Vault

HERE = Place("part", "1", "content")


@pytest.fixture
def vault() -> Vault:
    return Vault(bytes(32), os.urandom)


def test_what_is_sealed_opens_where_it_was_sealed(vault: Vault) -> None:
    box = vault.box("kari", vault.new_key("kari"))
    assert box.open(box.seal(b"hei", HERE), HERE) == b"hei"


@pytest.mark.parametrize("elsewhere", [
    Place("part", "2", "content"), Place("part", "1", "details"), Place("person", "1", "content")])
def test_s20_a_value_moved_to_another_place_does_not_open(vault: Vault, elsewhere: Place) -> None:
    box = vault.box("kari", vault.new_key("kari"))
    with pytest.raises(BoxBroken):
        box.open(box.seal(b"hei", HERE), elsewhere)


def test_s20_one_persons_key_does_not_open_anothers_box(vault: Vault) -> None:
    sealed = vault.box("kari", vault.new_key("kari")).seal(b"hei", HERE)
    with pytest.raises(BoxBroken):
        vault.box("ola", vault.new_key("ola")).open(sealed, HERE)


def test_s20_a_wrapped_key_moved_to_another_person_does_not_open(vault: Vault) -> None:
    with pytest.raises(BoxBroken):
        vault.box("ola", vault.new_key("kari"))


def test_another_master_key_opens_nothing(vault: Vault) -> None:
    wrapped = vault.new_key("kari")
    with pytest.raises(BoxBroken):
        Vault(bytes([1]) * 32, os.urandom).box("kari", wrapped)


def test_a_lookup_finds_the_same_value_and_does_not_show_it(vault: Vault) -> None:
    first = vault.lookup("pid", "19891151430")
    assert first == vault.lookup("pid", "19891151430")
    assert first != vault.lookup("feide", "19891151430")
    assert "19891151430" not in first
