"""The demo class adds up: people, papers, script and outcome agree with one another."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from handover.demo.cast import CASES, Cast, load
from handover.demo.cast.numbers import organisation_number, synthetic_number
from handover.demo.cast.people import Person
from handover.demo.cast.read_pupil import INNTAK_L, OT_L, VGS_L
from handover.demo.cast.story import Part, Pupil, Tree
from handover.demo.cast.tables import fill, instant
from handover.doors.pdf import check as check_pdf
from handover.parts.build import build
from handover.parts.schema_set import load as load_schemas
from handover.rules.person_number import (
    Identifier,
    Kind,
    acceptable,
    classify,
    is_organisation_number,
    is_synthetic,
)

NEEDS_HIGH = {
    *("melding_1okt", "sakkyndig", "ppt_sak", "helse_sikkerhet", "psykososialt", "skolemiljo"),
    *("barnevern", "andre_tjenester"),
}
"""Sensitivity 4: BankID, or in person together with a member of staff."""
BY_LAW = VGS_L | OT_L | {"sprak_vedtak"}
DEADLINE = date(2026, 10, 1)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return load()


def raw_files() -> dict[str, str]:
    """Every data file of the cast by name, as it is committed."""
    place = files("handover.demo.cast")
    found = [*place.iterdir(), *place.joinpath("pupils").iterdir()]
    return {one.name: one.read_text("utf-8") for one in found if one.name.endswith(".toml")}


def texts(tree: object) -> Iterator[str]:
    """Every text in a fact tree that somebody wrote as a sentence."""
    if isinstance(tree, dict):
        for value in tree.values():
            yield from texts(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from texts(value)
    elif isinstance(tree, str) and " " in tree:
        yield tree


def prose(tree: Tree) -> str:
    """The sentences of a fact tree, without names, cards and headings."""
    found = (text for text in texts(tree) if text.rstrip().endswith((".", "?", "!")))
    return " ".join(found)


def lix(text: str) -> float:
    """Björnsson's readability index: words per sentence plus per cent of words over six letters."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = len(re.findall(r"[.!?:](?:\s|$)", text)) or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def all_parts(cast: Cast) -> Iterator[tuple[Pupil, Part]]:
    for pupil in cast.pupils:
        for part in pupil.parts:
            yield pupil, part


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# --- who they are -----------------------------------------------------------------------


def test_the_class_is_28_of_whom_one_is_never_seen(cast: Cast) -> None:
    seen = [pupil.case for pupil in cast.pupils]
    unseen = [one.case for one in cast.unseen]
    assert unseen == [19]
    assert sorted(seen + unseen) == list(CASES)


def test_ages_on_the_first_of_october_add_up(cast: Cast) -> None:
    born = [p.person.born for p in cast.pupils] + [one.born for one in cast.unseen]
    assert Counter(age_on(day, DEADLINE) for day in born) == {14: 5, 15: 19, 16: 3, 17: 1}


def test_every_person_has_a_valid_synthetic_number_the_demo_accepts(cast: Cast) -> None:
    people = list(cast.persons().values())
    numbers = [person.identifier for person in people] + [one.identifier for one in cast.unseen]
    assert len(people) > 80
    for identifier in numbers:
        assert classify(identifier.value) is identifier.type
        assert is_synthetic(identifier.value)
        assert acceptable(identifier, demo=True) is None
    assert len({identifier.value for identifier in numbers}) == len(numbers)


def test_numbers_are_those_our_own_function_gives_for_birth_date_and_sex(cast: Cast) -> None:
    for person in cast.persons().values():
        if person.identifier.type is not Kind.VIGO_FIKTIVT:
            assert person.identifier.value in first_numbers(person)


def first_numbers(person: Person) -> set[str]:
    foreign = person.identifier.type is Kind.D_NUMMER
    return {synthetic_number(person.born, person.sex == "K", n, foreign) for n in range(20)}


def test_a_number_that_runs_out_is_said_to() -> None:
    with pytest.raises(LookupError):
        synthetic_number(date(2011, 1, 1), woman=True, nth=1000)


def test_noor_goes_from_a_vigo_number_to_a_real_one_of_the_same_day(cast: Cast) -> None:
    noor = cast.pupil(17)
    assert noor.person.identifier.type is Kind.VIGO_FIKTIVT
    assert noor.number_change is not None
    after = noor.number_change.identifier
    assert after.type is Kind.FODSELSNUMMER
    assert acceptable(after, demo=True) is None
    assert after.value[:6] == f"04{4 + 80}11"


def test_no_file_holds_a_number_that_could_be_somebodys() -> None:
    for text in raw_files().values():
        for number in re.findall(r"(?<!\d)\d{11}(?!\d)", text):
            assert is_synthetic(number)
        for number in re.findall(r"(?<!\d)\d{9}(?!\d)", text):
            assert number.startswith("3")
            assert is_organisation_number(number)
        for phone in re.findall(r"(?<!\d)\d\d \d\d \d\d \d\d(?!\d)", text):
            assert phone.startswith("12 00 ")  # no subscriber's number begins with 1
        for host in re.findall(r"@([\w.-]+)", text):
            assert host == "example.no" or host.endswith(".example")


def test_the_unseen_pupil_is_a_number_in_one_file_and_nothing_else(cast: Cast) -> None:
    (hidden,) = cast.unseen
    found = raw_files()
    assert "19.toml" not in found
    assert [name for name, text in found.items() if hidden.identifier.value in text] == [
        "school.toml"
    ]
    assert not re.search(r"^19\b", found["sheets.toml"], re.MULTILINE)
    assert {"case", "born", "identifier", "needs"} == set(vars(hidden))
    assert 19 not in {case for case, _ in cast.script()}
    with pytest.raises(KeyError):
        cast.pupil(19)


def test_file_names_carry_no_names_of_people(cast: Cast) -> None:
    names = {word.lower() for one in cast.persons().values() for word in one.name.split()}
    assert all(not names & set(re.split(r"[\W_]+", file.lower())) for file in raw_files())


def test_organisations_are_ours_and_every_unit_and_grant_has_a_home(cast: Cast) -> None:
    ours = {organisation_number(n) for n in range(20)}
    assert {one.number for one in cast.organisations} <= ours
    assert len({one.number for one in cast.organisations}) == len(cast.organisations)
    homes = {one.id for one in cast.organisations}
    assert {unit.organisation for unit in cast.units} <= homes
    assert {member.unit for member in cast.staff} <= {unit.id for unit in cast.units}
    assert cast.organisation("ppt-sunnby-nordvik").host == "sunnby"
    assert cast.unit("fjordglott").type == "vgs"


def test_rektor_and_the_father_of_case_15_are_one_person(cast: Cast) -> None:
    father = next(g for g in cast.pupil(15).guardians if g.relation == "far")
    assert father.person is cast.member("rektor").person
    assert cast.member("avdelingsleder").deputy_for == "rektor"


def test_twins_share_day_address_and_parents(cast: Cast) -> None:
    one, other = cast.pupil(1), cast.pupil(2)
    assert one.person.born == other.person.born
    assert one.person.address == other.person.address
    assert [g.person for g in one.guardians] == [g.person for g in other.guardians]


# --- what is known ----------------------------------------------------------------------


def test_every_fact_tree_becomes_a_part_the_schema_accepts(cast: Cast) -> None:
    schemas = load_schemas()
    for _, part in all_parts(cast):
        data = build(part.category, part.facts, salt="0" * 32)
        assert schemas.validate(f"deler/{part.category}.xml", data) == []


def test_texts_people_read_are_easy_to_read(cast: Cast) -> None:
    hard = {
        (pupil.case, part.category): round(lix(prose(part.facts)))
        for pupil, part in all_parts(cast)
        if prose(part.facts) and "sprak" not in part.facts and lix(prose(part.facts)) > 40
    }
    assert hard == {}


def test_what_is_said_about_places_and_events_is_easy_to_read(cast: Cast) -> None:
    said = " ".join(event.text for pupil in cast.pupils for event in pupil.events)
    said += " ".join(glimpse.text for pupil in cast.pupils for glimpse in pupil.glimpses)
    assert lix(said) <= 40


def test_a_part_that_names_another_pupil_is_marked_for_the_screen(cast: Cast) -> None:
    for pupil, part in all_parts(cast):
        others = {p.person.given for p in cast.pupils if p is not pupil}
        named = {name for name in others if re.search(rf"\b{name}\b", prose(part.facts))}
        assert not named or part.names_others
    stopped = {pupil.case for pupil, part in all_parts(cast) if part.names_others}
    assert stopped == {1, 4}
    for case in stopped:
        mended = cast.pupil(case).part("tilpasning", date(2027, 4, 20))
        assert mended is not None
        assert not mended.names_others


def test_the_last_available_version_of_a_part_counts(cast: Cast) -> None:
    adrian = cast.pupil(14)
    before = adrian.part("iop", date(2027, 6, 1))
    after = adrian.part("iop", date(2027, 6, 2))
    assert before is not None
    assert after is not None
    assert before.facts != after.facts
    assert adrian.part("iop", date(2026, 9, 1)) is None


def test_an_uploaded_document_is_the_bytes_its_part_names(cast: Cast) -> None:
    uploads = [part for _, part in all_parts(cast) if part.documents]
    assert {part.category for part in uploads} >= {"sakkyndig", "melding_1okt"}
    for document in (one for part in uploads for one in part.documents):
        check_pdf(document.data)
    for part in uploads:
        attached = part.facts["vedlegg"]
        assert isinstance(attached, list)
        assert [one["sha256"] for one in attached] == [one.sha256 for one in part.documents]
        assert [one["lengde"] for one in attached] == [len(one.data) for one in part.documents]


def test_an_uploaded_document_is_a_pdf_whose_table_finds_its_objects(cast: Cast) -> None:
    data = cast.pupil(5).part("sakkyndig", date(2027, 1, 1))
    assert data is not None
    pdf = data.documents[0].data
    start = int(pdf.split(b"startxref\n")[1].split(b"\n")[0])
    assert pdf[start:].startswith(b"xref\n")
    offsets = [int(line[:10]) for line in pdf[start:].split(b"\n") if line.endswith(b" n ")]
    assert len(offsets) == 6
    for number, offset in enumerate(offsets, start=1):
        assert pdf[offset:].startswith(b"%d 0 obj" % number)


def test_every_pupil_has_a_whole_sheet(cast: Cast) -> None:
    for pupil in cast.pupils:
        kinds = Counter(mark.type for mark in pupil.record.marks)
        assert kinds["halvar"] == kinds["slutt"] == len(cast.school_class.subjects)
        term, year = pupil.record.absence
        assert term.days <= year.days
        assert term.hours <= year.hours


def test_a_mark_stands_changed_from_the_day_the_complaint_was_upheld(cast: Cast) -> None:
    record = cast.pupil(15).record
    before, after = record.marks_on(date(2027, 8, 19)), record.marks_on(date(2027, 8, 20))
    changed = [(a.value, b.value) for a, b in zip(before, after, strict=True) if a != b]
    assert changed == [("4", "5")]


def test_marks_are_not_known_before_they_are_given(cast: Cast) -> None:
    assert cast.pupil(1).record.marks_on(date(2027, 1, 14)) == ()
    assert {m.type for m in cast.pupil(1).record.marks_on(date(2027, 1, 15))} == {"halvar"}


# --- what happens -----------------------------------------------------------------------


def test_people_answer_only_about_what_the_source_already_holds(cast: Cast) -> None:
    for pupil in cast.pupils:
        for answer in pupil.answers:
            part = pupil.part(answer.category, answer.at.date())
            assert part is not None
            assert not part.left_out
            assert not part.names_others


def test_only_the_pupil_and_those_invited_answer(cast: Cast) -> None:
    for pupil in cast.pupils:
        invited = {g.person.id for g in pupil.guardians if g.invited} | {pupil.person.id}
        assert {answer.person for answer in pupil.answers} <= invited


def test_a_digital_answer_needs_an_eid_that_is_strong_enough(cast: Cast) -> None:
    everybody = cast.persons()
    for pupil in cast.pupils:
        for answer in (a for a in pupil.answers if a.form == "digital"):
            enough = {"bankid"} if answer.category in NEEDS_HIGH else {"bankid", "minid"}
            assert everybody[answer.person].eid & enough
            if answer.person == pupil.person.id:
                assert answer.at.date() >= cast.school_class.pupils_have_eid_from


def test_an_answer_that_is_not_digital_names_who_helped(cast: Cast) -> None:
    staff = {member.person.id for member in cast.staff}
    for pupil in cast.pupils:
        for answer in (a for a in pupil.answers if a.form != "digital"):
            assert answer.assisted_by in staff
        for answer in (a for a in pupil.answers if a.form == "muntlig"):
            assert answer.confirmed_by in staff - {answer.assisted_by}


def test_no_guardian_is_asked_about_what_the_pupil_refused_or_hid(cast: Cast) -> None:
    for pupil in cast.pupils:
        own = [a for a in pupil.answers if a.role == "elev"]
        kept = {a.category for a in own if a.hidden or not a.yes}
        asked = {a.category for a in pupil.answers if a.role != "elev"}
        assert not kept & asked


def test_the_script_runs_forward_through_the_school_year(cast: Cast) -> None:
    times = [step.at for _, step in cast.script()]
    assert times == sorted(times)
    assert all(time.tzinfo is UTC for time in times)
    days = [day.on for day in cast.days]
    assert days == sorted(days)
    assert days[0] <= times[0].date()
    assert times[-1].date() <= days[-1]


def test_a_wall_clock_in_the_files_is_norwegian_time() -> None:
    summer, winter = datetime(2027, 5, 6, 16, 12), datetime(2026, 12, 30, 11)  # noqa: DTZ001
    assert instant(summer) == datetime(2027, 5, 6, 14, 12, tzinfo=UTC)
    assert instant(winter) == datetime(2026, 12, 30, 10, tzinfo=UTC)


def test_schools_applied_to_and_places_are_units_that_exist(cast: Cast) -> None:
    units = {unit.id for unit in cast.units}
    for pupil in cast.pupils:
        assert set(pupil.choices.applied) <= units
        assert {place.unit for place in pupil.places if place.unit} <= units


# --- how it ends ------------------------------------------------------------------------


def test_receivers_add_up_as_the_cast_says(cast: Cast) -> None:
    got = Counter(
        cast.unit(unit).type
        for pupil in cast.pupils
        for unit in pupil.expected.by_profile["streng"]
    )
    assert got["inntak"] == 27
    assert got["vgs"] + got["privat_vgs"] + got["statlig_vgs"] == 25
    assert (got["privat_vgs"], got["statlig_vgs"]) == (1, 1)
    assert got["ppt_fylke"] == 5
    assert got["ot"] == 2


def test_each_kind_of_receiver_gets_the_right_pupils(cast: Cast) -> None:
    assert cases_at(cast, "storfjell-ppt") == {4, 5, 6, 7, 12}
    assert cases_at(cast, "storfjell-ot") == {27, 28}
    assert cases_at(cast, "vestmarka-vgs") == {26}
    assert cases_at(cast, "lia") == {25}
    assert cases_at(cast, "samisk-vgs") == {24}
    assert len(cases_at(cast, "fjordglott") | cases_at(cast, "tindelia")) == 22


def cases_at(cast: Cast, unit: str) -> set[int]:
    return {p.case for p in cast.pupils if unit in p.expected.by_profile["streng"]}


def test_three_pupils_have_a_notice_and_one_of_them_is_late(cast: Cast) -> None:
    sent = {
        pupil.case: event.at.date()
        for pupil in cast.pupils
        for event in pupil.events
        if event.kind == "melding_sendt"
    }
    assert set(sent) == {6, 7, 12}
    assert [case for case, day in sent.items() if day > DEADLINE] == [7]


def test_a_package_goes_to_the_place_the_pupil_accepted(cast: Cast) -> None:
    for pupil in cast.pupils:
        accepted = {place.unit for place in pupil.places if place.status == "akseptert"}
        schools = {
            unit
            for unit in pupil.expected.by_profile["streng"]
            if cast.unit(unit).type in {"vgs", "privat_vgs", "statlig_vgs"}
        }
        assert schools == accepted


def test_what_arrives_is_held_by_a_source_and_was_said_yes_to_last(cast: Cast) -> None:
    for pupil in cast.pupils:
        last = {a.category: a.yes for a in pupil.answers if a.role == "elev"}
        taken_back = {w.category for w in pupil.withdrawals if w.reply is None}
        for profile in pupil.expected.by_profile.values():
            arrived = frozenset().union(*profile.values()) - BY_LAW
            assert arrived <= set(pupil.categories())
            assert all(last[category] for category in arrived)
            assert not arrived & taken_back


def test_a_receiver_the_pupil_left_out_gets_nothing_of_it(cast: Cast) -> None:
    slots = {"vgs": "skole", "privat_vgs": "skole", "statlig_vgs": "skole"}
    for pupil in cast.pupils:
        last = {a.category: a for a in pupil.answers if a.role == "elev"}
        for unit, arrived in pupil.expected.by_profile["streng"].items():
            kind = cast.unit(unit).type
            left_out = {c for c, a in last.items() if slots.get(kind, kind) in a.not_to}
            assert not arrived & left_out


def test_everybody_gets_at_least_what_the_law_says(cast: Cast) -> None:
    least = {"inntak": INNTAK_L, "ot": OT_L, "ppt_fylke": frozenset[str]()}
    for pupil in cast.pupils:
        for unit, arrived in pupil.expected.by_profile["streng"].items():
            due = least.get(cast.unit(unit).type, VGS_L)
            assert due - arrived == (frozenset({"foresatte"}) if is_of_age(pupil, due) else set())


def is_of_age(pupil: Pupil, due: frozenset[str]) -> bool:
    """Of age on the day of delivery to a school: nobody has foreldreansvar any more (C-31)."""
    return due == VGS_L and age_on(pupil.person.born, date(2027, 8, 10)) >= 18


def test_the_profiles_differ_where_a_guardian_said_no_or_nothing(cast: Cast) -> None:
    differ = {
        pupil.case
        for pupil in cast.pupils
        if pupil.expected.by_profile["streng"] != pupil.expected.by_profile["opplaeringslova"]
    }
    assert differ == {5, 7}
    assert {
        p.case: p.expected.lost_to_silence for p in cast.pupils if p.expected.lost_to_silence
    } == {7: ("iop",)}


def test_rules_a_case_rests_on_are_named_by_id(cast: Cast) -> None:
    named = [rule for pupil in cast.pupils for rule in pupil.expected.needs]
    assert named
    assert all(re.fullmatch(r"C-\d\d|[SP]\d{1,2}", rule) for rule in named)


def test_answers_and_policy_together_give_the_outcome_under_both_profiles(cast: Cast) -> None:
    for pupil in (one for one in cast.pupils if not taken_out(one)):
        for profile, column in (("streng", "regel_streng"), ("opplaeringslova", "regel")):
            expected = pupil.expected.by_profile[profile]
            for unit in {*expected, "storfjell-ppt"}:
                asked = set(expected.get(unit, frozenset()) - BY_LAW)
                worked_out = follows(pupil, cast.unit(unit).type, column)
                assert (pupil.case, profile, unit, asked) == (pupil.case, profile, unit, worked_out)


@cache
def policy() -> list[dict[str, Any]]:
    """The categories of the policy the product ships."""
    rows: list[dict[str, Any]] = tomllib.loads(
        files("config").joinpath("policy.toml").read_text("utf-8")
    )["kategori"]
    return rows


def taken_out(pupil: Pupil) -> bool:
    return any(event.kind == "tatt_ut" for event in pupil.events)


def follows(pupil: Pupil, receiver: str, column: str) -> set[str]:
    """What may be sent to one kind of receiver, worked out from the answers alone."""
    slot = receiver if receiver in {"inntak", "ppt_fylke", "ot"} else "skole"
    own = {a.category: a for a in pupil.answers if a.role == "elev"}
    withdrawn = {w.category for w in pupil.withdrawals if w.reply is None}
    return {
        row["id"]
        for row in policy()
        if row["id"] in own.keys() - withdrawn
        and own[row["id"]].yes
        and receiver in row["mottakere"]
        and slot not in own[row["id"]].not_to
        and allowed(pupil, row["id"], row[column])
    }


def allowed(pupil: Pupil, category: str, rule: str) -> bool:
    """Whether the guardians' answers are enough, on the day of delivery when all are 15."""
    given = {a.person: a.yes for a in pupil.answers if a.category == category and a.role != "elev"}
    age = age_on(pupil.person.born, date(2027, 8, 10))
    if age >= 18 or rule in {"R_OPPL15", "R_ELEV", "R_FORFATTER"}:
        return True
    if rule == "R_HELSE16":
        return age >= 16
    by_leader = any(e.kind == "leder_bruker_24_5" and e.category == category for e in pupil.events)
    return by_leader or (bool(given) and all(given.values()))


# --- the reading itself -----------------------------------------------------------------


def test_reading_twice_gives_the_same_cast(cast: Cast) -> None:
    load.cache_clear()
    assert load() == cast


def test_a_key_nobody_knows_is_refused_by_name_and_never_by_value() -> None:
    with pytest.raises(ValueError, match="colour") as refused:
        fill(Identifier, {"type": Kind.ANNET, "value": "secret", "colour": "secret"})
    assert "secret" not in str(refused.value)


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="value"):
        fill(Identifier, {"type": Kind.ANNET})
