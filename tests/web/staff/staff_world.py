"""One school and the PPT that serves it, with everybody the staff pages are for."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import select

from handover.decision import slots
from handover.demo import cast
from handover.demo.cast import paper
from handover.kit import registry
from handover.kit.process import AdapterSpec
from handover.parts.keep import Content, keep
from handover.rules.approval import Answer
from handover.rules.part_states import PartState
from handover.store import contents, persons
from handover.store.tables import Decision, Part, Representation
from handover.web.app import create_app
from tests import builders

SCHOOL, PPT, OWNER = "havna", "ppt-nordvik", "nordvik"
CANARY = "Kanarifugl"
"""Stands in content that must never be seen from the other side."""

TILPASNING = {"sammendrag": "Får beskjeder én om gangen.", "tiltak": [
    {"hva": "Tegninger ved siden av teksten.", "virkning": "virker", "borFortsette": "ja"}]}
VALG = {"onske": [{"utdanningsprogram": "Helse- og oppvekstfag"}], "tanker": "Liker å hjelpe."}
IDENTITET = {"identifikator": {"type": "fodselsnummer", "identifikatorverdi": "19891150044"},
             "navn": {"fornavn": "Amina", "etternavn": "Warsame"}, "fodselsdato": "2011-09-19"}
PPT_SAK = {"organ": {"navn": "PPT for Nordvik"}, "status": "pagaende",
           "henvisning": {"dato": "2025-01-10", "gjelder": f"{CANARY} fra PPT."},
           "kontaktperson": {"navn": {"fornavn": "Pia", "etternavn": "Berg"},
                             "rolle": "PPT-rådgiver"}}
SAKKYNDIG = {"form": "dokument", "dato": "2024-02-12", "lovversjon": "1998",
             "forfatterrolle": "ppt_radgiver", "tilrading": {"linje": ["Mer tid til lesing."]},
             "organ": {"navn": "PPT for Nordvik"}}
VEDTAK = next(dict(one.facts) for one in cast.load().pupil(4).parts
              if one.category == "ito_vedtak")
"""Asks both the pupil and a guardian under the strict profile."""
PDF = paper.one_page("Vurdering", "PPT for Nordvik", ["Korte økter virker."])


@dataclass
class World:
    """The school, and ways to make things happen in it."""

    node: object
    siri: object
    trond: object
    anne: object
    pia: object
    petra: object
    geir: object

    @classmethod
    def make(cls, node, folder, clock):
        house = builders.house(folder, clock, "kommune")
        node = replace(node, house=replace(house, sources={"opplasting": upload_source()}),
                       clock=clock)
        node.app = create_app(node.house)
        for unit, kind, name in ((SCHOOL, "grunnskole", "Havna ungdomsskole"),
                                 (PPT, "ppt", "PPT for Nordvik"),
                                 (OWNER, "kommune", "Nordvik kommune")):
            node.unit(unit, kind, name)
        return cls(node, node.staff("Siri Aune"), node.staff("Trond Fosse", "rektor"),
                   node.staff("Anne Vik", "avdelingsleder"),
                   node.staff("Pia Berg", "ppt_radgiver", unit_id=PPT),
                   node.staff("Petra Dahl", "ppt_leder", unit_id=PPT),
                   node.staff("Geir Tangen", "skoleeier", unit_id=OWNER))

    @property
    def house(self):
        return self.node.house

    def client(self, person):
        return self.node.login(person.id, "feide")

    def pupil(self, name="Amina Warsame", which=0, **more):
        row = self.node.pupil(name, which, **more)
        self.born(row, date(2011, 9, 19))
        with self.house.work() as work:
            slots.open_slot(self.house, work, row, "skole", ["fjordglott", "tindelia"])
            work.commit()
        return row

    def born(self, pupil, day):
        with self.house.work() as work:
            known = persons.get(self.house, work.session, pupil.person_id)
            persons.save(self.house, work.session, replace(known, born=day))
            work.commit()

    def part(self, pupil, category="tilpasning", facts=None, state=PartState.FOUND, *,
             owner=SCHOOL, source="pifu", screened_by=None, as_of=date(2027, 3, 9), files=()):
        with self.house.work() as work:
            row = keep(self.house, work, Content(
                pupil.id, self.house.policy.categories[category], facts or TILPASNING, files,
                source, owner, as_of), "prøve")
            row.state, row.screened_by = state, screened_by
            work.session.add(row)
            work.commit()
            return row

    def state(self, part):
        with self.house.work() as work:
            return work.session.get_one(Part, part.id).state

    def data(self, part):
        with self.house.work() as work:
            return contents.part_bytes(self.house, work.session, part)

    def answer(self, part, person_id, hat="elev", said=Answer.YES):
        with self.house.work() as work:
            for slot in slots.of_pupil(work.session, part.pupil_id):
                order = len(work.session.exec(select(Decision)).all()) + 1
                work.session.add(Decision(
                    id=self.house.id(), pupil_id=part.pupil_id, part_id=part.id,
                    category=part.category, sha256=part.sha256, slot_id=slot.id,
                    person_id=person_id, hat=hat, answer=said, form="digital", level="hoyt",
                    policy_hash="p", text_hash="t", at=self.house.clock.now(), order=order))
            work.commit()

    def related(self, pupil, person):
        with self.house.work() as work:
            work.session.add(Representation(
                id=self.house.id(), pupil_id=pupil.id, person_id=person.id,
                ground="foreldreansvar", verified=True, valid_from=date(2011, 9, 19)))
            work.commit()

    def rows(self, table):
        return self.node.rows(table)


def upload_source():
    """The real upload adapter, in a process of its own."""
    found = registry.locate("source", "opplasting")
    return AdapterSpec("opplasting", "source", "1.0", registry.adapter_hash(found))


def with_source(world, name, origin):
    """The same node with one more source: the real adapter, against this origin."""
    found = registry.locate("source", name)
    spec = AdapterSpec(name, "source", "1.0", registry.adapter_hash(found),
                       {"token": "hemmelig"}, origin)
    house = replace(world.house, sources={**world.house.sources, name: spec})
    world.node = replace(world.node, house=house)
    world.node.app = create_app(house)
    return world
