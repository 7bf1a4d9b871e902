"""One export as plain values: persons, groups and roles, joined by their source ids.

The promise: only what the mapping needs is read. `password` and its kind (5.9.2), gender
(2.6.1, where 1 is a woman and 2 a man, the other way round than ISO 5218) and photographs
are never looked at, so they cannot follow along.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.pifu.client import NAMESPACE
from adapters.pifu.structure import fault
from handover.kit import Permanent
from handover.kit.doors import Element, local_name

Key = tuple[str, str]
"""(source, id): what joins persons, groups and memberships."""

_NS = {"p": NAMESPACE}


@dataclass(frozen=True)
class Person:
    """A person element (2). `where` is its place in the file, for findings."""

    key: Key
    where: str
    fault: str | None
    identifiers: Mapping[str, str]
    given: str
    family: str
    birthday: str
    contact: Mapping[str, str]
    """epostadresse, mobiltelefonnummer, telefonnummer: the private ones."""
    work_contact: Mapping[str, str]
    """The same for a person's work, for teachers and counsellors."""
    address: Mapping[str, list[str]]
    """street, pcode, locality."""
    language: str
    mother_tongues: tuple[str, ...]
    guardians: tuple[Key, ...]


@dataclass(frozen=True)
class Group:
    """A group element (3): a school, a class, a year, a subject …"""

    key: Key
    kind: str
    short: str
    name: str
    parents: tuple[Key, ...]
    ids: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """An interim or final result (4.3.4.9, 4.3.4.10); comments are left behind."""

    type: str
    value: str


@dataclass(frozen=True)
class Absence:
    """An aggregate of absence (P4.3.3.13.2)."""

    unit: str
    begin: str
    end: str
    period: str
    value: str


@dataclass(frozen=True)
class Role:
    """What one person is in one group (4.3.4), active ones only."""

    person: Key
    group: Key
    type: str
    subrole: str
    since: str
    until: str
    updated: str
    results: tuple[Result, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True)
class Export:
    """The whole file. `as_of` is the ISO date it was made."""

    as_of: str
    persons: Mapping[Key, Person]
    groups: Mapping[Key, Group]
    by_person: Mapping[Key, list[Role]] = field(repr=False)
    by_group: Mapping[Key, list[Role]] = field(repr=False)

    def roles(self, person: Key, kind: str, type_: str = "01") -> list[tuple[Group, Role]]:
        """The person's roles of `type_` in groups of `kind`, in a stable order."""
        found = [
            (self.groups[role.group], role)
            for role in self.by_person.get(person, [])
            if role.type == type_ and role.group in self.groups
        ]
        kept = [(group, role) for group, role in found if group.kind == kind]
        return sorted(kept, key=lambda pair: pair[0].key)


def read(root: Element) -> Export:
    """The export below `root`.

    Raises Permanent("UGYLDIG_FORMAT") when the file itself, a group or a membership is not
    as the format says; a faulty person is kept with its `fault`, so that others go on.
    """
    shared = ("properties", "group", "membership")
    faults = [fault(root, deep=False)]
    faults += [fault(child) for child in root if local_name(child) in shared]
    if any(faults) or _text(root, "p:properties/p:type") != "full":
        raise Permanent("UGYLDIG_FORMAT")
    by_person, by_group = defaultdict(list), defaultdict(list)
    for role in _roles(root):
        by_person[role.person].append(role)
        by_group[role.group].append(role)
    persons = [_person(one, number) for number, one in enumerate(_all(root, "p:person"), 1)]
    groups = [_group(one) for one in _all(root, "p:group")]
    return Export(
        as_of=_text(root, "p:properties/p:datetime")[:10],
        persons={one.key: one for one in persons},
        groups={one.key: one for one in groups},
        by_person=dict(by_person),
        by_group=dict(by_group),
    )


def _person(element: Element, number: int) -> Person:
    extension = "p:extension/p:"
    contacts = _all(element, f"{extension}pifu_hasContactPerson")
    return Person(
        key=_key(element),
        where=f"person[{number:,}]".replace(",", " "),
        fault=fault(element),
        identifiers={
            one.get("useridtype", ""): (one.text or "").strip() for one in _all(element, "p:userid")
        },
        given=_text(element, "p:name/p:n/p:given"),
        family=_text(element, "p:name/p:n/p:family"),
        birthday=_text(element, "p:demographics/p:bday")[:10],
        contact=_private_contact(element),
        work_contact=_work_contact(element),
        address={
            name: [(one.text or "").strip() for one in _all(element, f"p:adr/p:{name}")]
            for name in ("street", "pcode", "locality")
        },
        language=_text(element, f"{extension}pifu_preferredLanguage"),
        mother_tongues=tuple(
            (one.text or "").strip() for one in _all(element, f"{extension}pifu_nativeTongue")
        ),
        # 2.2.1 P2.15.8.1: nextOfKin and others are no guardians.
        guardians=tuple(_key(one) for one in contacts if one.get("type") == "guardian"),
    )


def _private_contact(element: Element) -> dict[str, str]:
    telephones = {one.get("teltype"): (one.text or "").strip() for one in _all(element, "p:tel")}
    found = {
        "epostadresse": _text(element, "p:email"),
        "mobiltelefonnummer": telephones.get("3", ""),
        "telefonnummer": telephones.get("1", ""),
    }
    return {name: value for name, value in found.items() if value}


def _work_contact(element: Element) -> dict[str, str]:
    """From the typed extensions only: the plain `email` and `tel` may be private ones."""
    kinds = {
        ("pifu_email", "personEmailAtOrg"): "epostadresse",
        ("pifu_tel", "personMobileAtOrg"): "mobiltelefonnummer",
        ("pifu_tel", "personTelephoneAtOrg"): "telefonnummer",
    }
    made: dict[str, str] = {}
    for (name, type_), ours in kinds.items():
        for one in _all(element, f"p:extension/p:{name}"):
            if one.get("type") == type_ and (one.text or "").strip():
                made.setdefault(ours, (one.text or "").strip())
    return made


def _group(element: Element) -> Group:
    parents = [one for one in _all(element, "p:relationship") if one.get("relation") == "1"]
    names = {
        one.get("type", ""): _text(one, "p:pifu_value")
        for one in _all(element, "p:extension/p:pifu_name")
    }
    described = _text(element, "p:description/p:long") or _text(element, "p:description/p:short")
    return Group(
        key=_key(element),
        kind=_text(element, "p:grouptype/p:typevalue"),
        short=_text(element, "p:description/p:short"),
        name=names.get("name") or names.get("legalName") or described,
        parents=tuple(_key(one) for one in parents),
        ids={
            one.get("type", ""): _text(one, "p:pifu_value")
            for one in _all(element, "p:extension/p:pifu_id")
        },
    )


def _roles(root: Element) -> Iterator[Role]:
    for membership in _all(root, "p:membership"):
        group = _key(membership)
        for member in _all(membership, "p:member"):
            for role in _all(member, "p:role"):
                if _text(role, "p:status") == "1":
                    yield _role(role, _key(member), group)


def _role(element: Element, person: Key, group: Key) -> Role:
    results = [*_all(element, "p:interimresult"), *_all(element, "p:finalresult")]
    absences = _all(element, "p:extension/p:pifu_absence")
    return Role(
        person=person,
        group=group,
        type=element.get("roletype", ""),
        subrole=_text(element, "p:subrole"),
        since=_text(element, "p:timeframe/p:begin")[:10],
        until=_text(element, "p:timeframe/p:end")[:10],
        updated=_text(element, "p:datetime")[:10],
        results=tuple(Result(one.get("resulttype", ""), _text(one, "p:result")) for one in results),
        # Single occurrences tell which day and lesson; only sums leave the school.
        absences=tuple(
            _absence(one) for one in absences if one.get("pifu_absence_mode") == "aggregate"
        ),
    )


def _absence(element: Element) -> Absence:
    return Absence(
        unit=_text(element, "p:pifu_absence_type"),
        begin=_text(element, "p:timeframe/p:begin")[:10],
        end=_text(element, "p:timeframe/p:end")[:10],
        period=_text(element, "p:timeframe/p:adminperiod"),
        value=_text(element, "p:pifu_absence_value"),
    )


def _key(element: Element) -> Key:
    return _text(element, "p:sourcedid/p:source"), _text(element, "p:sourcedid/p:id")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path, default="", namespaces=_NS) or "").strip()


def _all(element: Element, path: str) -> list[Element]:
    return list(element.findall(path, namespaces=_NS))
