"""Persons of an export in our words: who the pupil is, contact data, guardians, teachers.

The promise: a number is believed only when its check digits hold, a birth date only when
the export states it. Guardians are contact data; foreldreansvar is never read from here.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.pifu.export import Export, Group, Person
from handover.kit import FactTree, Finding, Kind, PupilRef, classify, error

LANGUAGES: Mapping[str, tuple[str, str]] = {
    "am": ("am", "Amharisk"), "ar": ("ar", "Arabisk"), "de": ("de", "Tysk"),
    "en": ("en", "Engelsk"), "es": ("es", "Spansk"), "et": ("et", "Estisk"),
    "fa": ("fa", "Persisk"), "fi": ("fi", "Finsk"), "fr": ("fr", "Fransk"),
    "ku": ("ku", "Kurdisk"), "lt": ("lt", "Litauisk"), "lv": ("lv", "Latvisk"),
    "om": ("om", "Oromo"), "pl": ("pl", "Polsk"), "prs": ("prs", "Dari"),
    "ps": ("ps", "Pashto"), "pt": ("pt", "Portugisisk"), "ro": ("ro", "Rumensk"),
    "ru": ("ru", "Russisk"), "so": ("so", "Somali"), "sq": ("sq", "Albansk"),
    "sw": ("sw", "Swahili"), "ta": ("ta", "Tamil"), "th": ("th", "Thai"),
    "ti": ("ti", "Tigrinja"), "tl": ("tl", "Tagalog"), "tr": ("tr", "Tyrkisk"),
    "uk": ("uk", "Ukrainsk"), "ur": ("ur", "Urdu"), "vi": ("vi", "Vietnamesisk"),
    "zh": ("zh", "Kinesisk"),
}  # fmt: skip
"""ISO 639 code → our code and bokmål name."""

FORMS: Mapping[str, str] = {
    "nb": "bokmal", "nn": "nynorsk", "no": "bokmal", "se": "nordsamisk",
    "smj": "lulesamisk", "sma": "sorsamisk",
}  # fmt: skip
"""ISO 639 code → målform."""

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ]{3,19}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_POST_CODE = re.compile(r"[0-9]{4}")
_LOCAL_ID = re.compile(r"[A-Za-z0-9._:-]{1,40}")
_SCHOOL_PEOPLE = 3


def reference(person: Person) -> PupilRef | Finding:
    """Who the pupil is, or why the entry cannot be used."""
    if person.fault is not None:
        return error("PERSON_FEIL_FORM", person.where, "En elev har feil form i kilden. Rett den.")
    found = _identifier(person)
    if found is None:
        text = "En elev har et nummer som ikke er gyldig. Rett nummeret i skolesystemet."
        return error("UGYLDIG_NUMMER", person.where, text)
    if not person.birthday:
        text = "En elev mangler fødselsdato. Legg den inn i skolesystemet."
        return error("FODSELSDATO_MANGLER", person.where, text)
    return PupilRef(found[0], found[1], person.given, person.family, person.birthday)


def _identifier(person: Person) -> tuple[str, str] | None:
    """personNIN before personFIN before the system's own id (5.9.1)."""
    number, vigo = person.identifiers.get("personNIN"), person.identifiers.get("personFIN")
    if number:
        kind = classify(number)
        return (kind, number) if kind in (Kind.FODSELSNUMMER, Kind.D_NUMMER) else None
    if vigo:
        return (Kind.VIGO_FIKTIVT, vigo) if classify(vigo) is Kind.VIGO_FIKTIVT else None
    local = person.identifiers.get("studentID") or person.identifiers.get("sisID") or ""
    return (Kind.ANNET, local) if _LOCAL_ID.fullmatch(local) else None


def identity(person: Person, ref: PupilRef) -> FactTree:
    """The tree of `identitet`."""
    return {
        "identifikator": {
            "type": str(ref.identifikatortype),
            "identifikatorverdi": ref.identifikatorverdi,
        },
        "navn": _name(person),
        "fodselsdato": ref.fodselsdato,
        **_reachable(person),
    }


def guardians(export: Export, pupil: Person) -> FactTree | None:
    """The tree of `foresatte`, or None when the export names nobody usable."""
    found = [export.persons[key] for key in pupil.guardians if key in export.persons]
    people = [
        {"navn": _name(one), **_reachable(one), **_interpreter(one)}
        for one in sorted(found, key=lambda one: (one.family, one.given, one.key))
        if one.fault is None
    ]
    return {"person": people[:6]} if people else None


def contact_people(export: Export, groups: Iterable[Group], school: Group) -> FactTree | None:
    """The tree of `kontakt_og_besok`: the pupil's contact teacher and the counsellors."""
    teachers = _holders(export, groups, "06", "")
    counsellors = _holders(export, [school], "04", "rådgiver")
    people = [
        *(_colleague(one, "kontaktlaerer") for one in teachers),
        *(_colleague(one, "radgiver") for one in counsellors),
    ]
    return {"kontaktperson": people[:_SCHOOL_PEOPLE]} if people else None


def contact_teacher(export: Export, groups: Iterable[Group]) -> FactTree | None:
    """The name of the pupil's contact teacher (roletype 06)."""
    found = _holders(export, groups, "06", "")
    return _name(found[0]) if found else None


def language(code: str) -> dict[str, str] | None:
    """A language as code and bokmål name; None for one our list does not have."""
    found = LANGUAGES.get(code.strip().lower())
    return {"kode": found[0], "navn": found[1]} if found else None


def _holders(export: Export, groups: Iterable[Group], type_: str, subrole: str) -> list[Person]:
    keys = {
        role.person
        for group in groups
        for role in export.by_group.get(group.key, [])
        if role.type == type_ and subrole in (role.subrole, "")
    }
    found = [export.persons[key] for key in keys if key in export.persons]
    usable = [one for one in found if one.fault is None]
    return sorted(usable, key=lambda one: (one.family, one.given, one.key))


def _colleague(person: Person, role: str) -> dict[str, Any]:
    contact = _contact(person.work_contact)
    known = {"kontaktinformasjon": contact} if contact else {}
    return {"navn": _name(person), "rolle": role, **known}


def _name(person: Person) -> dict[str, str]:
    return {"fornavn": person.given, "etternavn": person.family}


def _reachable(person: Person) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if contact := _contact(person.contact):
        made["kontaktinformasjon"] = contact
    if address := _address(person.address):
        made["bostedsadresse"] = address
    if form := FORMS.get(person.language.lower()):
        made["malform"] = form
    return made


def _interpreter(person: Person) -> dict[str, Any]:
    """A preferred language that is none of ours is the one an interpreter is needed for."""
    found = language(person.language)
    return {"tolkesprak": found} if found else {}


def _contact(given: Mapping[str, str]) -> dict[str, str]:
    """Only what has the form of a telephone number or an address; the rest is left out."""
    patterns = {"epostadresse": _EMAIL}
    return {
        name: value
        for name, value in given.items()
        if patterns.get(name, _TELEPHONE).fullmatch(value)
    }


def _address(given: Mapping[str, list[str]]) -> dict[str, Any]:
    lines = [line for line in given["street"] if line]
    codes = [code for code in given["pcode"] if _POST_CODE.fullmatch(code)]
    places = [place for place in given["locality"] if place]
    made: dict[str, Any] = {"adresselinje": lines} if lines else {}
    if codes:
        made["postnummer"] = codes[0]
    if places:
        made["poststed"] = places[0]
    return made
