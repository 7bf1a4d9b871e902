"""`handover admin`: the first two administrators, from a file or stdin, never the command line."""

import importlib
import io
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from handover.cli import main
from handover.demo.clock import StillClock
from handover.store.tables import AuditEvent, Person
from tests import builders
from tests.web.web_world import Node, a_number, make_house

command = importlib.import_module("handover.cli.admin")
NUMBER = a_number(date(1971, 6, 18))
BY_FEIDE = 'fornavn = "Geir"\netternavn = "Tangen"\nfeide = "geir@nordvik.no"\n'
BY_NUMBER = f'fornavn = "Gro"\netternavn = "Lund"\nnummer = "{NUMBER}"\n'


@pytest.fixture
def node(tmp_path, monkeypatch):
    """An empty node that the command opens."""
    clock = StillClock(datetime(2027, 4, 15, 10, 0, tzinfo=UTC))
    made = Node(builders.house(tmp_path, clock, "kommune"), clock)
    monkeypatch.setattr(command, "open_house", lambda config: made.house)
    yield made
    made.house.engine.dispose()


def run(*words, typed=""):
    return CliRunner().invoke(main, ["admin", "--config", "node.toml", *words], input=typed)


def grants(node):
    from handover.store.tables import Grant
    return node.rows(Grant)


def test_an_empty_node_gets_an_administrator_with_an_end_and_an_event(node):
    done = run(typed=BY_FEIDE)
    assert done.exit_code == 0, done.output
    [row] = grants(node)
    assert (row.role, row.valid_to, row.granted_by) == (
        "skoleeier", date(2028, 4, 15), "kommandolinje")
    assert [one.event for one in node.rows(AuditEvent)] == ["administrator:laget"]
    assert "Tangen" not in done.output


def test_there_can_be_two_and_no_third_that_way(node, tmp_path):
    file = tmp_path / "gro.toml"
    file.write_text(BY_NUMBER)
    assert run(typed=BY_FEIDE).exit_code == 0
    assert run("--person", str(file)).exit_code == 0
    third = run(typed=BY_FEIDE.replace("Geir", "Per").replace("geir", "per"))
    assert third.exit_code == 1
    assert "to administratorer" in third.output
    assert len(grants(node)) == 2
    assert len(node.rows(Person)) == 2


def test_the_same_person_twice_is_said_to_be(node):
    run(typed=BY_FEIDE)
    again = run(typed=BY_FEIDE)
    assert again.exit_code == 1
    assert "administrator fra før" in again.output


def test_roles_are_listed_and_ended(node):
    run(typed=BY_FEIDE)
    run(typed=BY_NUMBER)
    shown = run("list")
    assert "Geir Tangen" in shown.output
    assert NUMBER not in shown.output
    first = next(one for one in grants(node) if one.id in shown.output)
    assert run("end", first.id).exit_code == 0
    assert first.id not in run("list").output
    last = next(one for one in grants(node) if one.id != first.id)
    refused = run("end", last.id)
    assert refused.exit_code == 1
    assert "siste administratoren" in refused.output
    assert run("end", "finnes-ikke").exit_code == 1


@pytest.mark.parametrize("typed", [
    "fornavn = ", 'fornavn = "A"\nrolle = "rektor"\n', 'fornavn = 1\n', "",
    'fornavn = "Geir"\netternavn = "Tangen"\n', BY_NUMBER.replace(NUMBER, "11111111111"),
])
def test_what_cannot_be_used_ends_with_a_sentence_and_no_person(node, typed):
    done = run(typed=typed)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "Traceback" not in done.output
    assert "11111111111" not in done.output
    assert node.rows(Person) == []


def test_s23_a_demo_node_refuses_a_number_that_is_not_synthetic(node):
    real = real_number()
    done = run(typed=BY_NUMBER.replace(NUMBER, real))
    assert done.exit_code == 1
    assert real not in done.output
    assert node.rows(Person) == []


def test_s23_a_production_node_refuses_a_synthetic_number(node, tmp_path, monkeypatch):
    folder = tmp_path / "production"
    folder.mkdir()
    production = make_house(folder, node.clock, demo=False)
    monkeypatch.setattr(command, "open_house", lambda config: production)
    done = run(typed=BY_NUMBER)
    production.engine.dispose()
    assert done.exit_code == 1
    assert NUMBER not in done.output


def test_nothing_about_a_person_can_be_given_on_the_command_line(node):
    for words in (["--navn", "Geir"], ["--nummer", NUMBER], ["--feide", "geir@nordvik.no"]):
        assert run(*words).exit_code == 2
    names = {one.name for one in main.commands["admin"].params}
    assert names == {"config", "person"}


def test_a_person_can_be_typed_in_with_the_number_hidden(node, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True
    answers = iter(["Gro", "Lund", "", NUMBER, "Administrator"])
    hidden = []
    monkeypatch.setattr(command.sys, "stdin", Terminal())
    monkeypatch.setattr(command.click, "prompt", lambda text, **more: (
        hidden.append(more.get("hide_input", False)), next(answers))[1])
    with pytest.raises(SystemExit) as ended:
        main(["admin", "--config", "node.toml"])
    assert ended.value.code == 0
    assert hidden == [False, False, False, True, False]
    assert len(grants(node)) == 1


def real_number():
    """A number of the form real people have, of a day long before anybody in it could be alive."""
    from handover.rules.person_number import classify, is_synthetic
    return next(number for number in (f"010154{tail:05}" for tail in range(100_000))
                if classify(number) and not is_synthetic(number))
