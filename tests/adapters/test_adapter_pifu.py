"""The PIFU-IMS source: the suite every source inherits, and how it tells the format."""

from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from simulated import (
    AMINA,
    NOW,
    SCHOOL,
    YEAR,
    amina,
    asked,
    number,
    school_store,
    served,
    vigo_number,
)

from adapters.pifu import PifuSource
from adapters.pifu.source import CATEGORIES
from handover.demo.simulators.school import (
    Absence,
    LanguageTeaching,
    Mark,
    SchoolPerson,
    SchoolStore,
    school_system,
)
from handover.kit import Collected, CollectRequest, Permanent
from handover.kit.accept import accept
from handover.kit.conformance import HttpSourceConformance
from handover.kit.conformance.calls import TOKEN
from handover.kit.conformance.system import Application

NS = 'xmlns="http://pifu.no/xsd/pifu-ims_sas/pifu-ims_sas-v1"'


class TestPifuConformance(HttpSourceConformance):
    """Green means: works with Overgang."""

    @pytest.fixture
    def store(self) -> SchoolStore:
        return school_store()

    @pytest.fixture
    def application(self, store: SchoolStore) -> Application:
        return served(school_system(store, token=TOKEN, now=lambda: NOW))

    @pytest.fixture
    def adapter_class(self) -> type[PifuSource]:
        return PifuSource

    @pytest.fixture
    def content_type(self) -> str:
        return "application/xml"

    @pytest.fixture
    def request_known(self) -> CollectRequest:
        return asked(*CATEGORIES)

    @pytest.fixture
    def rename(self, store: SchoolStore) -> Callable[[str], None]:
        return lambda name: setattr(store.pupils["e-1"], "given", name)


def collected(server: HTTPServer, store: SchoolStore, request: CollectRequest) -> Collected:
    """What the adapter makes of a school's store, over real HTTP."""
    handler = served(school_system(store, token="t", now=lambda: NOW))
    server.expect_request("/pifu/sas").respond_with_handler(handler)
    return PifuSource({"token": "t"}, server.url_for("").rstrip("/")).collect(request)


def facts_of(server: HTTPServer, pupil: SchoolPerson) -> dict[str, object]:
    (person,) = collected(server, school_store(pupil), asked(*CATEGORIES))
    return dict(person.facts)


def test_a_pupil_comes_out_in_the_words_of_the_model(httpserver: HTTPServer) -> None:
    (person,) = collected(httpserver, school_store(), asked(*CATEGORIES))
    assert person.person == AMINA
    assert person.as_of == "2027-02-01"
    assert set(person.facts) == set(CATEGORIES)
    assert person.facts["identitet"] == {
        "identifikator": {
            "type": "fodselsnummer",
            "identifikatorverdi": AMINA.identifikatorverdi,
        },
        "navn": {"fornavn": "Amina", "etternavn": "Abdi Warsame"},
        "fodselsdato": "2011-09-19",
        "malform": "bokmal",
        "kontaktinformasjon": {
            "epostadresse": "amina@example.no",
            "mobiltelefonnummer": "+4790000003",
        },
        "bostedsadresse": {
            "adresselinje": ["Storgata 1"],
            "postnummer": "1234",
            "poststed": "Nordvik",
        },
    }


def test_guardians_are_contact_data_and_other_relatives_are_not_there(
    httpserver: HTTPServer,
) -> None:
    people = facts_of(httpserver, amina())["foresatte"]["person"]  # type: ignore[index]
    assert [one["navn"]["fornavn"] for one in people] == ["Hodan"]
    assert people[0]["tolkesprak"] == {"kode": "so", "navn": "Somali"}
    assert set(people[0]) == {"navn", "kontaktinformasjon", "bostedsadresse", "tolkesprak"}


def test_school_class_year_and_subjects(httpserver: HTTPServer) -> None:
    assert facts_of(httpserver, amina())["skole_fag"] == {
        "skole": {
            "navn": "Havna ungdomsskole",
            "organisasjonsnummer": SCHOOL,
            "skolenummer": "12345",
        },
        "skolear": YEAR,
        "arstrinn": 10,
        "klasse": "10B",
        "kontaktlaerer": {"fornavn": "Anne", "etternavn": "Vik"},
        "fag": [
            {"kode": "KRO0020", "navn": "Kroppsøving", "fagstatus": "fritatt"},
            {"kode": "MAT0010", "navn": "Matematikk", "fagstatus": "elev"},
            {"kode": "NOR0214", "navn": "Norsk hovedmål skriftlig", "fagstatus": "elev"},
        ],
    }


def test_special_teaching_leaves_no_trace(httpserver: HTTPServer) -> None:
    plain, special = amina(), amina()
    plain.subjects = [*special.subjects[:1], type(special.subjects[1])("MAT0010", "Matematikk")]
    special.subjects = special.subjects[:2]
    with HTTPServer() as other:
        assert facts_of(httpserver, plain) == facts_of(other, special)


def test_marks_without_comments_and_without_national_tests(httpserver: HTTPServer) -> None:
    told = facts_of(httpserver, amina())["karakterer"]
    assert told == {
        "skolear": YEAR,
        "fagvurdering": [
            {
                "type": "slutt",
                "fag": {"kode": "KRO0020", "navn": "Kroppsøving"},
                "karakter": "F",
            },
            {
                "type": "eksamen_skriftlig",
                "fag": {"kode": "MAT0010", "navn": "Matematikk"},
                "karakter": "3",
            },
            {
                "type": "halvar",
                "fag": {"kode": "NOR0214", "navn": "Norsk hovedmål skriftlig"},
                "karakter": "4",
            },
            {
                "type": "slutt",
                "fag": {"kode": "NOR0214", "navn": "Norsk hovedmål skriftlig"},
                "karakter": "5",
            },
        ],
    }


def test_a_mark_our_model_does_not_have_is_left_out_and_told(httpserver: HTTPServer) -> None:
    pupil = amina()
    pupil.marks = [Mark("NOR0214", "Final grade", "D"), Mark("MAT0010", "Final grade", "4")]
    answer = collected(httpserver, school_store(pupil), asked("karakterer"))
    (person,) = answer
    assert [one["karakter"] for one in person.facts["karakterer"]["fagvurdering"]] == ["4"]
    assert [(one.code, one.where) for one in answer.findings] == [
        ("UTELATT", "person[1]/karakterer")
    ]


def test_absence_is_summed_over_valid_and_invalid_and_rounded(httpserver: HTTPServer) -> None:
    assert facts_of(httpserver, amina())["fravaer_omfang"] == {
        "omfang": [
            {
                "skolear": YEAR, "arstrinn": 10, "type": "halvar",
                "dager": 4, "timer": 5, "perDato": "2027-01-15",
            }
        ]
    }  # fmt: skip


def test_two_terms_make_a_year_and_a_running_term_has_no_date(httpserver: HTTPServer) -> None:
    pupil = amina()
    pupil.absences = [
        Absence("3", "4", "2026-08-17", "2027-01-15"),
        Absence("2", "1", "2027-01-16", "2027-06-20"),
    ]
    told = facts_of(httpserver, pupil)["fravaer_omfang"]["omfang"]  # type: ignore[index]
    assert [(one["type"], one["dager"], one["timer"]) for one in told] == [
        ("halvar", 3, 4),
        ("slutt", 5, 5),
    ]
    assert "perDato" not in told[1]


@pytest.mark.parametrize(
    "absence",
    [
        Absence("-3", "4", "2026-08-17", "2027-01-15"),
        Absence("NaN", "4", "2026-08-17", "2027-01-15"),
        Absence("mange", "4", "2026-08-17", "2027-01-15"),
        Absence("3", "99999", "2026-08-17", "2027-01-15"),
    ],
)
def test_an_impossible_absence_is_left_out_and_told(
    httpserver: HTTPServer, absence: Absence
) -> None:
    pupil = amina()
    pupil.absences = [absence]
    answer = collected(httpserver, school_store(pupil), asked("fravaer_omfang"))
    (person,) = answer
    assert person.facts == {}
    assert [one.code for one in answer.findings] == ["UTELATT"]


def test_absence_of_another_year_is_not_counted(httpserver: HTTPServer) -> None:
    pupil = amina()
    pupil.absences = [Absence("3", "4", "2025-08-17", "2026-01-15")]
    assert "fravaer_omfang" not in facts_of(httpserver, pupil)


def test_language_teaching_becomes_decisions(httpserver: HTTPServer) -> None:
    pupil = amina()
    pupil.language_teaching = [
        LanguageTeaching("Norsk tegnspråk 8-10", "2023-08-20", "2023-08-20"),
        LanguageTeaching("Særskilt språkopplæring", "2026-08-20", "2026-08-20", "2027-06-20"),
        LanguageTeaching("Samisk som førstespråk", "", "2026-08-20"),
    ]
    answer = collected(httpserver, school_store(pupil), asked("sprak_vedtak"))
    (person,) = answer
    assert person.facts["sprak_vedtak"] == {
        "vedtak": [
            {
                "type": "tegnsprak", "vedtaksdato": "2023-08-20", "lovversjon": "1998",
                "gyldighetsperiode": {"start": "2023-08-20"},
            },
            {
                "type": "saerskilt_sprakopplaering", "vedtaksdato": "2026-08-20",
                "lovversjon": "2023",
                "gyldighetsperiode": {"start": "2026-08-20", "slutt": "2027-06-20"},
            },
        ],
        "morsmal": {"kode": "so", "navn": "Somali"},
    }  # fmt: skip
    assert [one.where for one in answer.findings] == ["person[1]/sprak_vedtak"]


def test_contact_people_have_their_work_addresses(httpserver: HTTPServer) -> None:
    told = facts_of(httpserver, amina())["kontakt_og_besok"]
    assert told == {
        "kontaktperson": [
            {
                "navn": {"fornavn": "Anne", "etternavn": "Vik"},
                "rolle": "kontaktlaerer",
                "kontaktinformasjon": {
                    "epostadresse": "anne.vik@havna.example.no",
                    "mobiltelefonnummer": "+4790000001",
                },
            },
            {
                "navn": {"fornavn": "Ola", "etternavn": "Moen"},
                "rolle": "radgiver",
                "kontaktinformasjon": {"epostadresse": "ola.moen@havna.example.no"},
            },
        ]
    }


def test_neither_gender_nor_password_nor_login_follows(httpserver: HTTPServer) -> None:
    said = str(facts_of(httpserver, amina()))
    for word in ("gender", "kjonn", "5f4dcc3b", "password", "elev-e-1", "sahra"):
        assert word not in said.lower()


def test_a_malformed_number_stops_one_pupil_and_the_others_go_on(httpserver: HTTPServer) -> None:
    wrong, late = amina(), amina()
    wrong.id, wrong.nin = "e-2", ("091193" + "11111")
    late.id, late.nin, late.birthday = "e-3", number("2011-01-18"), "2011-01-18"
    answer = collected(httpserver, school_store(wrong, late), asked(*CATEGORIES, pupil=None))
    assert len(answer) == 2
    assert [(one.code, one.where) for one in answer.findings] == [("UGYLDIG_NUMMER", "person[2]")]
    assert "0911" not in answer.findings[0].text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nin": "14831100000"}, "UGYLDIG_NUMMER"),
        ({"nin": "123"}, "UGYLDIG_NUMMER"),
        ({"nin": "", "fin": "12345678901"}, "UGYLDIG_NUMMER"),
        ({"birthday": ""}, "FODSELSDATO_MANGLER"),
        ({"birthday": "14.03.2011"}, "PERSON_FEIL_FORM"),
        ({"given": "K" * 257}, "PERSON_FEIL_FORM"),
        ({"family": ""}, "PERSON_FEIL_FORM"),
    ],
)
def test_each_fault_in_a_pupil_has_its_own_finding(
    httpserver: HTTPServer, change: dict[str, str], code: str
) -> None:
    wrong = amina()
    wrong.id = "e-2"
    for name, value in change.items():
        setattr(wrong, name, value)
    answer = collected(httpserver, school_store(wrong), asked("identitet", pupil=None))
    assert [one.person for one in answer] == [AMINA]
    assert [one.code for one in answer.findings] == [code]


def test_a_pupil_with_a_number_from_vigo_is_known_by_it(httpserver: HTTPServer) -> None:
    noor = amina()
    noor.id, noor.nin, noor.fin, noor.birthday = "e-2", "", vigo_number("2011-04-04"), "2011-04-04"
    answer = collected(httpserver, school_store(noor), asked("identitet", pupil=None))
    kinds = {one.person.identifikatortype for one in answer}
    assert kinds == {"fodselsnummer", "vigo-fiktivt"}


def test_a_pupil_without_any_number_is_known_by_the_schools_own(httpserver: HTTPServer) -> None:
    new = amina()
    new.id, new.nin = "e-2", ""
    answer = collected(httpserver, school_store(new), asked("identitet", pupil=None))
    assert [one.person.identifikatortype for one in answer].count("annet") == 1


def test_the_cohort_is_tenth_grade_at_that_school_only(httpserver: HTTPServer) -> None:
    young, elsewhere = amina(), amina()
    young.id, young.grade, young.class_name = "e-2", 9, "9A"
    elsewhere.id, elsewhere.school = "e-3", "310000009"
    answer = collected(httpserver, school_store(young, elsewhere), asked("identitet", pupil=None))
    assert [one.person for one in answer] == [AMINA]


def test_a_pupil_in_another_class_is_found_when_asked_for(httpserver: HTTPServer) -> None:
    young = amina()
    young.grade, young.class_name = 9, "9A"
    (person,) = collected(httpserver, school_store(young), asked("skole_fag"))
    assert person.facts["skole_fag"]["arstrinn"] == 9


def test_a_school_nobody_has_is_for_good(httpserver: HTTPServer) -> None:
    request = CollectRequest("k", "999999999", YEAR, None, ("identitet",))
    with pytest.raises(Permanent) as caught:
        collected(httpserver, school_store(), request)
    assert caught.value.reason_code == "UKJENT_SKOLE"


def test_s17_a_twin_with_the_same_birth_date_is_another_person(httpserver: HTTPServer) -> None:
    twin = amina()
    twin.id, twin.given, twin.nin = "e-2", "Jonas", number("2011-09-19", 500)
    request = asked("identitet")
    answer = accept(request, collected(httpserver, school_store(twin), request))
    assert [one.person for one in answer] == [AMINA]


def export(inside: str, *, root: str = "", type_: str = "full") -> bytes:
    """A file written by hand, so that not only our own simulator is read."""
    properties = (
        f'<properties lang="no"><datasource>sas@x.no</datasource><type>{type_}</type>'
        "<datetime>2027-02-01T08:00:00</datetime></properties>"
    )
    return f"<enterprise {NS} {root}>{properties}{inside}</enterprise>".encode()


def answered(server: HTTPServer, body: bytes) -> Collected:
    server.expect_request("/pifu/sas").respond_with_data(body, content_type="text/xml")
    source = PifuSource({"token": "t"}, server.url_for("").rstrip("/"))
    return source.collect(asked("identitet", pupil=None))


SKOLE = (
    "<group><sourcedid><source>s</source><id>17</id></sourcedid><grouptype>"
    '<scheme>pifu-ims-go-org</scheme><typevalue level="2">skole</typevalue></grouptype>'
    "<description><short>Havna</short></description><relationship relation='1'>"
    "<sourcedid><source>s</source><id>17</id></sourcedid><label>seg selv</label>"
    "</relationship><extension><pifu_id type='organizationNumber'>"
    f"<pifu_value>{SCHOOL}</pifu_value><pifu_scope>enhetsregisteret</pifu_scope>"
    "<pifu_unique>1</pifu_unique></pifu_id></extension></group>"
)


def test_the_schema_hint_of_the_formats_own_examples_is_no_obstacle(
    httpserver: HTTPServer,
) -> None:
    hint = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://pifu.no/xsd/pifu-ims_sas/pifu-ims_sas-v1 PIFU-IMS_SAS.xsd"'
    )
    assert len(answered(httpserver, export(SKOLE, root=hint))) == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<enterprise/>", "UGYLDIG_FORMAT"),
        (export(SKOLE, type_="delta"), "UGYLDIG_FORMAT"),
        (export(SKOLE + "<person/>"), "UGYLDIG_FORMAT"),
        (export(SKOLE + "<noe/>"), "UGYLDIG_FORMAT"),
        (export(SKOLE.replace("<grouptype>", "<x/><grouptype>")), "UGYLDIG_FORMAT"),
        (export(SKOLE.replace("<short>Havna</short>", "")), "UGYLDIG_FORMAT"),
        (export("<membership/>"), "UGYLDIG_FORMAT"),
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + export(SKOLE), "UGYLDIG_SVAR"),
        (export(SKOLE).decode().encode("utf-16"), "UGYLDIG_SVAR"),
        (export(SKOLE)[:-4], "UGYLDIG_SVAR"),
    ],
)
def test_a_file_that_is_not_the_format_is_for_good(
    httpserver: HTTPServer, body: bytes, code: str
) -> None:
    with pytest.raises(Permanent) as caught:
        answered(httpserver, body)
    assert caught.value.reason_code == code


def test_somebody_in_a_group_who_is_not_in_the_file_is_told(httpserver: HTTPServer) -> None:
    year = SKOLE.replace("<id>17</id>", "<id>t</id>", 1).replace(
        '"2">skole', '"4">trinn'
    ).replace("pifu-ims-go-org", "pifu-ims-go-grp").replace("Havna", "10")  # fmt: skip
    member = (
        "<membership><sourcedid><source>s</source><id>t</id></sourcedid><member><sourcedid>"
        "<source>s</source><id>borte</id></sourcedid><idtype>1</idtype>"
        '<role roletype="01"><status>1</status></role></member></membership>'
    )
    answer = answered(httpserver, export(SKOLE + year + member))
    assert len(answer) == 0
    assert [one.code for one in answer.findings] == ["ELEV_MANGLER"]
