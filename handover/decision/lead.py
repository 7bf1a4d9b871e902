"""Station 4b, the leader: approves one pupil at a time, sends back, takes out, accepts requests."""

from sqlmodel import Session, col, select

from handover.decision import access
from handover.errors import Refused
from handover.house import House
from handover.rules.actors import Actor
from handover.rules.part_states import PartState, move
from handover.store import contents
from handover.store.audit import Event
from handover.store.tables import Delivery, Innhenting, Part, Pupil
from handover.store.work import Work


def approve(house: House, actor: Actor, pupil_id: str, seen: frozenset[str]) -> int:
    """Approves the content of the pupil's waiting parts; returns how many.

    `seen` are the hashes that stood on the page: what has come or changed since is
    not approved by it. The leader approves that content is necessary, to the point
    and about nobody else, never on the pupil's behalf (C-41). At sensitivity 3 and
    up the one who screened a part cannot be its only approver.
    """
    with house.work() as work:
        waiting = parts_waiting(work.session, actor, pupil_id)
        chosen = [part for part in waiting if part.sha256 in seen]
        if not chosen:
            raise Refused("Det er ikke noe å godkjenne her lenger.", "INGENTING_VENTER")
        for part in chosen:
            _approve_one(house, work, actor, part)
        work.commit()
        return len(chosen)


def _approve_one(house: House, work: Work, actor: Actor, part: Part) -> None:
    sensitive = house.policy.categories[part.category].sensitivity >= 3
    if sensitive and part.screened_by == actor.person_id:
        raise Refused("Du har gjort klar denne delen selv. En annen leder må godkjenne den.",
                      "EGEN_DEL")
    part.state = move(PartState(part.state), "godkjenn")
    part.approved_by = actor.person_id
    work.session.add(part)
    work.audit(_event("del:godkjent", actor, part))


def send_back(house: House, actor: Actor, part_id: str) -> None:
    """Gives a part back to the one who prepared it."""
    with house.work() as work:
        part = work.session.get(Part, part_id)
        if part is None or part not in parts_waiting(work.session, actor, part.pupil_id):
            raise access.gone()
        part.state = move(PartState(part.state), "send_tilbake")
        work.session.add(part)
        work.audit(_event("del:sendt_tilbake", actor, part))
        work.commit()


def parts_waiting(session: Session, actor: Actor, pupil_id: str) -> list[Part]:
    """The parts of this pupil that wait for this leader. Raises NotFound for other pupils."""
    units = actor.units("ppt_leder")
    if units:
        access.pupil_of_ppt(session, actor, pupil_id)
    else:
        units = frozenset({access.pupil_of_school(session, actor, pupil_id,
                                                  access.LEADS).unit_id})
    return [part for part in contents.live_parts(session, pupil_id, [PartState.WITH_LEADER])
            if part.owner_unit in units]


def pupils_waiting(session: Session, actor: Actor, school_year: str) -> list[str]:
    """Ids of the pupils with something for this leader to approve."""
    units = actor.units("ppt_leder")
    if units:
        open_pupils = select(Pupil.id).where(col(Pupil.blocked).is_(False))
        rows = session.exec(select(Part.pupil_id).where(
            Part.state == PartState.WITH_LEADER, col(Part.owner_unit).in_(units),
            col(Part.pupil_id).in_(open_pupils)).distinct())
        return list(rows)
    return [pupil.id for pupil in access.pupils_of_school(session, actor, school_year,
                                                          access.LEADS)
            if parts_waiting(session, actor, pupil.id)]


def take_out(house: House, actor: Actor, pupil_id: str) -> None:
    """«Ta ut av digital overgang»: stops everything. No reason is asked or kept (P4)."""
    with house.work() as work:
        pupil = access.pupil_of_school(work.session, actor, pupil_id, access.LEADS)
        pupil.blocked = True
        work.session.add(pupil)
        queued = work.session.exec(select(Delivery).where(
            Delivery.pupil_id == pupil_id, Delivery.state == "i_ko"))
        for delivery in queued:
            delivery.state = "stanset"
            work.session.add(delivery)
        work.audit(Event("elev:tatt_ut", actor.person_id, unit=pupil.unit_id, pupil_id=pupil.id))
        work.commit()


def accept_request(house: House, actor: Actor, sha256: str) -> None:
    """A leader in the kommune accepts the county's request, by its very hash (S9)."""
    _decide_request(house, actor, sha256, "godtatt")


def refuse_request(house: House, actor: Actor, sha256: str) -> None:
    """The request is refused as a whole; law-based parts stay where they are."""
    _decide_request(house, actor, sha256, "avvist")


def _decide_request(house: House, actor: Actor, sha256: str, outcome: str) -> None:
    with house.work() as work:
        if not actor.units("skoleeier"):
            raise access.gone()
        row = work.session.get(Innhenting, sha256)
        if row is None or row.state not in ("mottatt", outcome):
            raise access.gone()
        if row.state == outcome:
            return
        row.state, row.decided_by, row.decided_at = outcome, actor.person_id, house.clock.now()
        work.session.add(row)
        if outcome == "godtatt" and row.replaces:
            _supersede(work.session, row.replaces)
        work.audit(Event(f"innhenting:{outcome}", actor.person_id, object_id=sha256))
        work.commit()


def _supersede(session: Session, sha256: str) -> None:
    older = session.get(Innhenting, sha256)
    if older is not None:
        older.state = "erstattet"
        session.add(older)


def _event(name: str, actor: Actor, part: Part) -> Event:
    return Event(name, actor.person_id, role="leder", unit=part.owner_unit,
                 pupil_id=part.pupil_id, object_id=part.id, fields={"sha256": part.sha256})
