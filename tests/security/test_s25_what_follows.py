"""S25, what comes of tampering: a refusal, an alarm to two, an event; the others go on as before."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlmodel import select as find

from handover.decision import access
from handover.deliver import release
from handover.errors import Conflict, Misconfigured
from handover.store import families
from handover.store.seals import opening
from handover.store.seals.alarm import KIND
from handover.store.seals.guard import Tampered, require
from handover.store.tables import (
    AuditEvent,
    Decision,
    Grant,
    Pupil,
    Representation,
    RowSeal,
    SealPage,
    Session,
    Slot,
    Task,
)
from tests.decision.kommune import SCHOOL, Kommune
from tests.security.town import Answer, Scene, scene, sql


@pytest.fixture
def world(kommune: Kommune) -> Scene:
    return scene(kommune)


def change_the_answer(world: Scene, which: int = 0) -> None:
    with sql(world.kommune) as connection:
        connection.execute(text("UPDATE decision SET answer = 'trukket' WHERE pupil_id = :one"),
                           {"one": world.pupils[which]})


def test_s25_a_changed_answer_alarms_leader_and_personvernombud_once(world: Scene) -> None:
    change_the_answer(world)
    for _ in range(3):
        with pytest.raises(Tampered) as caught, world.kommune.house.work() as work:
            work.session.get_one(Pupil, world.pupils[0])
    assert caught.value.code == "ENDRET_UTENOM"
    with world.kommune.house.work() as work:
        tasks = work.session.exec(find(Task).where(Task.kind == KIND)).all()
        events = work.session.exec(find(AuditEvent).where(
            AuditEvent.event == "forsegling:brutt")).all()
    assert {task.role for task in tasks} == {"skoleeier", "personvernombud"}
    assert {task.object_id for task in tasks} == {f"pupil:{world.pupils[0]}"}
    assert len(events) == 1
    assert [task.pupil_id for task in tasks] == [None] * len(tasks)


def test_s25_the_sentence_names_nobody(world: Scene) -> None:
    change_the_answer(world)
    with pytest.raises(Tampered) as caught, world.kommune.house.work() as work:
        work.session.get_one(Pupil, world.pupils[0])
    assert world.pupils[0] not in caught.value.text
    assert "Nes" not in caught.value.text


def test_s25_the_other_pupil_is_listed_read_and_can_answer(world: Scene) -> None:
    change_the_answer(world)
    rektor = world.kommune.staff("rektor")
    with world.kommune.house.work() as work:
        listed = access.pupils_of_school(work.session, rektor, "2026/2027")
    assert [pupil.id for pupil in listed] == [world.pupils[1]]
    world.says(1, "ja")


def test_s25_the_worker_goes_on_with_the_others(world: Scene) -> None:
    change_the_answer(world)
    assert release._open_pupils(world.kommune.house) == [world.pupils[1]]


def test_s25_a_guardian_taken_out_with_sql_does_not_make_the_rest_decide_alone(
        world: Scene) -> None:
    with sql(world.kommune) as connection:
        connection.execute(delete(Representation).where(
            Representation.pupil_id == world.pupils[0]))  # type: ignore[arg-type]
    with pytest.raises(Tampered), world.kommune.house.work() as work:
        families.valid_representations(work.session, world.pupils[0],
                                       world.kommune.house.today())


def test_s25_nobody_makes_themselves_rektor(world: Scene) -> None:
    person = world.kommune.kin["ola"]
    with sql(world.kommune) as connection:
        connection.execute(insert(Grant).values(
            id="3" * 36, person_id=person, role="rektor", unit_id=SCHOOL, granted_by="meg",
            valid_from=world.kommune.house.today(), valid_to=world.kommune.house.today()))
    with pytest.raises(Tampered), world.kommune.house.work() as work:
        work.session.exec(find(Grant).where(Grant.person_id == person)).all()


def test_s25_nobody_logs_in_with_a_session_of_their_own_making(world: Scene) -> None:
    now = world.kommune.clock.now()
    with sql(world.kommune) as connection:
        connection.execute(insert(Session).values(
            id="4" * 36, secret_hash="5" * 64, person_id=world.kommune.kin["karis mor"],
            provider="idporten", level="hoyt", created=now, seen=now))
    with world.kommune.house.work() as work:
        assert work.session.exec(find(Session).where(Session.secret_hash == "5" * 64)).first() \
            is None


def test_s25_a_withdrawal_taken_away_with_its_seals_is_missed(world: Scene) -> None:
    """Rows and seals of the pupil stand as they did before the withdrawal; the page tells it."""
    pupil = world.pupils[0]
    about = ((Decision.__table__, "pupil_id", pupil),  # type: ignore[attr-defined]
             (RowSeal.__table__, "subject", f"pupil:{pupil}"))  # type: ignore[attr-defined]
    with sql(world.kommune) as connection:
        before = [[dict(row) for row in connection.execute(
            select(table).where(table.c[column] == value)).mappings()]
            for table, column, value in about]
    world.says(0, "nei")
    with sql(world.kommune) as connection:
        for (table, column, value), rows in zip(about, before, strict=True):
            connection.execute(delete(table).where(table.c[column] == value))
            connection.execute(insert(table), rows)
    with pytest.raises(Tampered), world.kommune.house.work() as work:
        require(work.session, f"pupil:{pupil}")


def test_s25_nothing_is_sealed_over_what_was_changed(world: Scene) -> None:
    """A lawful change after the unlawful one does not wash it."""
    change_the_answer(world)
    house = world.kommune.house
    new = Representation(id=house.id(), pupil_id=world.pupils[0], ground="verge", verified=True,
                         person_id=world.kommune.kin["kari"], valid_from=house.today())
    with house.work() as work:
        work.session.add(new)
        with pytest.raises(Tampered):
            work.commit()


def test_s25_what_the_program_takes_away_is_not_missed(world: Scene) -> None:
    house = world.kommune.house
    with house.work() as work:
        work.session.delete(work.session.exec(find(Representation).where(
            Representation.pupil_id == world.pupils[0])).one())
        work.commit()
    with house.work() as work:
        assert work.session.exec(find(Representation).where(
            Representation.pupil_id == world.pupils[0])).all() == []


def test_s25_two_who_change_one_row_at_once_make_no_alarm(world: Scene) -> None:
    """The second one's row has moved on: it is told so, and everything still stands."""
    house, pupil = world.kommune.house, world.pupils[0]
    if house.engine.dialect.name == "sqlite":
        return  # Writers queue before they read: it cannot happen there.
    with house.work() as first, house.work() as second:
        slow = second.session.exec(find(Slot).where(Slot.pupil_id == pupil)).first()
        quick = first.session.get_one(Slot, slow.id)
        quick.bound_unit = "fjordglott"
        first.session.add(quick)
        first.commit()
        slow.closed = True
        second.session.add(slow)
        with pytest.raises(Conflict):
            second.commit()
    with house.work() as work:
        assert work.session.get_one(Slot, slow.id).bound_unit == "fjordglott"
        assert work.session.exec(find(Task).where(Task.kind == KIND)).all() == []


def test_s25_rows_of_authority_are_never_changed_in_bulk(world: Scene) -> None:
    with pytest.raises(TypeError, match="bulk"), world.kommune.house.work() as work:
        work.session.exec(update(Grant).values(role="rektor"))


def test_s25_a_database_without_its_seals_does_not_open(world: Scene) -> None:
    with sql(world.kommune) as connection:
        connection.execute(delete(SealPage))
        connection.execute(delete(RowSeal))
    with pytest.raises(Misconfigured) as caught:
        opening.open_book(world.kommune.house.engine, bytes(32))
    assert caught.value.code == "UTEN_FORSEGLING"


def test_s25_another_key_opens_nothing(world: Scene) -> None:
    with pytest.raises(Misconfigured) as caught:
        opening.open_book(world.kommune.house.engine, bytes(32))
    assert caught.value.code == "FORSEGLING_NOKKEL"


def test_s25_what_was_adopted_stands_and_what_is_changed_after_does_not(world: Scene) -> None:
    engine = world.kommune.house.engine
    assert opening.adopt(engine, bytes(32)) > 20
    book = opening.open_book(engine, bytes(32))
    assert opening.broken(engine, book) == []
    change_the_answer(world, 1)
    assert opening.broken(engine, book) == [f"pupil:{world.pupils[1]}"]


def test_s25_a_column_added_by_a_release_is_sealed_and_a_broken_row_stays_broken(
        world: Scene) -> None:
    """Seals from before a column came: what fitted is sealed anew, what did not is not washed."""
    engine = world.kommune.house.engine
    opening.adopt(engine, bytes(32))
    book = opening.open_book(engine, bytes(32))
    _seal_without(world, book, "raised_by")
    opening.open_book(engine, bytes(32))
    assert opening.broken(engine, book) == []


def _seal_without(world: Scene, book: object, column: str) -> None:
    """Writes the session seals as a release without this column would have."""
    from handover.store.seals import registry
    whole = registry.Sealed.columns
    registry.Sealed.columns = lambda self: [  # type: ignore[method-assign]
        one for one in whole(self) if one.name != column]
    try:
        opening.adopt(world.kommune.house.engine, bytes(32))
    finally:
        registry.Sealed.columns = whole  # type: ignore[method-assign]
    assert opening.broken(world.kommune.house.engine, book)  # type: ignore[arg-type]


def test_s25_checking_costs_little(
        world: Scene, record_property: Callable[[str, object], None]) -> None:
    """A pupil with some two dozen sealed rows is checked well within a page's time."""
    import time
    with world.kommune.house.work() as work:
        book, connection = work.session.info["seals"], work.session.connection()
        subject = f"pupil:{world.pupils[0]}"
        rows = len(book.check(connection, [subject])[subject].rows)
        start = time.perf_counter()
        for _ in range(20):
            book.check(connection, [subject])
        each = (time.perf_counter() - start) / 20
    record_property("ms_per_row", round(each * 1000 / rows, 3))
    assert each < 0.1


def test_the_two_answers_are_those_of_the_scene(world: Scene) -> None:
    with world.kommune.house.work() as work:
        said = {row.pupil_id: row.answer for row in work.session.exec(find(Decision))}
    assert said == {world.pupils[0]: Answer.YES, world.pupils[1]: Answer.NO}
