"""Who would get a part, in words: names for the pupil, fewer for a guardian (S1b)."""

from collections.abc import Iterable

from handover.house import House
from handover.rules.policy import Category
from handover.store.tables import Slot
from handover.web.family.case import Case
from handover.web.texts import _, marked

SLOTS = {
    "skole": marked("Den nye skolen"),
    "inntak": marked("Inntakskontoret i fylket"),
    "ppt_fylke": marked("PPT i fylket"),
    "ot": marked("Oppfølgingstjenesten"),
}
"""A kind of receiver, where it stands alone."""

INSIDE = {
    "skole": marked("den nye skolen"),
    "inntak": marked("inntakskontoret i fylket"),
    "ppt_fylke": marked("PPT i fylket"),
    "ot": marked("oppfølgingstjenesten"),
}
"""The same, inside a sentence."""


def label(slot: Slot) -> str:
    """The receiver's name on a button, a box or a line."""
    return _(SLOTS[slot.kind])


def asked_for(slots: Iterable[Slot]) -> str:
    """Whom the question speaks of: the new school when it is among them."""
    kinds = [slot.kind for slot in slots]
    first = "skole" if "skole" in kinds else kinds[0]
    return _(INSIDE[first])


def who(house: House, case: Case, category: Category, slots: Iterable[Slot]) -> list[str]:
    """One sentence per receiver."""
    return [_sentence(house, case, category, slot) for slot in in_order(slots)]


def in_order(slots: Iterable[Slot]) -> list[Slot]:
    """The new school first."""
    return sorted(slots, key=lambda slot: list(SLOTS).index(slot.kind))


def _sentence(house: House, case: Case, category: Category, slot: Slot) -> str:
    if slot.kind == "skole":
        return _school(house, case, category, slot)
    if slot.bound_unit and case.safe:
        return _("%(navn)s.", navn=house.directory.unit(slot.bound_unit).name)
    return f"{label(slot)}."


def _school(house: House, case: Case, category: Category, slot: Slot) -> str:
    if not case.safe:
        return _("Skolen eleven takker ja til.")
    if slot.bound_unit:
        return _("%(navn)s.", navn=house.directory.unit(slot.bound_unit).name)
    names = [unit.name for unit in map(house.directory.unit, slot.units.split())
             if house.policy.may_go_to(category, unit.type)]
    if case.is_pupil:
        return _("Skolen du takker ja til: %(skoler)s.", skoler=either(names))
    return _("Skolen %(elev)s takker ja til: %(skoler)s.", elev=case.name, skoler=either(names))


def either(names: list[str]) -> str:
    """«A, B eller C»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(forst)s eller %(sist)s", forst=", ".join(names[:-1]), sist=names[-1])


def both(names: list[str]) -> str:
    """«A, B og C»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(forst)s og %(sist)s", forst=", ".join(names[:-1]), sist=names[-1])
