"""Reads one pupil's file: herself, her people, her papers, the script and how it must end."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import cast

from handover.demo.cast.paper import long_day, one_page
from handover.demo.cast.people import Person
from handover.demo.cast.read_people import guardian, invitation, person
from handover.demo.cast.school import SchoolRecord
from handover.demo.cast.story import (
    PROFILES,
    Answer,
    Choices,
    Document,
    Event,
    Expected,
    Glimpse,
    NumberChange,
    Part,
    Place,
    Pupil,
    Tree,
    Withdrawal,
)
from handover.demo.cast.tables import Table, fill, identifier, plain, without

INNTAK_L = frozenset({"identitet", "foresatte", "skole_fag", "karakterer"})
VGS_L = INNTAK_L | {"fravaer_omfang", "kontakt_og_besok"}
OT_L = frozenset({"identitet", "ot_status", "kontakt_og_besok"})
SHORT_FORMS = {"INNTAK-L": INNTAK_L, "VGS-L": VGS_L, "OT-L": OT_L}
"""What the law lets each kind of receiver have of everybody; named so in the pupils' files."""


def pupil(
    table: Table, known: Mapping[str, Person], record: SchoolRecord, shared: tuple[Part, ...]
) -> Pupil:
    """The pupil of one file. `known` are persons who stand elsewhere, `shared` parts all have."""
    ident = f"{table['case']:02}"
    guardians = tuple(guardian(row, known) for row in table.get("guardians", ()))
    people = {"elev": ident} | {g.relation: g.person.id for g in guardians}
    change = table.get("number_change")
    return Pupil(
        case=table["case"],
        person=person(ident, table["person"]),
        guardians=guardians,
        choices=fill(Choices, table["choices"]),
        record=record,
        parts=_parts(table, people) + shared,
        expected=_expected(table["expected"]),
        answers=tuple(_answers(table.get("answers", ()), people)),
        withdrawals=_withdrawals(table, people),
        events=tuple(fill(Event, row) for row in table.get("events", ())),
        places=tuple(fill(Place, row) for row in table.get("places", ())),
        glimpses=tuple(fill(Glimpse, row) for row in table.get("glimpses", ())),
        invitations=tuple(invitation(row) for row in table.get("invitations", ())),
        number_change=NumberChange(change["on"], identifier(change)) if change else None,
    )


def people_of(found: Pupil) -> dict[str, Person]:
    """The pupil and her guardians by id."""
    everybody = (found.person, *(one.person for one in found.guardians))
    return {one.id: one for one in everybody}


def _withdrawals(table: Table, people: Mapping[str, str]) -> tuple[Withdrawal, ...]:
    rows = table.get("withdrawals", ())
    return tuple(fill(Withdrawal, without(row, "by"), person=people[row["by"]]) for row in rows)


def _answers(rows: list[Table], people: Mapping[str, str]) -> Iterator[Answer]:
    """One answer per category, though people answer several in one sitting."""
    for row in rows:
        hidden = row.get("hide", ())
        rest = without(row, "by", "yes", "no", "hide", "not_to", "to")
        for category in (*row.get("yes", ()), *row.get("no", ())):
            yield fill(
                Answer,
                rest,
                person=people[row["by"]],
                role=row["by"],
                category=category,
                yes=category in row.get("yes", ()),
                not_to=frozenset(row.get("not_to", ())),
                to=frozenset(row.get("to", ())),
                hidden=category in hidden,
            )


def _parts(table: Table, people: Mapping[str, str]) -> tuple[Part, ...]:
    papers = {row["id"]: _document(row) for row in table.get("documents", ())}
    return tuple(_part(row, papers, people) for row in table.get("parts", ()))


def _part(row: Table, papers: Mapping[str, Document], people: Mapping[str, str]) -> Part:
    facts = cast(dict[str, object], plain(without(row["facts"], "vedlegg")))
    used = tuple(papers[one["document"]] for one in row["facts"].get("vedlegg", ()))
    if used:
        facts["vedlegg"] = [_attachment(document) for document in used]
    author = people.get(row["author"], row["author"])
    return fill(Part, row, facts=facts, author=author, documents=used)


def _document(row: Table) -> Document:
    sender = f"{row['organisation']}, {long_day(row['on'])}"
    data = one_page(row["title"], sender, row["paragraphs"])
    return Document(row["title"], data, sha256(data).hexdigest())


def _attachment(document: Document) -> Tree:
    return {
        "fil": f"vedlegg/{document.sha256}.pdf",
        "sha256": document.sha256,
        "lengde": len(document.data),
        "medietype": "application/pdf",
        "tittel": document.title,
    }


def _expected(table: Table) -> Expected:
    """Under a profile that is not `streng` only the units that differ are written down."""
    strict = {unit: _categories(words) for unit, words in table["streng"].items()}
    other = {unit: _categories(words) for unit, words in table.get("opplaeringslova", {}).items()}
    by_profile = dict(zip(PROFILES, (strict, strict | other), strict=True))
    return fill(Expected, without(table, *PROFILES), by_profile=by_profile)


def _categories(words: list[str]) -> frozenset[str]:
    """Short forms opened up; a word with a minus takes that category away again."""
    added: set[str] = set()
    for word in words:
        added |= SHORT_FORMS.get(word, frozenset({word}))
    taken = {word for word in words if word.startswith("-")}
    return frozenset(added - taken - {word[1:] for word in taken})
