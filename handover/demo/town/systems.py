"""The cast's data as the simulated school system and PPT system hold it on a day of the year.

The systems speak their own wire formats and know nothing of us; the demo only
changes what is in them as the year goes.
"""

from dataclasses import replace
from datetime import date

from handover.demo.cast import Cast
from handover.demo.cast.people import Person, Staff
from handover.demo.cast.school import SchoolClass
from handover.demo.cast.story import Part, Pupil
from handover.demo.simulators.krr import ContactStore, Registered
from handover.demo.simulators.ppt import PptPerson, PptStore, SharedFile
from handover.demo.simulators.school_model import (
    Absence,
    Adult,
    Guardian,
    Mark,
    School,
    SchoolPerson,
    SchoolStore,
    Subject,
)

KINDS = {"halvar": "Term 1", "slutt": "Final grade", "eksamen_skriftlig": "Exam grade written",
         "eksamen_muntlig": "Exam grade oral"}
PERIODS = {"halvar": ("2026-08-17", "2027-01-15"), "slutt": ("2026-08-17", "2027-06-18")}
FORMS = {"bokmal": "nb", "nynorsk": "nn"}
GENDER = {"K": "1", "M": "2"}
NEWCOMER = Adult(id="mona", given="Mona", family="Lie", email="mona@nordvik.example",
                 user="mona@nordvik.example")
"""A teacher the school's system knows and Overgang does not yet: a role to be proposed."""


def fill_school(store: SchoolStore, cast: Cast, day: date) -> None:
    """Everything the school knows on `day`; earlier contents are replaced."""
    school_class = cast.school_class
    unit = cast.unit(school_class.unit)
    owner = cast.organisation(unit.organisation)
    staff = [member for member in cast.staff if member.unit == unit.id]
    orgnr = _school_number(owner.number)
    store.schools[orgnr] = School(
        orgnr=orgnr, vigo=unit.school_number or "", name=unit.name, owner_orgnr=owner.number,
        owner=owner.name,
        teachers=[*(_employee(one) for one in staff if "laerer" in one.role), NEWCOMER],
        counsellors=[_employee(one) for one in staff if one.role == "radgiver"],
        leaders=[_employee(one) for one in staff if one.role == "rektor"])
    store.pupils.clear()
    for pupil in cast.pupils:
        store.add(_pupil(pupil, school_class, orgnr, day))


def _school_number(owner: str) -> str:
    """The demo's school is known to its system by the owner's number: it has none of its own."""
    return owner


def _pupil(pupil: Pupil, school_class: SchoolClass, orgnr: str, day: date) -> SchoolPerson:
    person, record = pupil.person, pupil.record
    number = person.identifier
    fictive = number.type == "vigo-fiktivt"
    return SchoolPerson(
        id=f"elev-{pupil.case:02}", given=_given(person), family=person.family,
        birthday=person.born.isoformat(), school=orgnr, nin="" if fictive else number.value,
        fin=number.value if fictive else "", gender=GENDER.get(person.sex, "0"),
        email=person.email or "", mobile=_phone(person.phone),
        street=person.address.street if person.address else "",
        pcode=person.address.postcode if person.address else "",
        locality=person.address.place if person.address else "", language=person.malform[:2],
        mother_tongue=person.language, class_name=school_class.id, grade=school_class.grade,
        contact_teacher=school_class.teacher,
        guardians=[Guardian(_adult(one.person)) for one in pupil.guardians if one.invited],
        subjects=[Subject(one.code, one.name) for one in school_class.subjects],
        marks=[Mark(one.subject.code, KINDS[one.type], one.value)
               for one in record.marks_on(day)],
        absences=[Absence(str(one.days), str(one.hours), *PERIODS[one.type])
                  for one in record.absence if one.on <= day])


def _given(person: Person) -> str:
    return " ".join(part for part in (person.given, person.middle) if part)


def _employee(member: Staff) -> Adult:
    return replace(_adult(member.person), user=member.user)


def _adult(person: Person) -> Adult:
    return Adult(id=person.id, given=person.given, family=person.family,
                 email=person.email or "", mobile=_phone(person.phone),
                 language=person.language, gender=GENDER.get(person.sex, "0"))


def _phone(text: str | None) -> str:
    return "+47" + text.replace(" ", "") if text else ""


def fill_register(store: ContactStore, cast: Cast) -> None:
    """The pupils and their guardians as the contact register has them. Nobody else is asked for."""
    people = [one.person for pupil in cast.pupils for one in pupil.guardians]
    for person in (*(pupil.person for pupil in cast.pupils), *people):
        if person.identifier.type in ("fodselsnummer", "d-nummer"):
            store.add(Registered(
                person.identifier.value, mail=person.email or "", phone=_phone(person.phone),
                reserved=person.reserved,
                language="se" if person.language == "se" else FORMS[person.malform]))


def fill_ppt(store: PptStore, cast: Cast, day: date) -> None:
    """Everything PPT's own system knows on `day`."""
    for pupil in cast.pupils:
        assessment = _ppt_part(pupil, "sakkyndig", day)
        case = _ppt_part(pupil, "ppt_sak", day)
        if assessment or case:
            store.add(_ppt_person(pupil, assessment, case))


def _ppt_part(pupil: Pupil, category: str, day: date) -> Part | None:
    found = pupil.part(category, day)
    return found if found and found.source == "ppt" else None


def _ppt_person(pupil: Pupil, assessment: Part | None, case: Part | None) -> PptPerson:
    person = pupil.person
    newest = max(part.available for part in (assessment, case) if part)
    facts = {key: value for key, value in assessment.facts.items() if key != "vedlegg"} \
        if assessment else None
    return PptPerson(
        number_type=person.identifier.type, number=person.identifier.value, given=person.given,
        family=person.family, birthday=person.born.isoformat(), as_of=newest.isoformat(),
        assessment=facts, case=dict(case.facts) if case else None,
        files=[SharedFile(one.title, one.data) for one in assessment.documents]
        if assessment else [])
