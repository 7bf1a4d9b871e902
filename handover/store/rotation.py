"""Changing the master key, and with it every person's key, while the node goes on (S20, S21, S29).

One person a transaction: whoever is not done when the power goes is done the next time.
What tells them apart is which master key closes the person's key, so nothing needs remembering.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from handover.house import House
from handover.ports import Random
from handover.store.audit import Event, take_lock
from handover.store.boxes import CLOSED, Closed
from handover.store.key_files import MasterFile
from handover.store.tables import NodeKey, Person
from handover.store.vault import OWN, Box, Place, Vault, derive


def open_vault(engine: Engine, file: MasterFile, random: Random) -> Vault:
    """The vault of a database, with the node's own keys, which are made the first time.

    Raises Misconfigured about the file, BoxBroken when it belongs to another database.
    """
    masters = file.read()
    plain = Vault(masters[0], random, masters=file.read)
    with Session(engine) as session:
        take_lock(session.connection())
        own = {}
        for name, label in OWN.items():
            row = session.get(NodeKey, name)
            if row is None:
                row = NodeKey(name=name, wrapped=plain.wrap(derive(masters[-1], label),
                                                            _own_place(name)))
                session.add(row)
            own[name] = plain.unwrap(row.wrapped, _own_place(name))
        session.commit()
    return Vault(masters[0], random, masters=file.read, own=own)


def rotate(house: House, path: Path, *, reseal: bool) -> int:
    """Everything closed with a new master key; returns how many persons were moved.

    With `reseal`, each person also gets a new key of their own, and everything sealed about
    them is sealed anew: for when the old key may have been seen. Broken off anywhere, it goes
    on from there when it is run again. The old file is kept for backups (`forget` removes it).
    """
    file = MasterFile(path)
    file.prepare(house.random(32))
    house.vault.refresh()
    _move_own(house)
    moved = 0
    while left := list(_left(house)):
        # Somebody may come in while we work, closed with the old key: look until nobody has.
        for person_id in left:
            moved += _move(house, person_id, reseal)
    with house.work() as work:
        work.audit(Event("nokkel:byttet", "node", fields={"personer": str(moved)}))
        work.commit()
    file.take_over()
    house.vault.refresh()
    return moved


def left_behind(house: House) -> int:
    """How many persons' keys are not closed with the newest master key."""
    house.vault.refresh()
    return sum(1 for _ in _left(house))


def _move_own(house: House) -> None:
    with house.work() as work:
        for row in work.session.exec(select(NodeKey)).all():
            place = _own_place(row.name)
            row.wrapped = house.vault.wrap(house.vault.unwrap(row.wrapped, place), place)
            work.session.add(row)
        work.commit()


def _left(house: House) -> Iterator[str]:
    with house.engine.connect() as connection:
        rows = connection.execute(select(Person.id, Person.wrapped_key)).all()
    return (row.id for row in rows if not house.vault.newest(row.wrapped_key, _place(row.id)))


def _move(house: House, person_id: str, reseal: bool) -> int:
    with house.work() as work:
        person = work.session.get(Person, person_id)
        if person is None or house.vault.newest(person.wrapped_key, _place(person_id)):
            return 0
        if reseal:
            _reseal(house, work.session, person)
        else:
            key = house.vault.unwrap(person.wrapped_key, _place(person_id))
            person.wrapped_key = house.vault.wrap(key, _place(person_id))
        work.session.add(person)
        work.commit()
        return 1


def _reseal(house: House, session: Session, person: Person) -> None:
    """A new key, and every box about the person opened with the old and closed with the new."""
    before = house.vault.box(person.id, person.wrapped_key)
    person.wrapped_key = house.vault.new_key(person.id)
    after = house.vault.box(person.id, person.wrapped_key)
    for closed in CLOSED:
        for row in session.exec(select(closed.model).where(closed.where(person.id))).all():
            place = Place(closed.place, str(getattr(row, closed.key)), closed.purpose)
            _turn(row, closed, place, before, after)
            session.add(row)


def _turn(row: object, closed: Closed, place: Place, before: Box, after: Box) -> None:
    value: bytes | str | None = getattr(row, closed.column)
    if value is None:
        return
    data = base64.b64decode(value) if closed.text else bytes(value)  # type: ignore[arg-type]
    sealed = after.seal(before.open(data, place), place)
    setattr(row, closed.column, base64.b64encode(sealed).decode() if closed.text else sealed)


def _own_place(name: str) -> Place:
    return Place("nodekey", name, "key")


def _place(person_id: str) -> Place:
    return Place("person", person_id, "key")
