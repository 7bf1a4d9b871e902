"""The adapter: fetches a school's export and tells it in the words of the model.

The promise: one faulty pupil is a finding and the others go on; a faulty file is an error.
"""

from collections.abc import Iterator
from typing import Any

from adapters.pifu import people, schooling
from adapters.pifu.absence import absence
from adapters.pifu.client import fetch
from adapters.pifu.export import Export, Group, Key, Person, read
from adapters.pifu.marks import marks
from adapters.pifu.staff import staff_of
from handover.kit import (
    Collected,
    CollectRequest,
    Finding,
    Info,
    Permanent,
    PersonFacts,
    PupilRef,
    SourceAdapter,
    StaffList,
    StaffRequest,
    error,
    warning,
)

FINAL_YEAR = 10
CATEGORIES = (
    "identitet",
    "foresatte",
    "skole_fag",
    "karakterer",
    "fravaer_omfang",
    "sprak_vedtak",
    "kontakt_og_besok",
)


class PifuSource(SourceAdapter):
    """Settings: `token`, and `path` of the export (default /pifu/sas)."""

    def info(self) -> Info:
        return Info("pifu", "1.0", CATEGORIES, roster=True)

    def _check(self) -> None:
        # HEAD is not in every product; the smallest true question is for a school nobody has.
        self.http.get(self._path(), query={"skole": "000000000"}, accept=(400, 404))

    def _collect(self, request: CollectRequest) -> Collected:
        export = read(fetch(self.http, self._path(), request))
        school = schooling.school_of(export, request.school)
        if school is None:
            raise Permanent("UKJENT_SKOLE")
        if request.pupil is None:
            return _cohort(export, school, request)
        for person, ref in _known(export, school):
            if ref.same_person(request.pupil):
                facts, findings = _facts(export, school, person, ref, request)
                return Collected((facts,), tuple(findings))
        raise Permanent("UKJENT_ELEV")

    def _staff(self, request: StaffRequest) -> StaffList:
        asked = CollectRequest(request.correlation_id, request.school, request.school_year,
                               None, ())
        export = read(fetch(self.http, self._path(), asked))
        school = schooling.school_of(export, request.school)
        if school is None:
            raise Permanent("UKJENT_SKOLE")
        return staff_of(export, school)

    def _path(self) -> str:
        return self.setting("path", "/pifu/sas")


def _cohort(export: Export, school: Group, request: CollectRequest) -> Collected:
    """Everybody in 10th grade at the school, in the order of their numbers."""
    persons, findings = [], []
    for key in schooling.pupils_of(export, school):
        if schooling.year_of(export, key) != FINAL_YEAR:
            continue
        person, ref = export.persons.get(key), _reference(export, key)
        if isinstance(ref, Finding):
            findings.append(ref)
        elif person is not None:
            facts, more = _facts(export, school, person, ref, request)
            persons.append(facts)
            findings += more
    ordered = sorted(persons, key=lambda one: one.person.identifikatorverdi)
    return Collected(tuple(ordered), tuple(findings))


def _known(export: Export, school: Group) -> Iterator[tuple[Person, PupilRef]]:
    for key in schooling.pupils_of(export, school):
        ref = _reference(export, key)
        if isinstance(ref, PupilRef):
            yield export.persons[key], ref


def _reference(export: Export, key: Key) -> PupilRef | Finding:
    person = export.persons.get(key)
    if person is None:
        text = "En elev står i en gruppe, men mangler selv i uttrekket. Hent et nytt uttrekk."
        return error("ELEV_MANGLER", "membership", text)
    return people.reference(person)


def _facts(
    export: Export, school: Group, person: Person, ref: PupilRef, request: CollectRequest
) -> tuple[PersonFacts, list[Finding]]:
    year, level = request.school_year, schooling.year_of(export, person.key)
    grades, strange = marks(export, person.key, year)
    away, uneven = absence(export, person, year, level) if level else (None, False)
    decisions, undated = schooling.language_decisions(export, person)
    trees: dict[str, Any] = {
        "identitet": people.identity(person, ref),
        "foresatte": people.guardians(export, person),
        "skole_fag": schooling.schooling(export, person, school, year),
        "karakterer": grades,
        "fravaer_omfang": away,
        "sprak_vedtak": decisions,
        "kontakt_og_besok": people.contact_people(
            export, schooling.class_groups(export, person.key), school
        ),
    }
    wanted = {name: tree for name, tree in trees.items() if tree and name in request.categories}
    doubts = (("karakterer", strange), ("fravaer_omfang", uneven), ("sprak_vedtak", undated))
    findings = [
        _doubt(person, name) for name, doubtful in doubts if doubtful and name in request.categories
    ]
    return PersonFacts(ref, wanted, as_of=export.as_of), findings


_DOUBTS = {
    "karakterer": "En karakter har en verdi vi ikke kjenner, og er ikke med. Se på den i kilden.",
    "fravaer_omfang": "Et fravær mangler dager eller timer, og er ikke med. Rett det i kilden.",
    "sprak_vedtak": "Et vedtak om språkopplæring mangler dato, og er ikke med. Rett det i kilden.",
}


def _doubt(person: Person, category: str) -> Finding:
    return warning("UTELATT", f"{person.where}/{category}", _DOUBTS[category])
