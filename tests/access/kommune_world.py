"""A kommune with two schools, two PPT offices and two families: every role, and its neighbour."""

from datetime import date, timedelta
from typing import Any

from handover.decision import corrections, slots
from handover.demo import cast
from handover.demo.cast import paper
from handover.demo.clock import StillClock
from handover.kit import registry
from handover.kit.process import AdapterSpec
from handover.parts.keep import Content, keep
from handover.rules.actors import Actor, Hat, Level
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.sources import staff_import
from handover.store import contents, persons
from handover.store.contents import StoredFile
from handover.store.tables import (
    Absence,
    Carried,
    CaseGrant,
    Decision,
    Delivery,
    Glimpse,
    Grant,
    PaperPrint,
    Recusal,
    RoleRequest,
    Task,
    Unit,
    Visit,
)
from handover.store.vault import Place
from tests import builders
from tests.access.rig import Objects, Rig
from tests.web.web_world import NOW, Node

UNITS = (("havna", "grunnskole"), ("lunden", "grunnskole"), ("ppt-nord", "ppt"),
         ("ppt-sor", "ppt"), ("nordvik", "kommune"))
ROLES = {
    "elev": "", "foresatt": "", "kontaktlaerer": "havna", "laerer": "havna",
    "radgiver": "havna", "rektor": "havna", "avdelingsleder": "havna", "skoleeier": "nordvik",
    "ppt_radgiver": "ppt-nord", "ppt_leder": "ppt-nord", "personvernombud": "nordvik",
    "jurist": "nordvik", "hjelper": "havna",
}
"""Everybody who can log in at a kommune, and where the role is held."""
TEACHERS = ("kontaktlaerer", "laerer", "radgiver")
BORN = date(2011, 9, 19)
PDF = paper.one_page("Vurdering", "PPT for Nordvik", ["Korte økter virker."])
TREE, FILE = builders.attached(PDF)
SAKKYNDIG = {"form": "dokument", "dato": "2026-02-12", "lovversjon": "2023",
             "forfatterrolle": "ppt_radgiver", "tilrading": {"linje": ["Mer tid til lesing."]},
             "organ": {"navn": "PPT for Nordvik"}, "vedlegg": [TREE]}


def make(folder: Any) -> Rig:
    """The whole kommune, with everybody logged in."""
    clock = StillClock(NOW)
    house = builders.house(folder, clock, "kommune")
    house.sources.update({name: _source(name) for name in ("pifu", "ppt")})
    rig = Rig.of(house, clock)
    Kommune(rig).build()
    rig.keep()
    return rig


def _source(name: str) -> AdapterSpec:
    """The real adapter, towards a system that does not answer."""
    found = registry.locate("source", name)
    return AdapterSpec(name, "source", "1.0", registry.adapter_hash(found),
                       {"token": "hemmelig"}, "http://127.0.0.1:9")


class Kommune:
    """Builds the same things twice: here, and next door."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.node, self.house = rig, rig.node, rig.house
        self.born = 0
        self.feide = 0

    def build(self) -> None:
        for unit, kind in UNITS:
            self.node.unit(unit, kind, unit.capitalize())
        own = Side(self, "havna", "ppt-nord", "Nora")
        other = Side(self, "lunden", "ppt-sor", "Lisa")
        self.rig.people = own.people | {
            "skoleeier": (self.staff("skoleeier", "nordvik"), "feide"),
            "personvernombud": (self.staff("personvernombud", "nordvik"), "feide"),
            "jurist": (self.staff("jurist", "nordvik"), "feide")}
        self.rig.objects = {name: Objects(values, other.sets[name])
                            for name, values in own.sets.items()}
        self.rig.objects["enhet"] = self.administered(own)
        self.rig.objects["apne"] = Objects(
            {"digest": self.rig.node.app.extensions["overgang_assets"].digest,
             "name": "overgang.css", "provider": "feide", "code": "en"}, None)

    def administered(self, own: "Side") -> Objects:
        mine, second = self.rig.people["skoleeier"][0], self.staff("skoleeier", "nordvik")
        somebody = self.person("Per Prøve")
        asked = RoleRequest(
            id=self.house.id(), person_id=somebody, role="rektor", unit_id="havna",
            valid_from=self.house.today(), valid_to=date(2027, 12, 1), asked_by=second,
            asked=NOW, state="venter")
        grant = next(one for one in self.node.rows(Grant)
                     if one.person_id == own.people["laerer"][0])
        self.keep(asked)
        values = {"request_id": asked.id, "unit_id": "havna", "grant_id": grant.id,
                  "import_id": self.list_of(mine)}
        return Objects(values, {"import_id": self.list_of(second)})

    def list_of(self, person_id: str) -> str:
        from handover.rules.actors import Role
        actor = Actor(person_id, Hat.STAFF, Level.HIGH, "s", (
            Role("skoleeier", "nordvik", date(2026, 8, 1), date(2027, 10, 1)),))
        return staff_import.from_file(
            self.house, actor, "enheter",
            b"id;navn;type;orgnr\nny;Ny skole;grunnskole;999888777\n")

    def staff(self, role: str, unit: str) -> str:
        person = self.person(f"{role.capitalize()} Nes{self.feide}")
        self.node.grant(person, role, unit)
        return person

    def person(self, name: str) -> str:
        self.feide += 1
        return self.node.person(name, feide=f"p{self.feide}@nordvik.no", title="stab").id

    def keep(self, *rows: Any) -> None:
        with self.house.work() as work:
            for row in rows:
                work.session.add(row)
                work.session.flush()
            work.commit()


class Side:
    """One school, one PPT office and one family, with everything that may lie between them."""

    def __init__(self, kommune: Kommune, school: str, ppt: str, given: str) -> None:
        self.kommune, self.node, self.house = kommune, kommune.node, kommune.house
        self.school, self.ppt, self.keep = school, ppt, kommune.keep
        self.people = self._crew()
        self.pupil = self._pupil(given)
        self.mother = self._mother(self.pupil)
        self.people |= {"elev": (self.pupil.person_id, "idporten"),
                        "foresatt": (self.mother, "idporten")}
        self.case = self._case_of(self.pupil)
        self.sets: dict[str, dict[str, Any]] = {}
        self._of_family()
        self._of_school(given)
        self._of_ppt(given)

    def _crew(self) -> dict[str, tuple[str, str]]:
        here = {role: self.school for role, unit in ROLES.items()
                if unit == "havna"} | {"ppt_radgiver": self.ppt, "ppt_leder": self.ppt}
        return {role: (self.kommune.staff(role, unit), "feide") for role, unit in here.items()}

    def _pupil(self, given: str) -> Any:
        number = self.kommune.born
        self.kommune.born += 1
        person = self.node.person(f"{given} Berg{number}", number=Node.number(number))
        from handover.store.tables import Pupil
        row = Pupil(id=self.house.id(), person_id=person.id, unit_id=self.school,
                    school_year="2026/2027", created=NOW)
        self.keep(row)
        with self.house.work() as work:
            from dataclasses import replace
            known = persons.get(self.house, work.session, person.id)
            persons.save(self.house, work.session, replace(known, born=BORN))
            slots.open_standard(self.house, work, row)
            slots.open_slot(self.house, work, row, "skole", ["fjordglott", "tindelia"])
            work.commit()
        return row

    def _mother(self, pupil: Any) -> str:
        from handover.store import families
        from handover.store.tables import Representation
        from tests.web.web_world import a_number
        person = self.node.person(
            f"Mor Berg{self.kommune.born}", number=a_number(date(1983, 1, 4), self.kommune.born))
        with self.house.work() as work:
            new = self.house.id()
            work.session.add(Representation(
                id=new, pupil_id=pupil.id, person_id=person.id, verified=True,
                ground=families.sealed_ground(self.house, work.session, pupil.id, new,
                                              "foreldreansvar"), valid_from=BORN))
            work.commit()
        return person.id

    def part(self, pupil: Any, category: str, state: PartState, facts: Any = None) -> Any:
        known = self.house.policy.categories[category]
        tree = facts or _facts(category)
        files = (StoredFile(FILE.sha256, FILE.media_type, FILE.data),) \
            if "vedlegg" in tree else ()
        with self.house.work() as work:
            row = keep(self.house, work, Content(
                pupil.id, known, tree, files, "pifu",
                self.ppt if known.source == "ppt" else self.school, date(2027, 3, 9)), "prøve")
            row.state = state
            row.screened_by = self.people["radgiver"][0]
            work.session.add(row)
            work.commit()
        return row

    def _says_yes(self, part: Any) -> None:
        with self.house.work() as work:
            for hat, person in (("elev", self.pupil.person_id), ("foresatt", self.mother)):
                for slot in slots.of_pupil(work.session, self.pupil.id):
                    row = Decision(
                        id=self.house.id(), pupil_id=self.pupil.id, part_id=part.id,
                        category=part.category, sha256=part.sha256, slot_id=slot.id,
                        person_id=person, hat=hat, answer=Answer.YES, form="digital",
                        level="hoyt", policy_hash="p", text_hash="t", at=NOW,
                        order=int(self.house.id()[:6], 16))
                    work.session.add(row)
            work.commit()

    def _of_family(self) -> None:
        asked = self.part(self.pupil, "ito_vedtak", PartState.APPROVED)
        sent = self.part(self.pupil, "iop", PartState.APPROVED)
        own = self.part(self.pupil, "psykososialt", PartState.APPROVED)
        law = self.part(self.pupil, "sprak_vedtak", PartState.APPROVED)
        self._says_yes(asked)
        self._sent(sent)
        glimpses = {role: self._glimpse(self.people[role][0], "laerer") for role in TEACHERS}
        glimpses["foresatt"] = self._glimpse(self.mother, "foresatt")
        self.sets |= {
            "sporsmal": {"part_id": asked.id, "number": "1"},
            "sendt": {"part_id": sent.id, "number": "1"},
            "innsyn": {"part_id": own.id},
            "lov": {"part_id": law.id, "number": "1"},
            "hjelp": {"case_id": self.case.id},
            "familie": {"pupil_id": self.pupil.id, "glimpse_id": glimpses,
                        "visit_id": self._visit().id},
            "retting": {"correction_id": {
                role: self._correction(asked) for role in ("radgiver",)}}}

    def _of_school(self, given: str) -> None:
        work, led = self._pupil(given), self._pupil(given)
        found = self.part(work, "ito_vedtak", PartState.FOUND)
        waits = self.part(led, "ito_vedtak", PartState.WITH_LEADER)
        self.sets["arbeid"] = self._desk(work, found, self.school, "rektor")
        self.sets["arbeid"]["case_id"] = self._case_of(work).id
        self._opened(work, found, ("rektor", "avdelingsleder"))
        self.sets["gjoremal"] = {"task_id": self._task(work, "uten_treff", self.school,
                                                       "radgiver").id}
        self.sets["levering"] = {"task_id": self._given_up(work, self.school, "rektor")}
        self.sets["til_leder"] = {"pupil_id": led.id, "part_id": waits.id,
                                  "sha256": FILE.sha256}

    def _of_ppt(self, given: str) -> None:
        work, led = self._pupil(given), self._pupil(given)
        found = self.part(work, "sakkyndig", PartState.FOUND, SAKKYNDIG)
        waits = self.part(led, "sakkyndig", PartState.WITH_LEADER, SAKKYNDIG)
        ours = self.part(self.pupil, "sakkyndig", PartState.APPROVED, SAKKYNDIG)
        self.sets["ppt_arbeid"] = self._desk(work, found, self.ppt, "ppt_leder")
        self._opened(work, found, ("ppt_leder",))
        self.sets["ppt_gjoremal"] = {"task_id": {
            role: self._task(work, "uten_treff", self.ppt, role).id
            for role in ("ppt_radgiver", "ppt_leder")}}
        self.sets["ppt_levering"] = {"task_id": self._given_up(work, self.ppt, "ppt_leder")}
        self.sets["ppt_til_leder"] = {"pupil_id": led.id, "part_id": waits.id,
                                      "sha256": FILE.sha256}
        said = self._correction(ours)
        self.sets["retting"]["correction_id"] |= {
            "rektor": self.sets["retting"]["correction_id"]["radgiver"],
            "avdelingsleder": self.sets["retting"]["correction_id"]["radgiver"],
            "ppt_radgiver": said, "ppt_leder": said}
        prints = {unit: self._print(unit).id for unit in (self.school, self.ppt)}
        self.sets["papir"] = {"pupil_id": self.pupil.id, "print_id": {
            "radgiver": prints[self.school], "ppt_radgiver": prints[self.ppt],
            "ppt_leder": prints[self.ppt]}}

    def _desk(self, pupil: Any, part: Any, unit: str, leader: str) -> dict[str, Any]:
        """What a leader and a preparer have in hand about one pupil."""
        away, out = (self.kommune.staff("ppt_radgiver" if unit == self.ppt else "laerer", unit)
                     for _ in range(2))
        absence = Absence(id=self.house.id(), person_id=away, unit_id=unit,
                          valid_from=self.house.today(), deputy_id=out, set_by="prøve",
                          valid_to=self.house.today() + timedelta(days=9))
        recusal = Recusal(id=self.house.id(), person_id=out, pupil_id=pupil.id, unit_id=unit,
                          at=NOW)
        self.keep(absence, recusal)
        return {"pupil_id": pupil.id, "part_id": part.id, "sha256": FILE.sha256,
                "absence_id": absence.id, "recusal_id": recusal.id,
                "task_id": self._task(pupil, "spor_leder", unit, leader, part.id).id}

    def _task(self, pupil: Any, kind: str, unit: str, role: str, about: str = "") -> Task:
        row = Task(id=self.house.id(), unit_id=unit, role=role, kind=kind, pupil_id=pupil.id,
                   object_id=about, created=NOW)
        self.keep(row)
        return row

    def _opened(self, pupil: Any, part: Any, roles: tuple[str, ...]) -> None:
        """The leader has opened the content today, with a reason."""
        from handover.store.audit import Event
        with self.house.work() as work:
            for role in roles:
                work.audit(Event("del:lest", self.people[role][0], role="stab",
                                 unit=part.owner_unit, pupil_id=pupil.id, object_id=part.id,
                                 fields={"sha256": part.sha256, "grunn": "klage"}))
            work.commit()

    def _given_up(self, pupil: Any, unit: str, leader: str) -> str:
        row = Delivery(id=self.house.id(), kind="pakke", pupil_id=pupil.id, to_unit="fjordglott",
                       payload=b"", sha256="0" * 64, state="ga_opp", due=NOW, created=NOW)
        self.keep(row)
        return self._task(pupil, "ga_opp", unit, leader, row.id).id

    def _sent(self, part: Any) -> None:
        slot = _slot_of(self.house, self.pupil.id)
        row = Delivery(id=self.house.id(), kind="pakke", pupil_id=self.pupil.id, slot_id=slot,
                       to_unit="fjordglott", payload=b"", sha256="0" * 64, state="levert",
                       due=NOW, created=NOW, delivered=NOW)
        self.keep(row, Carried(id=self.house.id(), delivery_id=row.id, pupil_id=self.pupil.id,
                               slot_id=slot, part_id=part.id, category=part.category,
                               sha256=part.sha256))

    def _glimpse(self, person_id: str, giver: str) -> str:
        row = Glimpse(id=self.house.id(), pupil_id=self.pupil.id, person_id=person_id,
                      giver=giver, day=self.house.today(), content=b"")
        with self.house.work() as work:
            box = contents.pupil_box(self.house, work.session, self.pupil.id)
            row.content = box.seal(b"Tegner godt.", Place("glimpse", row.id, "content"))
            work.session.add(row)
            work.commit()
        return row.id

    def _visit(self) -> Visit:
        row = Visit(id=self.house.id(), pupil_id=self.pupil.id, unit_id=self.school, kind="mote",
                    at_new_school=False, starts=NOW + timedelta(days=7), details=b"",
                    ends=NOW + timedelta(days=7, hours=1), created=NOW, changed=NOW,
                    registered_by=self.people["radgiver"][0])
        with self.house.work() as work:
            row.details = contents.pupil_box(self.house, work.session, self.pupil.id).seal_values(
                {"sted": "Rom 2"}, Place("visit", row.id, "details"))
            work.session.add(row)
            work.commit()
        return row

    def _print(self, unit: str) -> PaperPrint:
        row = PaperPrint(id=self.house.id(), pupil_id=self.pupil.id, unit_id=unit, language="nb",
                         person_id=self.pupil.person_id, version="0" * 64, printed_by="prøve",
                         at=NOW)
        self.keep(row)
        return row

    def _correction(self, part: Any) -> str:
        actor = Actor(self.pupil.person_id, Hat.PUPIL, Level.HIGH, "s")
        corrections.ask(self.house, actor, part.id, "Dette er feil.")
        with self.house.work() as work:
            said = corrections.of_person(self.house, work.session, actor, self.pupil.id)
            return next(one.id for one in said if one.part_id == part.id)

    def _case_of(self, pupil: Any) -> CaseGrant:
        row = CaseGrant(
            id=self.house.id(), pupil_id=pupil.id, person_id=self.people["hjelper"][0],
            unit_id=self.school, valid_from=self.house.today(),
            valid_to=date(2027, 10, 1), categories="ito_vedtak", invited_by="prøve", at=NOW,
            answer="ja", answered=NOW)
        self.keep(row)
        return row


def _slot_of(house: Any, pupil_id: str) -> str:
    with house.work() as work:
        return next(one.id for one in slots.of_pupil(work.session, pupil_id)
                    if one.kind == "skole")


def _facts(category: str) -> dict[str, Any]:
    """What the demo's own pupil has in the category, with a document where it can carry one."""
    part = next(one for one in cast.load().pupil(4).parts if one.category == category)
    more = {"vedlegg": [TREE]} if category in ("ito_vedtak", "iop") else {}
    return {**part.facts, **more}


__all__ = ["ROLES", "Unit", "make"]
