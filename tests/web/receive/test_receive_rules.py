"""The receiver's pure rules: what becomes a row, which pile a notice lies in, and school days."""

import ast
import copy
from datetime import date
from pathlib import Path

import pytest
from receive_facts import (
    ACCESS_NOTICE,
    AIDS,
    CLASSROOM,
    EXAMS,
    FOLLOW_UP,
    GUARDIANS,
    NOTICE,
    STATUS,
)

import handover.receive
import handover.web.receive
from handover.bootstrap import read_policy
from handover.errors import Misconfigured
from handover.preview.labels import load_labels
from handover.receive import checklist, contacts, desks, notices
from handover.receive.checklist import Source
from handover.receive.notices import NoticeState
from handover.receive.school_days import deadline

TABLE, LABELS = desks.load(), load_labels()


def ready(category, facts, sha256="ab" * 32):
    return checklist.ready([Source(category, sha256, facts)], TABLE.ready, LABELS)


def keep(category, facts):
    return checklist.keep([Source(category, "ab" * 32, facts)], TABLE.keep, TABLE.ready, LABELS)


def test_what_has_a_deadline_must_be_ready_and_is_not_said_twice():
    row, = ready("tilpasning", CLASSROOM)
    assert (row.what, row.due) == ("Plass et rolig sted i klasserommet", date(2027, 8, 16))
    assert row.what not in [one.what for one in keep("tilpasning", CLASSROOM)]


def test_what_should_not_go_on_stands_last_and_says_so():
    rows = keep("tilpasning", CLASSROOM)
    assert [one.ends for one in rows] == [False, False, True]
    assert (rows[-1].what, rows[-1].effect) == ("Høytlesing foran klassen", "Har ikke virket")


def test_something_with_a_deadline_that_should_stop_is_nothing_to_make_ready():
    facts = copy.deepcopy(CLASSROOM)
    facts["tiltak"][1]["borFortsette"] = "nei"
    assert ready("tilpasning", facts) == []


def test_an_aid_tells_who_owns_it_and_whether_it_goes_back():
    aid = ready("hjelpemidler", AIDS)[0]
    assert (aid.what, aid.who, aid.more) == (
        "PC med stativ", "Kommunen", "Antall: 1 · Leveres tilbake: Ja")


def test_a_plain_text_becomes_a_row_under_the_name_of_its_field():
    row = ready("hjelpemidler", AIDS)[1]
    assert (row.what, row.more) == ("Personlig assistanse", AIDS["assistanse"])


def test_a_field_of_a_guardian_is_found_inside_the_guardian():
    row, = ready("foresatte", GUARDIANS)
    assert (row.what, row.more) == ("Tolk når dere snakker med foresatte", "Somali")


def test_the_earliest_deadline_stands_first_and_rows_without_one_last():
    parts = [Source("prove_tilrettelegging", "01" * 32, EXAMS),
             Source("tilpasning", "02" * 32, CLASSROOM)]
    rows = checklist.ready(parts, TABLE.ready, LABELS)
    assert [row.due for row in rows] == [date(2027, 8, 16), None]


def test_a_row_keeps_its_id_for_the_same_bytes_and_changes_it_with_them():
    first, again, other = (ready("hjelpemidler", AIDS, sha)[0].id
                           for sha in ("ab" * 32, "ab" * 32, "cd" * 32))
    assert first == again != other


def test_two_rows_of_one_part_never_share_an_id():
    ids = [row.id for row in ready("hjelpemidler", AIDS)]
    assert len(set(ids)) == len(ids) == 2


def test_the_same_contact_in_two_parts_is_listed_once():
    sources = [Source("ot_status", "01" * 32, STATUS), Source("ot_status", "02" * 32, STATUS)]
    found = contacts.people(sources, TABLE.contact, LABELS)
    assert [(one.name, one.role) for one in found] == [("Siri Aune", "rådgiver på Havna")]


def test_how_the_pupil_is_reached_gathers_ways_and_manner():
    sources = [Source("ot_status", "01" * 32, STATUS), Source("ot_vurdering", "02" * 32, FOLLOW_UP)]
    found = contacts.reach(sources, TABLE.contact, LABELS)
    assert found.ways == (("Mobil", "12 00 27 00"),)
    assert found.manner == ("Send melding før du ringer.",)


@pytest.mark.parametrize(("facts", "received", "pile"), [
    (NOTICE | {"vedlegg": [{}]}, date(2026, 10, 1), NoticeState.READY),
    (NOTICE | {"vedlegg": [{}]}, date(2026, 10, 2), NoticeState.LATE),
    (NOTICE | {"vedlegg": [{}], "begrunnelseEtterFristen": "Fylte 15."}, date(2026, 9, 1),
     NoticeState.LATE),
    (NOTICE, date(2026, 9, 28), NoticeState.MISSING),
    (ACCESS_NOTICE, date(2027, 1, 4), NoticeState.MISSING),
])
def test_a_notice_lies_in_one_pile(facts, received, pile):
    assert notices.judge(facts, received, "2026/2027", TABLE.notice).state is pile


def test_what_a_notice_lacks_is_named():
    assert notices.judge(NOTICE, date(2026, 9, 28), "2026/2027",
                         TABLE.notice).missing == ("vedlegg",)


@pytest.mark.parametrize(("known", "last"), [
    (date(2027, 8, 9), date(2027, 8, 20)),   # Before school starts: Monday 16 August is the first.
    (date(2027, 8, 19), date(2027, 8, 26)),  # A Thursday: Friday is the first, over a weekend.
    (date(2027, 8, 21), date(2027, 8, 27)),  # A Saturday.
])
def test_five_school_days_are_counted_from_the_day_after(known, last):
    assert deadline(known, date(2027, 8, 16), 5) == last


def test_a_table_without_a_key_is_refused_by_the_name_of_the_key():
    with pytest.raises(Misconfigured, match="klart"):
        desks.parse({"bord": {}})


def test_the_program_knows_no_category_by_name():
    known = set(read_policy().categories)
    for module in (handover.receive, handover.web.receive):
        for file in Path(module.__file__).parent.glob("*.py"):
            texts = {node.value for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                     if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            assert not texts & known, file.name
