"""What is sent because of the law: each part, who has asked for it and when (C-15, S9)."""

from dataclasses import dataclass

from sqlmodel import Session, select

from handover.decision import questions
from handover.house import House
from handover.rules.policy import Category
from handover.store.tables import Innhenting, Part
from handover.web.family.case import Case
from handover.web.texts import _, dagaar, told


@dataclass(frozen=True)
class LawPart:
    """One law-based part, before its text is fetched."""

    part_id: str
    title: str
    asked_by: str
    """Who has asked for it, as a sentence."""
    why: str
    how_long: str
    wrong: str
    """What the law says about choosing, in plain words."""
    reference: str


def law_list(house: House, session: Session, case: Case) -> list[LawPart]:
    """The parts this person may read. Somebody restricted reads their own entry and no more."""
    found = [(part, house.policy.categories[part.category])
             for part in questions.law_parts(house, session, case.pupil)]
    return [_law_part(house, session, case, part, category) for part, category in found
            if case.reads(category) and _may_read(house, case, category)]


def _may_read(house: House, case: Case, category: Category) -> bool:
    if not case.is_pupil and category.guardian_view not in ("ja", "egen"):
        return False
    if not case.restricted:
        return True
    own = house.labels.own_views.get(category.id)
    return own is not None and bool(own.own)


def _law_part(house: House, session: Session, case: Case, part: Part,
              category: Category) -> LawPart:
    return LawPart(
        part_id=part.id, title=told(house.labels.title(category.id)),
        asked_by=_asked_by(house, session, case, category),
        why=told(category.why(not case.is_pupil)),
        how_long=told(house.policy.retention[category.retention]),
        wrong=told(category.without(not case.is_pupil)),
        reference=category.reference)


def _asked_by(house: House, session: Session, case: Case, category: Category) -> str:
    """Who asked and when it was accepted; without the county's name where it could tell a place."""
    request = _request(house, session, category)
    if request is None:
        return _("Ingen har bedt om dette ennå. Det blir ikke sendt før fylket ber om det.")
    day = dagaar(request.received)
    if not case.safe:
        return _("Fylket ba om dette %(dag)s.", dag=day)
    said = _("%(fylke)s ba om dette %(dag)s.", fylke=_county(house, request.county), dag=day)
    return " ".join([said, *_from_vigo(house, category)])


def _from_vigo(house: House, category: Category) -> list[str]:
    """Receivers that have it already: shown, and not sent twice (P10)."""
    names = [unit.name for unit in house.directory if category.id in unit.from_vigo]
    return [_("%(navn)s får det fra Vigo, så vi sender det ikke dit.", navn=", ".join(names))
            ] if names else []


def _request(house: House, session: Session, category: Category) -> Innhenting | None:
    rows = session.exec(select(Innhenting).where(
        Innhenting.state == "godtatt", Innhenting.school_year == house.settings.node.school_year))
    fits = [row for row in rows if category.id in row.categories.split()]
    return max(fits, key=lambda row: row.received, default=None)


def _county(house: House, organisation: str) -> str:
    """The admissions office speaks for its county."""
    return next((unit.name for unit in house.directory.of_type("inntak")
                 if unit.organisation == organisation), _("Fylket"))
