"""Amina and her mother at a node with the real policy, words and schemas, and what can happen."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import select

from handover.bootstrap import read_policy
from handover.deliver.directory import Directory, Unit
from handover.demo import cast
from handover.parts import build, schema_set
from handover.preview.labels import load_labels
from handover.rules.actors import Level
from handover.rules.part_states import PartState
from handover.store import contents, persons
from handover.store.audit import Event
from handover.store.contents import StoredFile
from handover.store.tables import (
    Carried,
    Decision,
    Delivery,
    Innhenting,
    Part,
    Receipt,
    Representation,
    Slot,
)
from handover.store.vault import Place
from handover.web.app import create_app

COUNTY = "311820192"
PDF = b"%PDF-1.7 et oppdiktet vedlegg\n" * 40

UNITS = (
    ("storfjell-inntak", "inntak", "Storfjell fylke, inntak"),
    ("fjordglott", "vgs", "Fjordgløtt vgs"),
    ("tindelia", "vgs", "Tindelia vgs"),
    ("lia", "privat_vgs", "Lia private vgs"),
    ("storfjell-ppt", "ppt_fylke", "PPT i Storfjell fylke"),
    ("storfjell-ot", "ot", "Oppfølgingstjenesten i Storfjell"),
)

NAMES = ("Amina", "Warsame", "Hodan", "Farah", "Aune", "Siri", "Moen", "Fjordgl", "Tindelia",
         "Havna", "Storfjell")
"""Words of persons and places that may stand in no address and no title."""


LAW = {
    "identitet": {
        "identifikator": {"type": "fodselsnummer", "identifikatorverdi": "19891151430"},
        "navn": {"fornavn": "Amina", "etternavn": "Warsame"}, "fodselsdato": "2011-09-19",
        "kontaktinformasjon": {"mobiltelefonnummer": "12 00 04 00"},
        "bostedsadresse": {"adresselinje": ["Fyrbakken 8 B"], "postnummer": "9999",
                           "poststed": "Nordvik"}},
    "foresatte": {"person": [
        {"navn": {"fornavn": "Hodan", "etternavn": "Farah"},
         "kontaktinformasjon": {"mobiltelefonnummer": "12 00 41 07"}},
        {"navn": {"fornavn": "Abdi", "etternavn": "Warsame"},
         "kontaktinformasjon": {"mobiltelefonnummer": "12 00 99 99"}}]},
    "skole_fag": {
        "skole": {"navn": "Havna ungdomsskole"}, "skolear": "2026/2027", "arstrinn": 10,
        "fag": [{"kode": "NOR0214", "navn": "Norsk"}]},
    "kontakt_og_besok": {
        "kontaktperson": [{"navn": {"fornavn": "Siri", "etternavn": "Aune"},
                           "rolle": "radgiver"}],
        "besok": [{"type": "besok", "dato": "2027-06-03", "sted": "Tindelia vgs"}]},
}


def directory():
    return Directory([Unit(id=one, name=name, type=kind, organisation=COUNTY, county=COUNTY,
                           address="http://localhost", certificate=None, route="node")
                      for one, kind, name in UNITS])


def facts_of(category, case=4):
    """What the cast's pupil has in a category, without its documents."""
    part = cast.load().pupil(case).part(category, date(2027, 5, 4))
    return {name: value for name, value in part.facts.items() if name != "vedlegg"}


@dataclass
class World:
    """One pupil with her mother, and everything that can happen to a part."""

    node: object
    pupil: object
    mother: object
    adviser: object
    slots: dict

    @classmethod
    def make(cls, node, *, slots=True):
        node.house = replace(node.house, policy=read_policy(), labels=load_labels(),
                             schemas=schema_set.load(), directory=directory())
        node.app = create_app(node.house)
        pupil = node.pupil("Amina Warsame")
        mother = node.guardian(pupil, "Hodan Farah")
        adviser = node.staff()
        with node.house.work() as work:
            known = persons.get(node.house, work.session, pupil.person_id)
            persons.save(node.house, work.session, replace(known, born=date(2011, 9, 19)))
            staff = persons.get(node.house, work.session, adviser.id)
            persons.save(node.house, work.session, replace(staff, phone="12 00 91 01"),
                         feide="siri@nordvik.no")
            work.commit()
        made = cls(node, pupil, mother, adviser, {})
        if slots:
            made.slot("inntak", "storfjell-inntak", bound=True)
            made.slot("ppt_fylke", "storfjell-ppt", bound=True)
            made.slot("skole", "fjordglott lia tindelia")
        return made

    @staticmethod
    def facts(category):
        return LAW[category]

    @property
    def house(self):
        return self.node.house

    def slot(self, kind, units, bound=False):
        row = Slot(id=self.house.id(), pupil_id=self.pupil.id, kind=kind, units=units,
                   bound_unit=units if bound else None,
                   bound_on=self.house.today() if bound else None)
        self._keep(row)
        self.slots[kind] = row.id
        return row.id

    def part(self, category, facts=None, *, state=PartState.APPROVED, file=False, pupil=None,
             replaces=None, **more):
        facts = dict(facts if facts is not None else facts_of(category))
        if file:
            digest = hashlib.sha256(PDF).hexdigest()
            facts["vedlegg"] = [{"fil": f"vedlegg/{digest}.pdf", "sha256": digest,
                                 "lengde": len(PDF), "medietype": "application/pdf",
                                 "tittel": "Planen som PDF"}]
        data = build.build(category, facts, self.house.random(16).hex())
        pupil = pupil or self.pupil
        row = Part(**{"id": self.house.id(), "pupil_id": pupil.id, "category": category,
                      "content": b"", "sha256": build.digest(data), "state": state,
                      "owner_unit": "havna", "source": "skole", "as_of": date(2027, 4, 14),
                      "collected": self.house.clock.now(), **more})
        with self.house.work() as work:
            contents.seal_part(self.house, work.session, row, data)
            work.session.add(row)
            work.session.flush()
            if file:
                contents.add_file(self.house, work.session, row,
                                  StoredFile(digest, "application/pdf", PDF))
            if replaces:
                old = work.session.get_one(Part, replaces.id)
                old.state, old.replaced_by = PartState.REPLACED, row.id
                work.session.add(old)
            work.commit()
        return row

    def says(self, person_id, hat, part, word, *kinds):
        """An answer given earlier, for the named kinds of receiver or for all."""
        for kind in kinds or self.slots:
            self._keep(Decision(
                id=self.house.id(), pupil_id=part.pupil_id, part_id=part.id,
                category=part.category, sha256=part.sha256, slot_id=self.slots[kind],
                person_id=person_id, hat=hat, answer=word, form="digital", level="hoyt",
                policy_hash="", text_hash="", at=self.house.clock.now(),
                order=len(self.node.rows(Decision)) + 1))

    def asked_by_county(self, *categories):
        at = self.house.clock.now() - timedelta(days=170)
        self._keep(Innhenting(
            sha256="ab" * 32, number="1", county=COUNTY, school_year="2026/2027",
            categories=" ".join(categories), valid_from=date(2026, 11, 1),
            valid_to=date(2027, 10, 1), container=b"", received=at, state="godtatt"))

    def delivered(self, kind, unit, *parts, state="levert"):
        now = self.house.clock.now()
        row = Delivery(id=self.house.id(), kind="pakke", pupil_id=self.pupil.id,
                       slot_id=self.slots[kind], to_unit=unit, payload=b"", sha256="0" * 64,
                       state=state, due=now, created=now, delivered=now)
        self._keep(row, *(Carried(
            id=self.house.id(), delivery_id=row.id, pupil_id=self.pupil.id,
            slot_id=self.slots[kind], part_id=part.id, category=part.category,
            sha256=part.sha256) for part in parts))
        return row

    def confirmed(self, delivery):
        receipt = Receipt(id=self.house.id(), delivery_id=delivery.id, kind="bekreftelse",
                          container=b"", at=self.house.clock.now())
        with self.house.work() as work:
            receipt.details = contents.pupil_box(
                self.house, work.session, self.pupil.id).seal_values(
                {"given": "Kari", "family": "Moen", "role": "rådgiver",
                 "first_step": "Kari ringer deg fredag 13. august.", "day": "2027-08-12"},
                Place("receipt", receipt.id, "details"))
            row = work.session.get_one(Delivery, delivery.id)
            row.state = "bekreftet"
            work.session.add(row)
            work.session.add(receipt)
            work.commit()

    def accept_place(self, unit):
        with self.house.work() as work:
            row = work.session.get_one(Slot, self.slots["skole"])
            row.bound_unit, row.bound_on = unit, self.house.today()
            work.session.add(row)
            work.commit()

    def represents(self, person, pupil):
        """One more child of the same guardian."""
        self._keep(Representation(
            id=self.house.id(), pupil_id=pupil.id, person_id=person.id,
            ground="foreldreansvar", verified=True, valid_from=date(2011, 9, 19)))

    def restrict(self, person):
        with self.house.work() as work:
            for row in work.session.exec(select(Representation)):
                if row.person_id == person.id:
                    row.restricted = True
                    work.session.add(row)
            work.commit()

    def born(self, *day):
        with self.house.work() as work:
            known = persons.get(self.house, work.session, self.pupil.person_id)
            persons.save(self.house, work.session, replace(known, born=date(*day)))
            work.commit()

    def read_by_staff(self, part):
        with self.house.work() as work:
            work.audit(Event("del:lest", self.adviser.id, role="stab", unit="havna",
                             pupil_id=part.pupil_id, object_id=part.id))
            work.commit()

    def as_pupil(self, level=Level.SUBSTANTIAL):
        return self.node.login(self.pupil.person_id, level=level)

    def as_mother(self, level=Level.SUBSTANTIAL, person=None, offered=True):
        client = self.node.login((person or self.mother).id, level=level)
        if offered:
            with client.session_transaction() as cookie:
                cookie["tolk"] = True
        return client

    def _keep(self, *rows):
        with self.house.work() as work:
            for row in rows:
                work.session.add(row)
                work.session.flush()
            work.commit()



