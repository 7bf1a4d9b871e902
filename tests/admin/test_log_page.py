"""The log for the data protection officer: no names, no answers, and a chain that tells."""

import csv
import io

import pytest
from sqlalchemy import text

from handover.store.audit import Event
from handover.store.tables import AuditEvent


def happen(world, count=1, name="del:godkjent", **more):
    with world.house.work() as work:
        for _n in range(count):
            work.audit(Event(name, **({"actor": world.geir.id, "object_id": "o1"} | more)))
        work.commit()


def test_only_the_officer_reads_it(world):
    assert world.client(world.liv).get("/loggen").status_code == 200
    assert world.client(world.geir).get("/loggen").status_code == 404
    assert world.client(world.node.staff("Jo Juul", "jurist")).get("/loggen").status_code == 404
    assert world.node.client().get("/loggen").status_code == 303


def test_it_says_role_and_unit_and_nobodys_name_or_answer(world, words):
    pupil = world.node.pupil("Kanari Fugl")
    happen(world, unit="nordvik")
    happen(world, name="svar:gitt", actor=pupil.person_id, role="elev", pupil_id=pupil.id,
           fields={"svar": "nei", "sha256": "ab" * 32})
    page = words(world.client(world.liv).get("/loggen"))
    assert "Administrator Nordvik kommune" in page
    assert "Elev" in page
    assert "sha256 abababababab" in page
    assert "svar nei" not in page
    for secret in ("Geir", "Kanari", world.geir.id, pupil.person_id):
        assert secret not in page


def test_the_chain_is_whole_and_a_changed_row_is_found(world, words):
    happen(world, 3)
    client = world.client(world.liv)
    assert "Kjeden er hel til nr." in words(client.get("/loggen"))
    with world.house.work() as work:
        work.session.connection().execute(
            text("update auditevent set event = 'del:vist' where seq = 2"))
        work.commit()
    page = words(client.get("/loggen"))
    assert "Kjeden er brutt etter nr. 1." in page


def test_fifty_at_a_time_and_nothing_twice(world):
    happen(world, 120)
    client, seen, address = world.client(world.liv), [], "/loggen?hendelse=del:godkjent"
    import re
    while address:
        page = client.get(address)
        seen += re.findall(r'Nr. </span>(\d+)</th>', page.text)
        found = re.search(r'href="(/loggen\?[^"]*for=\d+[^"]*)"', page.text)
        address = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 120
    assert [int(one) for one in seen] == sorted(map(int, seen), reverse=True)


@pytest.mark.parametrize(("query", "found"), [
    ("hendelse=del:vist", 1), ("objekt=o2", 1), ("enhet=havna", 1), ("fra=2027-04-16", 0),
    ("til=2027-04-14", 0), ("fra=2027-04-15&til=2027-04-15&objekt=o2", 1), ("objekt=o%25", 0),
])
def test_what_is_looked_for_is_what_is_shown(world, query, found):
    happen(world, 5)
    happen(world, name="del:vist", object_id="o2", unit="havna")
    page = world.client(world.liv).get(f"/loggen?{query}")
    assert page.status_code == 200
    lines = page.text.count('data-kol="Objekt"')
    assert lines == found


@pytest.mark.parametrize("query", ["fra=i+fjor", "for=abc", "for=-1", "for=99999999999999999999"])
def test_a_strange_address_is_answered_in_words(world, query):
    assert world.client(world.liv).get(f"/loggen?{query}").status_code in (200, 422)


def test_reading_and_fetching_are_themselves_in_the_log(world, press):
    client = world.client(world.liv)
    client.get("/loggen?objekt=hemmelig")
    press(client, "/loggen", "/loggen/fil", fra="2027-04-01", til="", hendelse="", enhet="",
          objekt="")
    events = [one for one in world.node.rows(AuditEvent) if one.event.startswith("revisjon:")]
    assert [one.event for one in events] == ["revisjon:lest", "revisjon:lest", "revisjon:hentet"]
    assert "hemmelig" not in "".join(one.fields for one in events)


def test_the_file_has_pseudonyms_and_no_formula(world, press):
    happen(world, 2, object_id="=HYPERLINK(1)")
    client = world.client(world.liv)
    answer = press(client, "/loggen", "/loggen/fil", fra="", til="", hendelse="del:godkjent",
                   enhet="", objekt="")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert {one["objekt"] for one in rows} == {"'=HYPERLINK(1)"}
    assert len({one["person"] for one in rows}) == 1
    assert world.geir.id not in answer.text
    assert "Geir" not in answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overgang-logg.csv"'


def test_a_countys_officer_has_the_same_page(county):
    assert county.client(county.liv).get("/loggen").status_code == 200
