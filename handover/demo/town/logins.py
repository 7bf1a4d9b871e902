"""Who can be logged in as in the demo, for the demo's log-in provider."""

from joserfc.jwk import RSAKey

from handover.demo.cast import Cast
from handover.demo.cast.people import Person
from handover.demo.provider import DemoClient, DemoLogin
from handover.demo.town.plan import NodePlan

LEVELS = {"minid": "idporten-loa-substantial", "bankid": "idporten-loa-high"}
FEATURED = (4, 1, 5, 11, 25)
"""Pupils first in the list: the ones the demo's story is about."""


def people(cast: Cast) -> list[DemoLogin]:
    """Family by ID-porten, the featured pupils' first; staff by Feide."""
    made = [DemoLogin(member.person.name, f"{member.title}, {cast.unit(member.unit).name}",
                      "feide", member.user) for member in cast.staff]
    ordered = sorted(cast.pupils, key=lambda one: (
        FEATURED.index(one.case) if one.case in FEATURED else len(FEATURED), one.case))
    for pupil in ordered:
        made.append(_login(pupil.person, "Elev i 10B"))
        made += [_login(guardian.person, f"Foresatt til {pupil.person.given}")
                 for guardian in pupil.guardians if guardian.invited]
    return list({(one.provider, one.subject): one for one in reversed(made)}.values())[::-1]


def _login(person: Person, about: str) -> DemoLogin:
    levels = tuple(LEVELS[name] for name in ("minid", "bankid") if name in person.eid)
    return DemoLogin(person.name, about, "idporten", person.identifier.value, levels)


def clients(plans: list[NodePlan]) -> list[DemoClient]:
    """Every node, with the public half of its log-in key and its callback addresses."""
    return [DemoClient(f"overgang-{plan.id}", _public(plan),
                       tuple(f"{plan.address}/logg-inn/{name}/svar"
                             for name in ("idporten", "feide"))) for plan in plans]


def _public(plan: NodePlan) -> bytes:
    key = RSAKey.import_key((plan.folder / "keys" / "login.key").read_bytes())
    return key.as_pem(private=False)
