"""A county with a receiver of every kind, one pupil sent to all of them and one to another school."""

from datetime import date
from typing import Any

from sqlmodel import select

from handover.rules.actors import Actor, Hat, Level, Role
from handover.sources import staff_import
from handover.store.tables import Applicant, Grant, ReceivedFile, RoleRequest
from tests import builders
from tests.access.rig import Objects, Rig

ROLES = {
    "fylkesadministrator": builders.COUNTY, "personvernombud": builders.COUNTY,
    "jurist": builders.COUNTY, "inntak": "storfjell-inntak", "inntak_leder": "storfjell-inntak",
    "mottaksradgiver": "fjordglott", "mottaksleder": "fjordglott", "kontaktlaerer": "fjordglott",
    "ppt_fylke": "storfjell-ppt", "ppt_fylke_leder": "storfjell-ppt",
    "ot_veileder": "storfjell-ot", "ot_leder": "storfjell-ot",
}
"""Everybody who can log in at a county, and where the role is held."""
DESKS = {"inntak": "storfjell-inntak", "mottak": "fjordglott", "ppt": "storfjell-ppt",
         "ot": "storfjell-ot"}
ADMIN = "fylkesadministrator"


def make(folder: Any) -> Rig:
    """The whole county, with everybody logged in."""
    town = builders.town(folder)
    town.kommune.engine.dispose()
    rig = Rig.of(town.county, town.clock)
    town.county = rig.house
    for at, (role, unit) in enumerate(ROLES.items()):
        rig.people[role] = (town.staff(role, unit, f"Kari Moen{at}"), "feide")
    _send(town)
    _objects(rig, town)
    rig.objects["enhet"] = _administered(rig, town)
    rig.objects["apne"] = Objects(
        {"digest": rig.node.app.extensions["overgang_assets"].digest,
         "name": "overgang.css", "provider": "feide", "code": "en"}, None)
    rig.keep()
    town.kommune.engine.dispose()
    return rig


def _send(town: builders.Town) -> None:
    tree, file = builders.attached()
    voice = {"dato": "2027-05-06", "detSomVirker": "Ro rundt meg.", "vedlegg": [tree]}
    for unit in DESKS.values():
        town.send(unit, builders.AMINA, {"elevens_stemme": voice}, [file])
    town.send("tindelia", builders.KEVIN, {"elevens_stemme": voice}, [file])


def _objects(rig: Rig, town: builders.Town) -> None:
    amina, kevin = town.pupil(builders.AMINA), town.pupil(builders.KEVIN)
    with rig.house.work() as work:
        from handover.store.tables import Package
        where = dict(work.session.exec(select(ReceivedFile.id, Package.unit_id).join(
            Package, Package.id == ReceivedFile.package_id)).all())
    files = {unit: file_id for file_id, unit in where.items()}
    other = {"pupil_id": kevin, "file_id": files["tindelia"]}
    for desk, unit in DESKS.items():
        rig.objects[desk] = Objects({"pupil_id": amina, "file_id": files[unit]}, other)


def _administered(rig: Rig, town: builders.Town) -> Objects:
    mine = rig.people[ADMIN][0]
    second = town.staff(ADMIN, builders.COUNTY, "Odd Brenna")
    somebody = town.staff("ot_veileder", "storfjell-ot", "Per Prøve")
    row = RoleRequest(
        id=rig.house.id(), person_id=somebody, role="ot_leder", unit_id="storfjell-ot",
        valid_from=rig.house.today(), valid_to=date(2028, 1, 1), asked_by=second,
        asked=rig.house.clock.now(), state="venter")
    with rig.house.work() as work:
        grant = work.session.exec(select(Grant).where(Grant.person_id == somebody)).one().id
        work.session.add(row)
        work.commit()
    return Objects({"request_id": row.id, "unit_id": "fjordglott", "grant_id": grant,
                    "import_id": _list_of(rig, mine)}, {"import_id": _list_of(rig, second)})


def _list_of(rig: Rig, person_id: str) -> str:
    actor = Actor(person_id, Hat.STAFF, Level.HIGH, "s", (
        Role(ADMIN, builders.COUNTY, date(2026, 8, 1), date(2028, 7, 31)),))
    return staff_import.from_file(rig.house, actor, "enheter",
                                  b"id;navn;type;orgnr\nny;Ny skole;vgs;311820192\n")


__all__ = ["ROLES", "Applicant", "make"]
