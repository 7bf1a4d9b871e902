"""Who can be logged in as in the demo, for the demo's log-in provider."""

from joserfc.jwk import RSAKey

from handover.demo.cast import Cast
from handover.demo.cast.people import Person, Staff
from handover.demo.cast.story import Pupil
from handover.demo.provider import DemoClient, DemoLogin
from handover.demo.provider_modes import PEOPLE
from handover.demo.town.files import SCOPE
from handover.demo.town.plan import NodePlan

LEVELS = {"minid": "idporten-loa-substantial", "bankid": "idporten-loa-high"}
KRR = "krr:global/kontaktinformasjon.read"
FEATURED = (4, 1, 5, 11, 25)
"""Pupils first in the list: the ones the demo's story is about."""


def people(cast: Cast) -> list[DemoLogin]:
    """Family by ID-porten, the featured pupils' first; staff by Feide and Ansattporten; pupils
    by Feide too, for their drafts."""
    made = [one for member in cast.staff for one in _staff(cast, member)]
    ordered = sorted(cast.pupils, key=lambda one: (
        FEATURED.index(one.case) if one.case in FEATURED else len(FEATURED), one.case))
    for pupil in ordered:
        made.append(_login(pupil.person, "Elev i 10B"))
        made += _at_school(pupil)
        made += [_login(guardian.person, f"Foresatt til {pupil.person.given}")
                 for guardian in pupil.guardians if guardian.invited]
    return list({(one.provider, one.subject): one for one in reversed(made)}.values())[::-1]


def _staff(cast: Cast, member: Staff) -> list[DemoLogin]:
    """The organisation somebody acts for is the one that has their unit."""
    unit = cast.unit(member.unit)
    owner = cast.organisation(unit.organisation)
    about = f"{member.title}, {unit.name}"
    return [DemoLogin(member.person.name, about, "feide", member.user),
            DemoLogin(member.person.name, about, "ansattporten", member.person.identifier.value,
                      organisations=((owner.number, owner.name),))]


def _at_school(pupil: Pupil) -> list[DemoLogin]:
    """A pupil's Feide vouches for the number; a fictive one is known to no register."""
    number = pupil.person.identifier
    if "feide" not in pupil.person.eid or number.type == "vigo-fiktivt":
        return []
    return [DemoLogin(pupil.person.name, "Elev i 10B", "feide",
                      f"elev{pupil.case:02}@elev.nordvik.example", number=number.value,
                      employee=False)]


def _login(person: Person, about: str) -> DemoLogin:
    levels = tuple(LEVELS[name] for name in ("minid", "bankid") if name in person.eid)
    return DemoLogin(person.name, about, "idporten", person.identifier.value, levels)


def clients(plans: list[NodePlan]) -> list[DemoClient]:
    """Every node, with the public half of its log-in key, its secret at Feide, its callback
    addresses, and what Maskinporten lets it ask for."""
    return [DemoClient(
        f"overgang-{plan.id}", _public(plan),
        tuple(f"{plan.address}/logg-inn/{name}/svar" for name in PEOPLE),
        secret=(plan.folder / "keys" / "feide.secret").read_text(),
        organisation=plan.organisation.number, scopes=(SCOPE, KRR)) for plan in plans]


def _public(plan: NodePlan) -> bytes:
    key = RSAKey.import_key((plan.folder / "keys" / "login.key").read_bytes())
    return key.as_pem(private=False)
