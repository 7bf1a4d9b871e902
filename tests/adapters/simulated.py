"""Simulated systems with a few invented people, and the way to serve them to an adapter."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from werkzeug import Request, Response

from handover.demo.simulators.ppt import PptPerson, PptStore, SharedFile
from handover.demo.simulators.school import (
    Absence,
    Adult,
    Guardian,
    LanguageTeaching,
    Mark,
    School,
    SchoolPerson,
    SchoolStore,
    Subject,
)
from handover.kit import CollectRequest, PupilRef, classify

SCHOOL = "310000000"
YEAR = "2026/2027"
NOW = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def number(day: str, serial: int = 0) -> str:
    """A synthetic fødselsnummer (month + 80) for an ISO birth date."""
    year, month, date = day.split("-")
    head = f"{date}{int(month) + 80}{year[2:]}"
    found = (f"{head}{tail:05}" for tail in range(serial, 100_000))
    return next(one for one in found if classify(one) == "fodselsnummer")


def vigo_number(day: str) -> str:
    """A number as VIGO makes them up: day + 40, and 99 after the date."""
    year, month, date = day.split("-")
    head = f"{int(date) + 40}{int(month) + 80}{year[2:]}"
    found = (f"{head}{tail:05}" for tail in range(99_000, 100_000))
    return next(one for one in found if classify(one) == "vigo-fiktivt")


AMINA = PupilRef("fodselsnummer", number("2011-09-19"), "Amina", "Abdi Warsame", "2011-09-19")
TEACHER = Adult("l-1", "Anne", "Vik", "anne.vik@havna.example.no", "+4790000001")
COUNSELLOR = Adult("r-1", "Ola", "Moen", "ola.moen@havna.example.no")
MOTHER = Adult(
    "f-1", "Hodan", "Ali Farah", "hodan@example.no", "+4790000002",
    "Storgata 1", "1234", "Nordvik", "so",
)  # fmt: skip
AUNT = Adult("f-2", "Sahra", "Ali", "sahra@example.no")


def amina() -> SchoolPerson:
    """A pupil with everything the format can say that we carry."""
    return SchoolPerson(
        id="e-1",
        given=AMINA.fornavn,
        family=AMINA.etternavn,
        birthday=AMINA.fodselsdato,
        school=SCHOOL,
        nin=AMINA.identifikatorverdi,
        gender="1",
        email="amina@example.no",
        mobile="+4790000003",
        street="Storgata 1",
        pcode="1234",
        locality="Nordvik",
        language="nb",
        mother_tongue="so",
        contact_teacher="l-1",
        guardians=[Guardian(MOTHER), Guardian(AUNT, "nextOfKin")],
        subjects=[
            Subject("NOR0214", "Norsk hovedmål skriftlig"),
            Subject("MAT0010", "Matematikk", "A"),
            Subject("KRO0020", "Kroppsøving", "F"),
        ],
        marks=[
            Mark("NOR0214", "Term 1", "4", "Jobber godt"),
            Mark("NOR0214", "Final grade", "5"),
            Mark("MAT0010", "National test", "58"),
            Mark("MAT0010", "Exam grade written", "3"),
            Mark("KRO0020", "Final grade", "F"),
        ],
        absences=[
            Absence("3", "4.5", "2026-08-17", "2027-01-15"),
            Absence("1", "0.25", "2026-08-17", "2027-01-15", "invalid"),
        ],
        language_teaching=[
            LanguageTeaching("Særskilt språkopplæring", "2026-08-20", "2026-08-20", "2027-06-20")
        ],
    )


def school_store(*more: SchoolPerson) -> SchoolStore:
    """One school with Amina, and whoever else."""
    school = School(
        SCHOOL, "12345", "Havna ungdomsskole", "310000001", "Nordvik kommune",
        [TEACHER], [COUNSELLOR],
    )  # fmt: skip
    store = SchoolStore({SCHOOL: school})
    store.add(amina(), *more)
    return store


def ppt_store() -> PptStore:
    """PPT knows Amina: an assessment with a scanned document, and a case."""
    store = PptStore()
    office = {"navn": "PPT for Sunnby og Nordvik", "organisasjonsnummer": "310000002"}
    store.add(
        PptPerson(
            AMINA.identifikatortype, AMINA.identifikatorverdi, AMINA.fornavn, AMINA.etternavn,
            AMINA.fodselsdato, "2027-01-20",
            assessment={
                "form": "strukturert",
                "dato": "2025-02-12",
                "lovversjon": "2023",
                "forfatterrolle": "ppt_radgiver",
                "organ": office,
                "tilrading": {"linje": ["Egen plan i norsk", "Små grupper"]},
                "punkter": {
                    "utbytte": "Delvis.",
                    "hvorforIkkeUtbytte": "Språket tar tid.",
                    "opplaeringsmal": "Lese fagtekster.",
                    "aktuelleTiltak": "Forberedte ord.",
                    "kompetanse": "Norsk som andrespråk.",
                },
            },
            case={
                "organ": office,
                "status": "pagaende",
                "henvisning": {"dato": "2024-09-01", "gjelder": "Lesing"},
                "kontaktperson": {
                    "navn": {"fornavn": "Per", "etternavn": "Li"},
                    "rolle": "PPT-rådgiver",
                },
            },
            files=[SharedFile("Sakkyndig vurdering", PDF)],
        )
    )  # fmt: skip
    return store


def asked(*categories: str, pupil: PupilRef | None = AMINA) -> CollectRequest:
    """The question an adapter gets."""
    return CollectRequest("korr-1", SCHOOL, YEAR, pupil, categories)


def served(app: Flask) -> Callable[[Request], Response]:
    """A Flask app as an application for FakeSystem or pytest-httpserver."""
    client = app.test_client()

    def answer(request: Request) -> Response:
        answered = client.open(
            request.full_path,
            method=request.method,
            headers=list(request.headers),
            data=request.get_data(),
        )
        return Response(answered.data, answered.status_code, list(answered.headers))

    return answer
