"""The upload source (P5): forms and scanned documents, through a process like any other."""

import hashlib

import pytest
from simulated import AMINA, PDF, SCHOOL, YEAR

from adapters.opplasting import UploadSource
from handover.kit import CollectRequest, Document, Misconfigured, Permanent, SourceAdapter
from handover.kit.accept import accept
from handover.kit.conformance import SourceConformance
from handover.kit.process import AdapterProcess, AdapterSpec
from handover.kit.registry import adapter_hash, locate

HEAD = {
    "form": "dokument",
    "dato": "2025-02-12",
    "lovversjon": "2023",
    "forfatterrolle": "ppt_radgiver",
    "tilrading": {"linje": ["Egen plan i norsk"]},
}


def uploaded(*documents: Document) -> CollectRequest:
    categories = tuple(dict.fromkeys(one.category for one in documents))
    return CollectRequest("k", SCHOOL, YEAR, AMINA, categories, documents)


SCANNED = Document("iop", HEAD, "2027-04-20", "Opplæringsplan", PDF)
TYPED = Document("tilpasning", {"sammendrag": "Korte økter."}, "2027-04-21")


class TestUploadConformance(SourceConformance):
    """Green means: works with Overgang."""

    @pytest.fixture
    def adapter(self) -> SourceAdapter:
        return UploadSource({})

    @pytest.fixture
    def request_known(self) -> CollectRequest:
        return uploaded(SCANNED, TYPED)


def test_a_scanned_document_becomes_facts_with_the_file_by_its_hash() -> None:
    (person,) = UploadSource({}).collect(uploaded(SCANNED))
    digest = hashlib.sha256(PDF).hexdigest()
    assert person.facts["iop"] == {
        **HEAD,
        "vedlegg": [
            {
                "fil": f"vedlegg/{digest}.pdf",
                "sha256": digest,
                "lengde": len(PDF),
                "medietype": "application/pdf",
                "tittel": "Opplæringsplan",
            }
        ],
    }
    assert [file.data for file in person.attachments] == [PDF]
    assert person.as_of == "2027-04-20"


def test_a_form_without_a_document_is_facts_alone() -> None:
    (person,) = UploadSource({}).collect(uploaded(TYPED))
    assert person.facts == {"tilpasning": {"sammendrag": "Korte økter."}}
    assert person.attachments == ()


def test_what_was_not_asked_for_is_not_taken_along() -> None:
    request = CollectRequest("k", SCHOOL, YEAR, AMINA, ("tilpasning",), (SCANNED, TYPED))
    (person,) = UploadSource({}).collect(request)
    assert set(person.facts) == {"tilpasning"}


@pytest.mark.parametrize(
    ("pdf", "code"),
    [
        (b"MZ\x90\x00", "PDF_NOT_PDF"),
        (PDF.replace(b"/Root", b"/Encrypt 3 0 R /Root"), "PDF_ENCRYPTED"),
        (PDF.replace(b"%%EOF", b" " * 10_500_000 + b"%%EOF"), "PDF_TOO_LARGE"),
    ],
)
def test_a_pdf_the_door_refuses_is_refused_with_its_sentence(pdf: bytes, code: str) -> None:
    with pytest.raises(Permanent) as caught:
        UploadSource({}).collect(uploaded(Document("iop", HEAD, "2027-04-20", "x", pdf)))
    assert caught.value.reason_code == code
    assert "PDF" in caught.value.text or "Filen" in caught.value.text


def test_a_form_cannot_name_files_it_did_not_bring() -> None:
    fields = {**HEAD, "vedlegg": [{"fil": "vedlegg/x.pdf", "sha256": "0" * 64}]}
    with pytest.raises(Permanent) as caught:
        UploadSource({}).collect(uploaded(Document("iop", fields, "2027-04-20")))
    assert caught.value.reason_code == "VEDLEGG_I_SKJEMA"


def test_two_documents_for_one_part_are_for_a_person_to_choose_between() -> None:
    with pytest.raises(Permanent) as caught:
        UploadSource({}).collect(uploaded(SCANNED, SCANNED))
    assert caught.value.reason_code == "TO_AV_SAMME_SLAG"


def test_it_has_no_system_so_an_address_is_a_setting_to_mend() -> None:
    UploadSource({}).check()
    with pytest.raises(Misconfigured) as caught:
        UploadSource({}, "https://x.example.no").check()
    assert caught.value.setting == "origin"


def test_a_document_of_ten_megabytes_goes_through_the_process_unchanged() -> None:
    large = PDF.replace(b"%%EOF", b"% " + b"x" * 9_900_000 + b"\n%%EOF")
    request = uploaded(Document("iop", HEAD, "2027-04-20", "Stor", large))
    digest = adapter_hash(locate("source", "opplasting"))
    with AdapterProcess(AdapterSpec("opplasting", "source", "1.0", digest)) as process:
        (person,) = accept(request, process.collect(request))
    assert person.attachments[0].data == large
