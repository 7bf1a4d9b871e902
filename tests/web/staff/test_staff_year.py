"""«10. trinn»: what waits for me comes first, and nothing can be counted."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from staff_world import IDENTITET, SCHOOL, TILPASNING, VALG, VEDTAK, with_source

from handover.decision import interpreter
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.store.tables import AuditEvent, Collection, Task

ALWAYS = "Noen elever følges opp av rektor på annen måte."


class Queries:
    """Keeps a record of every statement the database is asked."""

    def __init__(self, engine):
        self.engine, self.asked = engine, []

    def _note(self, connection, cursor, statement, *rest):
        self.asked.append(statement)

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *rest):
        event.remove(self.engine, "before_cursor_execute", self._note)


def fill(world, first, last):
    for which in range(first, last):
        pupil = world.pupil(f"Elev{which} Nordmann{which:02}", which)
        world.node.guardian(pupil, f"Mor{which} Nordmann", which=which)
        world.part(pupil)
        asked = world.part(pupil, "utdanningsvalg", VALG, PartState.APPROVED)
        world.part(pupil, "identitet", IDENTITET)
        if which % 2:
            world.answer(asked, pupil.person_id)
        with world.house.work() as work:
            work.session.add(Task(id=world.house.id(), unit_id=SCHOOL, role="radgiver",
                                  kind="annet", pupil_id=pupil.id,
                                  created=world.house.clock.now()))
            work.commit()


def count_queries(world, client, page="/trinn"):
    client.get(page)
    with Queries(world.house.engine) as found:
        assert client.get(page).status_code == 200
    return len(found.asked)


@pytest.mark.parametrize("page", ["/trinn", "/oversikt"])
def test_thirty_pupils_cost_the_database_as_many_questions_as_three(world, page):
    client = world.client(world.siri if page == "/trinn" else world.trond)
    fill(world, 0, 3)
    few = count_queries(world, client, page)
    fill(world, 3, 30)
    assert count_queries(world, client, page) == few


def test_what_waits_for_me_stands_before_what_waits_for_others(world, words):
    waits, asked = world.pupil("Amina Warsame"), world.pupil("Emil Lie", 1)
    world.part(waits)
    world.part(asked, state=PartState.APPROVED)
    text = words(world.client(world.siri).get("/trinn"))
    assert text.index("Dette venter på deg") < text.index("Amina Warsame")
    assert text.index("Amina Warsame") < text.index("Dette venter på andre")
    assert text.index("Dette venter på andre") < text.index("Emil Lie")
    assert "Velg det den nye skolen trenger Du 20. mai" in text.replace("\xa0", " ")


def test_a_pupil_who_needs_nothing_stands_nowhere_and_nobody_is_counted(world, words):
    quiet = world.pupil("Jonas Solbakken", 1)
    world.part(quiet, "identitet", IDENTITET)
    text = words(world.client(world.siri).get("/trinn"))
    assert "Jonas" not in text
    assert "Ingenting venter på deg" in text
    assert not [word for word in text.split() if word in ("1", "2")]


def test_the_closing_sentence_is_there_with_and_without_somebody_taken_out(world, words):
    client = world.client(world.siri)
    before = words(client.get("/trinn"))
    world.part(world.pupil("Ella Vang", 2, blocked=True))
    assert ALWAYS in before
    assert words(client.get("/trinn")) == before


def test_only_that_somebody_has_answered_is_told_and_never_what(world, words):
    pages = []
    for said in (Answer.YES, Answer.NO):
        pupil = world.pupil("Sara Kvamme", 5 if said is Answer.YES else 6)
        part = world.part(pupil, "utdanningsvalg", VALG, PartState.APPROVED)
        client = world.client(world.siri)
        assert "Har ikke svart: Sara." in words(client.get("/trinn"))
        world.answer(part, pupil.person_id, said=said)
        pages.append(words(client.get("/trinn")))
    assert pages[0] == pages[1]
    assert "Sara" not in pages[0]


def test_a_guardian_is_waited_for_until_the_rule_is_met(world, words):
    pupil = world.pupil()
    mother = world.node.guardian(pupil)
    part = world.part(pupil, "ito_vedtak", VEDTAK, PartState.APPROVED)
    client = world.client(world.siri)
    assert "Har ikke svart: Amina, Hodan." in words(client.get("/trinn"))
    world.answer(part, pupil.person_id)
    text = words(client.get("/trinn"))
    assert "Har svart: Amina." in text
    assert "Har ikke svart: Hodan." in text
    world.answer(part, mother.id, "foresatt")
    assert "Amina" not in words(client.get("/trinn"))


def test_who_is_to_be_asked_must_be_settled_when_the_rule_wants_everybody(world, words):
    pupil = world.pupil()
    world.born(pupil, world.house.today() - timedelta(days=14 * 365))
    world.node.guardian(pupil)
    world.node.guardian(pupil, "Ukjent Far", which=1, verified=False)
    world.part(pupil, state=PartState.APPROVED)
    assert "Avklar hvem som skal spørres" in words(world.client(world.siri).get("/trinn"))


def test_the_law_based_package_is_readied_for_everybody_in_one_press(world, press, words):
    part = world.part(world.pupil(), "identitet", IDENTITET)
    client = world.client(world.siri)
    answer = press(client, "/trinn", "/trinn/grunnpakke")
    assert answer.status_code == 303
    assert world.state(part) == PartState.APPROVED
    text = words(client.get("/trinn")).replace("\xa0", " ")
    assert "Grunnpakken er klar." in text
    assert "tidligst 21. mai" in text


def test_a_source_that_does_not_answer_is_one_sentence_and_nothing_is_lost(world, press, words):
    part = world.part(world.pupil())
    with_source(world, "pifu", "http://127.0.0.1:9")
    client = world.client(world.siri)
    assert press(client, "/trinn", "/trinn/hent").status_code == 303
    assert "Systemet svarer ikke akkurat nå." in words(client.get("/trinn"))
    assert world.state(part) == PartState.FOUND
    assert [one.outcome for one in world.rows(Collection)] == ["PROV_IGJEN"]


def test_the_search_finds_ones_own_pupils_and_is_no_list_of_everybody(world, press, words):
    world.pupil("Jonas Solbakken", 1)
    world.pupil("Ella Vang", 2, blocked=True)
    client = world.client(world.siri)
    assert "Jonas Solbakken" in words(press(client, "/trinn", "/trinn/finn", navn="jon sol"))
    gone, never = (words(press(client, "/trinn", "/trinn/finn", navn=name))
                   for name in ("Ella", "Ingen"))
    assert gone == never
    assert "Fant ingen elev du har." in gone
    assert "Jonas" not in words(press(client, "/trinn", "/trinn/finn", navn="j"))


def test_a_question_to_the_leader_waits_for_the_leader(world, press, words):
    pupil = world.pupil()
    part = world.part(pupil, facts=TILPASNING, state=PartState.LEFT_OUT)
    client = world.client(world.siri)
    page = f"/elev/{pupil.id}/del/{part.id}"
    press(client, page, page + "/sporsmal")
    press(client, page, page + "/sporsmal")
    assert [(one.kind, one.role) for one in world.rows(Task)] == [("spor_leder", "rektor")]
    assert "Venter på svar fra rektor" in words(client.get("/trinn"))
    assert "oppgave:ny" in [one.event for one in world.rows(AuditEvent)]


def test_p8_a_guardian_who_wants_a_call_with_an_interpreter_reaches_the_radgiver(world):
    pupil = world.pupil("Amina Warsame")
    mother = world.node.guardian(pupil, "Hodan Farah")
    wish = interpreter.Wish(mother.id, interpreter.times(world.house.today())[0], "so")
    with world.house.work() as work:
        work.session.add(Task(id=world.house.id(), unit_id=SCHOOL, role="radgiver",
                              kind=interpreter.KIND, pupil_id=pupil.id, object_id=wish.code,
                              created=world.house.clock.now()))
        work.commit()
    text = world.client(world.siri).get("/trinn").text
    assert "Ring Hodan Farah" in text
    assert "Språk: somali" in text
