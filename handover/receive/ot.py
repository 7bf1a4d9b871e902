"""What the kommune does when admissions says a pupil has no place: the follow-up service is told
the fact and how to reach the pupil, and nothing else goes by law (§ 9-4, P3)."""

from typing import Any

from handover.decision import slots
from handover.deliver.directory import Unit
from handover.house import House
from handover.parts.keep import Content, keep
from handover.rules.part_states import PartState
from handover.rules.policy import Category, Mechanism
from handover.seal.messages import PlaceNotice
from handover.store import persons
from handover.store.persons import Details
from handover.store.tables import Pupil
from handover.store.work import Work

STATUS = {"ingen_plass": "ikke_fatt_plass", "ikke_mott": "ikke_mott"}


def open_case(house: House, work: Work, pupil: Pupil, notice: PlaceNotice) -> None:
    """Opens the slot of the county's follow-up service and makes the part that tells the fact."""
    unit = _service(house, notice.sender)
    category = _category(house)
    if unit is None or category is None:
        return
    slots.bind_service(house, work, pupil, unit.id, notice.day)
    known = persons.get(house, work.session, pupil.person_id)
    part = keep(house, work, Content(
        pupil_id=pupil.id, category=category, facts=_facts(known, notice), files=(),
        source="inntak", owner_unit=pupil.unit_id, as_of=notice.day), "node")
    part.state = PartState.APPROVED
    work.session.add(part)


def _service(house: House, county: str) -> Unit | None:
    return next((unit for unit in house.directory.of_type("ot") if unit.county == county), None)


def _category(house: House) -> Category | None:
    """The law-based category that goes to nobody but the follow-up service."""
    return next((one for one in house.policy.categories.values()
                 if one.mechanism is Mechanism.LAW and one.receivers == ("ot",)), None)


def _facts(known: Details, notice: PlaceNotice) -> dict[str, Any]:
    contact = {key: value for key, value in (("epostadresse", known.mail),
                                             ("mobiltelefonnummer", known.phone)) if value}
    facts: dict[str, Any] = {"status": STATUS[notice.status], "dato": notice.day.isoformat(),
                             "skolear": _next_year(notice.school_year)}
    return facts | ({"kontaktinformasjon": contact} if contact else {"kontaktViaSkolen": "ja"})


def _next_year(school_year: str) -> str:
    start = int(school_year[:4]) + 1
    return f"{start}/{start + 1}"
