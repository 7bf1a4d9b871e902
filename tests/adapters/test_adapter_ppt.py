"""The PPT source: the inherited suite, the contract, and what is refused."""

import base64
import copy
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from simulated import AMINA, PDF, asked, ppt_store, served
from werkzeug import Request, Response

import adapters.ppt
from adapters.ppt import PptSource
from adapters.ppt.contract import RECORDS
from handover.demo.simulators.ppt import PptStore, ppt_system
from handover.kit import CollectRequest, Permanent, PersonFacts
from handover.kit.accept import accept
from handover.kit.conformance import HttpSourceConformance
from handover.kit.conformance.calls import TOKEN
from handover.kit.conformance.system import Application
from handover.kit.doors import read_json, write_json

KEY = (AMINA.identifikatortype, AMINA.identifikatorverdi)


class TestPptConformance(HttpSourceConformance):
    """Green means: works with Overgang."""

    @pytest.fixture
    def store(self) -> PptStore:
        return ppt_store()

    @pytest.fixture
    def application(self, store: PptStore) -> Application:
        return served(ppt_system(store, token=TOKEN))

    @pytest.fixture
    def adapter_class(self) -> type[PptSource]:
        return PptSource

    @pytest.fixture
    def request_known(self) -> CollectRequest:
        return asked("sakkyndig", "ppt_sak")

    @pytest.fixture
    def rename(self, store: PptStore) -> Callable[[str], None]:
        return lambda name: setattr(store.people[KEY], "given", name)


def told() -> dict[str, Any]:
    """A whole answer, to be spoilt by a test."""
    return copy.deepcopy(ppt_store().people[KEY].told(["sakkyndig", "ppt_sak"]))


def answered(server: HTTPServer, answer: Any, *categories: str) -> PersonFacts:
    server.expect_request("/overgang/v1/vurderinger", method="POST").respond_with_data(
        write_json(answer), content_type="application/json; charset=utf-8"
    )
    source = PptSource({"token": "t"}, server.url_for("").rstrip("/"))
    (person,) = source.collect(asked(*(categories or ("sakkyndig", "ppt_sak"))))
    return person


def test_an_assessment_and_a_case_come_out_in_the_words_of_the_model(
    httpserver: HTTPServer,
) -> None:
    person = answered(httpserver, told())
    digest = hashlib.sha256(PDF).hexdigest()
    assert person.person == AMINA
    assert person.as_of == "2027-01-20"
    assert person.facts["sakkyndig"]["vedlegg"] == [
        {
            "fil": f"vedlegg/{digest}.pdf",
            "sha256": digest,
            "lengde": len(PDF),
            "medietype": "application/pdf",
            "tittel": "Sakkyndig vurdering",
        }
    ]
    assert person.facts["sakkyndig"]["punkter"]["kompetanse"] == "Norsk som andrespråk."
    assert person.facts["ppt_sak"]["henvisning"] == {"dato": "2024-09-01", "gjelder": "Lesing"}
    assert [file.data for file in person.attachments] == [PDF]


def test_the_question_carries_number_and_birth_date_in_the_body_and_no_name(
    httpserver: HTTPServer,
) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        assert read_json(request.get_data(), limit=1000) == {
            "identifikatortype": AMINA.identifikatortype,
            "identifikatorverdi": AMINA.identifikatorverdi,
            "fodselsdato": AMINA.fodselsdato,
            "kategorier": ["sakkyndig"],
        }
        return Response(write_json(told()), content_type="application/json")

    httpserver.expect_request("/ppt/overgang/v1/vurderinger").respond_with_handler(answer)
    origin = httpserver.url_for("").rstrip("/")
    PptSource({"token": "t", "path": "/ppt/"}, origin).collect(asked("sakkyndig"))
    assert seen[0].headers["Overgang-Korrelasjon"] == "korr-1"
    assert seen[0].query_string == b""


def test_fields_the_contract_does_not_have_are_dropped(httpserver: HTTPServer) -> None:
    answer = told()
    answer["internt"] = "notat"
    answer["sakkyndig"]["diagnoser"] = ["F90"]
    answer["sakkyndig"]["organ"]["saksbehandler"] = "NN"
    answer["ppt_sak"]["timelogg"] = [1, 2]
    assert answered(httpserver, answer).facts == answered(httpserver, told()).facts


@pytest.mark.parametrize(
    "name",
    ["raskarer", "råskårer", "Råskår", "testresultater", "wiscV", "IQ", "fullskalaIq",
     "percentil", "skalertSkåre", "rawScores", "stanine"],
)  # fmt: skip
def test_raw_test_results_are_refused_wherever_they_stand(
    httpserver: HTTPServer, name: str
) -> None:
    answer = told()
    answer["sakkyndig"]["punkter"][name] = {"verdi": 7}
    with pytest.raises(Permanent) as caught:
        answered(httpserver, answer)
    assert caught.value.reason_code == "RASKARER"
    assert "PPT" in caught.value.text


def test_the_contracts_own_words_are_no_raw_results(httpserver: HTTPServer) -> None:
    assert set(answered(httpserver, told()).facts) == {"sakkyndig", "ppt_sak"}


def spoilt(path: str, value: object) -> dict[str, Any]:
    """A whole answer with one value changed, or taken away when the value is None."""
    answer = told()
    *above, last = path.split("/")
    place: Any = answer
    for name in above:
        place = place[int(name) if name.isdecimal() else name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return answer


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("elev", None),
        ("perDato", None),
        ("perDato", "20.01.2027"),
        ("elev/fodselsdato", "2011-02-30"),
        ("elev/identifikatortype", "navn"),
        ("sakkyndig/tilrading", None),
        ("sakkyndig/tilrading/linje", ["x"] * 6),
        ("sakkyndig/tilrading/linje", []),
        ("sakkyndig/tilrading/linje", ["x" * 201]),
        ("sakkyndig/tilrading/linje", "x"),
        ("sakkyndig/lovversjon", 2023),
        ("sakkyndig/lovversjon", "2024"),
        ("sakkyndig/form", "tale"),
        ("sakkyndig/organ", "PPT"),
        ("sakkyndig/organ/organisasjonsnummer", "123"),
        ("sakkyndig/punkter/utbytte", "x" * 8001),
        ("sakkyndig/punkter/utbytte", ["x"]),
        ("sakkyndig/punkter/utbytte", "  "),
        ("sakkyndig/vedlegg/0/medietype", "text/html"),
        ("sakkyndig/vedlegg/0/sha256", "0" * 64),
        ("sakkyndig/vedlegg/0/innhold", "ikke base64!"),
        ("sakkyndig/vedlegg/0/innhold", base64.b64encode(b"MZ").decode()),
        ("sakkyndig/vedlegg/0/innhold", "AAAA="),
        ("ppt_sak/henvisning/dato", None),
        ("ppt_sak/kontaktperson/navn", "Per Li"),
        ("ppt_sak/status", True),
        ("ppt_sak", []),
    ],
)
def test_an_answer_that_breaks_the_contract_is_not_used_at_all(
    httpserver: HTTPServer, path: str, value: object
) -> None:
    with pytest.raises(Permanent) as caught:
        answered(httpserver, spoilt(path, value))
    assert caught.value.reason_code == "UGYLDIG_SVAR"


def test_a_pdf_that_is_locked_is_not_used(httpserver: HTTPServer) -> None:
    # One that can act is used: the house rebuilds every document inert before it is hashed (S7).
    locked = PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root")
    answer = told()
    answer["sakkyndig"]["vedlegg"][0]["innhold"] = base64.b64encode(locked).decode()
    answer["sakkyndig"]["vedlegg"][0]["sha256"] = hashlib.sha256(locked).hexdigest()
    with pytest.raises(Permanent):
        answered(httpserver, answer)


def test_a_part_ppt_does_not_share_is_simply_not_there(httpserver: HTTPServer) -> None:
    assert set(answered(httpserver, spoilt("ppt_sak", None)).facts) == {"sakkyndig"}


def test_s17_an_answer_about_another_pupil_is_not_used(httpserver: HTTPServer) -> None:
    answer = spoilt("elev/fodselsdato", "2011-09-20")
    httpserver.expect_request("/overgang/v1/vurderinger").respond_with_data(
        write_json(answer), content_type="application/json"
    )
    request = asked("sakkyndig")
    collected = PptSource({"token": "t"}, httpserver.url_for("").rstrip("/")).collect(request)
    accepted = accept(request, collected)
    assert len(accepted) == 0
    assert [one.code for one in accepted.findings] == ["WRONG_PERSON"]


def test_html_with_status_200_is_not_believed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/overgang/v1/vurderinger").respond_with_data(
        write_json(told()), content_type="text/html"
    )
    with pytest.raises(Permanent):
        PptSource({"token": "t"}, httpserver.url_for("").rstrip("/")).collect(asked("sakkyndig"))


CONTRACT = Path(adapters.ppt.__file__).with_name("openapi.yaml").read_text(encoding="utf-8")


def properties_in_contract() -> dict[str, tuple[set[str], set[str]]]:
    """Schema → (its properties, its required ones), read off the file's indentation."""
    made: dict[str, tuple[set[str], set[str]]] = {}
    schemas = CONTRACT[CONTRACT.index("  schemas:\n") :]
    for block in re.split(r"\n(?=    \w+:\n)", schemas)[1:]:
        required = re.search(r"^      required: \[(.*)\]$", block, re.MULTILINE)
        names = set(re.findall(r"^        (\w+):$", block, re.MULTILINE))
        wanted = set(required.group(1).split(", ")) if required else set()
        made[block.split(":")[0].strip()] = (names, wanted)
    return made


@pytest.mark.parametrize("schema", RECORDS)
def test_the_openapi_file_and_the_code_say_the_same(schema: str) -> None:
    names, required = properties_in_contract()[schema]
    record = RECORDS[schema]
    assert names == {*record.required, *record.optional}
    assert required == set(record.required)


def test_no_address_in_the_contract_has_a_place_for_a_person() -> None:
    paths = re.findall(r"^  (/\S+):$", CONTRACT, re.MULTILINE)
    assert paths == ["/overgang/v1/status", "/overgang/v1/vurderinger"]
    assert "in: path" not in CONTRACT
    assert "in: query" not in CONTRACT
