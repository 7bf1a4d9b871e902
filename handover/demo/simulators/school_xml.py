"""A school's records as a PIFU-IMS SAS 1.3 document, element by element as the schema says.

The promise: the document is valid by the official schema of 2020-04-12, and every value
is escaped as data, whatever it holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from markupsafe import Markup, escape

from handover.demo.simulators.school_model import (
    Absence,
    Adult,
    Mark,
    School,
    SchoolPerson,
)

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INTERIM = ("Term 1", "Term 2", "National test")


def document(
    school: School, pupils: Iterable[SchoolPerson], school_year: str, made_at: str
) -> bytes:
    """The whole export. `made_at` is the local time it was made, without zone (1.2.6)."""
    return _Writer(school, list(pupils), school_year).document(made_at)


def _el(name: str, *content: object, **attributes: str) -> Markup:
    """One element. Text is escaped, elements are taken as they are, None is left out."""
    marks = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    parts = [one for one in content if one is not None]
    inner = "".join(str(one if isinstance(one, Markup) else escape(_legal(one))) for one in parts)
    return Markup(f"<{name}{marks}>{inner}</{name}>")  # noqa: S704  # escaped on the lines above


def _legal(value: object) -> str:
    if _NO_XML.search(str(value)):
        raise ValueError("XML 1.0 section 2.2: tegnet kan ikke stå i et dokument")
    return str(value)


def _maybe(name: str, value: str, **attributes: str) -> Markup | None:
    return _el(name, value, **attributes) if value else None


class _Writer:
    """One document being written. Groups are made as pupils need them."""

    def __init__(self, school: School, pupils: list[SchoolPerson], year: str) -> None:
        self._school, self._pupils, self._year = school, pupils, year
        self._source = f"sas@{school.owner_orgnr}"
        self._members: dict[str, list[Markup]] = defaultdict(list)
        self._groups: dict[str, Markup] = {}

    def document(self, made_at: str) -> bytes:
        self._organisation()
        for pupil in self._pupils:
            self._places(pupil)
        members = [
            _el("membership", self._id(group), *found) for group, found in self._members.items()
        ]
        whole = _el(
            "enterprise",
            _el(
                "properties",
                _el("datasource", self._source),
                _el("type", "full"),
                _el("datetime", made_at),
                lang="no",
            ),
            *self._people(),
            *self._groups.values(),
            *members,
            xmlns="http://pifu.no/xsd/pifu-ims_sas/pifu-ims_sas-v1",
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'.encode()

    def _id(self, value: str) -> Markup:
        return _el("sourcedid", _el("source", self._source), _el("id", value))

    # People (2)

    def _people(self) -> Iterable[Markup]:
        yield from (self._pupil(one) for one in self._pupils)
        adults: dict[str, Markup] = {}
        for pupil in self._pupils:
            adults.update({one.adult.id: self._adult(one.adult) for one in pupil.guardians})
        school = self._school
        staff = (*school.teachers, *school.counsellors, *school.leaders)
        adults.update({one.id: self._adult(one, at_work=True) for one in staff})
        yield from adults.values()

    def _pupil(self, one: SchoolPerson) -> Markup:
        links = [
            _el("pifu_hasContactPerson", self._id(each.adult.id), type=each.type)
            for each in one.guardians
        ]
        extension = [
            _el("pifu_status", "aktiv", type="activeInactive"),
            self._language("pifu_preferredLanguage", one.language),
            self._language("pifu_nativeTongue", one.mother_tongue),
            *links,
        ]
        return _el(
            "person",
            self._id(one.id),
            _maybe("userid", one.nin, useridtype="personNIN"),
            _maybe("userid", one.fin, useridtype="personFIN"),
            _el("userid", one.id, useridtype="sisID"),
            # Real exports may carry this (5.9.2); a reader must leave it where it is.
            _el(
                "userid",
                f"elev-{one.id}",
                useridtype="username",
                password="5f4dcc3b5aa765d61d8327deb882cf99",  # noqa: S106  # nobody's; readers must drop it
                pwencryptiontype="passwordMD5",
            ),
            self._name(one.given, one.family),
            _el("demographics", _el("gender", one.gender), _maybe("bday", one.birthday)),
            _maybe("email", one.email),
            _maybe("tel", one.mobile, teltype="3"),
            self._address(one.street, one.pcode, one.locality),
            _el("extension", *extension),
        )

    def _adult(self, one: Adult, *, at_work: bool = False) -> Markup:
        work = [
            _maybe("pifu_email", one.email, type="personEmailAtOrg", priority="1"),
            _maybe("pifu_tel", one.mobile, type="personMobileAtOrg", priority="1"),
        ]
        return _el(
            "person",
            self._id(one.id),
            _el("userid", one.id, useridtype="sisID"),
            _maybe("userid", one.user, useridtype="feideID"),
            self._name(one.given, one.family),
            _el("demographics", _el("gender", one.gender)),
            None if at_work else _maybe("email", one.email),
            None if at_work else _maybe("tel", one.mobile, teltype="3"),
            self._address(one.street, one.pcode, one.locality),
            _el(
                "extension",
                *(work if at_work else ()),
                self._language("pifu_preferredLanguage", one.language),
            ),
        )

    def _name(self, given: str, family: str) -> Markup:
        parts = _el("n", _el("family", family), _el("given", given))
        return _el("name", _el("fn", f"{given} {family}"[:256]), parts)

    def _address(self, street: str, pcode: str, locality: str) -> Markup | None:
        if not (street or pcode or locality):
            return None
        return _el(
            "adr",
            _maybe("street", street),
            _maybe("locality", locality),
            _maybe("pcode", pcode),
            _el("country", "NO"),
        )

    def _language(self, name: str, code: str) -> Markup | None:
        # The schema's list of sources has ISO 639-2 twice and lacks ISO 639-3.
        return _maybe(name, code, source="ISO 639-1" if len(code) == 2 else "ISO 639-2")

    # Groups (3)

    def _organisation(self) -> None:
        school = self._school
        owner = self._org("eier", "1", "skoleeier", school.owner, [school.owner_orgnr, ""], "eier")
        self._groups["eier"] = owner
        place = self._org("skole", "2", "skole", school.name, [school.orgnr, school.vigo], "eier")
        self._groups["skole"] = place
        for one in school.leaders:
            self._join("skole", one.id, "05", _el("subrole", "rektor"))
        for one in school.teachers:
            self._join("skole", one.id, "02")
        for one in school.counsellors:
            self._join("skole", one.id, "04", _el("subrole", "rådgiver"))

    def _org(
        self, id_: str, level: str, kind: str, name: str, numbers: list[str], parent: str
    ) -> Markup:
        orgnr, vigo = numbers
        ids = [self._number("organizationNumber", f"NO{orgnr}", "enhetsregisteret")]
        ids += [self._number("vigoNumber", vigo, "vigo")] if vigo else []
        naming = _el("pifu_name", _el("pifu_value", name), type="legalName")
        return self._group(id_, ("pifu-ims-go-org", level, kind), name, parent, [*ids, naming])

    def _grp(self, id_: str, level: str, kind: str, names: str, ids: Iterable[Markup] = ()) -> None:
        if id_ not in self._groups:
            kinds = ("pifu-ims-go-grp", level, kind)
            self._groups[id_] = self._group(id_, kinds, names, "skole", list(ids))

    def _group(
        self, id_: str, kind: tuple[str, str, str], names: str, parent: str, more: list[Markup]
    ) -> Markup:
        scheme, level, value = kind
        short, _, long = names.partition("|")
        return _el(
            "group",
            self._id(id_),
            _el("grouptype", _el("scheme", scheme), _el("typevalue", value, level=level)),
            _el("description", _el("short", short[:60]), _maybe("long", long)),
            _el("relationship", self._id(parent), _el("label", "hører til"), relation="1"),
            _el("extension", *more) if more else None,
        )

    def _number(self, type_: str, value: str, scope: str) -> Markup:
        parts = (_el("pifu_value", value), _el("pifu_scope", scope), _el("pifu_unique", "1"))
        return _el("pifu_id", *parts, type=type_)

    # Memberships (4)

    def _places(self, pupil: SchoolPerson) -> None:
        self._join("skole", pupil.id, "01", more=self._absences(pupil.absences))
        level = [self._number("grepCodeGradeLevel", f"aarstrinn{pupil.grade}", "grep")]
        self._grp(f"trinn-{pupil.grade}", "4", "trinn", f"{pupil.grade}", level)
        self._join(f"trinn-{pupil.grade}", pupil.id, "01")
        self._grp(f"klasse-{pupil.class_name}", "1", "basisgruppe", pupil.class_name)
        self._join(f"klasse-{pupil.class_name}", pupil.id, "01")
        if pupil.contact_teacher:
            own = f"kontakt-{pupil.contact_teacher}"
            if own not in self._groups:
                self._grp(own, "3", "kontaktlærergruppe", "Kontaktlærergruppe")
                self._join(own, pupil.contact_teacher, "06")
            self._join(own, pupil.id, "01")
        self._teaching(pupil)

    def _teaching(self, pupil: SchoolPerson) -> None:
        for subject in pupil.subjects:
            id_ = f"fag-{subject.code}"
            ids = [self._number("grepCode", f"https://data.udir.no/kl06/{subject.code}", "grep")]
            self._grp(id_, "7", "fag", f"{subject.code}|{subject.name}", ids)
            results = self._results(one for one in pupil.marks if one.code == subject.code)
            self._join(id_, pupil.id, "01", _el("subrole", subject.subrole), results)
        for each in pupil.language_teaching:
            id_ = f"sprak-{each.name}"
            self._grp(id_, "9", "språkopplæring", each.name)
            frame = _el("timeframe", _el("begin", each.begin), _maybe("end", each.end))
            self._join(id_, pupil.id, "01", more=[_maybe("datetime", each.decided), frame])

    def _join(
        self,
        group: str,
        person: str,
        roletype: str,
        subrole: Markup | None = None,
        more: Iterable[Markup | None] = (),
    ) -> None:
        role = _el("role", subrole, _el("status", "1"), *more, roletype=roletype)
        self._members[group].append(_el("member", self._id(person), _el("idtype", "1"), role))

    def _results(self, marks: Iterable[Mark]) -> list[Markup]:
        ordered = sorted(marks, key=lambda one: one.kind not in _INTERIM)
        return [
            _el(
                "interimresult" if one.kind in _INTERIM else "finalresult",
                _el("mode", "Percentage" if one.kind == "National test" else "Grade"),
                _el("result", one.value),
                _maybe("comments", one.comment),
                resulttype=one.kind,
            )
            for one in ordered
        ]

    def _absences(self, absences: Iterable[Absence]) -> list[Markup]:
        made = [self._absence(one, unit) for one in absences for unit in ("days", "hours")]
        return [_el("extension", *made)] if made else []

    def _absence(self, one: Absence, unit: str) -> Markup:
        return _el(
            "pifu_absence",
            _el("pifu_absence_type", unit, pifu_absence_classification=one.classification),
            _el("timeframe", _el("begin", one.begin), _el("end", one.end)),
            _el("pifu_absence_value", one.days if unit == "days" else one.hours),
            pifu_absence_mode="aggregate",
        )
