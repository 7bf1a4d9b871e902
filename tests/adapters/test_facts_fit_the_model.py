"""What the house's own adapters tell is what the information model takes, as it stands."""

import pytest
from pytest_httpserver import HTTPServer
from simulated import AMINA, NOW, PDF, amina, asked, ppt_store, school_store, served

from adapters.opplasting import UploadSource
from adapters.pifu import PifuSource
from adapters.pifu.source import CATEGORIES
from adapters.ppt import PptSource
from handover.demo.simulators.ppt import ppt_system
from handover.demo.simulators.school import Absence, LanguageTeaching, school_system
from handover.kit import CollectRequest, Document
from handover.kit.accept import accept
from handover.parts.build import build, read

SALT = "0" * 32


@pytest.mark.parametrize("category", CATEGORIES)
def test_what_a_school_system_tells_becomes_a_part(httpserver: HTTPServer, category: str) -> None:
    pupil = amina()
    pupil.absences.append(Absence("2", "1", "2027-01-16", "2027-01-31"))
    pupil.language_teaching.append(LanguageTeaching("Innføringstilbud", "2023-08-20", "2023-08-20"))
    app = school_system(school_store(pupil), token="t", now=lambda: NOW)
    httpserver.expect_request("/pifu/sas").respond_with_handler(served(app))
    source = PifuSource({"token": "t"}, httpserver.url_for("").rstrip("/"))
    (person,) = accept(asked(category), source.collect(asked(category)))
    tree = person.facts[category]
    assert read(build(category, tree, salt=SALT)) == tree


@pytest.mark.parametrize("category", ["sakkyndig", "ppt_sak"])
def test_what_ppt_tells_becomes_a_part(httpserver: HTTPServer, category: str) -> None:
    handler = served(ppt_system(ppt_store(), token="t"))
    httpserver.expect_request("/overgang/v1/vurderinger").respond_with_handler(handler)
    source = PptSource({"token": "t"}, httpserver.url_for("").rstrip("/"))
    (person,) = accept(asked(category), source.collect(asked(category)))
    tree = person.facts[category]
    assert read(build(category, tree, salt=SALT)) == tree


def test_an_uploaded_scan_becomes_a_part() -> None:
    head = {
        "form": "dokument",
        "dato": "2025-02-12",
        "lovversjon": "2023",
        "forfatterrolle": "skoleleder",
        "tilrading": {"linje": ["Egen plan i norsk"]},
    }
    document = Document("ito_vedtak", head, "2027-04-20", "Vedtak", PDF)
    request = CollectRequest(
        "k", "310000000", "2026/2027", AMINA, ("ito_vedtak",), (document,)
    )  # fmt: skip
    (person,) = accept(request, UploadSource({}).collect(request))
    tree = person.facts["ito_vedtak"]
    assert read(build("ito_vedtak", tree, salt=SALT)) == tree
