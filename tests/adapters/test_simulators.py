"""The simulated systems: what they answer, what they refuse, and that they stand alone."""

import ast
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pytest_httpserver import HTTPServer
from simulated import AMINA, NOW, SCHOOL, amina, asked, ppt_store, school_store, served

import handover.demo.simulators as simulators
from adapters.pifu import PifuSource
from adapters.pifu.source import CATEGORIES
from adapters.pifu.structure import fault
from adapters.ppt import PptSource
from handover.demo.simulators.ppt import ppt_system
from handover.demo.simulators.school import Adult, SchoolPerson, Trouble, school_system
from handover.kit import Permanent, Retryable
from handover.kit.doors import read_xml

BEARER = {"Authorization": "Bearer t"}
QUERY = {"skole": SCHOOL, "skolear": "2026/2027"}
QUESTION = {
    "identifikatortype": AMINA.identifikatortype,
    "identifikatorverdi": AMINA.identifikatorverdi,
    "fodselsdato": AMINA.fodselsdato,
    "kategorier": ["sakkyndig", "ppt_sak"],
}


def school(trouble: Trouble | None = None) -> FlaskClient:
    app = school_system(school_store(), token="t", now=lambda: NOW, trouble=trouble)
    return app.test_client()


def ppt() -> FlaskClient:
    return ppt_system(ppt_store(), token="t").test_client()


def test_the_export_has_the_structure_of_the_format() -> None:
    answer = school().get("/pifu/sas", query_string=QUERY, headers=BEARER)
    assert answer.content_type == "application/xml; charset=utf-8"
    assert fault(read_xml(answer.data, limit=10**6)) is None


@pytest.mark.parametrize(
    ("query", "headers", "status", "reference"),
    [
        (QUERY, {}, 401, "RFC 6750 section 3.1"),
        (QUERY, {"Authorization": "Bearer feil"}, 401, "RFC 6750 section 3.1"),
        ({**QUERY, "skole": "999999999"}, BEARER, 404, "P3.13.1.1 organizationNumber"),
        ({**QUERY, "skolear": "2026"}, BEARER, 400, "5.10.3 adminperiod"),
        ({**QUERY, "skolear": "2026/2028"}, BEARER, 400, "5.10.3 adminperiod"),
    ],
)
def test_the_school_says_which_reference_a_refusal_follows(
    query: dict[str, str], headers: dict[str, str], status: int, reference: str
) -> None:
    answer = school().get("/pifu/sas", query_string=query, headers=headers)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert reference in answer.json["reference"]


@pytest.mark.parametrize(
    ("question", "headers", "status", "reference"),
    [
        (QUESTION, {}, 401, "securitySchemes/token"),
        ({}, BEARER, 400, "schemas/Sporsmal"),
        ({**QUESTION, "navn": "Amina"}, BEARER, 400, "schemas/Sporsmal"),
        ({**QUESTION, "kategorier": ["journal"]}, BEARER, 400, "schemas/Sporsmal"),
        ({**QUESTION, "kategorier": []}, BEARER, 400, "schemas/Sporsmal"),
        ({**QUESTION, "identifikatorverdi": "1"}, BEARER, 404, "responses/404"),
        ({**QUESTION, "fodselsdato": "2011-01-01"}, BEARER, 404, "responses/404"),
    ],
)
def test_ppt_says_which_part_of_the_contract_a_refusal_follows(
    question: object, headers: dict[str, str], status: int, reference: str
) -> None:
    answer = ppt().post("/overgang/v1/vurderinger", json=question, headers=headers)
    assert answer.status_code == status
    assert reference in answer.json["reference"]


def test_a_question_with_a_number_in_the_address_is_refused() -> None:
    answer = ppt().post("/overgang/v1/vurderinger?nummer=1", json=QUESTION, headers=BEARER)
    assert answer.status_code == 400


def test_markup_in_a_name_stays_a_name() -> None:
    store = school_store()
    store.pupils["e-1"].given = "<b>&\"'"
    app = school_system(store, token="t", now=lambda: NOW)
    answer = app.test_client().get("/pifu/sas", query_string=QUERY, headers=BEARER)
    names = [one.text for one in read_xml(answer.data, limit=10**6).iter("{*}given")]
    assert "<b>&\"'" in names


@pytest.mark.parametrize(
    "change", [{"email": "x"}, {"mobile": "90000001"}, {"given": ""}, {"family": "x" * 257}]
)
def test_a_record_the_format_cannot_carry_is_refused_when_made(change: dict[str, str]) -> None:
    values = {"id": "x", "given": "A", "family": "B", **change}
    with pytest.raises(ValueError, match=r"PIFU-IMS SAS 1\.3"):
        Adult(**values)
    with pytest.raises(ValueError, match=r"PIFU-IMS SAS 1\.3"):
        SchoolPerson(birthday="2011-01-01", school=SCHOOL, **values)


def test_trouble_comes_and_goes_while_the_system_runs(httpserver: HTTPServer) -> None:
    slept: list[float] = []
    trouble = Trouble(sleep=slept.append)
    app = school_system(school_store(), token="t", now=lambda: NOW, trouble=trouble)
    httpserver.expect_request("/pifu/sas").respond_with_handler(served(app))
    source = PifuSource({"token": "t"}, httpserver.url_for("").rstrip("/"))
    trouble.begin("unavailable", times=1, seconds=90)
    with pytest.raises(Retryable) as caught:
        source.collect(asked(*CATEGORIES))
    assert caught.value.after_seconds == 90
    trouble.begin("slow", times=1, seconds=3)
    assert len(source.collect(asked(*CATEGORIES))) == 1
    assert slept == [3]
    trouble.begin("garbage")
    for _ in range(2):
        with pytest.raises(Permanent):
            source.collect(asked(*CATEGORIES))
    trouble.clear()
    assert len(source.collect(asked(*CATEGORIES))) == 1


def test_trouble_of_a_kind_there_is_not_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Trouble is"):
        Trouble().begin("rar")


def test_data_changed_while_the_system_runs_is_what_comes_next(httpserver: HTTPServer) -> None:
    store = school_store()
    app = school_system(store, token="t", now=lambda: NOW)
    httpserver.expect_request("/pifu/sas").respond_with_handler(served(app))
    source = PifuSource({"token": "t"}, httpserver.url_for("").rstrip("/"))
    before = source.collect(asked("skole_fag"))
    store.pupils["e-1"].class_name = "10C"
    (person,) = source.collect(asked("skole_fag"))
    assert person.facts["skole_fag"]["klasse"] == "10C"
    store.add(amina())
    assert source.collect(asked("skole_fag")) == before


def test_what_ppt_takes_back_is_gone_at_the_next_question(httpserver: HTTPServer) -> None:
    store = ppt_store()
    handler = served(ppt_system(store, token="t"))
    httpserver.expect_request("/overgang/v1/vurderinger").respond_with_handler(handler)
    source = PptSource({"token": "t"}, httpserver.url_for("").rstrip("/"))
    (known,) = store.people.values()
    known.assessment = None
    (person,) = source.collect(asked("sakkyndig", "ppt_sak"))
    assert set(person.facts) == {"ppt_sak"}


def test_simulators_share_no_line_with_the_adapters_they_test() -> None:
    """Two sides with one misunderstanding would agree, so neither may import the other."""
    for path in Path(simulators.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = [name for name in names if name.startswith(("adapters", "handover"))]
            assert all(name.startswith("handover.demo.simulators") for name in ours), path.name


def test_adapters_import_nothing_of_the_house_but_the_kit_and_no_parser() -> None:
    root = Path(simulators.__file__).parents[3] / "adapters"
    parsers = ("lxml", "xml", "zipfile", "json", "sqlite3", "requests", "urllib", "socket")
    files = sorted(root.rglob("*.py"))
    assert len(files) > 10
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                house = name.split(".")[0] != "handover" or name.startswith("handover.kit")
                assert house, path.name
                assert name.split(".")[0] not in parsers, path.name
